package org.gale.engine.gicv5;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.machine.Outputs;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Interrupts that a store behind the machine's back loses or invents. The next command that touches one finds it, also
 * an event of the same interrupt, which the account would count as coalesced.
 */
@Tag("P1")
@Tag("P2")
class PendingMismatchTest
{
    private static final int PENDING = 1;
    private static final int VM = 2;
    private static final int ID = 5;
    private static final int LPI = Rig.lpi(ID);
    private static final int PHYSICAL_LPI = Rig.lpi(9);
    private static final Map<String, Consumer<Rig>> TOUCHES = new LinkedHashMap<>();

    static
    {
        TOUCHES.put("MSI", rig -> rig.msi(3, 7));
        TOUCHES.put("long MSI", rig -> rig.msiLong(3, 7));
        TOUCHES.put("VDPEND that sets", rig -> rig.virtualPend(VM, LPI, true));
        TOUCHES.put("VDPEND that clears", rig -> rig.virtualPend(VM, LPI, false));
        TOUCHES.put("VDDIS", rig -> rig.vd(GicInstruction.VDDIS, VM, LPI, 0));
        TOUCHES.put("VDEN", rig -> rig.vd(GicInstruction.VDEN, VM, LPI, 0));
        TOUCHES.put("VDPRI", rig -> rig.vd(GicInstruction.VDPRI, VM, LPI, 3L << 59));
        TOUCHES.put("VDAFF", rig -> rig.vd(GicInstruction.VDAFF, VM, LPI, 1L << 48));
        TOUCHES.put("VDHM", rig -> rig.vd(GicInstruction.VDHM, VM, LPI, 0));
        TOUCHES.put("VDRCFG", rig -> rig.vd(GicInstruction.VDRCFG, VM, LPI, 0));
        TOUCHES.put("VDDI", rig -> rig.vd(GicInstruction.VDDI, VM, LPI, 0));
        TOUCHES.put("table goes", rig -> rig.mapVist(VM, 2, true));
    }

    private final Rig rig = new Rig("pes=4 min_lpi_id_bits=8");
    private Ist lpis;

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 11));
        rig.vmTable();
        rig.deviceTable();
        rig.device(3);
        rig.mapEvent(3, 7, VM, ID);
        rig.enableGuest(1, 31);
        lpis = rig.simpleVm(VM, 11);
        rig.vd(GicInstruction.VDEN, VM, LPI, 0);
        rig.enter(1, VM, 0);
        assertFalse(rig.ram().overlap().mayBe());
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    static Set<String> touches()
    {
        return TOUCHES.keySet();
    }

    @ParameterizedTest
    @MethodSource("touches")
    void shouldFindNothingInASoundMachine(final String touch)
    {
        TOUCHES.get(touch).accept(rig);
        rig.virtualPend(VM, LPI, true);
        TOUCHES.get(touch).accept(rig);
        TOUCHES.get("MSI").accept(rig);

        assertFalse(found().isFound());
    }

    @ParameterizedTest
    @MethodSource("touches")
    void shouldFindALostInterruptAtTheNextCommandThatTouchesIt(final String touch)
    {
        rig.virtualPend(VM, LPI, true);
        flip(PENDING);
        final long before = rig.machine().commandCount();

        TOUCHES.get(touch).accept(rig);

        assertFound(LPI, true, before + (touch.equals("table goes") ? commandsSince(before) : 1));
    }

    @ParameterizedTest
    @MethodSource("touches")
    void shouldFindAnInventedInterruptAtTheNextCommandThatTouchesIt(final String touch)
    {
        flip(PENDING);
        final long before = rig.machine().commandCount();

        TOUCHES.get(touch).accept(rig);

        assertFound(LPI, false, before + (touch.equals("table goes") ? commandsSince(before) : 1));
    }

    /** Loses an interrupt whose event comes again: the account alone would say coalesced. */
    @Test
    void shouldNotTakeALostInterruptForACoalescedOne()
    {
        rig.msi(3, 7);
        flip(PENDING);
        rig.msi(3, 7);

        assertEquals(0, rig.ledger(VM).coalesced());
        assertEquals(1, rig.ledger(VM).lost());
        assertEquals(1, rig.ledger(VM).pending());
        assertEquals(0, rig.ledger(VM).remainder());
        assertEquals(-1, rig.machine().accounts().firstDifference(Rig.owner(VM)));
        assertTrue(found().isFound());
    }

    /** Applies a run: the command is named, not the end of the run. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNameTheCommandInsideARun(final boolean isMsi)
    {
        rig.mapEvent(3, 8, VM, 6);
        rig.virtualPend(VM, LPI, true);
        flip(PENDING);
        final long before = rig.machine().commandCount();
        final Rig source = new Rig("pes=4");
        for (int i = 0; i < 4; i++)
        {
            append(source, isMsi, 6);
        }
        append(source, isMsi, ID);
        for (int i = 0; i < 4; i++)
        {
            append(source, isMsi, 6);
        }
        rig.machine().apply(source.tape(), 0, source.tapeLength());
        source.close();

        assertFound(LPI, true, before + 5);
    }

    @Test
    void shouldFindALostInterruptInTheTurnThatWouldTakeIt()
    {
        rig.virtualPend(VM, LPI, true);
        flip(PENDING);
        final long before = rig.machine().commandCount();

        rig.turn(1, 4);

        assertFound(LPI, true, before + 1);
        assertEquals(0, rig.outputs(Outputs.ACK).size());
    }

    @Test
    void shouldFindALostInterruptInTheAcknowledgeThatWouldTakeIt()
    {
        rig.virtualPend(VM, LPI, true);
        flip(PENDING);
        final long before = rig.machine().commandCount();

        assertEquals(0, rig.acknowledge(1, Rig.VEL1));

        assertFound(LPI, true, before + 1);
    }

    /** Holds a level: after its acknowledge it is pending, and owes nothing. */
    @ParameterizedTest
    @MethodSource("touches")
    void shouldNotTakeAHeldLevelForAnInvention(final String touch)
    {
        rig.vd(GicInstruction.VDHM, VM, LPI, 1L << 63);
        rig.virtualPend(VM, LPI, true);
        assertEquals(LPI, rig.acknowledge(1, Rig.VEL1));

        TOUCHES.get(touch).accept(rig);

        assertFalse(found().isFound());
    }

    @Test
    void shouldFindALostLevel()
    {
        rig.vd(GicInstruction.VDHM, VM, LPI, 1L << 63);
        rig.virtualPend(VM, LPI, true);
        flip(PENDING);

        rig.virtualPend(VM, LPI, true);

        assertTrue(found().isLost());
    }

    @Test
    void shouldFindAPhysicalLpiAndAWireThatIsLost()
    {
        rig.pend(0, Rig.EL1, PHYSICAL_LPI, true);
        rig.ram().store(Rig.RAM + 0x10_0000 + 36, 4, 0);
        rig.pend(0, Rig.EL1, PHYSICAL_LPI, true);

        assertEquals(PHYSICAL_LPI, found().intid());
        assertEquals(Rig.owner(Rig.PHYSICAL), found().owner());
    }

    @Test
    void shouldFindASpiWhoseWireRisesAgain()
    {
        rig.spi(200, true);
        final int entry = (int)rig.machine().irs().spiMemory().load(800, 4);
        rig.machine().irs().spiMemory().store(800, 4, entry & ~PENDING);
        rig.spi(200, false);
        rig.spi(200, true);

        assertEquals(Rig.spi(200), found().intid());
        assertTrue(found().isLost());
    }

    /** Rings a doorbell, which is a physical LPI: one that is lost is found when it rings again. */
    @Test
    void shouldFindADoorbellThatIsLost()
    {
        rig.enableCpu(0, 31);
        rig.doorbell(VM, 0, 9, 31, true);
        rig.leave(1, 31);
        rig.msi(3, 7);
        assertTrue(rig.ledger(Rig.PHYSICAL).isOwed(false, 9));
        rig.ram().store(Rig.RAM + 0x10_0000 + 36, 4, 0);
        rig.enter(1, VM, 0);
        rig.turn(1, 4);
        rig.leave(1, 31);
        assertFalse(found().isFound());

        rig.msi(3, 7);

        assertEquals(PHYSICAL_LPI, found().intid());
        assertTrue(found().isLost());
    }

    /** Overlaps two tables: what one stores into the other is the fault of the guest (B-IST-5). */
    @Tag("B-IST-5")
    @Test
    void shouldNotBlameTheMachineForTablesThatOverlap()
    {
        rig.vm(VM + 1, Rig.RAM + 0x180_0000, 4, lpis, null);
        rig.virtualPend(VM, LPI, true);

        rig.virtualPend(VM + 1, LPI, true);

        assertTrue(rig.ram().overlap().mayBe());
        assertFalse(found().isFound());
    }

    /** Stores into a live entry: the account follows (M-LIVE). */
    @Tag("M-LIVE")
    @Test
    void shouldNotBlameTheMachineForWhatSoftwareStores()
    {
        rig.virtualPend(VM, LPI, true);
        rig.store(lpis.entryAddress(ID), 4, 0);
        rig.virtualPend(VM, LPI, true);
        rig.store(lpis.entryAddress(ID + 1), 4, PENDING);
        rig.virtualPend(VM, Rig.lpi(ID + 1), true);

        assertFalse(found().isFound());
    }

    @Test
    void shouldKeepTheFirst()
    {
        rig.virtualPend(VM, Rig.lpi(1), true);
        flip(PENDING);
        rig.ram().store(lpis.entryAddress(1), 4, 0);

        rig.virtualPend(VM, LPI, true);
        final long command = rig.machine().commandCount();
        rig.virtualPend(VM, Rig.lpi(1), true);

        assertFound(LPI, false, command);
    }

    /** Latches outside of the state: the digest is that of a machine which found nothing. */
    @Test
    void shouldNotChangeTheDigest()
    {
        flip(PENDING);
        final long before = rig.machine().digest();
        assertFalse(found().isFound());

        found().latch(Rig.owner(VM), LPI, true);

        assertEquals(before, rig.machine().digest());
    }

    private static void append(final Rig source, final boolean isMsi, final int id)
    {
        final int at = source.tapeLength();
        if (isMsi)
        {
            source.msi(3, id == ID ? 7 : 8);
        }
        else
        {
            source.virtualPend(VM, Rig.lpi(id), true);
        }
        assertEquals(1, CommandCursor.count(source.tape(), at, source.tapeLength()));
    }

    private void flip(final int bits)
    {
        final long address = lpis.entryAddress(ID);
        rig.ram().store(address, 4, rig.ram().load(address, 4) ^ bits);
    }

    private long commandsSince(final long before)
    {
        return rig.machine().commandCount() - before;
    }

    private PendingMismatch found()
    {
        return rig.machine().accounts().firstMismatch();
    }

    private void assertFound(final int intid, final boolean isLost, final long command)
    {
        assertTrue(found().isFound());
        assertEquals(Rig.owner(intid == LPI ? VM : Rig.PHYSICAL), found().owner());
        assertEquals(intid, found().intid());
        assertEquals(isLost, found().isLost());
        assertEquals(command, found().command());
    }
}
