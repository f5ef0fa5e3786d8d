package org.gale.engine.record;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.gicv5.Ist;
import org.gale.engine.gicv5.Rig;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Check at a digest, of a machine that is broken behind its back: promise, finding, and between which commands. */
class DigestCheckTest
{
    private static final int PENDING = 1;
    private static final int ENABLE = 8;

    private final Rig rig = new Rig("pes=2 ram=0x40000000:0x4000000 min_lpi_id_bits=4 vm_id_bits=8");
    private final InvariantCheck check = new InvariantCheck(rig.machine());
    private Ist lpis;

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.enableGuest(0, 31);
        rig.vmTable();
        lpis = rig.simpleVm(1, 10);
        rig.enter(0, 1, 0);
        for (int id = 3; id < 6; id++)
        {
            rig.vd(GicInstruction.VDEN, 1, Rig.lpi(id), 0);
        }
        rig.virtualPend(1, Rig.lpi(3), true);
        rig.virtualPend(1, Rig.lpi(4), true);
        check.checkAtDigest(9);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldFindNothingInASoundMachine()
    {
        assertDoesNotThrow(() -> check.checkAtDigest(12));
        rig.acknowledge(0, Rig.VEL1);
        assertDoesNotThrow(() -> check.checkAtDigest(13));
        assertDoesNotThrow(() -> check.check(14));
    }

    @Tag("P1")
    @Test
    void shouldNameAnInterruptThatIsLost()
    {
        rig.ram().store(lpis.entryAddress(4), 4, ENABLE);

        assertBroken("P1", "VM 1 LPI 4, set pending, is neither pending nor acknowledged", Rig.lpi(4));
    }

    @Tag("P2")
    @Test
    void shouldNameAnInterruptThatIsInvented()
    {
        rig.ram().store(lpis.entryAddress(7), 4, PENDING);

        assertBroken("P2", "VM 1 LPI 7 is pending though nothing had set it pending", Rig.lpi(7));
    }

    @Tag("P2")
    @Test
    void shouldNameAnInterruptThatWasAcknowledgedThoughNothingOwedIt()
    {
        rig.ledger(1).account(false).acknowledged(7, false);

        assertBroken("P2", "VM 1 LPI 7 was acknowledged though nothing had set it pending", Rig.lpi(7));
    }

    @Tag("P4")
    @Test
    void shouldNameTheOwnerWhoseCandidatesAreNotThoseOfItsTables()
    {
        rig.ram().store(lpis.entryAddress(4), 4, ENABLE | PENDING | 5 << 11);

        assertBroken("P4", "VM 1: its candidates are not those of its tables", -1);
    }

    /** Maps the table of one VM for another, too: a store into one changes the other. */
    @Tag("P3")
    @Test
    void shouldNameTablesThatOverlap()
    {
        rig.vm(2, Rig.RAM + 0x300_0000, 4, Ist.linear(Rig.RAM + 0x310_0000, 10), null);
        assertDoesNotThrow(() -> check.checkAtDigest(9));

        rig.vm(3, Rig.RAM + 0x320_0000, 4, Ist.linear(Rig.RAM + 0x310_0040, 4), null);

        final InvariantBrokenException broken =
            assertThrows(InvariantBrokenException.class, () -> check.checkAtDigest(12));
        assertEquals("P3", broken.promise());
        assertEquals("an interrupt state table of VM 2 overlaps one of VM 3", broken.finding());
        assertEquals(3, OwnerId.vmId(broken.owner()));
    }

    private void assertBroken(final String promise, final String finding, final int intid)
    {
        final InvariantBrokenException broken =
            assertThrows(InvariantBrokenException.class, () -> check.checkAtDigest(12));

        assertEquals(promise, broken.promise());
        assertEquals(finding, broken.finding());
        assertEquals(1, OwnerId.vmId(broken.owner()));
        assertEquals(intid, broken.intid());
        assertEquals(9, broken.soundSequence());
        assertEquals(12, broken.sequence());
        assertEquals(promise + " broken: " + finding + ". Right at the check after command 9, " +
            "wrong at the check after command 12.", broken.getMessage());
    }

    @Test
    void shouldNameOneCheckWhereNoEarlierOneWasRight()
    {
        assertEquals("P1 broken: VM 1 LPI 7 is lost. Found at the check after command 1,200.",
            new InvariantBrokenException("P1", "VM 1 LPI 7 is lost", OwnerId.NONE, -1, 1_200, 1_200).getMessage());
    }
}
