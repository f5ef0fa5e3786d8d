package org.gale.engine.storm.profile;

import java.util.function.IntUnaryOperator;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.storm.topology.Topology;

/**
 * Commands of an operator who switches and moves vCPUs, drawn until a frame takes them. A draw maps a bound to a number
 * from 0 on and below it. On the engine's thread.
 */
final class OperatorDraft
{
    private static final int LIMIT_BYTES = 256;
    private static final int CPU_MOVE_EVERY = 4;

    private final Topology topology;
    private final DirectQueries queries;
    private final int[] vms;                                        // of the share that is run
    private final PartitionPools pools;
    private final UnsafeBuffer drawn = new UnsafeBuffer(new byte[LIMIT_BYTES]);
    /** CPU of each vCPU once everything drawn is applied; empty before the first exchange. */
    private int[] cpus = new int[0];
    private int drawnBytes;
    private boolean hasBegin;
    private boolean hasMove;
    private long refused;

    OperatorDraft(final Topology topology, final DirectQueries queries)
    {
        this.topology = topology;
        this.queries = queries;
        this.vms = topology.ownVms();
        this.pools = new PartitionPools(topology, queries);
    }

    boolean isEmpty()
    {
        return drawnBytes == 0;
    }

    /** Returns whether the begin of a transition is drawn. */
    boolean hasBegin()
    {
        return hasBegin;
    }

    /** Returns whether a move is drawn. */
    boolean hasMove()
    {
        return hasMove;
    }

    /** Returns the number of toggles that found no free vPEID. */
    long refused()
    {
        return refused;
    }

    /**
     * Writes what is drawn, if there is room for it.
     *
     * @return the offset behind it; {@code offset} without room
     */
    int write(final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        if (drawnBytes > limitOffset - offset)
        {
            return offset;
        }
        frame.putBytes(offset, drawn, 0, drawnBytes);

        return offset + drawnBytes;
    }

    /** Forgets what was drawn, which a frame has taken. */
    void clear()
    {
        hasBegin = false;
        hasMove = false;
        drawnBytes = 0;
    }

    /** Draws a step of the open transition. */
    void step()
    {
        emit(V4Verb.STEP);
    }

    /** Draws the begin of a transition of some vCPU. */
    void toggle(final IntUnaryOperator draws)
    {
        final int vm = vms[draws.applyAsInt(vms.length)];
        final int vcpu = draws.applyAsInt(topology.vpes(vm));
        final boolean isDirect = queries.isDirect(vm, vcpu);
        if (!isDirect && pools.isSpent(topology.partitions().ofVm(vm)))
        {
            refused++;                                                          // the partition has no vPEID left
            return;
        }
        if (!isDirect && queries.vpeIdsUsed() == queries.vpeIds())
        {
            refused++;                                                          // the machine answers -ENOSPC
        }
        else
        {
            hasBegin = true;
        }
        emit(isDirect ? V4Verb.BEGIN_DISABLE : V4Verb.BEGIN_ENABLE, vm, vcpu);
    }

    /** Draws a move of some event or, one of four times, of two vCPUs. */
    void move(final IntUnaryOperator draws)
    {
        final int vm = vms[draws.applyAsInt(vms.length)];
        final int vcpu = draws.applyAsInt(topology.vpes(vm));
        hasMove = true;
        if (draws.applyAsInt(CPU_MOVE_EVERY) != 0)
        {
            final int lpi = draws.applyAsInt(topology.lpis(vm));
            emit(V4Verb.MOVE, vm, topology.deviceOfLpi(vm, lpi), topology.eventOfLpi(vm, lpi), vcpu);
            return;
        }
        final int other = draws.applyAsInt(topology.vpes(vm));
        if (other != vcpu)
        {
            exchange(vm, vcpu, other);
        }
    }

    /**
     * Exchanges the CPUs of two vCPUs. Frames that wait for a force are not applied, so the machine would answer with
     * CPUs from before the last exchange; what was drawn counts.
     */
    private void exchange(final int vm, final int vcpu, final int other)
    {
        if (cpus.length == 0)
        {
            cpus = new int[topology.totalVpes()];
            for (int i = 0; i < cpus.length; i++)
            {
                cpus[i] = queries.vcpu(topology.vmOfVpe(i), topology.vpeId(i)).cpu();
            }
        }
        final int first = topology.vpeIndex(vm, vcpu);
        final int second = topology.vpeIndex(vm, other);
        final int cpu = cpus[first];
        cpus[first] = cpus[second];
        cpus[second] = cpu;
        emit(V4Verb.PUT, vm, vcpu);
        emit(V4Verb.PUT, vm, other);
        emit(V4Verb.LOAD, vm, vcpu, cpus[first]);
        emit(V4Verb.LOAD, vm, other, cpus[second]);
    }

    private void emit(final V4Verb verb, final long... operands)
    {
        drawnBytes = verb.encode(drawn, drawnBytes, operands);
    }
}
