package org.gale.engine.software;

import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsVmapVistr;
import org.gale.tables.register.IrsVmapVmr;
import org.gale.tables.register.IrsVmapVper;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.register.IrsVmtCfgr;

/** Driver of an IRS: its VM table, and the VMs and VPEs that become valid in it. */
public final class IrsDriver
{
    private final Cpu cpu;
    private final long frame;

    /**
     * Makes a driver.
     *
     * @param frame physical address of the configuration frame
     */
    public IrsDriver(final Cpu cpu, final long frame)
    {
        this.cpu = cpu;
        this.frame = frame;
    }

    /**
     * Makes a linear VM table valid.
     *
     * @param address of the table
     */
    public void vmTable(final long address, final int vmIdBits)
    {
        cpu.store(frame + IrsVmtCfgr.OFFSET, Integer.BYTES, IrsVmtCfgr.VM_ID_BITS.set(0, vmIdBits));
        cpu.store(frame + IrsVmtBaser.OFFSET, Long.BYTES,
            IrsVmtBaser.ADDR.withAddress(IrsVmtBaser.VALID.mask(), address));
    }

    /** Makes a VM valid whose entry lies in the VM table. */
    public void mapVm(final int vmId)
    {
        cpu.store(frame + IrsVmapVmr.OFFSET, Long.BYTES, IrsVmapVmr.VM_ID.set(IrsVmapVmr.M.mask(), vmId));
    }

    /** Makes the LPI table of a VM valid, which its entry describes. */
    public void mapLpis(final int vmId)
    {
        cpu.store(frame + IrsVmapVistr.OFFSET, Long.BYTES,
            IrsVmapVistr.TYPE.set(IrsVmapVistr.VM_ID.set(IrsVmapVistr.M.mask(), vmId), Intid.TYPE_LPI));
    }

    /** Makes a VPE valid whose entry lies in the VPE table of its VM. */
    public void mapVpe(final int vmId, final int vpeId)
    {
        cpu.store(frame + IrsVmapVper.OFFSET, Long.BYTES,
            IrsVmapVper.VPE_ID.set(IrsVmapVper.VM_ID.set(IrsVmapVper.M.mask(), vmId), vpeId));
    }

    /** Enables the IRS. */
    public void enable()
    {
        cpu.store(frame + IrsCr0.OFFSET, Integer.BYTES, IrsCr0.IRSEN.mask());
    }
}
