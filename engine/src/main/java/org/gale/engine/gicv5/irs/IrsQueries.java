package org.gale.engine.gicv5.irs;

/**
 * What an IRS knows of its VMs, for whoever shows it. Nothing changes, nothing is reported, and any int may be asked
 * for. Owned by the thread that owns the machine.
 */
public final class IrsQueries
{
    private final VirtualMachines vms;

    IrsQueries(final VirtualMachines vms)
    {
        this.vms = vms;
    }

    /**
     * A VPE that is valid.
     *
     * @param vpeId      below 2<sup>VPE_ID_BITS</sup> of its VM
     * @param residentPe where it is resident, or −1
     * @param doorbell   its settings, as IRS_VPE_DBR shows them
     * @param excluded   DPS: it stays out of 1ofN selection
     * @param candidate  its best one whatever the masks say (B-VPE-8), or {@link Candidate#NONE}
     */
    public record VpeState(int vpeId, int residentPe, long doorbell, boolean excluded, long candidate)
    {
    }

    /** Is the VM valid? */
    public boolean isVmValid(final int vmId)
    {
        return vms.vm(vmId) != null;
    }

    /** The first valid VM whose id is at least {@code fromId}, or −1. */
    public int nextVm(final int fromId)
    {
        int vmId = Math.max(0, fromId);
        while (vmId < vms.vmEnd() && vms.vm(vmId) == null)
        {
            vmId++;
        }

        return vmId < vms.vmEnd() ? vmId : -1;
    }

    /** Where the L2_VMTE of a VM, valid or not, lies, in RAM or not; −1 if the tables that are valid have none. */
    public long vmteAddress(final int vmId)
    {
        return vms.entryAddress(vmId);
    }

    /** Where the VPETE of a VPE id of a valid VM lies, in RAM or not; −1 if there is no such VM or id. */
    public long vpeteAddress(final int vmId, final int vpeId)
    {
        final Vm vm = vms.vm(vmId);

        return vm != null && vpeId >= 0 && vpeId < vm.targetCount() ?
            vm.vpeteAddress(vpeId) : VirtualMachines.NOT_VALID;
    }

    /** VPE ids of a valid VM are below this number; 0 if there is no such VM. */
    public int vpeLimit(final int vmId)
    {
        final Vm vm = vms.vm(vmId);

        return vm == null ? 0 : vm.targetCount();
    }

    /** The first valid VPE of a VM whose id is at least {@code fromId}, or −1. */
    public int nextVpe(final int vmId, final int fromId)
    {
        final Vm vm = vms.vm(vmId);
        final Vpe vpe = vm == null ? null : vm.nextVpe(Math.max(0, fromId));

        return vpe == null ? -1 : vpe.vpeId();
    }

    /** A VPE, or null if it is not valid. */
    public VpeState vpe(final int vmId, final int vpeId)
    {
        final Vm vm = vms.vm(vmId);
        final Vpe vpe = vm == null ? null : vm.vpe(vpeId);

        return vpe == null ? null : new VpeState(vpeId, vpe.residentPe(), vpe.doorbell(), vpe.isExcludedFromOneOfN(),
            vm.index().best(vpeId));
    }

    /** The VM doorbell of a valid VM, as IRS_VM_DBR shows it; 0 if there is no such VM. */
    public long vmDoorbell(final int vmId)
    {
        final Vm vm = vms.vm(vmId);

        return vm == null ? 0 : vm.doorbell();
    }
}
