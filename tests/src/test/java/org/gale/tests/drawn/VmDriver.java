package org.gale.tests.drawn;

import org.gale.tests.drawn.plain.PlainHost;

/** Hypervisor of a GICv5 by text: it writes the tables and registers of VMs, and polls each IDLE. For one thread. */
final class VmDriver
{
    static final int LPI_BITS = 14;
    static final int SPI_BITS = 6;
    static final int VPE_BITS = 2;

    private static final long IRS = 0x0801_0000L;
    private static final long VMT = 0x40a0_0000L;
    private static final long VPETS = 0x40a1_0000L;
    private static final long ISTS = 0x40b0_0000L;
    private static final long IST_STEP = 0x4_0000L;
    private static final long SPI_ISTS = 0x2_0000L;
    private static final int VMTE_BYTES = 32;
    private static final int VMT_STATUSR = 0x214;
    private static final int VPE_STATUSR = 0x25c;
    private static final long ACTION = 1L << 63;
    private static final long UNMAP = 1L << 62;
    private static final long VALID_DBR = 1L << 63;
    private static final long REQUEST = 1L << 62;
    private static final long LPIS = 2L << 29;
    private static final long SPIS = 3L << 29;

    private final TextSession session;

    VmDriver(final TextSession session)
    {
        this.session = session;
    }

    /** Makes the table of VMs valid. */
    void begin()
    {
        session.all("writel " + (IRS + 0x210) + " 8", "writeq " + (IRS + 0x200) + ' ' + (VMT | 1));
        session.poll(IRS + VMT_STATUSR, 1);
    }

    /** Returns the address of the entry of an interrupt of a VM. */
    long entry(final int vm, final int intid)
    {
        return ISTS + IST_STEP * vm + (PlainHost.isSpi(intid) ? SPI_ISTS : 0) + 4L * (intid & 0xff_ffff);
    }

    /** Writes the entry of a VM, and makes it valid with tables that are valid beforehand. */
    void mapVm(final int vm, final boolean lpis, final boolean spis)
    {
        final long vmte = VMT + (long)VMTE_BYTES * vm;
        final long ist = ISTS + IST_STEP * vm;
        write(vmte + 8, (long)VPE_BITS << 59 | VPETS + 0x1000L * vm);
        write(vmte + 16, (long)LPI_BITS << 59 | ist | (lpis ? 1 : 0));
        write(vmte + 24, (long)SPI_BITS << 59 | ist + SPI_ISTS | (spis ? 1 : 0));
        map(0x2c8, ACTION | vm);
    }

    void unmapVm(final int vm)
    {
        map(0x2c8, ACTION | UNMAP | vm);
    }

    void mapTable(final int vm, final boolean ofSpis, final boolean valid)
    {
        map(0x2d0, ACTION | (valid ? 0 : UNMAP) | (long)vm << 32 | (ofSpis ? SPIS : LPIS));
    }

    void mapVpe(final int vm, final int vpe)
    {
        map(0x2e0, ACTION | (long)vm << 32 | vpe);
    }

    /** Sets the doorbell of a VPE, and returns whether it could be selected. */
    boolean setDoorbell(final int vm, final int vpe, final int lpi, final boolean valid, final boolean request,
        final int mask)
    {
        write(IRS + 0x240, ACTION | (long)vpe << 32 | vm);
        session.poll(IRS + VPE_STATUSR, 1);
        final boolean isSelected = (session.value("readl " + (IRS + VPE_STATUSR)) & 2) != 0;
        write(IRS + 0x248, (valid ? VALID_DBR : 0) | (request ? REQUEST : 0) | (long)mask << 32 | lpi);
        session.poll(IRS + VPE_STATUSR, 1);

        return isSelected;
    }

    /** Makes a VPE resident with its state, and returns whether that succeeded. */
    boolean enter(final int pe, final int vm, final int vpe, final int active, final int mask)
    {
        register(pe, "ICH_APR_EL2", Integer.toUnsignedLong(active));
        register(pe, "ICH_VMCR_EL2", (long)mask << 27 | 1);
        register(pe, "ICH_CONTEXTR_EL2", ACTION | (long)vpe << 32 | vm);

        return (session.value("sysr " + pe + " el2 ICH_CONTEXTR_EL2") & UNMAP) == 0;
    }

    void leave(final int pe, final boolean request, final int mask)
    {
        register(pe, "ICH_CONTEXTR_EL2", (request ? 1L << 60 : 0) | (long)mask << 55);
    }

    /** Executes an instruction that names an interrupt of a VM. */
    void instruction(final int pe, final String name, final int vm, final int intid, final long fields)
    {
        session.all("insn " + pe + " el2 " + name + " 0x" +
            Long.toHexString(Integer.toUnsignedLong(intid) | (long)vm << 32 | fields));
    }

    /** Executes an instruction of the guest on a PE. */
    void guest(final int pe, final String name, final int intid, final long fields)
    {
        session.all("insn " + pe + " vel1 " + name + " 0x" + Long.toHexString(Integer.toUnsignedLong(intid) | fields));
    }

    private void register(final int pe, final String name, final long value)
    {
        session.all("sysw " + pe + " el2 " + name + ' ' + Long.toUnsignedString(value));
    }

    private void map(final int register, final long value)
    {
        write(IRS + register, value);
        session.poll(IRS + VMT_STATUSR, 1);
    }

    private void write(final long address, final long value)
    {
        session.all("writeq " + address + ' ' + Long.toUnsignedString(value));
    }
}
