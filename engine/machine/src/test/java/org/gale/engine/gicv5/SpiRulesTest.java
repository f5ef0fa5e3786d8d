package org.gale.engine.gicv5;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of SPI wires, trigger modes and selection (B-SPI, B-IRS), physical and assigned to a VM. */
class SpiRulesTest
{
    private static final int SPI = 67;
    private static final int VM = 1;
    private static final int PENDING = 1;
    private static final int LEVEL = 4;

    private final Rig rig = new Rig("pes=2 spi_base=64 spis=32 min_lpi_id_bits=4");

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.vmTable();
        rig.vm(VM, Rig.RAM + 0x30_0000, 1, null, Ist.linear(Rig.RAM + 0x31_0000, 7));
        rig.irs(Registers.IRS_SPI_SELR, SPI);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("B-SPI-4")
    @Tag("B-GEN-7")
    @Tag("B-INT-3")
    @ParameterizedTest(name = "to a VM: {0}")
    @ValueSource(booleans = {false, true})
    void shouldMakeAnEdgeOfARiseAndNothingOfAFall(final boolean virtual)
    {
        final int vmId = handTo(virtual);
        rig.spi(SPI, true);
        assertEquals(PENDING, rig.entry(vmId, Rig.spi(SPI)));
        rig.spi(SPI, false);
        assertEquals(PENDING, rig.entry(vmId, Rig.spi(SPI)));
        assertEquals(0, rig.entry(virtual ? Rig.PHYSICAL : VM, Rig.spi(SPI)) + (virtual ? 1 : 0));
    }

    @Tag("B-SPI-4")
    @Tag("B-GEN-7")
    @Tag("B-INT-3")
    @ParameterizedTest(name = "to a VM: {0}")
    @ValueSource(booleans = {false, true})
    void shouldFollowALevel(final boolean virtual)
    {
        final int vmId = handTo(virtual);
        rig.irs(Registers.IRS_SPI_CFGR, 1);
        rig.spi(SPI, true);
        assertEquals(PENDING | LEVEL, rig.entry(vmId, Rig.spi(SPI)));
        rig.spi(SPI, false);
        assertEquals(LEVEL, rig.entry(vmId, Rig.spi(SPI)));
    }

    @Tag("B-SPI-4")
    @Test
    void shouldMakeNoEventOfALineThatDoesNotChange()
    {
        rig.spi(SPI, true);
        final long offered = rig.ledger(Rig.PHYSICAL).offered();
        rig.spi(SPI, true);
        assertEquals(offered, rig.ledger(Rig.PHYSICAL).offered());

        rig.pend(0, Rig.EL1, Rig.spi(SPI), false);
        rig.spi(SPI, true);
        assertEquals(0, rig.entry(Rig.spi(SPI)));
        rig.spi(SPI, false);
        rig.spi(SPI, true);
        assertEquals(PENDING, rig.entry(Rig.spi(SPI)));
    }

    @Tag("B-SPI-4")
    @Tag("B-SPI-5")
    @ParameterizedTest(name = "level {0}, wire {1}, pending before {2}: {3}")
    @CsvSource({
        "false, true, false, true", "false, false, true, true", "false, false, false, false", "true, true, false, true",
        "true, false, true, false",
    })
    void shouldResample(final boolean level, final boolean high, final boolean before, final boolean after)
    {
        rig.irs(Registers.IRS_SPI_CFGR, level ? 1 : 0);
        rig.spi(SPI, high);
        rig.pend(0, Rig.EL1, Rig.spi(SPI), before);
        rig.irs(Registers.IRS_SPI_SELR, 64);
        rig.irs(Registers.IRS_SPI_RESAMPLER, SPI);

        assertEquals(after, (rig.entry(Rig.spi(SPI)) & PENDING) != 0);
        assertEquals(0, rig.entry(Rig.spi(64)));
    }

    @Tag("B-SPI-5")
    @ParameterizedTest(name = "SPI {0}")
    @ValueSource(ints = {0, 63, 96, 0xff_ffff})
    void shouldIgnoreAResampleOfAnAbsentSpi(final int id)
    {
        final long before = rig.machine().digest();
        rig.irs(Registers.IRS_SPI_RESAMPLER, id);

        assertEquals(before, rig.machine().digest());
    }

    @Tag("B-SPI-6")
    @ParameterizedTest(name = "to level {0}, wire {1}, pending before {2}: {3}")
    @CsvSource({
        "true, true, false, 5", "true, false, true, 0", "true, false, false, 0", "false, true, true, 4",
        "false, false, true, 5",
    })
    void shouldMakeAnEventOfANewTriggerMode(
        final boolean toLevel, final boolean high, final boolean before, final int after)
    {
        rig.irs(Registers.IRS_SPI_CFGR, toLevel ? 0 : 1);
        rig.spi(SPI, high);
        rig.handlingMode(0, Rig.EL1, Rig.spi(SPI), !toLevel);
        rig.pend(0, Rig.EL1, Rig.spi(SPI), before);
        rig.irs(Registers.IRS_SPI_CFGR, toLevel ? 1 : 0);

        assertEquals(after, rig.entry(Rig.spi(SPI)));
        assertEquals(toLevel ? 1 : 0, rig.irs(Registers.IRS_SPI_CFGR));
    }

    @Tag("B-SPI-6")
    @Test
    void shouldMakeNoEventOfTheSameTriggerMode()
    {
        rig.irs(Registers.IRS_SPI_CFGR, 1);
        rig.spi(SPI, true);
        rig.pend(0, Rig.EL1, Rig.spi(SPI), false);
        rig.irs(Registers.IRS_SPI_CFGR, 1);

        assertEquals(LEVEL, rig.entry(Rig.spi(SPI)));
    }

    @Tag("B-SPI-7")
    @Test
    void shouldBeEligibleAgainWhileTheLineIsHigh()
    {
        rig.enableCpu(0, 31);
        rig.irs(Registers.IRS_SPI_CFGR, 1);
        rig.enable(0, Rig.EL1, Rig.spi(SPI), true);
        rig.spi(SPI, true);
        for (int i = 0; i < 3; i++)
        {
            assertEquals(Rig.spi(SPI), rig.acknowledge(0, Rig.EL1));
            rig.drop(0, Rig.EL1);
            assertEquals(0, rig.acknowledge(0, Rig.EL1));
            rig.deactivate(0, Rig.EL1, Rig.spi(SPI));
        }
        rig.spi(SPI, false);

        assertEquals(0, rig.acknowledge(0, Rig.EL1));
        assertEquals(1, rig.ledger(Rig.PHYSICAL).delivered());
        assertEquals(2, rig.ledger(Rig.PHYSICAL).redelivered());
    }

    @Tag("B-SPI-2")
    @Tag("B-IRS-3")
    @ParameterizedTest(name = "SPI {0}: {1}")
    @CsvSource({"63, false", "64, true", "95, true", "96, false", "0, false", "16777215, false"})
    void shouldSelectSpisThatAreThere(final int id, final boolean valid)
    {
        rig.irs(Registers.IRS_SPI_SELR, id);
        assertEquals(valid ? 3 : 1, rig.irs(Registers.IRS_SPI_STATUSR));
        assertEquals(id, rig.irs(Registers.IRS_SPI_SELR));
        rig.irs(Registers.IRS_SPI_CFGR, 1);
        assertEquals(valid ? 1 : 0, rig.irs(Registers.IRS_SPI_CFGR));
        rig.irsLong(Registers.IRS_SPI_VMR, 1L << 63 | VM);
        assertEquals(valid ? 1L << 63 | VM : 0, rig.irsLong(Registers.IRS_SPI_VMR));
    }

    @Tag("B-IRS-9")
    @Tag("B-IRS-3")
    @ParameterizedTest(name = "PE {0}: {1}")
    @CsvSource({"0, 7", "1, 7", "2, 1", "65535, 1"})
    void shouldSelectPesThatAreThere(final int pe, final int status)
    {
        rig.irs(Registers.IRS_PE_SELR, pe);

        assertEquals(pe, rig.irs(Registers.IRS_PE_SELR));
        assertEquals(status, rig.irs(Registers.IRS_PE_STATUSR));
    }

    @Tag("B-IRS-8")
    @Tag("B-IRS-10")
    @Test
    void shouldKeepCacheHintsAndHaveNothingInFlight()
    {
        rig.irs(Registers.IRS_CR1, 0xabcd);
        assertEquals(0xabcd, rig.irs(Registers.IRS_CR1));
        rig.irs(Registers.IRS_CR1, 0xffff_ffff);
        assertEquals(0xffff, rig.irs(Registers.IRS_CR1));

        rig.irs(Registers.IRS_SYNCR, 1 << 31);
        assertEquals(1, rig.irs(0xc4));
        assertEquals(0, rig.irs(Registers.IRS_SYNCR));
    }

    @Tag("M-SPIRST")
    @Tag("B-SPI-1")
    @Test
    void shouldResetToZero()
    {
        for (int id = 64; id < 96; id++)
        {
            assertEquals(0, rig.entry(Rig.spi(id)));
        }
        assertEquals(-1, rig.entry(Rig.spi(63)));
        assertEquals(-1, rig.entry(Rig.spi(96)));
    }

    private int handTo(final boolean virtual)
    {
        rig.irsLong(Registers.IRS_SPI_VMR, virtual ? 1L << 63 | VM : 0);

        return virtual ? VM : Rig.PHYSICAL;
    }
}
