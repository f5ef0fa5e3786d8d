package org.gale.engine.accounting;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the account of a VM that migrates: an image is the place of what is owed meanwhile. */
@Tag("M-MIG-1")
class CarriedLedgerTest
{
    private static final int SOURCE = OwnerId.vm(OwnerId.physical(0, 1), 0);
    private static final int SUCCESSOR = OwnerId.vm(OwnerId.physical(0, 1), 5);
    private static final int THIRD = OwnerId.vm(OwnerId.physical(0, 1), 6);

    private final Ledgers ledgers = new Ledgers();
    private final Ledger ledger = ledgers.ofOrNew(SOURCE);
    private final Account lpis = ledger.account(false);

    private static boolean isLevel(final int intid)
    {
        return false;
    }

    private void destroy()
    {
        ledgers.leave(SOURCE, true);
        lpis.unmapped();
    }

    private void restore(final int... pending)
    {
        for (final int id : pending)
        {
            lpis.event(id);
        }
    }

    @Test
    void shouldCarryWhatIsOwedToAnotherId()
    {
        lpis.event(3);
        lpis.event(70_000);

        destroy();
        assertEquals(2, ledger.pending());
        assertEquals(0, ledger.withdrawnUnmapped());
        assertEquals(0, ledger.remainder());
        ledgers.follow(SOURCE, SUCCESSOR);
        restore(70_000, 3);
        ledgers.arrive(SUCCESSOR, CarriedLedgerTest::isLevel);

        assertSame(ledger, ledgers.of(SUCCESSOR));
        assertEquals(SUCCESSOR, ledgers.followed(SOURCE));
        assertEquals(2, ledger.offered());
        assertEquals(2, ledger.pending());
        assertEquals(0, ledger.coalesced());
        assertEquals(0, ledger.lost() + ledger.inventions() + ledger.remainder());
        assertFalse(lpis.acknowledged(3, false));
        assertEquals(1, ledger.delivered());
    }

    @Test
    void shouldTellWhatTheImageLostAndInvented()
    {
        lpis.event(3);
        lpis.event(4);

        destroy();
        ledgers.follow(SOURCE, SUCCESSOR);
        restore(4, 9);
        ledgers.arrive(SUCCESSOR, CarriedLedgerTest::isLevel);

        assertEquals(1, ledger.lost());
        assertEquals(3, lpis.firstLost());
        assertEquals(1, ledger.inventions());
        assertEquals(9, lpis.firstInvented());
        assertEquals(2, ledger.offered());
        assertEquals(0, ledger.remainder());
    }

    /** A level stays pending after its acknowledge, and is owed to nobody. */
    @Test
    void shouldNotOweALevelThatIsHeld()
    {
        lpis.event(3);
        lpis.event(4);
        assertFalse(lpis.acknowledged(3, true));

        destroy();
        ledgers.follow(SOURCE, SUCCESSOR);
        restore(3, 4);
        ledgers.arrive(SUCCESSOR, intid -> true);

        assertEquals(2, ledger.offered());
        assertEquals(1, ledger.pending());
        assertEquals(0, ledger.lost() + ledger.inventions() + ledger.remainder());
        assertFalse(lpis.acknowledged(3, true));
        assertEquals(1, ledger.redelivered());
    }

    /** A successor that is not whole is destroyed, and the image is restored once more. */
    @Test
    void shouldCarryOnIfAnAttemptFails()
    {
        lpis.event(3);
        lpis.event(4);

        destroy();
        ledgers.follow(SOURCE, SUCCESSOR);
        restore(3);
        lpis.unmapped();
        ledgers.follow(SUCCESSOR, THIRD);
        restore(3, 4);
        ledgers.arrive(THIRD, CarriedLedgerTest::isLevel);

        assertEquals(THIRD, ledgers.followed(SOURCE));
        assertEquals(2, ledger.offered());
        assertEquals(2, ledger.pending());
        assertEquals(0, ledger.lost() + ledger.inventions() + ledger.remainder());
    }

    @Test
    void shouldWithdrawAgainOnceItHasArrived()
    {
        destroy();
        ledgers.follow(SOURCE, SUCCESSOR);
        ledgers.arrive(SUCCESSOR, CarriedLedgerTest::isLevel);
        lpis.event(3);

        lpis.unmapped();

        assertEquals(1, ledger.withdrawnUnmapped());
    }

    @Test
    void shouldWithdrawWhatIsOwedToAVmWhoseTablesStay()
    {
        lpis.event(3);
        ledgers.leave(SOURCE, true);
        ledgers.leave(SOURCE, false);

        lpis.unmapped();

        assertEquals(1, ledger.withdrawnUnmapped());
    }

    /** Ids are used again: the account of one VM comes back to the id with which another one began. */
    @Test
    void shouldTellVmsApartThatHaveHadOneId()
    {
        final Ledger other = ledgers.ofOrNew(THIRD);

        ledgers.follow(SOURCE, SUCCESSOR);
        ledgers.follow(THIRD, SOURCE);

        assertEquals(SUCCESSOR, ledgers.followed(SOURCE));
        assertEquals(SOURCE, ledgers.followed(THIRD));
        assertSame(other, ledgers.of(SOURCE));
        assertTrue(ledgers.followed(SUCCESSOR) != SUCCESSOR);
    }
}
