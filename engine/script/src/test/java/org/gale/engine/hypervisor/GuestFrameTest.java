package org.gale.engine.hypervisor;

import org.gale.tables.register.Aidr;
import org.gale.tables.register.Cidr;
import org.gale.tables.register.Devarch;
import org.gale.tables.register.Iidr;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsCr1;
import org.gale.tables.register.IrsIdr0;
import org.gale.tables.register.IrsIdr1;
import org.gale.tables.register.IrsIdr2;
import org.gale.tables.register.IrsIdr5;
import org.gale.tables.register.IrsIdr6;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsIstStatusr;
import org.gale.tables.register.IrsPeCr0;
import org.gale.tables.register.IrsPeSelr;
import org.gale.tables.register.IrsPeStatusr;
import org.gale.tables.register.IrsSpiCfgr;
import org.gale.tables.register.IrsSpiDomainr;
import org.gale.tables.register.IrsSpiSelr;
import org.gale.tables.register.IrsSpiStatusr;
import org.gale.tables.register.IrsSyncStatusr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Configuration frame of the IRS that a guest of two vCPUs and 32 SPIs reads and writes. */
class GuestFrameTest
{
    private static final int SPIS = 32;
    private static final int IDLE = 1;

    private final KvmRig rig = new KvmRig();

    @BeforeEach
    void initialise()
    {
        rig.all("machine kvm=7.4 min_lpi_id_bits=8");
        rig.vm(2);
        rig.all("kvm set_attr 0 NR_IRQS 0 " + SPIS, "kvm set_attr 0 CTRL INIT");
        rig.run(0, 0, 0);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("K-IRS-1")
    @Test
    void shouldShowWhatTheVmHas()
    {
        final int idr1 = read(IrsIdr1.OFFSET);
        final int idr2 = read(IrsIdr2.OFFSET);

        assertEquals(2, IrsIdr1.PE_CNT.get(idr1));
        assertEquals(4, IrsIdr1.PRI_BITS.get(idr1));
        assertEquals(SPIS, IrsIdr5.SPI_RANGE.get(read(IrsIdr5.OFFSET)));
        assertEquals(SPIS, IrsIdr6.SPI_IRS_RANGE.get(read(IrsIdr6.OFFSET)));
        assertTrue(IrsIdr2.LPI.isSet(idr2));
        assertEquals(8, IrsIdr2.MIN_LPI_ID_BITS.get(idr2));
        assertEquals(1, IrsIdr2.IST_L2SZ.get(idr2));
        assertEquals(1, IrsIdr0.INT_DOM.get(read(IrsIdr0.OFFSET)), "non-secure");
        assertEquals(IrsIdr0.PA_RANGE.get(host(IrsIdr0.OFFSET)), IrsIdr0.PA_RANGE.get(read(IrsIdr0.OFFSET)));
    }

    @Tag("K-IRS-12")
    @Test
    void shouldShowTheIdentityOfKvmAndTheClassOfTheHost()
    {
        assertEquals(0x04b0_043b, read(Iidr.OFFSET));
        assertEquals(0, read(Aidr.OFFSET));
        assertEquals(host(Devarch.OFFSET), read(Devarch.OFFSET));
        for (int pidr = 5; pidr < 8; pidr++)
        {
            assertEquals(0, read(0xffd0 + 4 * (pidr - 4)), "PIDR " + pidr);
        }
        for (int n = 0; n < Cidr.COUNT; n++)
        {
            assertEquals(host(Cidr.OFFSET + 4 * n), read(Cidr.OFFSET + 4 * n), "CIDR " + n);
        }
        assertTrue(read(Devarch.OFFSET) != 0 && read(Cidr.OFFSET + 4) != 0);
    }

    @Tag("K-IRS-2")
    @Test
    void shouldBeIdleWhateverWasWritten()
    {
        assertEquals(3, read(IrsCr0.OFFSET), "enabled");
        rig.all(write(IrsCr0.OFFSET, 0), write(IrsCr1.OFFSET, -1));

        assertEquals(2, read(IrsCr0.OFFSET));
        assertEquals(0xffff, read(IrsCr1.OFFSET), "its fields alone");
        assertEquals(IDLE, read(IrsSyncStatusr.OFFSET));
        assertEquals(IDLE, read(IrsIstStatusr.OFFSET));
    }

    /** Stops the delivery of a pending SPI while the guest's IRS is disabled. */
    @Tag("K-IRS-2")
    @Test
    void shouldDeliverNothingWhileItIsDisabled()
    {
        rig.all("insn 0 vel1 CDEN 0x60000003", write(IrsCr0.OFFSET, 0), "kvm irq_line 0 spi 0 3 1");
        rig.expect("OK 0x0000000000000000", "insn 0 vel1 CDIA");

        rig.all(write(IrsCr0.OFFSET, 1));

        rig.expect("OK 0x0000000160000003", "insn 0 vel1 CDIA");
    }

    @Tag("K-IRS-4")
    @ParameterizedTest(name = "SPI {0} of 32")
    @CsvSource({ "0, true", "31, true", "32, false", "100, false" })
    void shouldKnowTheSpisThatThereAre(final int spi, final boolean isSpi)
    {
        rig.all(write(IrsSpiSelr.OFFSET, spi), write(IrsSpiCfgr.OFFSET, 1));

        assertEquals(spi, read(IrsSpiSelr.OFFSET));
        assertEquals(isSpi, IrsSpiStatusr.V.isSet(read(IrsSpiStatusr.OFFSET)));
        assertEquals(isSpi ? 1 : 0, read(IrsSpiCfgr.OFFSET));
        assertEquals(1, read(IrsSpiDomainr.OFFSET), "non-secure");

        rig.all(write(IrsSpiCfgr.OFFSET, 0));
        assertEquals(0, read(IrsSpiCfgr.OFFSET));
    }

    @Tag("K-AT-56")
    @Test
    void shouldShowUserSpaceNoSelection()
    {
        rig.all(write(IrsSpiSelr.OFFSET, 3), write(IrsPeSelr.OFFSET, 1));
        assertEquals(3, read(IrsSpiStatusr.OFFSET));
        assertEquals(7, read(IrsPeStatusr.OFFSET) | 1);

        rig.all("kvm put 0 0");

        assertEquals(IDLE, ofUserSpace("SPI_STATUSR"));
        assertEquals(IDLE, ofUserSpace("PE_STATUSR"));
        assertEquals(3, ofUserSpace("SPI_SELR"));
        assertEquals(1, ofUserSpace("PE_SELR"));
    }

    @Tag("K-IRS-3")
    @ParameterizedTest(name = "PE {0} of 2")
    @CsvSource({ "0, 1", "1, 1", "2, 0" })
    void shouldTakeAVcpuOutOf1ofNSelection(final int pe, final int dps)
    {
        rig.all(write(IrsPeSelr.OFFSET, pe));

        assertEquals(pe, read(IrsPeSelr.OFFSET));
        assertEquals(dps, read(IrsPeCr0.OFFSET));
    }

    @Tag("K-IRS-6")
    @Tag("K-IRS-8")
    @ParameterizedTest(name = "ID bits {0}: {1}")
    @CsvSource({ "7, false", "8, true", "15, true", "16, true", "17, false" })
    void shouldMakeATableOfAsManyIdBitsAsOfferedValid(final int idBits, final boolean isGood)
    {
        final int offered = IrsIdr2.ID_BITS.get(read(IrsIdr2.OFFSET));
        assertEquals(16, offered);
        makeValid(idBits);

        assertEquals(isGood, IrsIstBaser.VALID.isSet(baser()));
        assertEquals(isGood ? 0x4010_0001L : 0, baser());
    }

    @Tag("K-IRS-8")
    @ParameterizedTest(name = "more {0}")
    @ValueSource(ints = { 1 << 7, 1 << 16 })
    void shouldMakeNoTableOfAnotherFormValid(final int more)
    {
        rig.all(write(IrsIstCfgr.OFFSET, 10 | more), writeBaser(0x4010_0001L));

        assertEquals(0, baser());
    }

    @Tag("K-IRS-6")
    @Tag("K-IRS-7")
    @Tag("K-IRS-9")
    @Test
    void shouldKeepConfigurationAndAddressWhileTheTableIsValid()
    {
        makeValid(10);

        rig.all(write(IrsIstCfgr.OFFSET, 12), writeBaser(0x4020_0001L));
        assertEquals(10, IrsIstCfgr.LPI_ID_BITS.get(read(IrsIstCfgr.OFFSET)));
        assertEquals(0x4010_0001L, baser());

        rig.all(writeBaser(0x4020_003eL));
        assertEquals(0x4020_0000L, baser(), "what was written");
        rig.all(write(IrsIstCfgr.OFFSET, 12), writeBaser(0x4030_0000L));
        assertEquals(12, IrsIstCfgr.LPI_ID_BITS.get(read(IrsIstCfgr.OFFSET)));
        assertEquals(0x4030_0000L, baser());
    }

    /** Takes and returns the pages of the host's table, as often as the guest makes its own valid and invalid. */
    @Tag("K-IRS-9")
    @Test
    void shouldGiveThePagesBackWhenTheTableIsInvalid()
    {
        final String before = rig.ask("kvm leaks");
        for (int turn = 0; turn < 3; turn++)
        {
            makeValid(16);
            assertTrue(!before.equals(rig.ask("kvm leaks")), "the host has a table");
            rig.all(writeBaser(0x4010_0000L));
            assertEquals(before, rig.ask("kvm leaks"));
        }
    }

    @Tag("K-IRS-10")
    @Test
    void shouldBeNothingBehindTheConfigurationFrame()
    {
        rig.all("kvm mmio 0 w " + (0x1_0000 + IrsSpiSelr.OFFSET) + " 4 7");

        assertEquals(0, read(0x1_0000 + Iidr.OFFSET));
        assertEquals(0, read(0x1_0000 + IrsSpiSelr.OFFSET));
        assertEquals(GuestIrs.NO_SPI, read(IrsSpiSelr.OFFSET));
    }

    private void makeValid(final int idBits)
    {
        rig.all(write(IrsIstCfgr.OFFSET, idBits), writeBaser(0x4010_0001L));
    }

    private int ofUserSpace(final String register)
    {
        return (int)(long)Long.decode(rig.ask("kvm get_attr 0 IRS_REGS " + register).split(" ", -1)[2]);
    }

    private static String write(final int offset, final int value)
    {
        return "kvm mmio 0 w " + offset + " 4 " + (value & 0xffff_ffffL);
    }

    private static String writeBaser(final long value)
    {
        return "kvm mmio 0 w " + IrsIstBaser.OFFSET + " 8 " + value;
    }

    private long baser()
    {
        return Long.decode(rig.ask("kvm mmio 0 r " + IrsIstBaser.OFFSET + " 8").split(" ", -1)[1]);
    }

    private int read(final int offset)
    {
        return (int)(long)Long.decode(rig.ask("kvm mmio 0 r " + offset + " 4").split(" ", -1)[1]);
    }

    private int host(final int offset)
    {
        return (int)rig.machine().peek(KvmRig.IRS + offset, Integer.BYTES);
    }
}
