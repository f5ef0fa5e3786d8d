package org.gale.engine.storm.profile;

import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.topology.Topology;

/**
 * Guests of a GICv4 host with an operator who switches and moves vCPUs: a step of the open transition per duty cycle,
 * or the begin of one that is due, and a move that is due. What is due follows from the
 * clock, and what is drawn for it from the seed. Actions pause while no message arrives, so that a storm ends.
 *
 * <p>On the engine's thread.
 */
final class DirectGuests implements TurnSource
{
    private static final int TURN_BUDGET = 64;
    private static final int ACTIONS_LIMIT_BYTES = 256;
    private static final long QUIET_NS = 100_000_000;
    private static final int CPU_MOVE_EVERY = 4;

    private final Topology topology;
    private final Machine machine;
    private final DirectQueries queries;
    private final NanoClock clock;
    private final SplittableRandom random;
    private final UnsafeBuffer drawn = new UnsafeBuffer(new byte[ACTIONS_LIMIT_BYTES]);
    private final Pacer toggles;
    private final Pacer moves;
    private final TransitionWatch watch;
    /** CPU of each vCPU once everything drawn is applied; empty before the first exchange. */
    private int[] cpus = new int[0];
    private int drawnBytes;
    private boolean isBeginDrawn;
    private boolean isMoveDrawn;
    private long offered;
    private long offeredNs;
    private long refused;
    private long moveCount;

    DirectGuests(
        final Topology topology,
        final long seed,
        final long togglesPerS,
        final long movesPerS,
        final Machine machine,
        final NanoClock clock)
    {
        this.topology = topology;
        this.machine = machine;
        this.queries = DirectQueries.of(machine);
        this.clock = clock;
        this.random = new SplittableRandom(seed);
        this.toggles = new Pacer(togglesPerS);
        this.moves = new Pacer(movesPerS);
        this.watch = new TransitionWatch(queries);
    }

    /** Returns what was measured of the transitions. */
    TransitionWatch watch()
    {
        return watch;
    }

    /** Returns the number of toggles that found no free vPEID. */
    long refused()
    {
        return refused;
    }

    long moveCount()
    {
        return moveCount;
    }

    @Override
    public void watch(final CycleWatch cycleWatch)
    {
        watch.notes(cycleWatch);
    }

    @Override
    public int drainLimit(final boolean isApplied)
    {
        return NO_LIMIT;
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset)
    {
        // Nothing here counts events.
    }

    @Override
    public void finish()
    {
        // Nothing here waits for events.
    }

    @Override
    public int schedule(
        final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        final long nowNs = clock.nanoTime();
        watch.observe(nowNs);
        if (drawnBytes == 0)
        {
            draw(nowNs);
        }
        int at = offset;
        if (drawnBytes <= limitOffset - offset)
        {
            frame.putBytes(offset, drawn, 0, drawnBytes);
            at += drawnBytes;
        }

        return at;
    }

    @Override
    public int budget()
    {
        return TURN_BUDGET;
    }

    @Override
    public void appended()
    {
        if (isBeginDrawn)
        {
            watch.begun(clock.nanoTime());
        }
        moveCount += isMoveDrawn ? 1 : 0;
        isBeginDrawn = false;
        isMoveDrawn = false;
        drawnBytes = 0;
    }

    @Override
    public void turning(final PeSet signalled)
    {
        // These guests need no time.
    }

    @Override
    public boolean isSettled(final PeSet signalled)
    {
        return signalled.size() == 0;
    }

    /** Returns true at the end of a transition: later messages could hide what it lost. */
    @Override
    public boolean isCheckDue()
    {
        return watch.isEnded();
    }

    private void draw(final long nowNs)
    {
        if (queries.transitionVm() != DirectQueries.NONE)
        {
            emit(V4Verb.STEP);
            watch.stepped();
        }
        else if (toggles.isDue(nowNs) && isBusy(nowNs))
        {
            drawToggle();
            toggles.take(nowNs);
        }
        if (moves.isDue(nowNs) && isBusy(nowNs))
        {
            drawMove();
            moves.take(nowNs);
        }
    }

    private void drawToggle()
    {
        final int vm = random.nextInt(topology.vms());
        final int vcpu = random.nextInt(topology.vpes(vm));
        final boolean isDirect = queries.isDirect(vm, vcpu);
        if (!isDirect && queries.vpeIdsUsed() == queries.vpeIds())
        {
            refused++;                                                          // the machine answers -ENOSPC
        }
        else
        {
            isBeginDrawn = true;
        }
        emit(isDirect ? V4Verb.BEGIN_DISABLE : V4Verb.BEGIN_ENABLE, vm, vcpu);
    }

    private void drawMove()
    {
        final int vm = random.nextInt(topology.vms());
        final int vcpu = random.nextInt(topology.vpes(vm));
        isMoveDrawn = true;
        if (random.nextInt(CPU_MOVE_EVERY) != 0)
        {
            final int lpi = random.nextInt(topology.lpis(vm));
            emit(V4Verb.MOVE, vm, topology.deviceOfLpi(vm, lpi), topology.eventOfLpi(vm, lpi), vcpu);
            return;
        }
        final int other = random.nextInt(topology.vpes(vm));
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

    /** Returns whether a message has arrived lately. */
    private boolean isBusy(final long nowNs)
    {
        long sum = 0;
        for (int vm = 0; vm < queries.vmCount(); vm++)
        {
            sum += machine.accounts().ledger(machine.accounts().vmOwner(vm)).offered();
        }
        if (sum != offered)
        {
            offered = sum;
            offeredNs = nowNs;
        }

        return sum != 0 && nowNs - offeredNs < QUIET_NS;
    }
}
