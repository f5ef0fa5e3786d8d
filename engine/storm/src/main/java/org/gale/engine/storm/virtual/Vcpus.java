package org.gale.engine.storm.virtual;

import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.gale.engine.storm.law.HostLaw;
import org.gale.engine.storm.law.VcpuStep;
import org.gale.engine.storm.profile.HostRules;
import org.gale.engine.storm.topology.Topology;

/** States of the vCPUs of a host, with the stage, the PE and the event that each state has. Owned by one thread. */
final class Vcpus
{
    /** Waits for an interrupt. */
    static final byte BLOCKED = 0;
    /** The host takes its doorbell. */
    static final byte RUNG = 1;
    /** Is woken. */
    static final byte WAKING = 2;
    /** Waits for a PE. */
    static final byte RUNNABLE = 3;
    /** Is loaded on its PE. */
    static final byte LOADING = 4;
    /** Enters its guest. */
    static final byte ENTERING = 5;
    /** Is in its guest, with nothing to take. */
    static final byte GUEST = 6;
    /** Is in its guest, and a signal is on its way to the vector. */
    static final byte SIGNALLED = 7;
    /** Is in its guest, in a handler. */
    static final byte HANDLING = 8;
    /** Exits because nothing is left. */
    static final byte EXITING = 9;
    /** Is put, and blocks. */
    static final byte PUTTING = 10;
    /** Exits because others want its PE. */
    static final byte PREEMPTING = 11;
    /** Is put, and goes on later. */
    static final byte PREEMPTED = 12;
    /** Exits and enters again on its PE. */
    static final byte REENTERING = 13;
    /** Has left its guest for interrupts of the host that its PE takes, and enters again. */
    static final byte STOLEN = 14;

    /** Is in its guest, and does work that a handler has left. */
    static final byte WORKING = 15;
    /** Is in its guest, until a thread is woken. */
    static final byte AWAITING = 16;

    /** Is out of its guest while its VM migrates, and waits for no PE. */
    static final byte STOPPED = 17;

    /** Step of each state, by its number. */
    private static final VcpuStep[] STEPS = {VcpuStep.ASLEEP, VcpuStep.RUNG, VcpuStep.WAKING, VcpuStep.WAITING,
        VcpuStep.LOADING, VcpuStep.ENTERING, VcpuStep.GUEST, VcpuStep.GUEST, VcpuStep.HANDLING, VcpuStep.EXITING,
        VcpuStep.PUTTING, VcpuStep.PREEMPTING, VcpuStep.PREEMPTED, VcpuStep.REENTERING, VcpuStep.STOLEN,
        VcpuStep.WORKING, VcpuStep.GUEST, VcpuStep.STOPPED};

    final VirtualClock clock;
    final VcpuTimers timers;
    final HostPes pes;
    final VcpuRests rests;
    final VmStop stop = new VmStop();
    private final IntPredicate isOut = this::isOut;                 // one object for all questions
    private final StageClocks stages;
    private final PeTimes peTimes;
    private final ModelCalls models;
    private final byte[] states;
    private final boolean[] hasLeftWork;                            // each by vCPU
    private final boolean[] isExecuting;
    private final HostLaw law;
    private int active;
    private int movedTo = HostPes.NONE;

    Vcpus(
        final Topology topology,
        final VirtualClock clock,
        final VcpuTimers timers,
        final StageClocks stages,
        final PeTimes peTimes,
        final ModelCalls models,
        final HostLaw law,
        final HostRules rules)
    {
        this.law = law;
        this.models = models;
        this.clock = clock;
        this.timers = timers;
        this.stages = stages;
        this.peTimes = peTimes;
        this.pes = new HostPes(topology.firstOwnPe(), topology.endOwnPe(), topology.totalVpes(),
            rules.isQueueOfPe());
        this.rests = new VcpuRests(topology.totalVpes());
        this.states = new byte[topology.totalVpes()];
        this.hasLeftWork = new boolean[states.length];
        this.isExecuting = new boolean[states.length];
    }

    /** Notes that a vCPU may take an interrupt that has moved to it, and that was active until now. */
    void followsMove(final int vcpu)
    {
        movedTo = vcpu;
    }

    /** Gives the vCPU of such an interrupt to a taker, if there is one. */
    void takeMoved(final IntConsumer taker)
    {
        final int vcpu = movedTo;
        movedTo = HostPes.NONE;
        if (vcpu != HostPes.NONE)
        {
            taker.accept(vcpu);
        }
    }

    /** Returns the number of vCPUs. */
    int count()
    {
        return states.length;
    }

    /** Returns the state of a vCPU. */
    byte state(final int vcpu)
    {
        return states[vcpu];
    }

    /** Takes note of whether VMs that are to stop have done so. */
    void lookForStop()
    {
        stop.look(isOut);
    }

    private boolean isOut(final int vcpu)
    {
        return states[vcpu] == BLOCKED || states[vcpu] == STOPPED;
    }

    /** Returns whether a vCPU is in its guest. */
    boolean isInGuest(final int vcpu)
    {
        return isOpen(vcpu) || states[vcpu] == SIGNALLED || states[vcpu] == HANDLING;
    }

    /** Returns whether a vCPU is in its guest, and takes an interrupt that comes. */
    boolean isOpen(final int vcpu)
    {
        return states[vcpu] == GUEST || states[vcpu] == WORKING || states[vcpu] == AWAITING;
    }

    /** Returns whether no vCPU is in a state that ends by itself. */
    boolean isQuiet()
    {
        return active == 0;
    }

    /** Goes to a state that ends after a time. */
    void go(final int vcpu, final byte state, final long ns)
    {
        to(vcpu, state);
        timers.set(vcpu, state == HANDLING ? QueuedKind.HANDLED : QueuedKind.VCPU, ns);
    }

    /** Goes to a state. */
    void to(final int vcpu, final byte state)
    {
        final byte before = states[vcpu];
        active += (isActive(state) ? 1 : 0) - (isActive(before) ? 1 : 0);
        states[vcpu] = state;
        law.to(vcpu, STEPS[state], pes.pe(vcpu), clock.nanoTime());
        rests.to(vcpu, state == BLOCKED || (state == GUEST && !timers.isKicked(vcpu)));
        if (executes(vcpu, state) != isExecuting[vcpu])
        {
            isExecuting[vcpu] = !isExecuting[vcpu];
            models.running(vcpu, isExecuting[vcpu]);
        }
    }

    /** Returns whether a vCPU executes what is its own: no handler, no work of one, and nothing of the host. */
    private boolean executes(final int vcpu, final byte state)
    {
        return (state == GUEST || state == SIGNALLED || state == AWAITING) && !hasLeftWork[vcpu];
    }

    /** Notes whether handlers of a vCPU have left work which its own work waits for, from its next state on. */
    void leftWork(final int vcpu, final boolean isAny)
    {
        hasLeftWork[vcpu] = isAny;
    }

    private static boolean isActive(final byte state)
    {
        return state != BLOCKED && state != RUNNABLE && state != GUEST && state != STOPPED;
    }

    /** Notes that a vCPU begins a handler, or ends it. */
    void handles(final int vcpu, final boolean begins)
    {
        if (begins)
        {
            law.begins(vcpu);
        }
        else
        {
            law.ends(vcpu, clock.nanoTime());
        }
    }

    /** Notes for how long the handler of a vCPU is to run, or how much longer. */
    void takes(final int vcpu, final long ns)
    {
        law.takes(vcpu, ns);
    }

    /** Notes that a vCPU makes room for another one, for which the machine has an interrupt or none. */
    void makesRoom(final int vcpu, final boolean isSignalled)
    {
        law.makesRoom(vcpu, isSignalled, clock.nanoTime());
    }

    /** Lets what waits for a vCPU be in a stage from now on. */
    void stage(final int vcpu, final int stage)
    {
        stages.enter(vcpu, stage, clock.nanoTime());
    }

    /** Notes what the PE of a vCPU does from now on. */
    void pe(final int vcpu, final int state)
    {
        worksFor(pes.pe(vcpu), vcpu);
        peTimes.enter(pes.pe(vcpu), state, clock.nanoTime());
    }

    /** Notes that a PE works for a vCPU from now on, whichever it has. */
    void worksFor(final int pe, final int vcpu)
    {
        peTimes.own(pe, vcpu, clock.nanoTime());
    }

    /** Notes that a PE serves an interrupt of the host from now on, or none. */
    void serves(final int pe, final boolean serves)
    {
        law.serves(pe, serves, clock.nanoTime());
    }

    /** Has a vCPU exit from its guest, to a state that ends after a time. */
    void exit(final int vcpu, final byte how, final long ns)
    {
        exits(vcpu);
        stage(vcpu, StageClocks.SIGNALLED);
        pe(vcpu, PeState.HOST);
        go(vcpu, how, ns);
    }

    /** Counts an exit of a vCPU from its guest. */
    void exits(final int vcpu)
    {
        peTimes.groups().exits(vcpu);
    }

    /** Notes what a PE without a vCPU does from now on. */
    void freePe(final int pe, final int state)
    {
        peTimes.enter(pe, state, clock.nanoTime());
    }
}
