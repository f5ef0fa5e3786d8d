package org.gale.engine.gicv5.irs;

import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsSaveVmStatusr;
import org.gale.tables.register.IrsSaveVmr;
import org.gale.tables.register.IrsVmSelr;
import org.gale.tables.register.IrsVmStatusr;

/** IRS_VM_SELR, IRS_VM_DBR, IRS_VM_STATUSR, IRS_SAVE_VMR, IRS_SAVE_VM_STATUSR: what software asks of one VM. */
final class VmSelection
{
    private static final long SAVE_VMR_MASK = IrsSaveVmr.VM_ID.mask() | IrsSaveVmr.Q.mask() | IrsSaveVmr.S.mask();

    private final ValidOwners owners;
    private final Residency residency;
    private int selr;
    private boolean valid;
    private long saveVmr;

    VmSelection(final ValidOwners owners, final Residency residency)
    {
        this.owners = owners;
        this.residency = residency;
    }

    void state(final StateStream stream)
    {
        selr = (int)stream.bits("IRS_VM_SELR", selr, IrsVmSelr.VM_ID.mask());
        valid = stream.flag(valid);
        saveVmr = stream.bits("IRS_SAVE_VMR", saveVmr, SAVE_VMR_MASK);
    }

    int selr()
    {
        return selr;
    }

    void select(final int value)
    {
        selr = value & IrsVmSelr.VM_ID.mask();
        valid = owners.vm(selr) != null;
    }

    int status()
    {
        return IrsVmStatusr.V.with(IrsVmStatusr.IDLE.mask(), valid);
    }

    long dbr()
    {
        final Vm vm = owners.vm(selr);

        return valid && vm != null ? vm.doorbell() : 0;
    }

    void writeDbr(final long value)                                             // B-VPE-9
    {
        final Vm vm = owners.vm(selr);
        valid = valid && vm != null;
        if (valid)
        {
            vm.doorbell(value & Vm.DBR_MASK);
            residency.oneOfNTakersChanged(vm);
        }
    }

    long saveVmr()
    {
        return saveVmr;
    }

    /**
     * Saves a VM, asks whether it is quiescent, or both. Everything is in RAM at every moment, so that saving only
     * begins to watch (B-SAV-1, B-SAV-3).
     *
     * @param written mask of the bits that the write carries
     */
    void save(final long value, final long written)
    {
        final long actions = (IrsSaveVmr.Q.mask() | IrsSaveVmr.S.mask()) & written;     // M-HALF
        saveVmr = value & (IrsSaveVmr.VM_ID.mask() | actions);
        final Vm vm = owners.vm(IrsSaveVmr.VM_ID.getInt(saveVmr));
        if (IrsSaveVmr.S.isSet(saveVmr) && vm != null)
        {
            vm.saved();
        }
    }

    int saveStatus()                                                            // B-SAV-4, M-QUIESCE
    {
        final Vm vm = owners.vm(IrsSaveVmr.VM_ID.getInt(saveVmr));
        boolean quiescent = vm != null && IrsSaveVmr.Q.isSet(saveVmr) && !vm.isChangedSinceSave();
        for (Vpe vpe = quiescent ? vm.nextVpe(0) : null; vpe != null; vpe = vm.nextVpe(vpe.vpeId() + 1))
        {
            quiescent &= !vpe.isResident();
        }

        return IrsSaveVmStatusr.Q.with(IrsSaveVmStatusr.IDLE.mask(), quiescent);
    }
}
