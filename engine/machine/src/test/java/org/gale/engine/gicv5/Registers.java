package org.gale.engine.gicv5;

/** Offsets of the registers in their frames, as the architecture has them; written down apart from the main code. */
public final class Registers
{
    public static final int IRS_IDR0 = 0x000;
    public static final int IRS_CR0 = 0x080;
    public static final int IRS_CR1 = 0x084;
    public static final int IRS_SYNCR = 0x0c0;
    public static final int IRS_SPI_VMR = 0x100;
    public static final int IRS_SPI_SELR = 0x108;
    public static final int IRS_SPI_RESAMPLER = 0x110;
    public static final int IRS_SPI_CFGR = 0x114;
    public static final int IRS_SPI_STATUSR = 0x118;
    public static final int IRS_PE_SELR = 0x140;
    public static final int IRS_PE_STATUSR = 0x144;
    public static final int IRS_PE_CR0 = 0x148;
    public static final int IRS_IST_BASER = 0x180;
    public static final int IRS_IST_CFGR = 0x190;
    public static final int IRS_IST_STATUSR = 0x194;
    public static final int IRS_MAP_L2_ISTR = 0x1c0;
    public static final int IRS_VMT_BASER = 0x200;
    public static final int IRS_VMT_CFGR = 0x210;
    public static final int IRS_VMT_STATUSR = 0x214;
    public static final int IRS_VPE_SELR = 0x240;
    public static final int IRS_VPE_DBR = 0x248;
    public static final int IRS_VPE_HPPIR = 0x250;
    public static final int IRS_VPE_CR0 = 0x258;
    public static final int IRS_VPE_STATUSR = 0x25c;
    public static final int IRS_VM_DBR = 0x280;
    public static final int IRS_VM_SELR = 0x288;
    public static final int IRS_VM_STATUSR = 0x28c;
    public static final int IRS_VMAP_L2_VMTR = 0x2c0;
    public static final int IRS_VMAP_VMR = 0x2c8;
    public static final int IRS_VMAP_VISTR = 0x2d0;
    public static final int IRS_VMAP_L2_VISTR = 0x2d8;
    public static final int IRS_VMAP_VPER = 0x2e0;
    public static final int IRS_SAVE_VMR = 0x300;
    public static final int IRS_SAVE_VM_STATUSR = 0x308;
    public static final int IRS_SWERR_STATUSR = 0x3c0;
    public static final int IRS_SWERR_SYNDROMER0 = 0x3c8;
    public static final int IRS_SWERR_SYNDROMER1 = 0x3d0;

    public static final int ITS_CR0 = 0x080;
    public static final int ITS_DT_BASER = 0x0c0;
    public static final int ITS_DT_CFGR = 0x0d0;
    public static final int ITS_DIDR = 0x100;
    public static final int ITS_EIDR = 0x108;
    public static final int ITS_INV_EVENTR = 0x10c;
    public static final int ITS_INV_DEVICER = 0x110;
    public static final int ITS_READ_EVENTR = 0x114;
    public static final int ITS_READ_EVENT_DATAR = 0x118;
    public static final int ITS_GEN_EVENT_DIDR = 0x180;
    public static final int ITS_GEN_EVENT_EIDR = 0x188;
    public static final int ITS_GEN_EVENTR = 0x18c;

    public static final int IWB_CR0 = 0x080;
    public static final int IWB_WENABLER = 0x2000;
    public static final int IWB_WTMR = 0x4000;

    private Registers()
    {
    }
}
