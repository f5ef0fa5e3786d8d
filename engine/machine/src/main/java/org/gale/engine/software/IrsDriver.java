package org.gale.engine.software;

import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsCr1;
import org.gale.tables.register.IrsPeCr0;
import org.gale.tables.register.IrsPeSelr;
import org.gale.tables.register.IrsSpiCfgr;
import org.gale.tables.register.IrsSpiSelr;
import org.gale.tables.register.IrsSpiVmr;
import org.gale.tables.register.IrsVmapL2Vmtr;
import org.gale.tables.register.IrsVmapVistr;
import org.gale.tables.register.IrsVmapVmr;
import org.gale.tables.register.IrsVmapVper;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.register.IrsVmtCfgr;

/**
 * Driver of an IRS: its VM table, and the VMs, VPEs and tables that become valid in it. It waits for nothing: who needs
 * to know when the IRS is idle asks its status registers.
 */
public final class IrsDriver
{
    /** Inner and outer write-back, inner shareable, with the allocation hints of all tables. */
    private static final int CACHED = IrsCr1.FIELDS.stream().filter(field -> !field.name().equals("RES0"))
        .mapToInt(field -> field.mask()).reduce(0, (all, mask) -> all | mask);

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
     * Makes a VM table valid.
     *
     * @param address  of the linear table or of the level 1 table
     * @param twoLevel true for a two-level table, false for a linear one
     */
    public void vmTable(final long address, final int vmIdBits, final boolean twoLevel)
    {
        cpu.store(frame + IrsVmtCfgr.OFFSET, Integer.BYTES,
            IrsVmtCfgr.STRUCTURE.with(IrsVmtCfgr.VM_ID_BITS.set(0, vmIdBits), twoLevel));
        cpu.store(frame + IrsVmtBaser.OFFSET, Long.BYTES,
            IrsVmtBaser.ADDR.withAddress(IrsVmtBaser.VALID.mask(), address));
    }

    /** Makes the level 1 entry that covers a VM valid. */
    public void mapL2(final int vmId)
    {
        cpu.store(frame + IrsVmapL2Vmtr.OFFSET, Long.BYTES, IrsVmapL2Vmtr.VM_ID.set(IrsVmapL2Vmtr.M.mask(), vmId));
    }

    /** Makes a VM valid whose entry lies in the VM table. */
    public void mapVm(final int vmId)
    {
        cpu.store(frame + IrsVmapVmr.OFFSET, Long.BYTES, IrsVmapVmr.VM_ID.set(IrsVmapVmr.M.mask(), vmId));
    }

    /** Makes a VM invalid, with its VPEs and its tables. */
    public void unmapVm(final int vmId)
    {
        cpu.store(frame + IrsVmapVmr.OFFSET, Long.BYTES,
            IrsVmapVmr.VM_ID.set(IrsVmapVmr.M.mask() | IrsVmapVmr.U.mask(), vmId));
    }

    /**
     * Makes a table of interrupts of a VM valid, which its entry describes.
     *
     * @param type of the interrupts, LPI or SPI
     */
    public void mapIst(final int vmId, final int type)
    {
        cpu.store(frame + IrsVmapVistr.OFFSET, Long.BYTES,
            IrsVmapVistr.TYPE.set(IrsVmapVistr.VM_ID.set(IrsVmapVistr.M.mask(), vmId), type));
    }

    /**
     * Makes a table of interrupts of a VM invalid.
     *
     * @param type of the interrupts, LPI or SPI
     */
    public void unmapIst(final int vmId, final int type)
    {
        cpu.store(frame + IrsVmapVistr.OFFSET, Long.BYTES, IrsVmapVistr.TYPE.set(
            IrsVmapVistr.VM_ID.set(IrsVmapVistr.M.mask() | IrsVmapVistr.U.mask(), vmId), type));
    }

    /** Makes a VPE valid whose entry lies in the VPE table of its VM. */
    public void mapVpe(final int vmId, final int vpeId)
    {
        cpu.store(frame + IrsVmapVper.OFFSET, Long.BYTES,
            IrsVmapVper.VPE_ID.set(IrsVmapVper.VM_ID.set(IrsVmapVper.M.mask(), vmId), vpeId));
    }

    /** Hands the wire of an SPI, which is level-triggered, to a VM: it becomes that VM's SPI of the same ID. */
    public void handSpi(final int spi, final int vmId)                          // B-SPI-6, B-SPI-8, M-SPIVMR
    {
        cpu.store(frame + IrsSpiSelr.OFFSET, Integer.BYTES, IrsSpiSelr.ID.set(0, spi));
        cpu.store(frame + IrsSpiCfgr.OFFSET, Integer.BYTES, IrsSpiCfgr.TM.mask());
        cpu.store(frame + IrsSpiVmr.OFFSET, Long.BYTES, IrsSpiVmr.VM_ID.set(IrsSpiVmr.VIRT.mask(), vmId));
    }

    /** Lets the IRS read and write its tables by cached accesses, as kernels do before they enable it. */
    public void cache()                                                         // T-IRS-14
    {
        cpu.store(frame + IrsCr1.OFFSET, Integer.BYTES, CACHED);
    }

    /** Lets a PE that is attached to this IRS take no interrupt that any PE may take, as kernels do. */
    public void startPe(final int iaffid)                                       // T-PE-7
    {
        cpu.store(frame + IrsPeSelr.OFFSET, Integer.BYTES, IrsPeSelr.IAFFID.set(0, iaffid));
        cpu.store(frame + IrsPeCr0.OFFSET, Integer.BYTES, IrsPeCr0.DPS.mask());
    }

    /** Enables the IRS. */
    public void enable()
    {
        cpu.store(frame + IrsCr0.OFFSET, Integer.BYTES, IrsCr0.IRSEN.mask());
    }
}
