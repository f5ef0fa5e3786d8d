package org.gale.engine.storm.latency;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.TimerPlaces;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.storm.topology.VmNumbers;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;

/**
 * Recorder of the latencies of interrupts that {@link SampleHash} draws by their messages. The clock is read once per
 * batch, so the resolution of a stage is a batch. The stamps of a batch are stored once. A waiting interrupt keeps the
 * number of its batch, and its intended time as a difference; {@link SampledMessages} finds it again. A turn
 * acknowledges, drops and deactivates in one step, so the stage {@code deactivated} takes no time. On the engine's
 * thread; read after the run.
 */
public final class LatencyRecorder implements RunObserver
{
    private static final int NO_START = Integer.MAX_VALUE;
    /** Limit of the batches of a frame, each a TIME and an event: they merge, if at all, when the frame is applied. */
    private static final int BATCHES = DrainLimit.WORDS_MAX / 3;
    private static final long BASE_MASK = -1L >>> 4;

    private final NanoClock clock;
    private final MessageLpis lpis;
    /** Limit of the hashes of sampled messages; 0 for none. */
    private final long limit;
    private final int firstLpiId;
    private final TimerPlaces places;
    private final BatchStamps stamps;
    private final LatencyHistograms histograms;
    /** Words of the commands that were drained last. */
    private final long[] words = new long[DrainLimit.WORDS_MAX];
    private int wordCount;
    private final int[] pickedAt = new int[DrainLimit.WORDS_MAX];
    private final SampledMessages messages;
    private final BurstWatch bursts;
    /** Index of the TIME with which each phase begins, among the words that are drained with it. */
    private final int[] phaseStarts;
    private final ResponseSink responses;
    private final SingleResponses singles;
    private final WireLatencies wires;
    private LongSupplier appliedSequence = () -> 0;
    private int phase;
    private long firstCommand;
    private int pickedCount;
    /** Words of the drain in hand so far that begin no command. */
    private int operands;
    private int slot = BatchStamps.NONE;
    private long baseNs;
    private long sentNs;
    private long drainNs;
    private long translateNs;
    private long fromNs = Long.MIN_VALUE / 2;
    private long unstamped;
    private LivedLpis lived;                                        // null where no VM migrates

    /**
     * Creates a recorder.
     *
     * @param every N of one in N interrupts whose latencies are taken, by {@link SampleHash}; 1 for all, 0 for none
     */
    public LatencyRecorder(final Topology topology, final int every, final NanoClock clock)
    {
        this(topology, new SharedLines(topology, false), every, clock);
    }

    /**
     * Creates a recorder of a storm that may have lines.
     *
     * @param every N of one in N interrupts whose latencies are taken, by {@link SampleHash}; 1 for all, 0 for none
     */
    public LatencyRecorder(final Topology topology, final SharedLines lines, final int every, final NanoClock clock)
    {
        this.firstLpiId = topology.firstLpiId();
        this.clock = clock;
        this.lpis = new MessageLpis(topology);
        this.limit = SampleHash.limit(every);
        this.stamps = new BatchStamps(Math.min(LpiMark.SLOT_LIMIT, WaitingMarks.limit(topology.totalLpis(), every) +
            BATCHES), DrainLimit.WORDS_MAX);
        this.responses = new ResponseSink(topology, false);
        this.histograms = responses.histograms();
        this.phaseStarts = new int[Math.max(1, topology.shape().phases().size()) + 1];
        Arrays.fill(phaseStarts, NO_START);
        this.singles = new SingleResponses(responses, stamps);
        this.places = new TimerPlaces(topology);
        this.messages = new SampledMessages(topology, lpis, every, places, stamps);
        this.wires = new WireLatencies(topology, lines, limit, stamps, histograms, singles, places);
        this.bursts = new BurstWatch(lpis.vmOfDevice(), topology.pes());
    }

    /** Returns the sink of the response times. */
    public ResponseSink responses()
    {
        return responses;
    }

    /**
     * Begins the next phase.
     *
     * @param at index of the TIME with which it begins among the words that are drained next, or {@link
     *           ResponseSink#AT_ONCE}
     */
    public void beginPhase(final int next, final int at)
    {
        phaseStarts[next] = at == ResponseSink.AT_ONCE ? NO_START : at;
        phase = at == ResponseSink.AT_ONCE ? next : phase;
        responses.beginInterrupts(next);
    }

    /** Returns the number of events that were to be sampled while too many batches or interrupts waited. */
    public long unstamped()
    {
        return unstamped + messages.refused();
    }

    /** Returns the number of sampled interrupts that wait for their acknowledges with a mark. */
    int marked()
    {
        return messages.marked();
    }

    /** Returns the watch over bursts of single VMs. */
    public BurstWatch bursts()
    {
        return bursts;
    }

    /** Follows VMs that migrate, before the first batch. */
    public void migrating(final LivedLpis migrated, final VmNumbers numbers)
    {
        lived = migrated;
        messages.migrating(migrated);
        places.numbers(numbers);
        singles.numbers(numbers);
    }

    /** Sets the source of the number of the last command applied, before the first batch. */
    public void sequence(final LongSupplier applied)
    {
        appliedSequence = applied;
    }

    /** Forgets everything recorded so far, and events of batches with an earlier base. */
    public void begin(final long nowNs)
    {
        responses.reset();
        fromNs = nowNs;
        unstamped = 0;
        messages.resetRefused();
    }

    /** Watches the translations and accounts of a machine, and the routes of one that has any. */
    public void watch(final Machine machine)
    {
        machine.onTranslated(this::onTranslated);
        final Accounts accounts = machine.accounts();
        messages.watch(vm -> accounts.ledger(accounts.followedOwner(vm)), machine::functions, machine.outputs());
        singles.watch(machine);
    }

    /** Learns from the ledgers of VMs which messages merge, and from outputs what was acknowledged. */
    void watch(final IntFunction<Ledger> ledgers, final Outputs outputs)
    {
        messages.watch(ledgers, () -> null, outputs);
    }

    /** Called between the two passes over a run of MSIs. Reads the clock if one of the drained events is sampled. */
    void onTranslated()
    {
        if (stamps.hasOpened())
        {
            translateNs = clock.nanoTime();
        }
    }

    @Override
    public void scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        if (places.scheduled(frame, offset, endOffset, nowNs))
        {
            messages.entered();
        }
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        messages.begin();
        drainNs = nowNs;
        translateNs = nowNs;
        slot = BatchStamps.NONE;
        firstCommand = appliedSequence.getAsLong() + 1;
        final int count = (endOffset - offset) >>> 3;
        final long[] drained = words;
        wordCount = count;
        CommandWords.copy(frame, offset, drained, 0, count);
        bursts.drained(drained, count, nowNs);
        int at = 0;
        operands = 0;
        while (at < count)
        {
            final int opcode = CommandWord.opcode(drained[at]);
            if (opcode == CommandWord.MSI || opcode == CommandWord.TRIGGER)
            {
                final int end = pickRun(drained, at, count, opcode);
                holdPicked(drained, at, 0);
                at = end;
            }
            else if (opcode == CommandWord.MSI_LONG)
            {
                final int end = pickLong(drained, at, count);
                holdPicked(drained, at, 1);
                operands += (end - at) / CommandWord.MSI_LONG_WORDS;
                at = end;
            }
            else
            {
                final int length = other(drained, at);
                operands += length - 1;
                at += length;
            }
        }
    }

    /**
     * Notes a command that is no event of a device, and returns its length in words. An event that it sends takes the
     * place of its second word, as an MSI.
     */
    private int other(final long[] drained, final int at)
    {
        final long word = drained[at];
        final int opcode = CommandWord.opcode(word);
        if (opcode == CommandWord.TIME)
        {
            baseNs = word & BASE_MASK;
            sentNs = drained[at + 1];
            slot = BatchStamps.NONE;
            phase += ((phaseStarts[phase + 1] ^ at) - 1) >>> (Integer.SIZE - 1);    // 1 if it begins here: no branch
        }
        else if (lived != null && limit != 0 && KvmVerb.isHold(word))
        {
            final long event = LivedLpis.message(word, drained[at + 2]);
            if (SampleHash.drawn(event, SampleHash.step(firstCommand + at - operands), limit) != 0)
            {
                hold(event, at, at - operands, true);
            }
        }
        else if (limit != 0 && opcode == CommandWord.INSN)
        {
            final long event = lpis.event(places, word, drained[at + 1]);
            final long command = firstCommand + at - operands;
            drained[at + 1] = event;
            if (event != MessageLpis.NO_EVENT && SampleHash.drawn(event, SampleHash.step(command), limit) != 0)
            {
                hold(event, at + 1, at - operands, false);
            }
        }

        return CommandWord.length(word);
    }

    /**
     * Notes that a wire rises by a command that is in a frame.
     *
     * @param wire number of the vCPU whose timer it is, or that of a line behind those of all vCPUs
     */
    public void rises(final int wire, final long intendedNs, final long nowNs)
    {
        final boolean isStamped = wires.rises(wire, phase, appliedSequence.getAsLong(), intendedNs, nowNs);
        unstamped += isStamped ? 0 : 1;
    }

    @Override
    public void raised(final long nowNs)
    {
        stamps.raised(translateNs, nowNs);
        messages.raised(words, wordCount);
    }

    @Override
    public void applied(final Outputs outputs, final long nowNs)
    {
        histograms.move(nowNs);
        wires.applied(outputs, nowNs, fromNs);
        messages.settle(outputs);
        for (int i = 0; i < messages.takenCount(); i++)
        {
            acknowledge(i, nowNs);
        }
        messages.left();
        stamps.settle(nowNs, fromNs, histograms);
    }

    /**
     * Picks the indexes of the sampled ones of a run of events of one word, which have their IDs where an MSI has them.
     * There is no branch, because no predictor would learn it. The cache misses of the work on the picked words then
     * overlap.
     *
     * @return the index behind the run
     */
    private int pickRun(final long[] from, final int begin, final int end, final int opcode)
    {
        final int[] to = pickedAt;
        final long drawn = limit;
        final long stride = SampleHash.step(1);
        long step = SampleHash.step(firstCommand + begin - operands);
        int count = 0;
        int at = begin;
        while (at < end && CommandWord.opcode(from[at]) == opcode)
        {
            to[count] = at;
            count += SampleHash.drawn(from[at], step, drawn);
            step += stride;
            at++;
        }
        pickedCount = count;

        return at;
    }

    /**
     * Picks the sampled ones of a run of MSI_LONG as {@link #pickRun} does, by what they would be as MSIs. {@link
     * #holdPicked} finds out whether the storm has such an event.
     *
     * @return the index behind the run
     */
    private int pickLong(final long[] from, final int begin, final int end)
    {
        final int[] to = pickedAt;
        final long drawn = limit;
        final long stride = SampleHash.step(1);
        long step = SampleHash.step(firstCommand + begin - operands);
        int count = 0;
        int at = begin;
        while (at < end && CommandWord.opcode(from[at]) == CommandWord.MSI_LONG)
        {
            to[count] = at;
            count += SampleHash.drawn(SampleHash.message(from[at + 1]), step, drawn);
            step += stride;
            at += CommandWord.MSI_LONG_WORDS;
        }
        pickedCount = count;

        return at;
    }

    /**
     * Holds the picked events, which are of one batch.
     *
     * @param begin        index of the first word of their run
     * @param operandWords words of each event behind its first one, 0 or 1
     */
    private void holdPicked(final long[] drained, final int begin, final int operandWords)
    {
        for (int i = 0; i < pickedCount; i++)
        {
            final int at = pickedAt[i];
            final int last = at + operandWords;
            final long event = lpis.message(drained[at], drained[last]);
            if (event != MessageLpis.NO_EVENT)
            {
                hold(event, last, begin - operands + ((at - begin) >> operandWords),    // to divide is slow
                    lived != null && lived.isHeld(event));
            }
        }
    }

    /**
     * Holds an MSI, or the one in whose name a vCPU has sent an interrupt, unless it merges with one before.
     *
     * @param index     among the words that were drained
     * @param command   index of its command
     * @param isInFront true if it waits in front of the ITS: nobody takes it before it is sent
     */
    private void hold(final long word, final int index, final int command, final boolean isInFront)
    {
        if (messages.isMerging(word) || (isInFront && lived.isInFront(word)))
        {
            return;
        }
        slot = slot == BatchStamps.NONE ? stamps.open(phase, firstCommand, baseNs, sentNs, drainNs) : slot;
        if (slot == BatchStamps.NONE)
        {
            unstamped++;
        }
        else if (isInFront)
        {
            messages.front(word, LpiMark.of(command, slot, word));
        }
        else
        {
            messages.hold(word, index, LpiMark.of(command, slot, word));
        }
    }

    /** Records an interrupt that was taken. */
    private void acknowledge(final int index, final long nowNs)
    {
        final long mark = messages.takenMark(index);
        final long enteredNs = messages.takenEnteredNs(index);
        final int batch = LpiMark.batch(mark);
        final long sinceBaseNs = mark & Commands.TIME_MASK;
        final long intendedNs = stamps.baseNs(batch) + sinceBaseNs;
        final boolean isWoken = enteredNs != 0 && enteredNs - stamps.raisedNs(batch, nowNs) > 0;
        stamps.take(batch, sinceBaseNs == 0, isWoken);
        if (stamps.baseNs(batch) - fromNs < 0)
        {
            return;
        }
        if (lived != null)
        {
            lived.record(messages.hasLived(index), nowNs - intendedNs);
        }
        if (isWoken)
        {
            histograms.woken(enteredNs - stamps.raisedNs(batch, nowNs));
            histograms.acknowledged(nowNs - enteredNs, 1);
        }
        if (sinceBaseNs != 0)
        {
            histograms.response(nowNs - intendedNs, stamps.sentNs(batch) - intendedNs, 1);
        }
        singles.record(messages.takenVm(index), firstLpiId + messages.takenLpi(index), batch,
            LpiMark.command(mark), intendedNs, enteredNs, nowNs);
    }
}
