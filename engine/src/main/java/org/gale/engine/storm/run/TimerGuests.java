package org.gale.engine.storm.run;

import java.util.stream.LongStream;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.ForwardingTurns;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.flow.WireSink;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;

/**
 * Guests of another source whose vCPUs have timers, on the wall clock. A tick raises the wire, a turn of one interrupt
 * takes it, and the guest lowers the wire, all in front of the turns of the frame: these find the wire low, because a
 * guest that deactivates a level takes it again. In KVM the wire of a vCPU that is not loaded stays high until the
 * scheduler enters the guest.
 * <pre>
 *           tick              rise in a frame               taken in a frame
 *   LOW ──────────▶ DUE ─────────────────────▶ HIGH ─────────────────────────▶ LOW ── acknowledge ──▶ model
 *                    └───── resident, or loaded: both in one frame ──────────▶
 * </pre>
 * Planned states hold once their commands are in a frame. Nothing is allocated after the start. On the engine's thread.
 */
final class TimerGuests extends ForwardingTurns implements WireSink
{
    private static final byte LOW = 0;
    private static final byte DUE = 1;
    private static final byte HIGH = 2;
    private static final int HOST_BYTES = 2 * Long.BYTES;
    private static final int TAKE_BYTES = Long.BYTES + 3 * HOST_BYTES;
    private static final int UNIT_BYTES = 3 * HOST_BYTES + TAKE_BYTES;
    /** Share of the room of a frame in which scheduled guests are entered, where wires are high. */
    private static final int ENTRY_SHARE = 3;

    private final Topology topology;
    private final PrivateBook book;
    private final PrivateTimers timers;
    private final Rises rises;
    private final NanoClock clock;
    private final boolean isScheduled;
    private final CommandCursor cursor = new CommandCursor();
    private final byte[] states;                                    // by vCPU
    private final boolean[] isRising;                               // by vCPU: planned
    private final boolean[] isTaken;                                // by vCPU: planned
    private final boolean[] isCarried;                              // by vCPU: may be high since an earlier part
    private final long[] intendedNs;                                // by vCPU, of its tick
    private final int[] active;                                     // vCPUs whose wires are not low
    private int activeCount;
    private int dueCount;
    private final long[] carried;                                   // by group of VMs
    private boolean isApplied;
    private boolean isBegun;

    /**
     * Makes the guests of a storm with timers.
     *
     * @param guests      that take messages
     * @param isScheduled true if KVM schedules them
     * @param isResumed   true if the machine is that of an earlier part of the storm
     */
    TimerGuests(
        final TurnSource guests,
        final Topology topology,
        final PrivateBook book,
        final Rises rises,
        final NanoClock clock,
        final boolean isScheduled,
        final boolean isResumed)
    {
        super(guests);
        this.topology = topology;
        this.book = book;
        this.timers = book.timers();
        this.rises = rises;
        this.clock = clock;
        this.isScheduled = isScheduled;
        this.isBegun = !isResumed || !isScheduled;                  // others take a wire in the frame in which it rises
        states = new byte[topology.totalVpes()];
        isRising = new boolean[states.length];
        isTaken = new boolean[states.length];
        isCarried = new boolean[states.length];
        intendedNs = new long[states.length];
        active = new int[states.length];
        carried = new long[topology.groups().size()];
    }

    /** Taker of wires that rise. */
    @FunctionalInterface
    interface Rises
    {
        /** Notes that the wire of the timer of a vCPU rises by a command that is in a frame. */
        void rises(int vcpu, long intendedNs, long nowNs);
    }

    /** Returns the wires that were high when the storm was resumed, and that were acknowledged since. */
    long carried()
    {
        return LongStream.of(carried).sum();
    }

    /** Returns those of a group of VMs. */
    long carried(final int group)
    {
        return carried[group];
    }

    @Override
    public void tick(final int device, final int event, final long ns)
    {
        final int vcpu = topology.vpeIndex(topology.vmOfDevice(device), timers.vpe(device, event));
        assert states[vcpu] == LOW : "the wire of vCPU " + vcpu + " is high";

        states[vcpu] = DUE;
        dueCount++;
        intendedNs[vcpu] = ns;
        active[activeCount++] = vcpu;
    }

    /**
     * Notes that a vCPU has acknowledged its timer.
     *
     * @return the LPI that stands for the timer, numbered within the VM
     */
    int acknowledged(final int vcpu)
    {
        if (isCarried[vcpu] && !book.isOwed(vcpu))
        {
            carried[topology.groupOfVm(topology.vmOfVpe(vcpu))]++;
            book.raised(vcpu);
        }
        isCarried[vcpu] = false;
        book.acknowledged(vcpu);

        return timers.lpi(vcpu);
    }

    @Override
    public int drainLimit(final boolean isAllApplied)
    {
        isApplied = isAllApplied;

        return super.drainLimit(isAllApplied);
    }

    /** {@inheritDoc} Those of timers stand in front of the scheduler's, and behind each of its entries. */
    @Override
    public int schedule(
        final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        begin();
        if (activeCount == 0)
        {
            return super.schedule(busy, frame, offset, limitOffset);
        }
        final int at = rise(frame, offset, limitOffset);
        final int limit = isScheduled ? at + (limitOffset - at) / ENTRY_SHARE : limitOffset;
        final int end = super.schedule(busy, frame, at, limit);

        return isScheduled ? takeOfEntered(frame, at, end) : end;
    }

    /** Finds wires that an earlier part of the storm left high. */
    private void begin()
    {
        if (isBegun || !isApplied)
        {
            return;
        }
        isBegun = true;
        for (int vcpu = 0; vcpu < states.length; vcpu++)
        {
            if (timers.has(vcpu) && isHigh(vcpu))
            {
                states[vcpu] = HIGH;
                isCarried[vcpu] = true;
                active[activeCount++] = vcpu;
            }
        }
    }

    /** Returns whether the wire of a vCPU that is not loaded may be high: its doorbell is that of an LPI, too. */
    private boolean isHigh(final int vcpu)
    {
        final long place = book.place(vcpu);

        return place != 0 && !KvmPlace.isLoaded(place) && book.isPendingInKvm(vcpu);
    }

    /** Raises the wires that are due, and takes those whose guests are on a PE. */
    private int rise(final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        int at = offset;
        for (int i = 0; i < activeCount; i++)
        {
            final int vcpu = active[i];
            isTaken[vcpu] = false;
            isRising[vcpu] = states[vcpu] == DUE && isApplied && limitOffset - at >= UNIT_BYTES;
            if (isRising[vcpu])
            {
                at = isScheduled ? riseOfKvm(frame, at, vcpu) : riseOfResident(frame, at, vcpu);
            }
        }

        return at;
    }

    private int riseOfResident(final MutableDirectBuffer frame, final int offset, final int vcpu)
    {
        isTaken[vcpu] = true;
        int at = Commands.wire(frame, offset, Commands.WIRE_PPI, vcpu, PrivateTimers.PPI, true);
        at = turn(frame, at, vcpu);

        return Commands.wire(frame, at, Commands.WIRE_PPI, vcpu, PrivateTimers.PPI, false);
    }

    private int riseOfKvm(final MutableDirectBuffer frame, final int offset, final int vcpu)
    {
        final int at = host(frame, offset, KvmVerb.LINE, 1, vcpu, PrivateTimers.PPI);
        final long place = book.place(vcpu);
        if (!KvmPlace.isLoaded(place))
        {
            return at;
        }

        return take(frame, reenter(frame, at, vcpu, KvmPlace.pe(place)), vcpu, KvmPlace.pe(place));
    }

    /** Has a guest that was entered take its timer, and lower the wire: the next entry flushes it (K-PPI-8). */
    private int take(final MutableDirectBuffer frame, final int offset, final int vcpu, final int pe)
    {
        isTaken[vcpu] = true;
        final int at = host(frame, turn(frame, offset, pe), KvmVerb.LINE, 0, vcpu, PrivateTimers.PPI);

        return reenter(frame, at, vcpu, pe);
    }

    private int takeOfEntered(final MutableDirectBuffer frame, final int offset, final int endOffset)
    {
        int at = endOffset;
        cursor.wrap(frame, offset, endOffset);
        while (cursor.next())
        {
            final long word = cursor.word();
            if (cursor.opcode() == CommandWord.HOST && KvmVerb.of(word) == KvmVerb.RUN)
            {
                final long word1 = frame.getLong(cursor.offset() + Long.BYTES);
                final int vcpu = topology.vpeIndex(KvmVerb.vm(word1), KvmVerb.vcpu(word1));
                final boolean isHigh = states[vcpu] == HIGH || (states[vcpu] == DUE && isRising[vcpu]);
                at = isHigh && !isTaken[vcpu] ? take(frame, at, vcpu, KvmVerb.argument16(word1)) : at;
            }
        }

        return at;
    }

    private int reenter(final MutableDirectBuffer frame, final int offset, final int vcpu, final int pe)
    {
        return host(frame, host(frame, offset, KvmVerb.EXIT, 0, vcpu, 0), KvmVerb.RUN, 0, vcpu, pe);
    }

    private static int turn(final MutableDirectBuffer frame, final int offset, final int pe)
    {
        frame.putLong(offset, Commands.turn(pe, 1));

        return offset + Long.BYTES;
    }

    private int host(
        final MutableDirectBuffer frame,
        final int offset,
        final KvmVerb verb,
        final int modifier,
        final int vcpu,
        final int argument)
    {
        return verb.encode(frame, offset, modifier, topology.vmOfVpe(vcpu), topology.vpeId(vcpu), argument);
    }

    @Override
    public void appended()
    {
        super.appended();
        int kept = 0;
        for (int i = 0; i < activeCount; i++)
        {
            final int vcpu = active[i];
            if (isRising[vcpu])
            {
                isRising[vcpu] = false;
                states[vcpu] = HIGH;
                dueCount--;
                book.raised(vcpu);
                rises.rises(vcpu, intendedNs[vcpu], clock.nanoTime());
            }
            if (isTaken[vcpu])
            {
                isTaken[vcpu] = false;
                states[vcpu] = LOW;
            }
            else
            {
                active[kept++] = vcpu;
            }
        }
        activeCount = kept;
    }

    /** {@inheritDoc} A vCPU with a high wire is not asleep, unless the machine has lost the wire. */
    @Override
    public boolean isSettled(final PeSet signalled)
    {
        return dueCount == 0 && isBegun && super.isSettled(signalled);
    }
}
