package org.gale.engine.gicv4;

import org.gale.engine.accounting.Account;
import org.gale.tables.gicv4.PropertyByte;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The audit on a machine that keeps its invariants, and on the same machine after somebody broke one of them.
 */
class AuditRulesTest
{
    private final V4Rig rig = new V4Rig("vpeid_bits=2 cpus=2");
    private final V4Host host = rig.host();
    private final Audit audit = new Audit(host);
    private final V4ItsDriver driver = host.hardware.driver();

    @BeforeEach
    void mapADirectAndAForwardedEvent()
    {
        rig.line("create_vm 3");
        rig.lines("enable 0 0", "enable 0 2", "map 0 1 0 0 8200", "map 0 1 1 1 8201", "config 0 8200 128 1",
            "config 0 8201 128 1", "msi 1 0", "msi 1 1", "load 0 0 0", "block 0 1", "msi 1 1");
        for (int number = 1; number <= Audit.COUNT; number++)
        {
            assertNull(audit.violation(number), "V4-INV-" + number);
        }
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldAnswerAllInvariantsInOrder()
    {
        final StringBuilder expected = new StringBuilder("OK {\"V4-INV-1\":true");
        for (int number = 2; number <= Audit.COUNT; number++)
        {
            expected.append(",\"V4-INV-").append(number).append("\":true");
        }

        assertEquals(expected.append('}').toString(), rig.line("audit"));
    }

    @Tag("V4-INV-1")
    @Test
    void shouldSeeAnEventWithoutItsRoute()
    {
        driver.discard(1, 0);

        assertNotNull(audit.violation(1));
    }

    @Tag("V4-INV-2")
    @Test
    void shouldSeeAnEventOfAVpeThatIsNotItsTargets()
    {
        driver.moveVirtual(1, 0, 0, 1, V4Its.NO_DOORBELL);

        assertNotNull(audit.violation(2));
    }

    @Tag("V4-INV-3")
    @Test
    void shouldSeeALatchBesideATableAndATableBesideALatch()
    {
        vlpi(8200).latch(true);
        assertNotNull(audit.violation(3));

        vlpi(8200).latch(false);
        host.hardware.vpes().mapped(0).pend(8201);
        assertNotNull(audit.violation(3));
    }

    @Tag("V4-INV-4")
    @Test
    void shouldSeeAVlpiPendingInTwoTables()
    {
        host.hardware.vpes().mapped(1).pend(8200);

        assertNotNull(audit.violation(4));
    }

    @Tag("V4-INV-5")
    @Test
    void shouldSeeAWrongCount()
    {
        vcpu(0).vpe.vlpiCount += 1;

        assertNotNull(audit.violation(5));
    }

    @Tag("V4-INV-6")
    @Test
    void shouldSeeADirectVcpuWithoutAMappedVpe()
    {
        vcpu(2).vpe.isMapped = false;

        assertNotNull(audit.violation(6));
    }

    @Tag("V4-INV-7")
    @Test
    void shouldSeeAVpeidInUseThatIsNotMapped()
    {
        driver.unmapVpe(1);

        assertEquals("2 vPEIDs in use, 1 mapped", audit.violation(7));
    }

    @Tag("V4-INV-8")
    @Test
    void shouldSeeAMappedVpeWhoseIdIsFree()
    {
        host.vpeIds.free(1);

        assertEquals("vPEID 1 is free and mapped", audit.violation(8));
    }

    @Tag("V4-INV-9")
    @Tag("V4-INV-11")
    @Test
    void shouldSeeAMessageThatIsNowhere()
    {
        host.hardware.vpes().mapped(0).clear(8200);

        assertNotNull(audit.violation(9));
        assertNotNull(audit.violation(11));
    }

    @Tag("V4-INV-10")
    @Test
    void shouldSeeAnAcknowledgeWithoutAMessage()
    {
        final Account account = host.vm(0).ledger.account(false);
        account.acknowledged(8200, false);
        account.acknowledged(8200, false);

        assertTrue(audit.violation(10).contains("8200"));
    }

    @Tag("V4-INV-12")
    @Test
    void shouldSeeAPresentedInterruptOfAnotherVcpu()
    {
        vlpi(8200).target(vcpu(2));

        assertEquals("VM 0 vCPU 0: it is presented vINTID 8200 of another", audit.violation(12));
    }

    @Tag("V4-INV-13")
    @Test
    void shouldSeeASleeperWithAPendingInterrupt()
    {
        vcpu(1).isWoken = false;

        assertEquals("VM 0 vCPU 1: it sleeps while vINTID 8201 is pending", audit.violation(13));
    }

    @Tag("V4-INV-14")
    @Test
    void shouldSeeAPropertyThatTheHardwareDoesNotKnow()
    {
        host.vm(0).property(8200, PropertyByte.of(32, true));

        assertNotNull(audit.violation(14));
    }

    @Tag("V4-INV-15")
    @Test
    void shouldSeeHardwareSgisOfAForwardedVcpu()
    {
        host.vm(0).hasHardwareSgis = true;

        assertNotNull(audit.violation(15));
    }

    @Tag("V4-INV-16")
    @Test
    void shouldSeeAnImageThatMissesABit()
    {
        vlpi(8200).hw(false);

        assertNotNull(audit.violation(16));
    }

    @Test
    void shouldAssertFewerInvariantsWhileATransitionIsOpen()
    {
        rig.line("begin enable 0 1");
        vcpu(2).vpe.isMapped = false;

        assertNull(audit.violation(6));
    }

    private Vlpi vlpi(final int vintid)
    {
        return host.vm(0).vlpi(vintid);
    }

    private V4Vcpu vcpu(final int index)
    {
        return host.vm(0).vcpus[index];
    }
}
