package org.gale.engine.gicv5;

import org.agrona.ExpandableArrayBuffer;
import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.command.Commands;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Ready LPIs whose books, bits or entries are changed behind the machine's back: each difference is found at the next
 * command that touches the LPI, or by the check of ranks.
 */
@Tag("P1")
@Tag("P2")
@Tag("P4")
class ReadyMismatchTest
{
    private static final int VM = 2;
    private static final int ID = 5;
    private static final int OTHER = 6;

    private final Rig rig = new Rig("pes=4 min_lpi_id_bits=8 ready=eager");
    private final ExpandableArrayBuffer command = new ExpandableArrayBuffer();
    private PhysicalMemory ram;
    private Ist lpis;
    private Account account;

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.vmTable();
        rig.deviceTable();
        rig.device(3);
        rig.mapEvent(3, 7, VM, ID);
        rig.mapEvent(3, 8, VM, OTHER);
        rig.enableGuest(1, 31);
        lpis = rig.simpleVm(VM, 11);
        rig.vd(GicInstruction.VDEN, VM, Rig.lpi(ID), 0);
        rig.vd(GicInstruction.VDEN, VM, Rig.lpi(OTHER), 0);
        rig.enter(1, VM, 0);
        for (int i = 0; i < 4; i++)
        {
            rig.msi(3, 7);
            rig.msi(3, 8);
            rig.turn(1, 9);
        }
        ram = rig.machine().memory();
        account = rig.ledger(VM).account(false);
        msi(7);
        assertTrue(rig.machine().irs().ready().isHolding(), "nothing is held");
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldFindNothingInASoundMachine()
    {
        msi(8);
        msi(7);
        turn();

        assertFalse(found().isFound());
        assertEquals(-1, rig.machine().accounts().nextStale(Rig.owner(VM)));
        assertTrue(rig.machine().accounts().isIndexSound(Rig.owner(VM)));
    }

    @Test
    void shouldFindAPendingBitThatIsNotOwedAtItsNextEvent()
    {
        account.acknowledgedOwed(ID);

        msi(7);

        assertFound(ID, false);
    }

    @Test
    void shouldFindAnOwedInterruptWithoutABitAtItsNextEvent()
    {
        account.event(OTHER);

        msi(8);

        assertFound(OTHER, true);
    }

    @Test
    void shouldFindAPendingBitThatIsNotOwedWhenATurnTakesIt()
    {
        account.acknowledgedOwed(ID);

        turn();

        assertFound(ID, false);
    }

    @Test
    void shouldFindAPendingBitThatIsNotOwedWhenItIsWritten()
    {
        account.acknowledgedOwed(ID);

        rig.machine().endFrame();

        assertFound(ID, false);
    }

    @Test
    void shouldFindAnEntryWithAnotherPriority()
    {
        assertStale(L2Iste.PRIORITY.mask());
    }

    @Test
    void shouldFindAnEntryWithAnotherTarget()
    {
        assertStale(1 << 16);
    }

    @Test
    void shouldFindAnEntryThatIsDisabled()
    {
        assertStale(L2Iste.ENABLE.mask());
    }

    @Test
    void shouldFindAReadyEntryThatIsActive()
    {
        assertStale(L2Iste.ACTIVE.mask());
    }

    private void assertStale(final int flipped)
    {
        turn();
        final long address = lpis.entryAddress(OTHER);
        ram.store(address, Integer.BYTES, ram.load(address, Integer.BYTES) ^ flipped);

        int stale = -1;
        for (int i = 0; i < 8; i++)                                             // each call compares 256 of 2,048
        {
            stale = Math.max(stale, rig.machine().accounts().nextStale(Rig.owner(VM)));
        }
        assertEquals(Rig.lpi(OTHER), stale);
    }

    private void msi(final int event)
    {
        command.putLong(0, Commands.msi(3, event, 0));
        rig.machine().applyPart(command, 0, Long.BYTES);
    }

    private void turn()
    {
        command.putLong(0, Commands.turn(1, 9));
        rig.machine().applyPart(command, 0, Long.BYTES);
    }

    private PendingMismatch found()
    {
        return rig.machine().irs().accounts().firstMismatch();
    }

    private void assertFound(final int id, final boolean isLost)
    {
        assertTrue(found().isFound());
        assertEquals(Rig.lpi(id), found().intid());
        assertEquals(isLost, found().isLost());
    }
}
