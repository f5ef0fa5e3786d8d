package org.gale.engine.storm.virtual;

import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;

/**
 * Threads of guests that go on where handlers have ended. A thread runs on the vCPU of its handler, which takes other
 * interrupts meanwhile. The interrupt stays active until its thread ends, so that it does not come again before.
 * <pre>
 *   handler ends ── wake ──▶ waits for threads before it ──▶ runs ◀──▶ handlers run ──▶ ends, deactivates
 * </pre>
 * Owned by one thread.
 */
final class LaterRuns
{
    private final Vcpus vcpus;
    private final GuestTraps traps;
    private final HandlerEnds ends;
    private final CostDraws costs;
    private final PendingLpis pending;
    private final ModelCalls models;
    private final Laws laws;
    private final EventTargets targets;
    private final boolean[] leaves;                                 // by device: handlers leave work for threads
    private final boolean[] isTold;                                 // of these: its source is notified by threads
    private final boolean isAny;
    private final PendingLpi[] firsts;                              // by vCPU: what waits or runs, in order
    private final PendingLpi[] running;                             // by vCPU, or null

    LaterRuns(final Topology topology, final Vcpus vcpus, final GuestTraps traps, final HandlerEnds ends,
        final HostParts parts)
    {
        this.vcpus = vcpus;
        this.traps = traps;
        this.ends = ends;
        this.costs = parts.costs();
        this.pending = parts.pending();
        this.models = parts.models();
        this.laws = models.laws();
        this.targets = parts.targets();
        firsts = new PendingLpi[vcpus.count()];
        running = new PendingLpi[firsts.length];
        leaves = new boolean[topology.totalDevices()];
        isTold = new boolean[leaves.length];
        boolean any = false;
        for (int device = 0; device < leaves.length; device++)
        {
            final VmShape group = topology.groups().get(topology.groupOfVm(topology.vmOfDevice(device)));
            final String kind = group.devices().get(topology.deviceGroupOf(device)).stream().kind();
            leaves[device] = group.guest().later().isAny() && TrafficKinds.leavesWork(kind);
            isTold[device] = leaves[device] && !kind.equals(ModelShape.TRACE);
            any |= leaves[device];
        }
        isAny = any;
    }

    /** Returns whether some groups of VMs have work that follows handlers. */
    static boolean isAny(final List<VmShape> groups)
    {
        return groups.stream().anyMatch(group -> group.guest().later().isAny());
    }

    /** Returns whether the handler of the event of an MSI leaves work for later. */
    boolean leaves(final long word)
    {
        return isAny && leaves[Commands.msiDeviceId(word)] && !targets.isTimer(word) && !targets.isInjected(word);
    }

    /** Returns whether the source of an MSI is notified by the work that its handler leaves, and not by its handler. */
    boolean isTold(final long word)
    {
        return isAny && isTold[Commands.msiDeviceId(word)];
    }

    /** Returns whether a vCPU has work that handlers have left. */
    boolean isAny(final int vcpu)
    {
        return firsts[vcpu] != null;
    }

    /** Leaves the work of the handler of a vCPU, which ends, for later. */
    void leave(final int vcpu)
    {
        final PendingLpi left = ends.leave(vcpu, isTold(pending.word(vcpu)));
        left.readyNs = vcpus.clock.nanoTime() + costs.threadWake(vcpu);
        left.leftNs = costs.threadWork(vcpu);
        left.next = null;
        if (firsts[vcpu] == null)
        {
            firsts[vcpu] = left;
            vcpus.leftWork(vcpu, true);
        }
        else
        {
            PendingLpi last = firsts[vcpu];
            while (last.next != null)
            {
                last = last.next;
            }
            last.next = left;
        }
    }

    /** Goes on with the work of a vCPU that is in its guest and takes no interrupt. It has some. */
    void goOn(final int vcpu)
    {
        final long nowNs = vcpus.clock.nanoTime();
        if (running[vcpu] == null)
        {
            final PendingLpi first = earliest(vcpu);
            if (first.readyNs > nowNs)
            {
                vcpus.pe(vcpu, PeState.GUEST);
                vcpus.go(vcpu, Vcpus.AWAITING, first.readyNs - nowNs);
                return;
            }
            running[vcpu] = first;
            begin(vcpu, first, nowNs);
        }
        vcpus.pe(vcpu, PeState.THREAD);
        vcpus.go(vcpu, Vcpus.WORKING, running[vcpu].leftNs);
    }

    /** Returns the thread that is woken first: of several of one time that of the earliest handler. */
    private PendingLpi earliest(final int vcpu)
    {
        PendingLpi first = firsts[vcpu];
        for (PendingLpi other = first.next; other != null; other = other.next)
        {
            first = other.readyNs < first.readyNs ? other : first;
        }

        return first;
    }

    private void begin(final int vcpu, final PendingLpi left, final long nowNs)
    {
        left.leftNs += traps.endNs(vcpu, left.lpi);
        if (left.isToldLater)
        {
            models.acknowledged(left.word);
            laws.begun(Commands.msiDeviceId(left.word), Commands.msiEventId(left.word), nowNs);
        }
    }

    /** Interrupts the work of a vCPU. */
    void suspend(final int vcpu, final long restNs)
    {
        running[vcpu].leftNs = restNs;
    }

    /** Ends the work of a vCPU, unless the model of its device prolongs it. Returns whether the work has ended. */
    boolean worked(final int vcpu)
    {
        final PendingLpi left = running[vcpu];
        final long longerNs = left.isToldLater ? models.prolongedNs(left.word) : 0;
        if (longerNs > 0)
        {
            vcpus.go(vcpu, Vcpus.WORKING, longerNs);
            return false;
        }
        running[vcpu] = null;
        remove(vcpu, left);
        ends.handOver(vcpu, left);

        return true;
    }

    private void remove(final int vcpu, final PendingLpi left)
    {
        if (firsts[vcpu] == left)
        {
            firsts[vcpu] = left.next;
        }
        else
        {
            PendingLpi before = firsts[vcpu];
            while (before.next != left)
            {
                before = before.next;
            }
            before.next = left.next;
        }
        vcpus.leftWork(vcpu, firsts[vcpu] != null);
    }
}
