package org.gale.engine.inspect;

import java.io.IOException;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.tables.gicv4.VpeEntry;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Views of a host that switches direct injection per vCPU: its vPEs, what is pending in their virtual pending tables,
 * and what is software-forwarded. Owned by the thread that owns the machine.
 */
final class DirectViews
{
    private static final int TABLE_STEPS = 1024;
    private static final int NO_LPI = -1;

    private final PhysicalMemory memory;
    private final DirectQueries queries;
    private final ViewJson answer;

    DirectViews(final Machine machine, final ViewJson answer)
    {
        this.memory = machine.memory();
        this.queries = DirectQueries.of(machine);
        this.answer = answer;
    }

    /** Writes the pool of vPEIDs and the vCPUs that own a vPE; with {@code --all} every vCPU. */
    void vpe(final ViewRequest request) throws IOException
    {
        final boolean all = request.has(View.Option.ALL);
        final int end = endVm(request);
        answer.number("vPEIDs", queries.vpeIds());
        answer.number("used", queries.vpeIdsUsed());
        answer.beginList("vpe");
        boolean complete = true;
        for (int vm = firstVm(request); complete && vm < end; vm++)
        {
            for (int index = 0; complete && index < queries.vcpuCount(vm); index++)
            {
                final DirectQueries.VcpuState vcpu = queries.vcpu(vm, index);
                complete = answer.takeSteps(1) && ((!all && vcpu.vpe() == null) || vcpu(vm, index, vcpu));
            }
        }
        answer.endList();
    }

    /** Writes what is pending in the virtual pending tables, enabled or not; with {@code --lpi} one vLPI of it. */
    void vpt(final ViewRequest request) throws IOException
    {
        final int end = endVm(request);
        final int lpi = lpi(request, end);
        answer.beginList("vpt");
        boolean complete = true;
        for (int vm = firstVm(request); complete && vm < end; vm++)
        {
            for (int index = 0; complete && index < queries.vcpuCount(vm); index++)
            {
                final DirectQueries.VpeState vpe = queries.vcpu(vm, index).vpe();
                complete =
                    answer.takeSteps(TABLE_STEPS) && (vpe == null || !vpe.isMapped() || table(vm, index, vpe, lpi));
            }
        }
        answer.endList();
    }

    /**
     * Writes the software-forwarded vLPIs that are pending; with {@code --all} every one, with {@code --lpi} one,
     * pending or not.
     */
    void latch(final ViewRequest request) throws IOException
    {
        final int end = endVm(request);
        final int lpi = lpi(request, end);
        final boolean all = request.has(View.Option.ALL) || lpi != NO_LPI;
        answer.beginList("latch");
        boolean complete = true;
        for (int vm = firstVm(request); complete && vm < end; vm++)
        {
            for (int vintid = queries.nextVlpi(vm, Math.max(0, lpi)); complete && isWanted(vintid, lpi);
                vintid = queries.nextVlpi(vm, vintid + 1))
            {
                final DirectQueries.VlpiState vlpi = queries.vlpi(vm, vintid);
                final boolean isShown = !vlpi.isDirect() && (all || vlpi.software().isPending());
                complete = answer.takeSteps(1) && (!isShown || vlpi(vm, vintid, vlpi));
            }
        }
        answer.endList();
    }

    private boolean vcpu(final int vm, final int index, final DirectQueries.VcpuState vcpu) throws IOException
    {
        if (!answer.beginEntry())
        {
            return false;
        }
        answer.number("VM", vm);
        answer.number("vCPU", index);
        DirectFields.VCPU.write(answer, vcpu);
        if (vcpu.vpe() != null)
        {
            vpe(vcpu.vpe());
        }
        answer.endEntry();

        return true;
    }

    private void vpe(final DirectQueries.VpeState vpe) throws IOException
    {
        DirectFields.VPE.write(answer, vpe);
        final boolean isInRam = memory.contains(vpe.entryAddress(), VpeEntry.LENGTH);
        answer.flag("in_ram", isInRam);
        if (isInRam)
        {
            entry(vpe.entryAddress());
        }
    }

    /**
     * Writes a vPE table entry. VPT_ADDR holds an address shifted right, so the list of its fields cannot decode it.
     */
    private void entry(final long address) throws IOException
    {
        final long entry = memory.loadLong(address);
        answer.address("address", address);
        answer.text("word", ViewJson.hex(entry));
        answer.number("VALID", VpeEntry.VALID.get(entry));
        answer.number("VPT_SIZE", VpeEntry.VPT_SIZE.get(entry));
        answer.address("VPT_ADDR", VpeEntry.vptAddress(entry));
        answer.number("RDBASE", VpeEntry.RDBASE.get(entry));
        answer.word("VCONF", memory.loadLong(address + VpeEntry.VCONF_OFFSET), VpeEntry.VCONF_FIELDS);
        answer.word("DOORBELL", memory.loadLong(address + VpeEntry.DOORBELL_OFFSET), VpeEntry.DOORBELL_FIELDS);
    }

    private boolean table(final int vm, final int index, final DirectQueries.VpeState vpe, final int lpi)
        throws IOException
    {
        boolean complete = true;
        for (int intid = queries.nextInTable(vm, index, Math.max(0, lpi)); complete && isWanted(intid, lpi);
            intid = queries.nextInTable(vm, index, intid + 1))
        {
            complete = answer.beginEntry();
            if (complete)
            {
                answer.number("VM", vm);
                answer.number("vCPU", index);
                answer.number("vPEID", vpe.vpeId());
                answer.address("table", vpe.tableAddress());
                answer.number("INTID", intid);
                DirectFields.PROPERTY.write(answer, queries.propertyInTable(vm, index, intid));
                answer.endEntry();
            }
        }

        return complete;
    }

    private boolean vlpi(final int vm, final int vintid, final DirectQueries.VlpiState vlpi) throws IOException
    {
        if (!answer.beginEntry())
        {
            return false;
        }
        answer.number("VM", vm);
        answer.number("INTID", vintid);
        DirectFields.VLPI.write(answer, vlpi);
        answer.endEntry();

        return true;
    }

    /** Returns whether an interrupt that a search found is to be shown, and the search goes on. */
    private static boolean isWanted(final int intid, final int lpi)
    {
        return intid >= 0 && (lpi == NO_LPI || intid == lpi);
    }

    /**
     * Returns the vLPI of a request, or {@link #NO_LPI}; refuses one that no VM of the request has.
     *
     * @param endVm end of the VMs of the request
     */
    private int lpi(final ViewRequest request, final int endVm)
    {
        if (!request.has(View.Option.LPI))
        {
            return NO_LPI;
        }
        final long lpi = request.number(View.Option.LPI);
        boolean isThere = false;
        for (int vm = firstVm(request); !isThere && vm < endVm; vm++)
        {
            isThere = lpi <= Integer.MAX_VALUE && queries.nextVlpi(vm, (int)lpi) == lpi;
        }
        if (!isThere)
        {
            throw new IllegalArgumentException((request.has(View.Option.VM) ?
                "VM " + firstVm(request) + " has no LPI " : "no VM has an LPI ") + lpi);
        }

        return (int)lpi;
    }

    /** Returns the first VM of a request: a VM that has migrated is its successor. */
    private int firstVm(final ViewRequest request)
    {
        return request.has(View.Option.VM) ? queries.followedVm((int)request.number(View.Option.VM)) : 0;
    }

    /** Returns the end of the VMs of a request; refuses a VM that does not exist. */
    private int endVm(final ViewRequest request)
    {
        if (!request.has(View.Option.VM))
        {
            return queries.vmCount();
        }
        final long vm = request.number(View.Option.VM);
        if (vm >= queries.vmCount())
        {
            throw new IllegalArgumentException("VM " + vm + " does not exist (" + (queries.vmCount() == 0 ?
                "there is none" : "VMs are 0 to " + (queries.vmCount() - 1)) + ")");
        }

        return queries.followedVm((int)vm) + 1;
    }
}
