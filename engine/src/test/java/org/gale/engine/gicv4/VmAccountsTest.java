package org.gale.engine.gicv4;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.Accounts;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

class VmAccountsTest
{
    @Test
    void shouldHaveNoOwnerWhenTheHostHasNoVm()
    {
        try (V4Rig rig = new V4Rig(""))
        {
            final Accounts accounts = rig.machine().accounts();

            assertEquals(OwnerId.NONE, accounts.firstOwner());
            assertNull(accounts.ledger(accounts.physicalOwner()));
            assertNull(accounts.ledger(accounts.vmOwner(0)));
        }
    }

    @Test
    void shouldNameEachVmOfTheHostInOrder()
    {
        try (V4Rig rig = new V4Rig(""))
        {
            rig.host().createVm(1);
            rig.host().createVm(2);
            final Accounts accounts = rig.machine().accounts();

            assertEquals(accounts.vmOwner(0), accounts.firstOwner());
            assertEquals(accounts.vmOwner(1), accounts.nextOwner(accounts.vmOwner(0)));
            assertEquals(OwnerId.NONE, accounts.nextOwner(accounts.vmOwner(1)));
            assertEquals(accounts.vmOwner(0), accounts.nextOwner(OwnerId.NONE));
            assertEquals(OwnerId.NONE, accounts.nextOwner(accounts.vmOwner(0xffff)));
            assertSame(rig.host().vm(1).ledger, accounts.ledger(accounts.vmOwner(1)));
            assertNull(accounts.ledger(OwnerId.vm(OwnerId.physical(0, 2), 1)));
        }
    }
}
