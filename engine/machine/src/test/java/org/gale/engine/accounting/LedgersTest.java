package org.gale.engine.accounting;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

class LedgersTest
{
    private static final int PHYSICAL = OwnerId.physical(0, 1);
    private static final int OTHER = OwnerId.physical(0, 2);

    private final Ledgers ledgers = new Ledgers();

    @Test
    void shouldHaveNoOwnerWhenThereIsNoLedger()
    {
        assertEquals(OwnerId.NONE, ledgers.firstOwner());
        assertEquals(OwnerId.NONE, ledgers.nextOwner(PHYSICAL));
        assertEquals(OwnerId.NONE, ledgers.nextOwner(OwnerId.LIMIT - 1));
        assertNull(ledgers.of(PHYSICAL));
    }

    @Test
    void shouldNameOwnersInOrderWhicheverCameFirst()
    {
        final int highest = OwnerId.vm(OwnerId.physical(15, 3), 0xffff);
        final List<Integer> expected = new ArrayList<>(List.of(PHYSICAL));
        ledgers.ofOrNew(highest);
        ledgers.ofOrNew(OTHER);
        for (int vmId = 20; vmId > 0; vmId -= 2)
        {
            ledgers.ofOrNew(OwnerId.vm(PHYSICAL, vmId));
            expected.add(1, OwnerId.vm(PHYSICAL, vmId));
        }
        ledgers.ofOrNew(PHYSICAL);
        expected.add(OTHER);
        expected.add(highest);

        final List<Integer> found = new ArrayList<>();
        for (int owner = ledgers.firstOwner(); owner != OwnerId.NONE; owner = ledgers.nextOwner(owner))
        {
            found.add(owner);
        }

        assertEquals(expected, found);
        assertEquals(OwnerId.vm(PHYSICAL, 4), ledgers.nextOwner(OwnerId.vm(PHYSICAL, 3)));
    }

    @Test
    void shouldKeepTheLedgerOfAnOwner()
    {
        final Ledger ledger = ledgers.ofOrNew(OTHER);
        ledgers.ofOrNew(PHYSICAL);

        assertSame(ledger, ledgers.ofOrNew(OTHER));
        assertSame(ledger, ledgers.of(OTHER));
    }
}
