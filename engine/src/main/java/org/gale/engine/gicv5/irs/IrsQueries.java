package org.gale.engine.gicv5.irs;

import org.gale.engine.machine.InterruptQueries;
import org.gale.tables.ist.InterruptStateTable;

/**
 * Queries of what an IRS latched of its tables. Owned by the thread that owns the machine.
 */
final class IrsQueries implements InterruptQueries
{
    private final Irs irs;
    private final VirtualMachines vms;

    IrsQueries(final Irs irs, final VirtualMachines vms)
    {
        this.irs = irs;
        this.vms = vms;
    }

    @Override
    public boolean isVmValid(final int vmId)
    {
        return vms.vm(vmId) != null;
    }

    @Override
    public int nextVm(final int fromId)
    {
        int vmId = Math.max(0, fromId);
        while (vmId < vms.vmEnd() && vms.vm(vmId) == null)
        {
            vmId++;
        }

        return vmId < vms.vmEnd() ? vmId : -1;
    }

    @Override
    public long vmteAddress(final int vmId)
    {
        return vms.table().entryAddress(vmId);
    }

    @Override
    public long vpeteAddress(final int vmId, final int vpeId)
    {
        final Vm vm = vms.vm(vmId);

        return vm != null && vpeId >= 0 && vpeId < vm.targetCount() ?
            vm.vpeteAddress(vpeId) : LatchedVmTable.NOT_VALID;
    }

    @Override
    public int vpeLimit(final int vmId)
    {
        final Vm vm = vms.vm(vmId);

        return vm == null ? 0 : vm.targetCount();
    }

    @Override
    public int nextVpe(final int vmId, final int fromId)
    {
        final Vm vm = vms.vm(vmId);
        final Vpe vpe = vm == null ? null : vm.nextVpe(Math.max(0, fromId));

        return vpe == null ? -1 : vpe.vpeId();
    }

    @Override
    public VpeState vpe(final int vmId, final int vpeId)
    {
        final Vm vm = vms.vm(vmId);
        final Vpe vpe = vm == null ? null : vm.vpe(vpeId);

        return vpe == null ? null : new VpeState(vpeId, vpe.residentPe(), vpe.doorbell(), vpe.isExcludedFromOneOfN(),
            vm.index().best(vpeId));
    }

    @Override
    public long vmDoorbell(final int vmId)
    {
        final Vm vm = vms.vm(vmId);

        return vm == null ? 0 : vm.doorbell();
    }

    @Override
    public InterruptStateTable table(final int vmId, final int type)
    {
        return irs.table(vmId, type);
    }

    @Override
    public int residentVm(final int pe)
    {
        return irs.residentVm(pe);
    }

    @Override
    public int residentVpe(final int pe)
    {
        return irs.residentVpe(pe);
    }

    @Override
    public long entry(final int vmId, final int intid)
    {
        return irs.entry(vmId, intid);
    }

    @Override
    public long errorsReported()
    {
        return irs.errorsReported();
    }
}
