package org.gale.engine.storm.run;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.agent.ForwardingObserver;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.storm.scenario.PhaseClock;
import org.gale.engine.storm.topology.GuestIpis;
import org.gale.engine.storm.topology.GuestPlaces;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.storm.topology.VmNumbers;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;

/**
 * Watch over the boundaries of the phases of one run. A phase begins with the TIME of the generator whose base is the
 * boundary; all events in front of it belong to the phase before, those of attached producers too. HOST commands
 * offer nothing. Passes everything on to the next observer. On the engine's thread.
 * <pre>
 *   frames     | MSIs a, turns | MSIs b, TIME of the boundary, MSIs c, turns | MSIs d, turns |
 *   applied    ................|                                               when drained() is called
 *   offered    a and b are of the first phase ...........| c and d are of the second one
 *   pending    what the ledgers owe behind a, and b
 * </pre>
 * When {@link #drained} is called, all earlier frames are applied, and the frame in hand is not. This holds for a
 * durability that lets outputs wait for a force, too, because ledgers do not wait.
 */
final class PhaseWatch extends ForwardingObserver
{
    /** Number of frames from one poll of the boundary to the next: both sides of that branch are taken often. */
    private static final int POLL_FRAMES = 64;

    private final Topology topology;
    private final GuestPlaces places;
    private final PhaseClock phases;
    private final LongSupplier originNs;
    private final NanoClock clock;
    private final IntConsumer check;
    private final End end;
    private final long[] words = new long[DrainLimit.WORDS_MAX];
    private final long[] ahead;
    private int phase;
    private int frames;
    private long boundaryNs;

    /** Consumer of the ends of phases. */
    @FunctionalInterface
    interface End
    {
        /**
         * Ends a phase.
         *
         * @param next  the phase that begins
         * @param at    index of the word in front of which it begins
         * @param ahead events in front of that word by group, then those of no VM
         */
        void end(int next, int at, long[] ahead);
    }

    /**
     * Creates the watch.
     *
     * @param firstPhase in which the run begins
     * @param originNs   time at which the first phase began; 0 while the machine is set up
     * @param check      checks the machine at the end of each phase but the last
     * @param end        takes the end of each phase but the last, after the check
     * @param next       observes the run, too, after the watch
     */
    PhaseWatch(
        final Topology topology,
        final PhaseClock phases,
        final int firstPhase,
        final LongSupplier originNs,
        final NanoClock clock,
        final IntConsumer check,
        final End end,
        final RunObserver next)
    {
        super(next);
        this.topology = topology;
        this.places = new GuestPlaces(topology);
        this.phases = phases;
        this.originNs = originNs;
        this.clock = clock;
        this.check = check;
        this.end = end;
        this.ahead = new long[topology.groups().size() + 1];
        this.phase = firstPhase;
        this.boundaryNs = clock.nanoTime();
    }

    /** Follows VMs that migrate, by the numbers that commands have. Returns this watch. */
    PhaseWatch following(final VmNumbers numbers)
    {
        places.numbers(numbers);

        return this;
    }

    @Override
    public void scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        places.scheduled(frame, offset, endOffset, nowNs);
        super.scheduled(frame, offset, endOffset, nowNs);
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        frames++;
        if (frames % POLL_FRAMES == 0 || clock.nanoTime() - boundaryNs >= 0)    // nowNs may lie before a late TIME
        {
            poll(frame, offset, (endOffset - offset) >>> 3);
        }
        super.drained(frame, offset, endOffset, nowNs);
    }

    /** Ends the phases whose boundaries lie in the drained words, once the clock has passed them. */
    private void poll(final DirectBuffer frame, final int offset, final int count)
    {
        boolean isDue = isPassed();
        if (!isDue)
        {
            return;
        }
        CommandWords.copy(frame, offset, words, 0, count);
        Arrays.fill(ahead, 0);
        int counted = 0;
        for (int at = 0; at < count && isDue; at += CommandWord.length(words[at]))
        {
            if (words[at] == Commands.timeWord(boundaryNs))
            {
                countAhead(counted, at);
                counted = at;
                check.accept(phase);
                phase++;
                end.end(phase, at, ahead);
                isDue = isPassed();
            }
        }
    }

    /** Finds the end of the phase in hand; returns whether the clock has passed it. */
    private boolean isPassed()
    {
        final long firstNs = originNs.getAsLong();
        final boolean isLast = phase + 1 == phases.count();
        final long nowNs = clock.nanoTime();
        boundaryNs = isLast ? nowNs + Long.MAX_VALUE / 2 : firstNs == 0 ? nowNs : firstNs + phases.endNs(phase);

        return !isLast && firstNs != 0 && nowNs - boundaryNs >= 0;
    }

    private void countAhead(final int from, final int to)
    {
        for (int at = from; at < to; at += CommandWord.length(words[at]))
        {
            final long word = words[at];
            final int opcode = CommandWord.opcode(word);
            if (CommandWord.isEvent(word))
            {
                final long ids = Commands.eventIds(word, opcode == CommandWord.MSI_LONG ? words[at + 1] : 0);
                ahead[partOf(Commands.eventIts(word), (int)(ids >>> Integer.SIZE), (int)ids)]++;
            }
            else if (KvmVerb.isHold(word))
            {
                final long operand = words[at + CommandWord.length(word) - 1];
                ahead[partOf((int)KvmVerb.argument32(words[at + 1]), (int)(operand >>> Integer.SIZE), (int)operand)]++;
            }
            else if (opcode == CommandWord.INSN && GuestIpis.isOne(word, words[at + 1]))
            {
                final int vm = GuestIpis.vm(topology, places, word, words[at + 1]);
                ahead[vm < 0 ? ahead.length - 1 : topology.groupOfVm(vm)]++;
            }
        }
    }

    /** {@return the group of VMs that an event goes to, or the part of no VM if no VM has it} */
    private int partOf(final int its, final int deviceId, final int eventId)
    {
        final boolean isThere = topology.isDevice(its, deviceId) &&
            Integer.compareUnsigned(eventId, topology.events(deviceId)) < 0;

        return isThere ? topology.groupOfVm(topology.vmOfDevice(deviceId)) : ahead.length - 1;
    }
}
