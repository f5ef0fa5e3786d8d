package org.gale.engine.gicv5;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of registers of the IRS that software reads: what identifies it, and what was written. */
class IrsRegistersTest
{
    private static final int IDR3 = 0x00c;
    private static final int IDR4 = 0x010;
    private static final int IDR5 = 0x014;
    private static final int IDR6 = 0x018;
    private static final int IDR7 = 0x01c;
    private static final int IIDR = 0x040;
    private static final int AIDR = 0x044;
    private static final int DEVARCH = 0xffbc;
    private static final int CIDR = 0xfff0;

    @Test
    void shouldSayWhatItIs()
    {
        try (Rig rig = new Rig(""))
        {
            assertEquals(0xfff0_043b, rig.irs(IIDR));
            assertEquals(0, rig.irs(AIDR));                                     // an IRS of GICv5.0
            assertEquals(0x4770_5a19, rig.irs(DEVARCH));
            assertEquals(0x0d, rig.irs(CIDR));
            assertEquals(0xf0, rig.irs(CIDR + 4));
            assertEquals(0x05, rig.irs(CIDR + 8));
            assertEquals(0xb1, rig.irs(CIDR + 12));
        }
    }

    @Test
    void shouldShowHowManyVmsVpesAndSpisItHas()
    {
        try (Rig rig = new Rig("vm_id_bits=9 vpe_id_bits=4 spis=48 spi_base=32"))
        {
            assertEquals(9 << 5 | 1 << 10, rig.irs(IDR3));                      // two levels
            assertEquals(3 | 3 << 6, rig.irs(IDR4));                            // 8 bytes, 4 bits less one
            assertEquals(48, rig.irs(IDR5));
            assertEquals(48, rig.irs(IDR6));
            assertEquals(32, rig.irs(IDR7));
        }
    }

    @Tag("B-TRAP-12")
    @Test
    void shouldShowNoVmsWithoutVirtualization()
    {
        try (Rig rig = new Rig("preset=el1"))
        {
            assertEquals(0, rig.irs(IDR3));
            assertEquals(0, rig.irs(IDR4));
        }
    }

    @Test
    void shouldShowWhatWasWritten()
    {
        try (Rig rig = new Rig("pes=2 min_lpi_id_bits=4"))
        {
            rig.irs(Registers.IRS_IST_CFGR, 9 | 1 << 5);
            assertEquals(9 | 1 << 5, rig.irs(Registers.IRS_IST_CFGR));
            rig.irs(Registers.IRS_VMT_CFGR, 10 | 1 << 16);
            assertEquals(10 | 1 << 16, rig.irs(Registers.IRS_VMT_CFGR));
            rig.irs(Registers.IRS_VM_SELR, 0x1234);
            assertEquals(0x1234, rig.irs(Registers.IRS_VM_SELR));
            rig.irsLong(Registers.IRS_SAVE_VMR, 0x4321);
            assertEquals(0x4321, rig.irsLong(Registers.IRS_SAVE_VMR));
        }
    }

    @Tag("B-CPU-29")
    @Test
    void shouldKeepTheExclusionOfEachPeApart()
    {
        try (Rig rig = new Rig("pes=2 one_n=1"))
        {
            rig.irs(Registers.IRS_PE_SELR, 1);
            rig.irs(Registers.IRS_PE_CR0, 1);

            assertEquals(1, rig.irs(Registers.IRS_PE_CR0));
            rig.irs(Registers.IRS_PE_SELR, 0);
            assertEquals(0, rig.irs(Registers.IRS_PE_CR0));
            rig.irs(Registers.IRS_PE_SELR, 2);                                  // there is none
            assertEquals(0, rig.irs(Registers.IRS_PE_CR0));
        }
    }
}
