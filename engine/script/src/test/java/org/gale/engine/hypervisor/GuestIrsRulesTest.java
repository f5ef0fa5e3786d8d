package org.gale.engine.hypervisor;

import org.gale.tables.register.IrsIdr2;
import org.gale.tables.register.IrsPeSelr;
import org.gale.tables.register.IrsPeStatusr;
import org.gale.tables.register.IrsSpiCfgr;
import org.gale.tables.register.IrsSpiSelr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Registers of a guest's IRS, lines of its SPIs, and what a vCPU knows of its doorbell. */
class GuestIrsRulesTest
{
    private static final String SPI_3 = "0x60000003";
    private static final String NOTHING = "OK 0x0000000000000000";
    private static final String TAKEN = "OK 0x0000000160000003";

    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("K-IRS-3")
    @ParameterizedTest(name = "PE {0} of 2")
    @CsvSource({"0, true", "1, true", "2, false", "3, false"})
    void shouldKnowThePesThatAreVcpus(final int pe, final boolean isVcpu)
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.all(write(IrsPeSelr.OFFSET, pe));

        final int status = read(IrsPeStatusr.OFFSET);

        assertEquals(isVcpu, IrsPeStatusr.V.isSet(status));
        assertEquals(isVcpu, IrsPeStatusr.ONLINE.isSet(status));
        assertTrue(IrsPeStatusr.IDLE.isSet(status));
    }

    @Tag("K-AT-59")
    @ParameterizedTest(name = "{0} beside the least of the host")
    @CsvSource({"-1, -EINVAL", "0, 0", "1, 0"})
    void shouldTakeNoFewerLpiIdBitsThanTheHostHas(final int beside, final String answer)
    {
        rig.all("machine kvm=7.4 min_lpi_id_bits=8");
        rig.initialised(1);
        final int before = (int)(long)Long.decode(rig.ask("kvm get_attr 0 IRS_REGS IDR2").split(" ", -1)[2]);
        final int least = IrsIdr2.MIN_LPI_ID_BITS.get(before);

        assertEquals(8, least);
        rig.expect("OK " + answer,
            "kvm set_attr 0 IRS_REGS IDR2 " + IrsIdr2.MIN_LPI_ID_BITS.set(before, least + beside));
    }

    @Tag("K-IRS-5")
    @ParameterizedTest(name = "level {0}")
    @ValueSource(booleans = {true, false})
    void shouldTakeBackALevelWhoseLineFalls(final boolean isLevel)
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        triggerMode(isLevel);
        rig.all("insn 0 vel1 CDEN " + SPI_3, "kvm irq_line 0 spi 0 3 1", "kvm irq_line 0 spi 0 3 0");

        rig.expect(isLevel ? NOTHING : TAKEN, "insn 0 vel1 CDIA");
    }

    @Tag("K-SR-5")
    @ParameterizedTest(name = "line high: {0}")
    @ValueSource(booleans = {true, false})
    void shouldRestoreTheLineOfALevel(final boolean isHigh)
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        triggerMode(true);
        rig.all("insn 0 vel1 CDEN " + SPI_3, "kvm irq_line 0 spi 0 3 " + (isHigh ? 1 : 0), "kvm put 0 0",
            "kvm save 0 @a");
        rig.initialised(1);
        rig.all("kvm restore 1 @a", "kvm irq_line 1 spi 0 3 " + (isHigh ? 0 : 1), "kvm run 1 0 1");

        rig.expect(isHigh ? NOTHING : TAKEN, "insn 1 vel1 CDIA");
    }

    @Tag("K-LP-8")
    @Test
    void shouldForgetItsDoorbellOnceItRunsAgain()
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        rig.all("insn 0 vel1 CDEN " + SPI_3, "kvm block 0 0", "kvm irq_line 0 spi 0 3 1");
        rig.expect("OK 1", "kvm pending 0 0");
        rig.all("kvm run 0 0 0");
        rig.expect(TAKEN, "insn 0 vel1 CDIA");
        rig.all("insn 0 vel1 CDEOI", "insn 0 vel1 CDDI " + SPI_3, "kvm block 0 0");

        rig.expect("OK 0", "kvm pending 0 0");
    }

    private void triggerMode(final boolean isLevel)
    {
        rig.all(write(IrsSpiSelr.OFFSET, 3), write(IrsSpiCfgr.OFFSET, IrsSpiCfgr.TM.set(0, isLevel ? 1 : 0)));
    }

    private static String write(final int offset, final int value)
    {
        return "kvm mmio 0 w " + offset + " 4 " + value;
    }

    private int read(final int offset)
    {
        return (int)(long)Long.decode(rig.ask("kvm mmio 0 r " + offset + " 4").split(" ", -1)[1]);
    }
}
