package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.machine.DriverPort;
import org.gale.engine.machine.Outputs;
import org.gale.engine.support.StateImage;
import org.gale.tables.memory.StateException;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a machine whose host has two families of verbs: each family is asked, and each by its number. */
class HostSideTest
{
    private static final String KEYS = "pes=3 min_lpi_id_bits=4";
    private static final int CHUNK_WORDS = 64;
    private static final int FIRST = 1;
    private static final int SECOND = 7;
    private static final int VM = 1;
    private static final SystemRegister TRAPPED = SystemRegister.ICC_IAFFIDR_EL1;

    private final List<String> offers = new ArrayList<>();
    private final List<DriverPort> ports = new ArrayList<>();
    private final NotingHost first = new NotingHost(FIRST, offers);
    private final NotingHost second = new NotingHost(SECOND, offers);
    private final Rig rig = new Rig(NotingHost.machine(KEYS, ports, first, second));
    private final UnsafeBuffer words = new UnsafeBuffer(new byte[2 * Long.BYTES]);

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldExecuteACommandByTheFamilyThatItNames()
    {
        verb(SECOND, 5);
        assertEquals(0, first.state());
        assertEquals(5, second.state());
        assertEquals(SECOND, rig.machine().outputs().lastValue());

        verb(FIRST, 6);
        assertEquals(6, first.state());
        assertEquals(5, second.state());
        assertSame(first, rig.machine().hostVerbs(FIRST));
        assertSame(second, rig.machine().hostVerbs(SECOND));
        assertNull(rig.machine().hostVerbs(2));
    }

    @Test
    void shouldRefuseACommandWithoutEffect()
    {
        final long before = rig.machine().runDigest();
        first.refuse("not now");

        assertTrue(assertThrows(CommandException.class, () -> verb(FIRST, 5)).getMessage().endsWith("not now"));
        assertTrue(assertThrows(CommandException.class, () -> verb(2, 5)).getMessage().endsWith("no such family"));

        assertEquals(0, first.state());
        assertEquals(before, rig.machine().runDigest());
    }

    @Tag("K-ST-10")
    @Test
    void shouldDefineNothingForAGuestWithoutAnInterruptController()
    {
        second.undefineFor(1);

        assertTrue(rig.machine().isGuestUndefined(1));
        assertThrows(CommandException.class, () -> rig.sysr(1, Rig.VEL1, SystemRegister.ICC_PCR_EL1));
        assertThrows(CommandException.class, () -> rig.sysw(1, Rig.VEL1, SystemRegister.ICC_PCR_EL1, 1));
        assertThrows(CommandException.class, () -> rig.insn(1, Rig.VEL1, GicInstruction.CDIA, 0));

        assertFalse(rig.machine().isGuestUndefined(0));
        assertEquals(0, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_PCR_EL1));
        assertEquals(0, rig.sysr(1, Rig.EL1, SystemRegister.ICC_PCR_EL1));
        assertEquals(0, rig.insn(1, Rig.EL1, GicInstruction.CDIA, 0));
    }

    @Tag("K-ID-5")
    @Test
    void shouldAnswerTheReadThatAGuestTraps()
    {
        second.trap(TRAPPED.code());

        assertEquals(0x7_0200, rig.sysr(2, Rig.VEL1, TRAPPED));
        assertEquals(2, rig.sysr(2, Rig.EL1, TRAPPED), "the host's own read");
        assertEquals(0, rig.sysr(2, Rig.VEL1, SystemRegister.ICC_PCR_EL1), "another register");

        first.trap(TRAPPED.code());
        assertEquals(0x1_0200, rig.sysr(2, Rig.VEL1, TRAPPED), "the first family that traps");
    }

    @Tag("K-LP-7")
    @Test
    void shouldOfferEachSignalledPeToEachFamily()
    {
        enableSpi(3, 2);
        enableSpi(4, 0);
        assertEquals(List.of(), offers);

        rig.pend(0, Rig.EL1, Rig.spi(3), true);
        assertEquals(List.of("1:2", "7:2"), offers);

        offers.clear();
        rig.pend(0, Rig.EL1, Rig.spi(4), true);
        assertEquals(List.of("1:0", "7:0", "1:2", "7:2"), offers);
    }

    /** An acknowledge changes the signal, and the next interrupt is taken in the same command. */
    @Tag("K-LP-7")
    @Tag("B-CPU-19")
    @Test
    void shouldTakeAllThatIsSignalledAtTheEndOfTheCommand()
    {
        for (final int id : new int[]{3, 4, 5})
        {
            enableSpi(id, 1);
            rig.pend(0, Rig.EL1, Rig.spi(id), true);
        }
        rig.sysw(1, Rig.EL1, SystemRegister.ICC_CR0_EL1, 0);
        second.takeBy(ports.get(0));
        offers.clear();

        rig.sysw(1, Rig.EL1, SystemRegister.ICC_CR0_EL1, 1);

        assertEquals(List.of("1:1", "7:1", "1:1", "7:1", "1:1", "7:1"), offers);
        assertEquals(0, rig.machine().signals(1));
        assertEquals(List.of(1, 0), rig.outputs(Outputs.SIGNAL).stream().map(out -> Outputs.value(out[0])).toList());
        for (final int id : new int[]{3, 4, 5})
        {
            assertEquals(0, rig.entry(Rig.spi(id)) & 3, "pending or active: SPI " + id);
        }
    }

    @Test
    void shouldDigestAndSaveTheFamiliesThatWereUsed()
    {
        final long before = rig.machine().digest();
        verb(SECOND, 5);
        assertNotEquals(before, rig.machine().digest());
        final NotingHost otherFirst = new NotingHost(FIRST, offers);
        final NotingHost otherSecond = new NotingHost(SECOND, offers);
        try (Gicv5Machine other = NotingHost.machine(KEYS, ports, otherFirst, otherSecond))
        {
            assertTrue(StateImage.of(rig.machine(), CHUNK_WORDS).into(other, CHUNK_WORDS).isSame());

            assertEquals(0, otherFirst.state());
            assertEquals(5, otherSecond.state());
        }
    }

    @Test
    void shouldRefuseAStateOfAFamilyThatTheHostDoesNotHave()
    {
        verb(SECOND, 5);
        try (Gicv5Machine other = NotingHost.machine(KEYS, ports, new NotingHost(FIRST, offers)))
        {
            final StateImage image = StateImage.of(rig.machine(), CHUNK_WORDS);

            assertEquals("no such family of host verbs: 7",
                assertThrows(StateException.class, () -> image.into(other, CHUNK_WORDS)).getMessage());
        }
    }

    /** The higher value of both families counts, by VPE; VPE 0 has a candidate of priority 4, VPE 2 one of 6. */
    @Tag("P5")
    @ParameterizedTest(name = "below {0}, {1} and {2}, {3}: VPE {4}")
    @CsvSource({
        "0, 0, 0, 0, -1", "4, 6, 0, 0, -1", "5, 0, 0, 0, 0", "0, 0, 5, 0, 0", "4, 7, 4, 0, 2", "0, 0, 0, 7, 2",
        "0, 7, 0, 3, 2", "32, 32, 32, 32, 0",
    })
    void shouldNameAVcpuThatNothingWillWake(
        final int ofFirst0, final int ofFirst2, final int ofSecond0, final int ofSecond2, final int vpeId)
    {
        rig.enableIrs();
        rig.vmTable();
        rig.simpleVm(VM, 8);
        pendLpi(20, 0, 4);
        pendLpi(22, 2, 6);

        first.wakeBelow(ofFirst0, 0, ofFirst2, 0);
        second.wakeBelow(ofSecond0, 0, ofSecond2, 0);

        final String unsettled = rig.machine().unsettled();
        if (vpeId < 0)
        {
            assertNull(unsettled);
        }
        else
        {
            assertEquals("VM 1 LPI " + (20 + vpeId) + " is pending, its vCPU " + vpeId +
                " sleeps, and no doorbell is owed", unsettled);
        }
    }

    private void verb(final int family, final long operand)
    {
        words.putLong(0, NotingHost.word(family));
        words.putLong(Long.BYTES, operand);
        rig.machine().outputs().clear();
        rig.machine().apply(words, 0);
    }

    private void enableSpi(final int id, final int pe)
    {
        rig.enableIrs();
        rig.enableCpu(pe, 31);
        rig.target(0, Rig.EL1, Rig.spi(id), pe, false);
        rig.enable(0, Rig.EL1, Rig.spi(id), true);
    }

    private void pendLpi(final int id, final int vpeId, final int priority)
    {
        rig.vd(GicInstruction.VDAFF, VM, Rig.lpi(id), (long)vpeId << 48);
        rig.vd(GicInstruction.VDPRI, VM, Rig.lpi(id), (long)priority << 59);
        rig.vd(GicInstruction.VDEN, VM, Rig.lpi(id), 0);
        rig.virtualPend(VM, Rig.lpi(id), true);
    }
}
