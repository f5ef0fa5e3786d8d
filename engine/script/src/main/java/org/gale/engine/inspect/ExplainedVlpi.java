package org.gale.engine.inspect;

import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.DirectQueries.VcpuState;
import org.gale.engine.machine.DirectQueries.VlpiState;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Route;
import org.gale.tables.gicv4.PropertyByte;

/** Explanation of a vLPI of a GICv4 host, on either route. Owned by the thread that owns the machine. */
final class ExplainedVlpi
{
    private final Machine machine;
    private final DirectQueries queries;
    private final int vm;
    private final int vintid;
    private final ExplainedFacts facts;

    ExplainedVlpi(final Machine machine, final int vm, final int vintid, final ExplainedFacts facts)
    {
        this.machine = machine;
        this.queries = DirectQueries.of(machine);
        this.vm = vm;
        this.vintid = vintid;
        this.facts = facts;
    }

    /** Adds the vLPI that an event of a GICv4 host is mapped to. */
    static void ofEvent(final Machine machine, final int deviceId, final int eventId, final ExplainedFacts facts)
    {
        final long vlpi = DirectQueries.of(machine).vlpiOf(deviceId, eventId);
        if (vlpi == DirectQueries.NONE)
        {
            facts.reason("not-mapped", "event " + Integer.toUnsignedString(eventId) + " of device " +
                Integer.toUnsignedString(deviceId) + " is mapped to no vLPI: a message is dropped (V4-SW-1)",
                "device", Integer.toUnsignedLong(deviceId), "event", Integer.toUnsignedLong(eventId));
        }
        else
        {
            new ExplainedVlpi(machine, (int)(vlpi >>> Integer.SIZE), (int)vlpi, facts).explain();
        }
    }

    /** Adds all that is known of the vLPI. */
    void explain()
    {
        if (vm >= queries.vmCount())
        {
            facts.reason("vm-invalid", WatchedVcpu.noVm(vm, queries), "vm", vm);
            return;
        }
        if (queries.nextVlpi(vm, vintid) != vintid)
        {
            facts.reason("not-mapped", "no event is mapped to LPI " + vintid + " of VM " + vm + " (V4-SW-1)",
                "vm", vm, "vintid", vintid);
            return;
        }
        final VlpiState vlpi = queries.vlpi(vm, vintid);
        final VcpuState vcpu = queries.vcpu(vm, vlpi.vcpu());
        final DirectQueries.VpeState vpe = vcpu.vpe();
        final boolean isInTable = vpe != null && vpe.isMapped() &&
            queries.nextInTable(vm, vlpi.vcpu(), vintid) == vintid;
        final boolean isPending = isInTable || vlpi.software().isPending();
        final int property = isInTable ? queries.propertyInTable(vm, vlpi.vcpu(), vintid) : vlpi.property();
        final int priority = PropertyByte.priority(property);
        facts.fact("LPI " + vintid + " of VM " + vm + ": " + (isPending ? "pending" : "not pending") +
            (PropertyByte.isEnabled(property) ? ", enabled" : ", disabled") + ", priority " + priority +
            ", event " + vlpi.eventId() + " of device " + vlpi.deviceId() + ", vCPU " + vlpi.vcpu() + ", route " +
            (vlpi.isDirect() ? Route.DIRECT : Route.FORWARDED).label() + " (V4-ID-7)");
        if (isPending)
        {
            facts.fact(place(vlpi, isInTable, vpe));
        }
        else if (!queries.isInSwap(vm, vintid))
        {
            final boolean isOwed =
                machine.accounts().ledger(machine.accounts().vmOwner(vm)).isOwed(false, vintid);
            facts.reason("not-pending", isOwed ? ExplainedInterrupt.LOST :
                "no message of this interrupt came since the last acknowledge or clear (V4-ID-7)", "device",
                vlpi.deviceId(), "event", vlpi.eventId());
        }
        if (queries.isInSwap(vm, vintid))
        {
            facts.reason("transition", "its route is in the gap of a swap: the transition of vCPU " +
                queries.transitionVcpu() + " of VM " + queries.transitionVm() + " is open (V4-P-SW2)");
        }
        if (!PropertyByte.isEnabled(property))
        {
            facts.reason("disabled", "disabled: property " + ViewJson.hex(property) + " (V4-ID-7)",
                "vm", vm, "vintid", vintid);
        }
        place(vcpu, vlpi.vcpu(), priority);
    }

    private void place(final VcpuState vcpu, final int index, final int priority)
    {
        final String name = "vCPU " + index + " of VM " + vm;
        if (vcpu.cpu() == DirectQueries.NONE)
        {
            facts.reason("not-loaded", name + " is loaded on no CPU (V4-RES-1)", "vm", vm, "vcpu", index);
            facts.fact(vcpu.isBlocked() ? name + " is blocked; its doorbell or a kick " +
                (vcpu.isWoken() ? "came" : "did not come") + " since (V4-DB-1)" : name + " was never blocked or is " +
                "preempted: nothing wakes it but its host (V4-RES-6)");
            return;
        }
        if (vcpu.isHeld())
        {
            facts.reason("transition", name + " is held out of the guest by a transition or a move (V4-P-E1)");
            return;
        }
        final int running = queries.runningPriority(vm, index);
        if (priority >= running)
        {
            facts.reason("running", "priority " + priority + " is not higher than that of LPI " +
                queries.active(vm, index) + ", " + running + ", which " + name + " has not ended",
                "vm", vm, "vcpu", index, "vintid", queries.active(vm, index));
        }
        final long best = queries.best(vm, index);
        if (best != DirectQueries.NONE && best < ((long)priority << Integer.SIZE | vintid))
        {
            facts.reason("behind", "behind LPI " + (int)best + " of priority " + (best >>> Integer.SIZE) +
                ", which is presented first on CPU " + vcpu.cpu() + " (V4-SW-2)",
                "vm", vm, "vcpu", index, "vintid", (int)best);
        }
        if (facts.isClear() && best == DirectQueries.NONE)
        {
            facts.reason("not-presented", "pending, and presented by nobody on CPU " + vcpu.cpu() + " (V4-LL-4)",
                "vm", vm, "vcpu", index);
        }
        if (facts.isClear())
        {
            facts.reason(ExplainedFacts.SIGNALLED, "signalled to CPU " + vcpu.cpu() +
                ": virq waits for the acknowledge of " + name,
                "pe", vcpu.cpu(), "virtual", true, "vm", vm, "vcpu", index);
        }
    }

    private String place(final VlpiState vlpi, final boolean isInTable, final DirectQueries.VpeState vpe)
    {
        if (isInTable)
        {
            final long address = vpe.tableAddress() + (vintid >>> 6 << 3);

            return "its bit is set in the virtual pending table of vPE " + vpe.vpeId() + ": " +
                ViewJson.hex(machine.memory().loadLong(address)) + " at 0x" + Long.toHexString(address) +
                (vpe.residentCpu() == DirectQueries.NONE ? ", resident nowhere" : ", resident on CPU " +
                vpe.residentCpu()) + " (V4-REG-7)";
        }

        return vlpi.software().isHostPending() ? "its physical LPI " + vlpi.software().hostLpi() +
            " is pending and was not handled by the host (V4-LL-16)" : "the software-forwarded path holds it: " +
            (vlpi.software().place().equals("none") ? "latched" : vlpi.software().place()) + " (V4-SW-1, V4-SW-2)";
    }
}
