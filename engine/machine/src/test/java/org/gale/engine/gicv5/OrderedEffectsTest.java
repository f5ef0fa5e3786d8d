package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.DriverPort;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.ItsSyncStatusr;
import org.gale.tables.register.ItsSyncr;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a machine whose instructions wait for a barrier, and whose events for a synchronization. */
@Tag("B-ORD-1")
@Tag("B-ORD-3")
class OrderedEffectsTest
{
    static final String KEYS = "pes=2 ram=0x40000000:0x2000000 min_lpi_id_bits=4 spis=32";
    static final int DELAY = 5;
    static final String ORDER = KEYS + " ops.delay=5 ops.order=1";
    static final int LPI = 40;
    static final int DEVICE = 3;
    static final int VM = 1;
    private static final int IDLE = 1;
    private static final long SYNC = 1L << 63;
    private static final long STATUS_OF_IRS = Rig.IRS + Registers.IRS_SYNCR + 4;
    private static final long STATUS_OF_ITS = Rig.ITS + ItsSyncStatusr.OFFSET;

    private final Rig rig = new Rig(ORDER);

    @BeforeEach
    void bringUp()
    {
        bringUp(rig);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldTakeEffectAtTheBarrierOfTheSamePe()
    {
        rig.pend(0, Rig.EL1, Rig.spi(3), true);
        rig.insn(1, Rig.EL1, GicInstruction.GSBSYS, 0);
        rig.insn(0, Rig.EL1, GicInstruction.GSBACK, 0);
        assertEquals(0, rig.entry(Rig.spi(3)) & 1);

        rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);

        assertEquals(1, rig.entry(Rig.spi(3)) & 1);
    }

    @Test
    void shouldTakeEffectThatManyCommandsLaterWithoutABarrier()
    {
        rig.pend(0, Rig.EL1, Rig.spi(3), true);
        pass(rig, DELAY - 1);
        assertEquals(0, rig.entry(Rig.spi(3)) & 1);

        pass(rig, 1);

        assertEquals(1, rig.entry(Rig.spi(3)) & 1);
    }

    @Test
    void shouldKeepTheOrderOfThePe()
    {
        rig.enable(0, Rig.EL1, Rig.spi(3), true);
        rig.enable(0, Rig.EL1, Rig.spi(3), false);
        rig.enable(1, Rig.EL1, Rig.spi(4), false);
        rig.enable(1, Rig.EL1, Rig.spi(4), true);
        rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);
        pass(rig, DELAY);

        assertEquals(0, rig.entry(Rig.spi(3)) & 8);
        assertEquals(8, rig.entry(Rig.spi(4)) & 8);
    }

    /** Instructions on an SPI that is pending, active and enabled, physical or of VM 1. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"CDEN, 0", "CDDIS, 0", "CDPRI, 0x1000000000", "CDAFF, 0x100000000", "CDPEND, 0", "CDHM, 0x100000000",
        "CDDI, 0", "VDEN, 0", "VDDIS, 0", "VDPRI, 0x1000000000000000", "VDAFF, 0x1000000000000", "VDPEND, 0",
        "VDHM, 0x8000000000000000", "VDDI, 0"})
    void shouldWaitWhateverTheInstructionChanges(final GicInstruction instruction, final String more)
    {
        final boolean isVirtual = instruction.family() == GicInstruction.Family.VD;
        final int vm = isVirtual ? VM : Rig.PHYSICAL;
        final boolean isEnable = instruction == GicInstruction.CDEN || instruction == GicInstruction.VDEN;
        if (isVirtual)
        {
            rig.virtualPend(VM, Rig.spi(3), true);
            rig.vd(isEnable ? GicInstruction.VDDIS : GicInstruction.VDEN, VM, Rig.spi(3), 0);
            rig.insn(0, Rig.EL2, GicInstruction.GSBSYS, 0);
            if (!isEnable)
            {
                assertEquals(Rig.spi(3), rig.acknowledge(0, Rig.VEL1));
            }
            rig.virtualPend(VM, Rig.spi(3), true);
        }
        else
        {
            rig.pend(0, Rig.EL1, Rig.spi(3), true);
            rig.enable(0, Rig.EL1, Rig.spi(3), !isEnable);
            rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);
            if (!isEnable)
            {
                assertEquals(Rig.spi(3), rig.acknowledge(0, Rig.EL1));
            }
            rig.pend(0, Rig.EL1, Rig.spi(3), true);
        }
        rig.insn(0, Rig.EL2, GicInstruction.GSBSYS, 0);
        final long before = rig.entry(vm, Rig.spi(3));

        rig.insn(0, Rig.EL2, instruction,
            Integer.toUnsignedLong(Rig.spi(3)) | (isVirtual ? (long)VM << 32 : 0) | Long.parseUnsignedLong(
                more.replace("0x", ""), 16));
        assertEquals(before, rig.entry(vm, Rig.spi(3)));
        rig.insn(0, Rig.EL2, GicInstruction.GSBSYS, 0);

        assertNotEquals(before, rig.entry(vm, Rig.spi(3)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"CDRCFG, 0", "VDRCFG, 1"})
    void shouldAnswerAQueryOfAnEntryAtTheBarrier(final GicInstruction instruction, final long vm)
    {
        rig.insn(0, Rig.EL2, instruction, Integer.toUnsignedLong(Rig.spi(4)) | vm << 32);
        assertEquals(0, rig.sysr(0, Rig.EL1, SystemRegister.ICC_ICSR_EL1));
        rig.enable(0, Rig.EL1, Rig.spi(4), true);
        rig.vd(GicInstruction.VDEN, VM, Rig.spi(4), 0);
        rig.insn(0, Rig.EL2, instruction, Integer.toUnsignedLong(Rig.spi(4)) | vm << 32);
        assertEquals(0, rig.sysr(0, Rig.EL1, SystemRegister.ICC_ICSR_EL1));

        rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);

        assertNotEquals(0, rig.sysr(0, Rig.EL1, SystemRegister.ICC_ICSR_EL1));
        assertEquals(0, rig.sysr(1, Rig.EL1, SystemRegister.ICC_ICSR_EL1));
    }

    /** An acknowledge has a result; priority drop, and the end of a PPI, concern the CPU interface alone. */
    @Test
    void shouldActAtOnceWithinTheCpuInterface()
    {
        rig.ppi(0, 27, true);
        rig.sysw(0, Rig.EL1, SystemRegister.ICC_PPI_ENABLER0_EL1, 1L << 27);
        assertEquals(Rig.ppi(27), rig.acknowledge(0, Rig.EL1));
        assertNotEquals(0, rig.sysr(0, Rig.EL1, SystemRegister.ICC_APR_EL1));

        rig.drop(0, Rig.EL1);
        assertEquals(0, rig.sysr(0, Rig.EL1, SystemRegister.ICC_APR_EL1));
        rig.ppi(0, 27, false);
        rig.deactivate(0, Rig.EL1, Rig.ppi(27));

        assertEquals(0, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SACTIVER0_EL1));
    }

    /** A guest's instruction concerns its VM, wherever the VPE is when it takes effect. */
    @Test
    void shouldConcernTheVmThatWasResidentWhenItWasExecuted()
    {
        rig.pend(0, Rig.VEL1, Rig.spi(5), true);
        rig.leave(0, -1);
        pass(rig, DELAY);

        assertEquals(1, rig.entry(VM, Rig.spi(5)) & 1);
        assertEquals(0, rig.entry(Rig.spi(5)) & 1);
    }

    @Tag("B-ITS-11")
    @Test
    void shouldLetAnEventWaitInTheItsAndInTheIrs()
    {
        rig.msi(DEVICE, 1);
        assertUnsynced(1);
        pass(rig, 2 * DELAY - 1);
        assertUnsynced(1);
        assertEquals(0, rig.entry(Rig.lpi(LPI)) & 1);

        pass(rig, 1);

        assertUnsynced(0);
        assertEquals(1, rig.entry(Rig.lpi(LPI)) & 1);
        assertEquals(1, rig.machine().signals(0) & 1);
    }

    @Tag("B-ITS-11")
    @Tag("B-ORD-8")
    @Test
    void shouldHaveDeliveredWhatTwoSynchronizationsCover()
    {
        rig.msi(DEVICE, 1);
        synchronize(Rig.ITS + ItsSyncr.OFFSET, 8, SYNC | DEVICE, STATUS_OF_ITS);
        assertUnsynced(1);

        synchronize(Rig.IRS + Registers.IRS_SYNCR, 4, 1L << 31, STATUS_OF_IRS);

        assertUnsynced(0);
        assertEquals(1, rig.entry(Rig.lpi(LPI)) & 1);
    }

    @Tag("B-ORD-8")
    @Test
    void shouldNotHaveDeliveredWhatTheIrsAloneWasSynchronizedFor()
    {
        rig.msi(DEVICE, 1);
        synchronize(Rig.IRS + Registers.IRS_SYNCR, 4, 1L << 31, STATUS_OF_IRS);

        assertUnsynced(1);
        assertEquals(0, rig.entry(Rig.lpi(LPI)) & 1);
    }

    /** An event is translated when it comes: what becomes of its entry later is no concern of it (B-TRAP-47). */
    @Tag("B-TRAP-47")
    @Test
    void shouldReachTheOldLpiOfAnEventThatIsUnmappedWithoutSynchronization()
    {
        rig.msi(DEVICE, 1);
        rig.mapEvent(DEVICE, 1, Rig.PHYSICAL, LPI + 1);
        rig.msi(DEVICE, 1);
        pass(rig, 2 * DELAY);

        assertEquals(1, rig.entry(Rig.lpi(LPI)) & 1);
        assertEquals(1, rig.entry(Rig.lpi(LPI + 1)) & 1);
    }

    @Test
    void shouldCountByOwnerWhatWaitsAndNoClear()
    {
        rig.mapEvent(DEVICE, 2, VM, 7);
        rig.mapEvent(DEVICE, 3, 9, 7);                                          // there is no VM 9
        for (int event = 0; event < 5; event++)
        {
            rig.msi(DEVICE, event);                                             // 0 and 4 have no translation
        }
        rig.store(Rig.IWB + Registers.IWB_WTMR, 4, 1);
        rig.device(64);
        rig.mapEvent(64, 0, VM, 8);
        rig.store(Rig.IWB + Registers.IWB_WENABLER, 4, 1);
        rig.store(Rig.IWB + Registers.IWB_CR0, 4, 1);
        pass(rig, 2 * DELAY);
        assertEquals(1, rig.machine().unreachable());
        assertEquals(2, rig.machine().untranslated());
        assertUnsynced(0);

        rig.wire(Commands.WIRE_IWB, 0, 0, true);
        rig.msi(DEVICE, 1);
        rig.msi(DEVICE, 3);
        rig.wire(Commands.WIRE_IWB, 0, 0, false);       // sends a CLEAR

        final UnsyncedEvents events = rig.machine().unsyncedEvents();
        assertUnsynced(3);
        assertEquals(1, events.count(Rig.owner(Rig.PHYSICAL)));
        assertEquals(1, events.count(Rig.owner(VM)));
        assertEquals(1, events.count(Rig.owner(9)));
        assertEquals(0, events.count(Rig.owner(2)));
        pass(rig, 2 * DELAY);
        assertUnsynced(0);
        assertEquals(0, rig.entry(VM, Rig.lpi(8)) & 1, "cleared behind its level");
    }

    @Test
    void shouldWaitForNothingWithoutTheKey()
    {
        try (Rig delayed = new Rig(KEYS + " ops.delay=5"))
        {
            bringUp(delayed);
            delayed.pend(0, Rig.EL1, Rig.spi(3), true);
            assertEquals(1, delayed.entry(Rig.spi(3)) & 1);
            delayed.msi(DEVICE, 1);
            assertEquals(1, delayed.entry(Rig.lpi(LPI)) & 1);
            assertNull(delayed.machine().unsyncedEvents());
        }
        try (Rig atOnce = new Rig(KEYS))
        {
            assertNull(atOnce.machine().unsyncedEvents());
        }
    }

    @Test
    void shouldCompleteWhatAHostDoesAndWhatWaitsOnItsPe()
    {
        final List<DriverPort> ports = new ArrayList<>();
        try (Rig hosted = new Rig(NotingHost.machine(ORDER, ports)))
        {
            bringUp(hosted);
            final DriverPort port = ports.get(0);
            hosted.enable(0, Rig.EL1, Rig.spi(3), true);
            hosted.enable(0, Rig.EL1, Rig.spi(3), false);
            hosted.enable(1, Rig.EL1, Rig.spi(4), true);

            port.instruction(0, Rig.EL1, GicInstruction.CDEN.code(), Integer.toUnsignedLong(Rig.spi(3)));
            assertEquals(8, hosted.entry(Rig.spi(3)) & 8);
            assertEquals(0, hosted.entry(Rig.spi(4)) & 8);
            port.readRegister(1, Rig.EL1, SystemRegister.ICC_PCR_EL1.code());
            assertEquals(8, hosted.entry(Rig.spi(4)) & 8);
            hosted.enable(1, Rig.EL1, Rig.spi(4), false);
            assertEquals(8, hosted.entry(Rig.spi(4)) & 8, "of software again");
            port.writeRegister(1, Rig.EL1, SystemRegister.ICC_PCR_EL1.code(), 31);
            assertEquals(0, hosted.entry(Rig.spi(4)) & 8);
        }
    }

    private void assertUnsynced(final long count)
    {
        assertEquals(count, rig.machine().unsyncedEvents().count());
        assertEquals(count, rig.machine().unsyncedEvents().outstanding());
    }

    /** Writes a synchronization and polls its status. */
    private void synchronize(final long register, final int sizeBytes, final long value, final long status)
    {
        rig.store(register, sizeBytes, value);
        int polls = 0;
        while ((rig.load(status, 4) & IDLE) == 0)
        {
            polls++;
        }
        assertEquals(DELAY, polls);
    }

    static void pass(final Rig rig, final int commands)
    {
        for (int i = 0; i < commands; i++)
        {
            rig.load(Rig.RAM, 8);
        }
    }

    /** Brings a machine up with physical LPIs of which one has an event, and VM 1 whose VPE 0 is resident on PE 0. */
    static void bringUp(final Rig rig)
    {
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
        rig.deviceTable();
        pass(rig, DELAY);
        rig.device(DEVICE);
        rig.mapEvent(DEVICE, 1, Rig.PHYSICAL, LPI);
        rig.vmTable();
        pass(rig, DELAY);
        rig.describeVm(VM, Rig.RAM + 0x100_0000, 2, Ist.linear(Rig.RAM + 0x101_0000, 8),
            Ist.linear(Rig.RAM + 0x102_0000, 6));
        rig.mapVm(VM, false);
        pass(rig, DELAY);
        rig.mapVpe(VM, 0);
        pass(rig, DELAY);
        rig.mapVist(VM, Intid.TYPE_LPI, false);
        pass(rig, DELAY);
        rig.mapVist(VM, Intid.TYPE_SPI, false);
        pass(rig, DELAY);
        rig.enableCpu(0, 31);
        rig.enableCpu(1, 31);
        rig.enableGuest(0, 31);
        rig.enable(0, Rig.EL1, Rig.lpi(LPI), true);
        rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);
        assertTrue(rig.enter(0, VM, 0));
    }
}
