package org.gale.engine.gicv5;

import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of the 64-bit registers of the IRS, written by halves (M-HALF). */
@Tag("M-HALF")
class IrsHalvesTest
{
    private static final int HIGH = 4;
    private static final long TABLE = 0x6100_0000L;
    private static final int VM = 1;
    private static final int DB_LPI = 20;
    private static final long DBV = 1L << 63;
    private static final long REQ_DB = 1L << 62;
    private static final int M = 1 << 31;
    private static final int U = 1 << 30;

    private final Rig rig = new Rig("pes=1 min_lpi_id_bits=4");

    @AfterEach
    void close()
    {
        rig.close();
    }

    /** Clears VALID: ADDR stays for any address of the write; the next half finds the address that stayed. */
    @ParameterizedTest(name = "base register {0}, configuration {1}")
    @CsvSource({"0x180, 0x190, 0xe", "0x200, 0x210, 0x8"})
    void shouldMergeALowHalfOfABaseWithTheValueThatItHolds(final int baser, final int cfgr, final int shape)
    {
        rig.irs(cfgr, shape);
        rig.irsLong(baser, TABLE | 1);
        rig.irsLong(baser, 0x12_0000_0000L);
        assertEquals(TABLE, rig.irsLong(baser));

        rig.irs(baser, (int)TABLE | 1);

        assertEquals(TABLE | 1, rig.irsLong(baser));
    }

    @ParameterizedTest(name = "base register {0}, configuration {1}")
    @CsvSource({"0x180, 0x190, 0xe", "0x200, 0x210, 0x8"})
    void shouldMergeAHighHalfOfABaseWithTheValueThatItHolds(final int baser, final int cfgr, final int shape)
    {
        rig.irs(cfgr, shape);
        rig.irsLong(baser, TABLE | 1);
        rig.irsLong(baser, TABLE + 0x4_0000 | 1);                               // ignored: it is valid already
        rig.irs(baser + HIGH, 0x12);                                            // likewise, and VALID stays
        assertEquals(TABLE | 1, rig.irsLong(baser));

        rig.irs(baser, 0);
        rig.irs(baser + HIGH, 0x12);

        assertEquals(0x12_0000_0000L | TABLE, rig.irsLong(baser));
    }

    @Test
    void shouldReachLpisOfATableThatBecameValidByItsLowHalf()
    {
        rig.irs(Registers.IRS_IST_CFGR, 0xe);
        rig.irsLong(Registers.IRS_IST_BASER, TABLE | 1);
        rig.irsLong(Registers.IRS_IST_BASER, 0x12_0000_0000L);
        rig.irs(Registers.IRS_IST_BASER, (int)TABLE | 1);

        rig.pend(0, Rig.EL1, Rig.lpi(5), true);

        assertEquals(1, rig.load(TABLE + 4 * 5, 4));
    }

    @Tag("M-SWERR")
    @Test
    void shouldMergeAHalfOfTheErrorStatusWithZero()
    {
        mapBeyondRam();
        rig.irsLong(Registers.IRS_SWERR_STATUSR, 1);
        mapBeyondRam();
        final long status = rig.irsLong(Registers.IRS_SWERR_STATUSR);
        assertNotEquals(0, status);

        rig.irs(Registers.IRS_SWERR_STATUSR + HIGH, 0);
        assertEquals(status, rig.irsLong(Registers.IRS_SWERR_STATUSR));

        rig.irs(Registers.IRS_SWERR_STATUSR, 1);
        assertEquals(0, rig.irsLong(Registers.IRS_SWERR_STATUSR));
    }

    /**
     * Reads the selected SPI from the register; the half that is not written comes from the last write, of another SPI.
     */
    @Test
    void shouldMergeAHalfOfSpiVmrWithTheValueLastWritten()
    {
        rig.irs(Registers.IRS_SPI_SELR, 3);
        rig.irsLong(Registers.IRS_SPI_VMR, 7);
        rig.irs(Registers.IRS_SPI_SELR, 4);
        assertEquals(0, rig.irsLong(Registers.IRS_SPI_VMR));

        rig.irs(Registers.IRS_SPI_VMR + HIGH, M);

        assertEquals(1L << 63 | 7, rig.irsLong(Registers.IRS_SPI_VMR));
        rig.irs(Registers.IRS_SPI_VMR, 8);
        assertEquals(1L << 63 | 8, rig.irsLong(Registers.IRS_SPI_VMR));
    }

    @Test
    void shouldSelectAVpeWithTheHighHalfAlone()
    {
        bringUpVm();
        rig.irs(Registers.IRS_VPE_SELR, VM);
        assertEquals(1, rig.irs(Registers.IRS_VPE_STATUSR));

        rig.irs(Registers.IRS_VPE_SELR + HIGH, M | 2);
        assertEquals(3, rig.irs(Registers.IRS_VPE_STATUSR));

        rig.irs(Registers.IRS_VPE_SELR, 9);
        assertEquals(3, rig.irs(Registers.IRS_VPE_STATUSR));
        assertEquals(2L << 32 | 9, rig.irsLong(Registers.IRS_VPE_SELR));
    }

    @Test
    void shouldMergeAHalfOfVpeDbrWithTheValueLastWritten()
    {
        bringUpVm();
        rig.selectVpe(VM, 2);
        rig.irsLong(Registers.IRS_VPE_DBR, DBV | 31L << 32 | DB_LPI);
        rig.selectVpe(VM, 1);
        assertEquals(0, rig.irsLong(Registers.IRS_VPE_DBR));

        rig.irs(Registers.IRS_VPE_DBR, 21);
        assertEquals(DBV | 31L << 32 | 21, rig.irsLong(Registers.IRS_VPE_DBR));

        rig.irs(Registers.IRS_VPE_DBR + HIGH, 7);
        assertEquals(7L << 32 | 21, rig.irsLong(Registers.IRS_VPE_DBR));
    }

    @Tag("M-DB0")
    @Test
    void shouldKeepTheRequestWhenTheLowHalfOfVpeDbrIsWritten()
    {
        bringUpVm();
        rig.selectVpe(VM, 2);
        rig.irs(Registers.IRS_VPE_DBR + HIGH, (int)((DBV | REQ_DB) >>> 32) | 31);

        rig.irs(Registers.IRS_VPE_DBR, DB_LPI);

        rig.selectVpe(VM, 2);
        assertEquals(DBV | REQ_DB | 31L << 32 | DB_LPI, rig.irsLong(Registers.IRS_VPE_DBR));
        assertEquals(0, rig.entry(Rig.lpi(DB_LPI)));
    }

    @Tag("M-DB0")
    @Test
    void shouldNotRepeatARequestWhenTheLowHalfOfVpeDbrIsWritten()
    {
        bringUpVm();
        rig.doorbell(VM, 2, DB_LPI, 31, true);
        rig.vd(GicInstruction.VDEN, VM, Rig.lpi(3), 0);
        rig.vd(GicInstruction.VDAFF, VM, Rig.lpi(3), 2L << 48);
        rig.virtualPend(VM, Rig.lpi(3), true);
        assertEquals(1, rig.entry(Rig.lpi(DB_LPI)));
        rig.pend(0, Rig.EL1, Rig.lpi(DB_LPI), false);

        rig.irs(Registers.IRS_VPE_DBR, DB_LPI);

        assertEquals(DBV | 31L << 32 | DB_LPI, rig.irsLong(Registers.IRS_VPE_DBR));
        assertEquals(0, rig.entry(Rig.lpi(DB_LPI)));
    }

    @Test
    void shouldMergeAHalfOfVmDbrWithTheValueLastWritten()
    {
        bringUpVm();
        rig.irs(Registers.IRS_VM_SELR, VM);
        rig.irs(Registers.IRS_VM_DBR, 2);
        assertEquals(2, rig.irsLong(Registers.IRS_VM_DBR));

        rig.irs(Registers.IRS_VM_DBR + HIGH, M);
        assertEquals(1L << 63 | 2, rig.irsLong(Registers.IRS_VM_DBR));
    }

    @Test
    void shouldMapAVmWithTheHighHalfAlone()
    {
        rig.vmTable();
        rig.describeVm(VM, Rig.RAM + 0x30_0000, 2, Ist.linear(Rig.RAM + 0x40_0000, 8), null);
        final long vmte = Rig.VMT + 32 * VM;

        rig.irs(Registers.IRS_VMAP_VMR, VM);
        assertEquals(0, rig.load(vmte, 8));
        rig.irs(Registers.IRS_VMAP_VMR + HIGH, M);
        assertEquals(1, rig.load(vmte, 8));

        rig.irs(Registers.IRS_VMAP_VISTR, Intid.TYPE_LPI << 29);
        rig.irs(Registers.IRS_VMAP_VISTR + HIGH, VM);
        assertEquals(0, rig.load(vmte + 16, 8) & 1);
        rig.irs(Registers.IRS_VMAP_VISTR + HIGH, M | VM);
        assertEquals(1, rig.load(vmte + 16, 8) & 1);

        rig.irs(Registers.IRS_VMAP_VPER, 3);
        rig.irs(Registers.IRS_VMAP_VPER + HIGH, M | VM);
        assertEquals(1, rig.load(Rig.RAM + 0x30_0000 + 8 * 3, 8));
    }

    /** Unmaps, then writes the low half: it merges with M and U of the last write, and neither acts. */
    @ParameterizedTest(name = "register {0}")
    @ValueSource(ints = {Registers.IRS_VMAP_VMR, Registers.IRS_VMAP_VISTR})
    void shouldNotUnmapAgainWhenTheLowHalfIsWritten(final int register)
    {
        bringUpVm();
        final boolean ofVm = register == Registers.IRS_VMAP_VMR;
        rig.irsLong(register, (long)(M | U | (ofVm ? 0 : VM)) << 32);           // VM 0, a type that has no table
        final long vmte = Rig.VMT + 32 * VM;

        rig.irs(register, ofVm ? VM : Intid.TYPE_LPI << 29);

        assertEquals(1, rig.load(vmte, 8));
        assertEquals(1, rig.load(vmte + 16, 8) & 1);
    }

    @Test
    void shouldMapALevel2TableWithTheHighHalfAlone()
    {
        rig.store(Rig.VMT, 8, Rig.VMT + 0x1000);
        rig.irs(Registers.IRS_VMT_CFGR, 8 | 1 << 16);
        rig.irsLong(Registers.IRS_VMT_BASER, Rig.VMT | 1);

        rig.irs(Registers.IRS_VMAP_L2_VMTR, VM);
        assertEquals(Rig.VMT + 0x1000, rig.load(Rig.VMT, 8));
        rig.irs(Registers.IRS_VMAP_L2_VMTR + HIGH, M);
        assertEquals(Rig.VMT + 0x1000 | 1, rig.load(Rig.VMT, 8));
    }

    @Test
    void shouldMapALevel2IstWithTheHighHalfAlone()
    {
        final Ist lpis = new Ist(Rig.RAM + 0x40_0000, 12, 0, 0, true, Rig.RAM + 0x41_0000);
        rig.vmTable();
        rig.describeVm(VM, Rig.RAM + 0x30_0000, 2, lpis, null);
        rig.writeL1(lpis, false);
        rig.mapVm(VM, false);
        rig.mapVist(VM, Intid.TYPE_LPI, false);

        rig.irs(Registers.IRS_VMAP_L2_VISTR, Rig.lpi(5));
        rig.irs(Registers.IRS_VMAP_L2_VISTR + HIGH, VM);
        assertEquals(-1, rig.entry(VM, Rig.lpi(5)));
        rig.irs(Registers.IRS_VMAP_L2_VISTR + HIGH, M | VM);
        assertEquals(0, rig.entry(VM, Rig.lpi(5)));
    }

    @Tag("M-QUIESCE")
    @Test
    void shouldSaveAndAskWithTheHighHalfAlone()
    {
        bringUpVm();
        rig.irs(Registers.IRS_SAVE_VMR, VM);
        assertEquals(1, rig.irs(Registers.IRS_SAVE_VM_STATUSR));
        rig.irs(Registers.IRS_SAVE_VMR + HIGH, M | U);
        assertEquals(3, rig.irs(Registers.IRS_SAVE_VM_STATUSR));

        rig.virtualPend(VM, Rig.lpi(3), true);
        rig.irs(Registers.IRS_SAVE_VMR, VM);
        assertEquals(1, rig.irs(Registers.IRS_SAVE_VM_STATUSR), "Q does not act again");
        rig.irs(Registers.IRS_SAVE_VMR + HIGH, U);
        assertEquals(1, rig.irs(Registers.IRS_SAVE_VM_STATUSR), "S did not act again");
    }

    private void bringUpVm()
    {
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
        rig.vmTable();
        rig.simpleVm(VM, 8);
    }

    /** Maps an L1 VMTE outside RAM, which cannot be updated: an error is reported. */
    private void mapBeyondRam()
    {
        rig.irs(Registers.IRS_VMT_CFGR, 8 | 1 << 16);
        rig.irsLong(Registers.IRS_VMT_BASER, 0x10_0000_0001L);
        rig.irsLong(Registers.IRS_VMAP_L2_VMTR, (long)M << 32 | VM);
    }
}
