package org.gale.engine.inspect;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.ValidVms;

/**
 * Checks of the subject of a view, which the machine must have. A refusal names the wrong value and the valid ones.
 * Pure functions.
 */
final class ViewChecks
{
    private ViewChecks()
    {
    }

    /** Checks that the machine is of the kind that the view is for. */
    static void checkMachine(final Machine machine, final ViewRequest request)
    {
        final boolean isDirect = machine.queries() instanceof DirectQueries;
        if (request.view().isCommon())
        {
            MsixView.check(machine, request);
        }
        else if (request.view().isDirect() != isDirect)
        {
            throw new IllegalArgumentException("'" + request.view().word() + (isDirect ?
                "': a GICv4 host has no such view (" + String.join(", ", View.words(true)) + ")" :
                "': this machine is no GICv4 host (" + String.join(", ", View.words(false)) + ")"));
        }
    }

    /** Returns the PE of a request. */
    static int pe(final Machine machine, final ViewRequest request)
    {
        final long pe = request.number(View.Option.PE);
        final int count = machine.config().pes();
        if (pe >= count)
        {
            throw new IllegalArgumentException("PE " + pe + " does not exist (PEs are 0 to " + (count - 1) + ")");
        }

        return (int)pe;
    }

    /** Returns the ITS of a request; 0 unless it names one. */
    static int its(final Machine machine, final ViewRequest request)
    {
        checkVirtual(machine, request);
        final long its = request.has(View.Option.ITS) ? request.number(View.Option.ITS) : 0;
        final int count = machine.config().board().itss();
        if (its >= count)
        {
            throw new IllegalArgumentException("ITS " + its + " does not exist (ITSs are 0 to " + (count - 1) + ")");
        }

        return (int)its;
    }

    /** Returns the id of the VM of a request, which must be valid: that of its successor once it has migrated. */
    static int validVm(final Machine machine, final ViewRequest request)
    {
        checkVirtual(machine, request);
        final long named = request.number(View.Option.VM);
        final int vmId = named < OwnerId.VM_LIMIT ? followed(machine, (int)named) : OwnerId.VM_LIMIT;
        if (named >= OwnerId.VM_LIMIT || !InterruptQueries.of(machine).isVmValid(vmId))
        {
            throw new IllegalArgumentException(
                "VM " + named + " is not valid (" + ValidVms.text(InterruptQueries.of(machine)) + ")");
        }

        return vmId;
    }

    /**
     * Returns the id that a VM has now: another one once it has migrated, as long as no other VM has its id (M-MIG-1).
     *
     * @param vmId that the VM had, 0 to 65,535
     */
    static int followed(final Machine machine, final int vmId)
    {
        if (machine.queries() instanceof DirectQueries direct)
        {
            return direct.followedVm(vmId);
        }
        final int owner = machine.accounts().followedOwner(vmId);

        return !(machine.queries() instanceof InterruptQueries queries) || queries.isVmValid(vmId) ||
            OwnerId.isPhysical(owner) ? vmId : OwnerId.vmId(owner);
    }

    /** Returns the VPE ID of a request. It need not be valid, but must have an entry in the table of its VM. */
    static int vpe(final Machine machine, final ViewRequest request, final int vmId)
    {
        final long vpeId = request.number(View.Option.VPE);
        final int limit = InterruptQueries.of(machine).vpeLimit(vmId);
        if (vpeId >= limit)
        {
            throw new IllegalArgumentException(
                "VPE " + vpeId + " does not exist (VM " + vmId + " has 0 to " + (limit - 1) + ")");
        }

        return (int)vpeId;
    }

    /** Checks that the machine has virtualization; otherwise it has neither a VM nor an ITS. */
    static void checkVirtual(final Machine machine, final ViewRequest request)
    {
        if (!machine.config().virtual())
        {
            throw new IllegalArgumentException("'" + request.view().word() +
                "': this machine has neither VMs nor an ITS (machine preset=full has)");
        }
    }
}
