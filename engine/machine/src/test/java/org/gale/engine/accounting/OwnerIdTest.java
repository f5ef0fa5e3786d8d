package org.gale.engine.accounting;

import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OwnerIdTest
{
    @ParameterizedTest(name = "IRS {0}, domain {1}, VM {2}")
    @CsvSource({"0, 0, 0", "0, 1, 65535", "15, 3, 0", "15, 3, 65535", "5, 2, 4660"})
    void shouldNameEachPartWhenItIsEncoded(final int irs, final int domain, final int vmId)
    {
        final int physical = OwnerId.physical(irs, domain);
        final int vm = OwnerId.vm(physical, vmId);

        assertTrue(OwnerId.isPhysical(physical));
        assertFalse(OwnerId.isPhysical(vm));
        assertEquals(vmId, OwnerId.vmId(vm));
        for (final int owner : new int[]{physical, vm})
        {
            assertEquals(irs, OwnerId.irs(owner));
            assertEquals(domain, OwnerId.domain(owner));
        }
        assertEquals("physical", OwnerId.name(physical));
        assertEquals("VM " + vmId, OwnerId.name(vm));
        assertTrue(physical < vm && vm < OwnerId.LIMIT);
    }

    @Test
    void shouldNameAnInterruptBehindItsOwner()
    {
        final int physical = OwnerId.physical(0, 1);

        assertEquals("physical SPI 40", OwnerId.name(physical, Intid.of(Intid.TYPE_SPI, 40)));
        assertEquals("VM 3 LPI 7", OwnerId.name(OwnerId.vm(physical, 3), Intid.of(Intid.TYPE_LPI, 7)));
    }

    @Test
    void shouldTellTheVmsOfADomainFromAllOtherOwners()
    {
        final int physical = OwnerId.physical(1, 2);

        assertTrue(OwnerId.isVmOf(OwnerId.vm(physical, 0), physical));
        assertTrue(OwnerId.isVmOf(OwnerId.vm(physical, 0xffff), physical));
        assertFalse(OwnerId.isVmOf(physical, physical));
        assertFalse(OwnerId.isVmOf(OwnerId.vm(OwnerId.physical(1, 3), 0), physical));
        assertFalse(OwnerId.isVmOf(OwnerId.vm(OwnerId.physical(0, 2), 0), physical));
        assertFalse(OwnerId.isVmOf(OwnerId.vm(physical, 0) | OwnerId.LIMIT, physical));
        assertFalse(OwnerId.isVmOf(OwnerId.NONE, OwnerId.physical(15, 3)));
    }
}
