package org.gale.engine.storm.run;

import java.util.stream.LongStream;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;

/**
 * Guests whose vCPUs have timers: wires that have the numbers of the vCPUs. A guest lowers the wire that it has taken.
 * In KVM it exits for that and enters again. On the engine's thread.
 */
final class TimerGuests extends WireGuests
{
    private static final int HOST_BYTES = 2 * Long.BYTES;
    private static final int TAKE_BYTES = Long.BYTES + 3 * HOST_BYTES;
    private static final int UNIT_BYTES = 3 * HOST_BYTES + TAKE_BYTES;
    /** Share of the room of a frame in which scheduled guests are entered, where wires are high. */
    private static final int ENTRY_SHARE = 3;

    private final Topology topology;
    private final PrivateBook book;
    private final PrivateTimers timers;
    private final boolean[] isCarried;                              // by vCPU: may be high since an earlier part
    private final long[] carried;                                   // by group of VMs

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
        super(guests, topology.totalVpes(), (vcpu, intendedNs, nowNs) ->
        {
            book.raised(vcpu);
            rises.rises(vcpu, intendedNs, nowNs);
        }, clock, isScheduled, isResumed && isScheduled);           // others take a wire in the frame in which it rises
        this.topology = topology;
        this.book = book;
        this.timers = book.timers();
        isCarried = new boolean[topology.totalVpes()];
        carried = new long[topology.groups().size()];
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
        tick(topology.vpeIndex(topology.vmOfDevice(device), timers.vpe(device, event)), ns);
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

    /** {@inheritDoc} The doorbell of a vCPU that is not loaded is that of an LPI, too. */
    @Override
    boolean isLeftHigh(final int vcpu)
    {
        final long place = timers.has(vcpu) ? book.place(vcpu) : 0;
        isCarried[vcpu] = place != 0 && !KvmPlace.isLoaded(place) && book.isPendingInKvm(vcpu);

        return isCarried[vcpu];
    }

    @Override
    int entryLimit(final int offset, final int limitOffset)
    {
        return isScheduled ? offset + (limitOffset - offset) / ENTRY_SHARE : limitOffset;
    }

    @Override
    int drive(final MutableDirectBuffer frame, final int offset, final int limitOffset)
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

    @Override
    int takeOfEntered(final MutableDirectBuffer frame, final int offset, final int endOffset)
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
                at = isHigh(vcpu) ? take(frame, at, vcpu, KvmVerb.argument16(word1)) : at;
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
}
