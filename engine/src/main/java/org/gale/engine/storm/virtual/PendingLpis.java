package org.gale.engine.storm.virtual;

import java.util.Arrays;
import org.gale.engine.machine.Route;
import org.gale.engine.storm.latency.InterruptPath;
import org.gale.engine.storm.topology.Topology;

/**
 * Interrupts of a run that wait or are handled, each with the stamps of its stages. An LPI waits from its message to
 * its acknowledge; one whose event merges keeps the stamps of the first event. Each vCPU handles one at a time. Owned
 * by one thread.
 */
final class PendingLpis
{
    /** No interrupt. */
    static final int NONE = -1;

    private static final long NOT_PENDING = -1;

    private final StageClocks clocks;
    private final int[] firsts;                                     // index of each VM's first LPI
    private final int[] vmOfVcpu;
    private final long[] intendedNs;
    private final long[] sinceNs;                                   // of each LPI that waits, or NOT_PENDING
    private final int[] vcpus;                                      // vCPU that each LPI was raised for
    private final byte[] phases;
    private final long[] commands;
    private final InterruptPath[] paths;
    private final Route[] routes;                                   // null where a machine has none
    private final long[] readings;                                  // of the clocks, when each LPI was raised
    private final int[] handled;                                    // LPI that each vCPU handles
    private final long[] begunReadings;                             // by vCPU: of its clock, when the handler began
    private final long[] raisedReadings;
    private final Handled[] inHandler;
    private final long[] end = new long[StageClocks.COUNT];
    private final WideSum waits = new WideSum();
    private long count;
    private long handledCount;

    PendingLpis(final Topology topology, final StageClocks clocks)
    {
        this.clocks = clocks;
        firsts = new int[topology.vms()];
        vmOfVcpu = new int[topology.totalVpes()];
        int first = 0;
        for (int vm = 0; vm < firsts.length; vm++)
        {
            firsts[vm] = first;
            first += topology.lpis(vm);
        }
        for (int vcpu = 0; vcpu < vmOfVcpu.length; vcpu++)
        {
            vmOfVcpu[vcpu] = topology.vmOfVpe(vcpu);
        }
        intendedNs = new long[first];
        sinceNs = new long[first];
        Arrays.fill(sinceNs, NOT_PENDING);
        vcpus = new int[first];
        phases = new byte[first];
        commands = new long[first];
        paths = new InterruptPath[first];
        routes = new Route[first];
        readings = new long[first * StageClocks.COUNT];
        handled = new int[vmOfVcpu.length];
        Arrays.fill(handled, NONE);
        begunReadings = new long[vmOfVcpu.length * StageClocks.COUNT];
        raisedReadings = new long[begunReadings.length];
        inHandler = new Handled[vmOfVcpu.length];
        for (int vcpu = 0; vcpu < inHandler.length; vcpu++)
        {
            inHandler[vcpu] = new Handled();
            inHandler[vcpu].vm = vmOfVcpu[vcpu];
            inHandler[vcpu].vcpu = vcpu;
        }
    }

    /** Interrupt that a vCPU handles, or has handled. The stages add up to the time since it was intended. */
    static final class Handled
    {
        int vm;
        int vcpu;
        /** LPI, numbered within the VM. */
        int lpi;
        int phase;
        /** Number of the command that raised it. */
        long command;
        Route route;
        InterruptPath path;
        long intendedNs;
        /** Time at which the handler began. */
        long beganNs;
        /** Time until it was signalled, with what software does before it is raised. */
        long signalledNs;
        long wokenNs;
        /** Time for which others had the PE. */
        long waitingNs;
        /** Time for which handlers in front of it ran. */
        long acknowledgedNs;
        /** Time of its own handler. */
        long deactivatedNs;
        private long sinceNs;
        private boolean isMoved;
    }

    /** Taker of interrupts whose handlers have ended. */
    @FunctionalInterface
    interface Taker
    {
        /** Takes an interrupt, which is valid until this returns. */
        void handled(Handled interrupt);
    }

    /** Returns the clocks of the stages. */
    StageClocks clocks()
    {
        return clocks;
    }

    /** Returns the number of interrupts that are acknowledged and still handled. */
    long handledCount()
    {
        return handledCount;
    }

    /** Returns the number of interrupts that wait for their acknowledges. */
    long count()
    {
        return count;
    }

    /** Returns the sum of the times that interrupts waited, without those that wait. */
    WideSum waits()
    {
        return waits;
    }

    /** Returns whether an LPI waits. */
    boolean waits(final int vm, final int lpi)
    {
        return sinceNs[firsts[vm] + lpi] != NOT_PENDING;
    }

    /**
     * Notes that the event of an LPI was applied.
     *
     * @param vcpu  that the LPI is routed to
     * @param phase of its intended time
     * @param ofNs  its intended time
     * @return false if it merged; {@link #describe} follows if it did not
     */
    boolean raise(final int vm, final int lpi, final int vcpu, final int phase, final long ofNs, final long nowNs)
    {
        final int index = firsts[vm] + lpi;
        if (sinceNs[index] != NOT_PENDING)
        {
            return false;
        }
        sinceNs[index] = nowNs;
        intendedNs[index] = ofNs;
        vcpus[index] = vcpu;
        phases[index] = (byte)phase;
        clocks.read(vcpu, nowNs, readings, index * StageClocks.COUNT);
        count++;

        return true;
    }

    /** Describes an LPI that was raised: the command that did it, its route and its path. */
    void describe(final int vm, final int lpi, final long command, final Route route, final InterruptPath path)
    {
        final int index = firsts[vm] + lpi;
        commands[index] = command;
        routes[index] = route;
        paths[index] = path;
    }

    /** Notes that a vCPU has acknowledged an LPI, and handles it from now on. */
    void acknowledge(final int vcpu, final int lpi, final long nowNs)
    {
        final int index = firsts[vmOfVcpu[vcpu]] + lpi;
        assert sinceNs[index] != NOT_PENDING : "LPI " + lpi + " of VM " + vmOfVcpu[vcpu] + " was never raised";
        assert handled[vcpu] == NONE : "vCPU " + vcpu + " handles LPI " + handled[vcpu];

        waits.add(nowNs - sinceNs[index]);
        handled[vcpu] = lpi;
        handledCount++;
        final Handled interrupt = inHandler[vcpu];
        interrupt.lpi = lpi;
        interrupt.phase = phases[index];
        interrupt.command = commands[index];
        interrupt.route = routes[index];
        interrupt.path = paths[index];
        interrupt.intendedNs = intendedNs[index];
        interrupt.sinceNs = sinceNs[index];
        interrupt.beganNs = nowNs;
        interrupt.isMoved = vcpus[index] != vcpu;
        System.arraycopy(readings, index * StageClocks.COUNT, raisedReadings, vcpu * StageClocks.COUNT,
            StageClocks.COUNT);
        clocks.read(vcpu, nowNs, begunReadings, vcpu * StageClocks.COUNT);
        sinceNs[index] = NOT_PENDING;
        count--;
    }

    /** Returns the LPI that a vCPU handles, or {@link #NONE}. */
    int handled(final int vcpu)
    {
        return handled[vcpu];
    }

    /** Notes that the handler of a vCPU has ended. */
    void end(final int vcpu, final long nowNs, final Taker taker)
    {
        final Handled interrupt = inHandler[vcpu];
        handled[vcpu] = NONE;
        handledCount--;
        clocks.read(vcpu, nowNs, end, 0);
        final int at = vcpu * StageClocks.COUNT;
        final long softwareNs = interrupt.sinceNs - interrupt.intendedNs;
        interrupt.deactivatedNs = end[StageClocks.HANDLING] - begunReadings[at + StageClocks.HANDLING];
        interrupt.signalledNs = softwareNs + (interrupt.isMoved ? 0 : since(at, StageClocks.SIGNALLED));
        interrupt.wokenNs = interrupt.isMoved ? 0 : since(at, StageClocks.WOKEN);
        interrupt.acknowledgedNs = interrupt.isMoved ? 0 : since(at, StageClocks.QUIET) +
            begunReadings[at + StageClocks.HANDLING] - raisedReadings[at + StageClocks.HANDLING];
        interrupt.waitingNs = nowNs - interrupt.intendedNs - interrupt.signalledNs - interrupt.wokenNs -
            interrupt.acknowledgedNs - interrupt.deactivatedNs;
        assert interrupt.isMoved || interrupt.waitingNs == since(at, StageClocks.WAITING) : interrupt.waitingNs;
        taker.handled(interrupt);
    }

    /** Adds the times of the interrupts that still wait at the end of a run. */
    void finish(final long nowNs)
    {
        for (final long since : sinceNs)
        {
            if (since != NOT_PENDING)
            {
                waits.add(nowNs - since);
            }
        }
    }

    private long since(final int at, final int stage)
    {
        return end[stage] - raisedReadings[at + stage];
    }
}
