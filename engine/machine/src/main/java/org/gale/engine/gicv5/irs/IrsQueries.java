package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.InterruptQueries;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.operand.Intid;

/**
 * Queries of what an IRS latched of its tables. Owned by the thread that owns the machine.
 */
final class IrsQueries implements InterruptQueries
{
    /** Owners, which tests of faults reach, too. */
    final ValidOwners owners;
    /** Residency, which tests of faults reach, too. */
    final Residency residency;

    private final LatchedVmTable vmTable;
    private final PeGates gates;
    private final SpiBank spis;

    IrsQueries(
        final LatchedVmTable vmTable,
        final ValidOwners owners,
        final PeGates gates,
        final SpiBank spis,
        final Residency residency)
    {
        this.gates = gates;
        this.spis = spis;
        this.residency = residency;
        this.vmTable = vmTable;
        this.owners = owners;
    }

    @Override
    public boolean isVmValid(final int vmId)
    {
        return owners.vm(vmId) != null;
    }

    @Override
    public int nextVm(final int fromId)
    {
        final int vmId = owners.nextVm(Math.max(0, fromId));

        return vmId < owners.vmLimit() ? vmId : -1;
    }

    @Override
    public long vmteAddress(final int vmId)
    {
        return vmTable.entryAddress(vmId);
    }

    @Override
    public long vpeteAddress(final int vmId, final int vpeId)
    {
        final Vm vm = owners.vm(vmId);

        return vm != null && vpeId >= 0 && vpeId < vm.targetCount() ?
            vm.vpeteAddress(vpeId) : LatchedVmTable.NOT_VALID;
    }

    @Override
    public int vpeLimit(final int vmId)
    {
        final Vm vm = owners.vm(vmId);

        return vm == null ? 0 : vm.targetCount();
    }

    @Override
    public int nextVpe(final int vmId, final int fromId)
    {
        final Vm vm = owners.vm(vmId);
        final Vpe vpe = vm == null ? null : vm.nextVpe(Math.max(0, fromId));

        return vpe == null ? -1 : vpe.vpeId();
    }

    @Override
    public VpeState vpe(final int vmId, final int vpeId)
    {
        final Vm vm = owners.vm(vmId);
        final Vpe vpe = vm == null ? null : vm.vpe(vpeId);

        return vpe == null ? null : new VpeState(vpeId, vpe.residentPe(), vpe.doorbell(), vpe.isExcludedFromOneOfN(),
            vm.index().best(vpeId));
    }

    @Override
    public long vmDoorbell(final int vmId)
    {
        final Vm vm = owners.vm(vmId);

        return vm == null ? 0 : vm.doorbell();
    }

    @Override
    public InterruptStateTable table(final int owner, final int type)
    {
        final InterruptOwner found = owners.of(owner);
        final InterruptSpace space = found == null ? null : found.space(type);

        return space == null ? null : space.table();
    }

    @Override
    public int residentOwner(final int pe)
    {
        return residency.residentOwner(pe);
    }

    @Override
    public int residentVpe(final int pe)
    {
        return residency.residentVpe(pe);
    }

    @Override
    public boolean isEnabled(final int number)
    {
        return gates.isEnabled(number);
    }

    @Override
    public boolean isLinked(final int pe)
    {
        return gates.isLinked(pe);
    }

    @Override
    public int spiOwner(final int id)
    {
        return spis.exists(id) ? spis.owner(id, ValidOwners.PHYSICAL) : OwnerId.NONE;
    }

    @Override
    public int oneOfNTarget(final int owner)
    {
        if (OwnerId.isPhysical(owner))
        {
            return residency.oneOfNPe();
        }
        final Vm vm = owners.vm(OwnerId.vmId(owner));
        final Vpe taker = vm == null ? null : residency.oneOfNTaker(vm);

        return taker == null ? -1 : taker.vpeId();
    }

    @Override
    public long entry(final int owner, final int intid)
    {
        final InterruptSpace space = owners.space(owner, intid);

        return space != null && space.isReachable(Intid.id(intid)) ?
            space.table().loadPlain(Intid.id(intid)) & 0xffff_ffffL : -1;
    }
}
