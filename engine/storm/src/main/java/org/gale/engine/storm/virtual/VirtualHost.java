package org.gale.engine.storm.virtual;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.gale.engine.storm.law.CostLaw;
import org.gale.engine.storm.law.DoorbellLaw;
import org.gale.engine.storm.law.HostLaw;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.topology.Topology;

/**
 * Host of a run in virtual time: its guests, and the scheduler of their PEs. The cost model says how long each step
 * takes. Owned by one thread.
 */
final class VirtualHost
{
    private final Vcpus vcpus;
    private final GuestPort port;
    private final GuestRuns guests;
    private final HostScheduler scheduler;
    private final HostIrqs irqs;
    private final Topology topology;
    private final HostCounts counts = new HostCounts();
    private final DoorbellLaw doorbells;
    private final HostLaw law;
    private final CostLaw costs;
    private final PeTimes peTimes;
    private final IntPredicate sleeps = this::isAsleep;             // one object for all questions
    private final IntConsumer changes = this::changed;

    VirtualHost(final HostParts parts, final Topology topology, final HostModel model, final DoorbellLaw doorbells,
        final HostLaw law)
    {
        this.law = law;
        this.costs = parts.costs().law();
        this.peTimes = parts.peTimes();
        this.doorbells = doorbells;
        this.port = parts.port();
        this.topology = topology;
        vcpus = new Vcpus(topology, parts.clock(), parts.timers(), parts.pending().clocks(), parts.peTimes(),
            parts.models(), law, model.rules());
        guests = new GuestRuns(topology, vcpus, parts, counts);
        irqs = new HostIrqs(vcpus, guests, parts, counts, new HostIrqs.Place(topology.firstOwnPe(),
            topology.endOwnPe(), model.rules().housekeepers()), this::goOn);
        scheduler = new HostScheduler(vcpus, guests, parts, counts, model, new VpeMoves(parts.clock(), parts.costs(),
            counts, vcpus.count(), topology.firstOwnPe(), model.rules().vpeTablePes()), irqs);
    }

    /** Returns the interrupts of the host. */
    HostIrqs irqs()
    {
        return irqs;
    }

    /** Has a vCPU trap for a time, by a command that moves an event to it. */
    void trap(final int vcpu, final long ns)
    {
        guests.trap(vcpu, ns);
    }

    /**
     * Begins to stop VMs: their vCPUs leave their guests, and those that wait for a PE do so no more.
     *
     * @param whenDone runs once all are out
     */
    void stop(final int[] vms, final Runnable whenDone)
    {
        vcpus.stop.stop(topology, vms, whenDone);
        vcpus.stop.forEach(this::leave);
        vcpus.lookForStop();
    }

    private void leave(final int vcpu)
    {
        scheduler.stop(vcpu);
        if (vcpus.isInGuest(vcpu))
        {
            guests.suspend(vcpu);
            guests.exit(vcpu, Vcpus.PREEMPTING);
        }
    }

    /** Lets the VMs that were stopped go on: vCPUs want PEs again, and those that sleep hear their doorbells. */
    void runOn()
    {
        vcpus.stop.letGo(this::runOn);
    }

    private void runOn(final int vcpu)
    {
        if (vcpus.state(vcpu) == Vcpus.STOPPED)
        {
            scheduler.start(vcpu);
        }
        else
        {
            changed(vcpu);
        }
    }

    /** Has the vCPU of one PE stay there, whoever waits; {@link HostPes#NONE} for no more. */
    void keep(final int pe)
    {
        vcpus.pes.keep(pe);
    }

    /** Returns the vCPU that is in its guest on a PE, or {@link HostPes#NONE}. */
    int inGuest(final int pe)
    {
        final int vcpu = vcpus.pes.vcpu(pe);

        return vcpu != HostPes.NONE && vcpus.isInGuest(vcpu) ? vcpu : HostPes.NONE;
    }

    /** Returns whether the end of a slice cuts off a guest that has not yet taken the interrupt of its signal. */
    boolean isCut(final int pe)
    {
        final int vcpu = vcpus.pes.vcpu(pe);

        return vcpu != HostPes.NONE && vcpus.state(vcpu) == Vcpus.SIGNALLED && !vcpus.pes.isEmpty(pe);
    }

    /** Returns what the host has done. */
    HostCounts counts()
    {
        return counts;
    }

    /** Returns the number of interrupts that a vCPU took. */
    long taken(final int vcpu)
    {
        return guests.taken(vcpu);
    }

    /** Returns how often signalled vCPUs found no interrupt, or an empty list register, since the last acknowledge. */
    int takenInVain()
    {
        return guests.takenInVain();
    }

    /** {@return how the host's books of a vCPU and the machine differ; null while they agree} */
    String misrouted()
    {
        return guests.misroutes.first();
    }

    /** {@return how the counts of the host at the end of a run differ from the steps of its vCPUs; or null} */
    String miscounted(final long nowNs)
    {
        final Map<String, Long> counted = new LinkedHashMap<>();
        counts.putInto(counted, false);
        final String first = law.firstBroken() != null ? law.firstBroken() : costs.broken();
        if (!port.isScheduled() || first != null)
        {
            return first;
        }
        final Map<String, Long> peNs = peTimes.until(nowNs, true);
        final String fault = law.broken(nowNs, counted, peNs);
        final GroupTimes groups = peTimes.groups();

        return fault != null ? fault :
            law.brokenOfGroups(IntStream.range(0, groups.count()).mapToObj(groups::all).toList(), peNs);
    }

    /** {@return a vCPU that sleeps over a doorbell which has rung at this instant; {@link DoorbellLaw#NONE} if none} */
    int unheard()
    {
        return doorbells.unheard(sleeps);
    }

    private boolean isAsleep(final int vcpu)
    {
        return vcpus.state(vcpu) == Vcpus.BLOCKED;
    }

    /** Returns the PE that a vCPU has, or had last. */
    int pe(final int vcpu)
    {
        return vcpus.pes.pe(vcpu);
    }

    /** Begins behind the set-up: guests are resident, or blocked, and those with other work want a PE. */
    void begin()
    {
        for (int vcpu = 0; vcpu < vcpus.count(); vcpu++)
        {
            if (!topology.isOwn(topology.vmOfVpe(vcpu)))
            {
                continue;
            }
            if (!port.isScheduled())
            {
                vcpus.pes.take(vcpu, vcpu);
                guests.stay(vcpu);
            }
            else if (guests.isWorking(vcpu))
            {
                scheduler.start(vcpu);
            }
        }
    }

    /** Returns the time that handlers had on PEs until each of these did something else last, ns. */
    long handlerNs()
    {
        return peTimes.handlerNs();
    }

    /** Returns whether no vCPU does anything that ends by itself, and only slices may end. */
    boolean isQuiet()
    {
        return vcpus.isQuiet();
    }

    /** Notes that something has come of an interrupt. */
    void stir()
    {
        vcpus.rests.stir();
    }

    /** Returns whether each vCPU has been blocked, or in its guest with nothing to take, since {@link #stir}. */
    boolean haveAllRested()
    {
        return vcpus.rests.haveAllRested();
    }

    /** Returns whether a vCPU is blocked or idle in its guest, and nothing is under way for it. */
    boolean isIdle(final int vcpu)
    {
        final byte state = vcpus.state(vcpu);

        return (state == Vcpus.BLOCKED || state == Vcpus.GUEST) && !port.isHeld(vcpu) && !vcpus.timers.isKicked(vcpu);
    }

    /**
     * Notes that an event has made an interrupt of a vCPU pending.
     *
     * @param isTimer  true for that of its timer, which a guest may see only when it enters again
     * @param isMasked true for one that the guest's mask holds back, or whose thread has not ended: its vCPU is not
     *                 signalled, and does not wake
     */
    void raised(final int vcpu, final boolean isTimer, final boolean isMasked)
    {
        doorbells.note(vcpu);
        if (isMasked)
        {
            return;
        }
        final boolean isForwarded = port.isForwarded(vcpu);
        final boolean isKicked = isForwarded || (isTimer && port.isStale(vcpu));
        guests.owe(vcpu, isKicked);
        if (vcpus.state(vcpu) == Vcpus.BLOCKED)
        {
            scheduler.ring(vcpu, isForwarded);
        }
        else if (isKicked && vcpus.isInGuest(vcpu))
        {
            guests.kick(vcpu);
            if (vcpus.state(vcpu) == Vcpus.GUEST)
            {
                guests.stay(vcpu);
            }
        }
        else
        {
            guests.look(vcpu);
        }
    }

    /** Returns the guests, and what waits for them. */
    GuestRuns guests()
    {
        return guests;
    }

    /** Notes that a vCPU has sent events. */
    void sent(final int vcpu)
    {
        guests.sent(vcpu);
    }

    /** Wakes a vCPU that has something to send; one that has not blocked comes to it by itself. */
    void wake(final int vcpu)
    {
        if (vcpus.state(vcpu) == Vcpus.BLOCKED && port.isScheduled())
        {
            scheduler.wake(vcpu);
        }
    }

    /** Updates a vCPU whose route or residency the host has changed. */
    void changed(final int vcpu)
    {
        doorbells.note(vcpu);
        if (vcpus.state(vcpu) == Vcpus.BLOCKED)
        {
            scheduler.ring(vcpu, port.isForwarded(vcpu));
        }
        else
        {
            guests.look(vcpu);
        }
    }

    /** Returns the path of an event that is raised for a vCPU now. */
    InterruptPath path(final int vcpu, final boolean isForwarded)
    {
        final InterruptPath path = now(vcpu, isForwarded);
        law.comes(vcpu, path, isForwarded, vcpus.clock.nanoTime());

        return path;
    }

    private InterruptPath now(final int vcpu, final boolean isForwarded)
    {
        switch (vcpus.state(vcpu))
        {
            case Vcpus.BLOCKED:
            case Vcpus.RUNG:
            case Vcpus.WAKING:
            case Vcpus.PUTTING:
                return isForwarded ? InterruptPath.FORWARDED_BLOCKED : InterruptPath.DIRECT_BLOCKED;
            case Vcpus.RUNNABLE:
            case Vcpus.LOADING:
            case Vcpus.ENTERING:
            case Vcpus.PREEMPTING:
            case Vcpus.PREEMPTED:
            case Vcpus.STOPPED:
                return isForwarded ? InterruptPath.FORWARDED_RUNNABLE : InterruptPath.DIRECT_RUNNABLE;
            default:
                return isForwarded ? InterruptPath.FORWARDED_RUNNING : InterruptPath.RESIDENT;
        }
    }

    /**
     * Lets an event of a vCPU or a PE happen.
     *
     * @param index of the vCPU, or of the PE
     */
    void happen(final int kind, final int index)
    {
        switch (kind)
        {
            case QueuedKind.HANDLED:
                guests.handled(index);
                break;
            case QueuedKind.KICKED:
                guests.kicked(index);
                break;
            case QueuedKind.SLICE:
                scheduler.sliceOver(index);
                break;
            case QueuedKind.POLLED:
                scheduler.polled(index);
                break;
            default:
                next(index);
                break;
        }
        vcpus.lookForStop();
        vcpus.takeMoved(changes);
    }

    private void next(final int vcpu)
    {
        switch (vcpus.state(vcpu))
        {
            case Vcpus.SIGNALLED:
                guests.acknowledge(vcpu);
                break;
            case Vcpus.WORKING:
                guests.worked(vcpu);
                break;
            case Vcpus.AWAITING:
                guests.suspend(vcpu);                               // the own work of the guest pauses
                guests.goOn(vcpu);
                break;
            case Vcpus.GUEST:
                guests.goOn(vcpu);
                break;
            case Vcpus.REENTERING:
                guests.resume(vcpu);
                irqs.entered(vcpu);
                break;
            case Vcpus.RUNG:
                scheduler.waken(vcpu);
                break;
            case Vcpus.WAKING:
                scheduler.runnable(vcpu);
                break;
            case Vcpus.ENTERING:
                scheduler.entered(vcpu);
                irqs.entered(vcpu);
                break;
            default:
                if (!irqs.serves(vcpu))
                {
                    behind(vcpu);
                }
                break;
        }
    }

    /** Goes on with a vCPU whose PE has served the interrupts that waited for the end of its step. */
    private void goOn(final int vcpu)
    {
        if (!scheduler.beginsLoad(vcpu))
        {
            behind(vcpu);
        }
        vcpus.lookForStop();
    }

    /** Goes on behind a step in the host. */
    private void behind(final int vcpu)
    {
        switch (vcpus.state(vcpu))
        {
            case Vcpus.LOADING:
                scheduler.loaded(vcpu);
                break;
            case Vcpus.EXITING:
                scheduler.block(vcpu);
                break;
            case Vcpus.PUTTING:
                scheduler.blocked(vcpu);
                doorbells.note(vcpu);
                break;
            case Vcpus.PREEMPTING:
                scheduler.put(vcpu);
                break;
            case Vcpus.PREEMPTED:
                scheduler.preempted(vcpu);
                break;
            default:
                throw new IllegalStateException("vCPU " + vcpu + " has no event in state " + vcpus.state(vcpu));
        }
    }
}
