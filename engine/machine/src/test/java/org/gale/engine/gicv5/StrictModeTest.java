package org.gale.engine.gicv5;

import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Tests that {@code strict=1} reports to software each break of the ownership rules of live tables, and nothing else.
 */
@Tag("M-LIVE")
@Tag("B-VMT-14")
class StrictModeTest
{
    private static final long LIVE_TABLE_STORE = 0x90_0007;
    private static final long PENDING_IN_IMAGE = 0x91_0007;
    private static final long L1_ISTE_VALID_STORE = 0x92_0007;
    private static final long L1 = Rig.RAM + 0x40_0000;
    private static final long L2 = Rig.RAM + 0x41_0000;
    private static final long VPET = Rig.RAM + 0x30_0000;
    private static final long SPIS = Rig.RAM + 0x31_0000;
    private static final long VMTE_1 = Rig.VMT + 32;

    private final Rig rig = new Rig("pes=1 strict=1 min_lpi_id_bits=4");

    /**
     * Sets up VM 1 with VPEs 0 and 2, LPIs in two levels of which the first half is mapped, and 16 SPIs. VM 2 is not
     * valid.
     */
    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
        rig.vmTable();
        final Ist lpis = new Ist(L1, 11, 0, 0, true, L2);
        rig.describeVm(1, VPET, 2, lpis, Ist.linear(SPIS, 4));
        rig.writeL1(lpis, false);
        rig.mapVm(1, false);
        rig.mapVpe(1, 0);
        rig.mapVpe(1, 2);
        rig.mapVist(1, Intid.TYPE_LPI, false);
        rig.mapVist(1, Intid.TYPE_SPI, false);
        rig.mapL2Vist(1, Rig.lpi(5));
        assertEquals(0, status());
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("B-TRAP-37")
    @Tag("B-TRAP-38")
    @ParameterizedTest(name = "{0} bytes at {1}: {2}")
    @CsvSource({
        "8, VMTE, true", "8, VMTE+8, true", "8, VMTE+16, true", "1, VMTE+31, true", "4, VMTE-4, false",
        "8, VMTE-4, true", "8, VMTE+32, false", "8, VMTE+40, false", "8, VPET, true", "8, VPET+8, false",
        "8, VPET+12, true",
        "1, VPET+23, true", "8, VPET+24, false", "8, L1, true", "8, L1+8, false", "8, L1+4, true", "4, L2, true",
        "4, L2+4092, true", "4, L2+4096, false", "4, SPIS, true", "1, SPIS+63, true", "4, SPIS+64, false",
        "8, SPIS-4, true", "4, SPIS-4, false",
    })
    void shouldReportAStoreIntoAValidEntry(final int size, final String place, final boolean reported)
    {
        final long address = address(place);
        rig.store(address, size, rig.load(address, size));

        assertEquals(reported ? LIVE_TABLE_STORE : 0, status());
        assertEquals(reported ? address & -8 : 0, rig.irsLong(Registers.IRS_SWERR_SYNDROMER1));
    }

    @Test
    void shouldReportARunOfBytesThatEndsInAnEntry()
    {
        rig.write(SPIS - 40, new byte[41]);
        assertEquals(LIVE_TABLE_STORE, status());
        rig.irsLong(Registers.IRS_SWERR_STATUSR, 1);

        rig.write(SPIS - 40, new byte[40]);
        assertEquals(0, status());
    }

    @Test
    void shouldNotReportStoresOnceAllIsInvalid()
    {
        rig.mapVm(1, true);
        for (final String place : new String[]{"VMTE", "VMTE+16", "VPET", "L1", "L2", "SPIS"})
        {
            rig.store(address(place), 8, 0);
        }
        assertEquals(0, status());
    }

    @Tag("B-VMT-4")
    @Test
    void shouldNotReportAnIstThatIsDescribedWhileItIsInvalid()
    {
        rig.mapVist(1, Intid.TYPE_SPI, true);
        rig.store(VMTE_1 + 24, 8, Ist.linear(SPIS, 5).descriptor());
        assertEquals(0, status());

        rig.store(VMTE_1 + 16, 8, 0);
        assertEquals(LIVE_TABLE_STORE, status());
    }

    @Tag("B-VMT-5")
    @Test
    void shouldReportAStoreIntoAValidL1Vmte()
    {
        rig.irsLong(Registers.IRS_VMT_BASER, 0);
        rig.store(L1, 8, Rig.VMT | 1);
        rig.store(L1 + 8, 8, Rig.VMT);
        rig.irs(Registers.IRS_VMT_CFGR, 8 | 1 << 16);
        rig.irsLong(Registers.IRS_VMT_BASER, L1 | 1);
        rig.store(L1 + 8, 8, Rig.VMT + 0x1000);
        assertEquals(0, status());

        rig.store(L1, 8, 0);
        assertEquals(LIVE_TABLE_STORE, status());
    }

    @Tag("B-TRAP-27")
    @Tag("M-PENDIMG")
    @ParameterizedTest(name = "entry {0}: {1}")
    @CsvSource({"1, true", "9, true", "8, false", "0, false", "0xa, false"})
    void shouldReportAPendingInAnImage(final String entry, final boolean reported)
    {
        rig.mapVist(1, Intid.TYPE_SPI, true);
        rig.store(SPIS + 28, 4, Long.decode(entry));
        rig.mapVist(1, Intid.TYPE_SPI, false);

        assertEquals(reported ? PENDING_IN_IMAGE : 0, status());
        assertEquals(reported ? 1L << 63 | 3L << 60 | 7L << 32 | 1 : 0, rig.irsLong(Registers.IRS_SWERR_SYNDROMER0));
        assertEquals(reported ? SPIS + 24 : 0, rig.irsLong(Registers.IRS_SWERR_SYNDROMER1));
        assertEquals(Long.decode(entry), rig.entry(1, Rig.spi(7)));
    }

    @Tag("B-TRAP-27")
    @Test
    void shouldReportAPendingInALevel2TableThatIsMapped()
    {
        rig.store(L2 + 0x1000 + 4, 4, 1);
        rig.mapL2Vist(1, Rig.lpi(1024));

        assertEquals(PENDING_IN_IMAGE, status());
        assertEquals(1L << 63 | 2L << 60 | 1025L << 32 | 1, rig.irsLong(Registers.IRS_SWERR_SYNDROMER0));
    }

    /** The IRS sets VALID of a level 1 entry, once the table is valid; software that does so is named. */
    @Tag("B-IST-8")
    @Tag("B-TRAP-38")
    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1, 4, 8})
    void shouldNameSoftwareThatSetsValidInALevel1Entry(final int bytes)
    {
        rig.store(L1 + 8, 8, L2 + 0x1000);
        assertEquals(0, status());

        rig.store(L1 + 8, bytes, L2 + 0x1000 | 1);

        assertEquals(L1_ISTE_VALID_STORE, status());
        assertEquals(1L << 63 | 2L << 60 | 1024L << 32 | 1, rig.irsLong(Registers.IRS_SWERR_SYNDROMER0));
        assertEquals(L1 + 8, rig.irsLong(Registers.IRS_SWERR_SYNDROMER1));
    }

    @Tag("B-IST-8")
    @Test
    void shouldNameSoftwareThatSetsValidByARunOfBytes()
    {
        final byte[] zeros = new byte[24];
        rig.write(L1 + 8, zeros);
        assertEquals(0, status());
        zeros[0] = 1;

        rig.write(L1 + 8, zeros);

        assertEquals(L1_ISTE_VALID_STORE, status());
    }

    /** Before the table is valid software may set VALID; the IRS may at any time. */
    @Tag("B-IST-8")
    @Test
    void shouldNotNameSoftwareThatLeavesValidToTheIrs()
    {
        final Ist lpis = new Ist(SPIS + 0x1000, 12, 0, 0, true, L2 + 0x10_000);
        rig.irsLong(Registers.IRS_IST_BASER, 0);
        rig.writeL1(lpis, true);
        rig.writeL1(lpis, false);
        rig.store(lpis.base(), 8, lpis.l2Address(0) | 1);
        rig.irs(Registers.IRS_IST_CFGR, lpis.cfgr());
        rig.irsLong(Registers.IRS_IST_BASER, lpis.base() | 1);
        rig.irs(Registers.IRS_MAP_L2_ISTR, 1024);
        rig.store(lpis.base() + 24, 4, lpis.l2Address(3));
        rig.store(lpis.base() + 32, 8, 1);                                      // behind the table
        rig.store(lpis.base() - 8, 8, 1);
        assertEquals(0, status());

        rig.store(lpis.base() + 16, 8, lpis.l2Address(2) | 1);

        assertEquals(L1_ISTE_VALID_STORE, status());
        assertEquals(2L << 60 | 2048L << 32, rig.irsLong(Registers.IRS_SWERR_SYNDROMER0));
    }

    @Test
    void shouldReportNothingWithoutStrictMode()
    {
        try (Rig lax = new Rig("pes=1 min_lpi_id_bits=4"))
        {
            lax.store(Rig.RAM + 0x10_0000, 4, 9);
            lax.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
            lax.store(Rig.RAM + 0x10_0000, 4, 8);

            assertEquals(0, lax.irsLong(Registers.IRS_SWERR_STATUSR));
        }
    }

    /** Maps a descriptor that is refused: it is not valid, whatever software wrote before. */
    @Tag("M-IST")
    @Tag("B-VMT-4")
    @Test
    void shouldClearValidOfADescriptorThatIsRefused()
    {
        final Ist good = Ist.linear(SPIS, 4);
        rig.describeVm(2, VPET + 0x1000, 1, null, good);
        rig.store(Rig.VMT + 64 + 16, 8, new Ist(L1, 11, 3, 0, false, 0).descriptor() | 1);
        rig.store(Rig.VMT + 64 + 24, 8, good.descriptor() | 1);
        rig.mapVm(2, false);

        assertEquals(0, rig.load(Rig.VMT + 64 + 16, 8) & 1);
        assertEquals(1, rig.load(Rig.VMT + 64 + 24, 8) & 1);
        assertEquals(-1, rig.entry(2, Rig.lpi(0)));
        assertEquals(0, rig.entry(2, Rig.spi(0)));
    }

    private long status()
    {
        return rig.irsLong(Registers.IRS_SWERR_STATUSR);
    }

    private static long address(final String place)
    {
        final int sign = Math.max(place.indexOf('+'), place.indexOf('-'));
        final String name = sign < 0 ? place : place.substring(0, sign);
        final long offset = sign < 0 ? 0 : Long.parseLong(place.substring(sign));
        switch (name)
        {
            case "VMTE": return VMTE_1 + offset;
            case "VPET": return VPET + offset;
            case "L1": return L1 + offset;
            case "L2": return L2 + offset;
            default: return SPIS + offset;
        }
    }
}
