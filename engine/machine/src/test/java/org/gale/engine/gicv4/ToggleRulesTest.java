package org.gale.engine.gicv4;

import java.util.List;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.Accounts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * ENABLE and DISABLE of direct injection per vCPU, in both versions: no message is lost, at most one acknowledge is
 * spurious, and refusals change nothing.
 */
class ToggleRulesTest
{
    private static final String VERSION_40 = "version=4.0 cpus=2";
    private static final String VERSION_41 = "version=4.1 cpus=2 vpeid_bits=2";
    private static final String CLEAN = "pending=0 route=";

    @Tag("V4-API-11")
    @Tag("V4-API-13")
    @Test
    void shouldRefuseAnUnknownVcpuAndDoNothingWhereNothingIsToDo()
    {
        try (V4Rig rig = oneEvent(VERSION_41))
        {
            assertEquals(List.of("OK -EINVAL", "OK 0", "OK 0", "OK 0", "OK 0", "OK 1"), List.of(
                rig.line("enable 0 9"), rig.line("disable 0 0"), rig.line("query 0 0"), rig.line("enable 0 0"),
                rig.line("enable 0 0"), rig.line("query 0 0")));
        }
    }

    @Tag("V4-API-15")
    @Tag("V4-BUG-11")
    @Tag("V4-ID-1")
    @Tag("V4-ID-3")
    @Test
    void shouldRefuseWithoutAnyChangeWhenThePoolIsEmptyAndRecycleVpeids()
    {
        try (V4Rig rig = new V4Rig("vpeid_bits=1 cpus=2"))
        {
            rig.line("create_vm 3");
            rig.lines("enable 0 0", "enable 0 1");
            final long digest = rig.machine().digest();

            assertEquals("OK -ENOSPC", rig.line("enable 0 2"));
            assertEquals(digest, rig.machine().digest());

            rig.lines("disable 0 0", "enable 0 2");
            assertEquals(0, rig.host().vm(0).vcpus[2].vpe.vpeId);
        }
    }

    @Tag("V4-P-E2")
    @Test
    void shouldRefuseWithoutAnyChangeWhenRamIsUsedUp()
    {
        try (V4Rig rig = new V4Rig("cpus=1 vpeid_bits=8", 0x1a_0000))
        {
            rig.line("create_vm 100");
            int enabled = 0;
            while (rig.line("enable 0 " + enabled).equals("OK 0"))
            {
                enabled++;
            }
            final long digest = rig.machine().digest();

            assertEquals("OK -ENOMEM", rig.line("enable 0 " + enabled));
            assertEquals(digest, rig.machine().digest());
            assertEquals("OK -ENOMEM", rig.line("begin enable 0 " + enabled));
            rig.lines("disable 0 0", "enable 0 " + enabled);
        }
    }

    @Tag("V4-P-E5")
    @Tag("V4-P-E1")
    @Tag("V4-P-E3")
    @Tag("V4-P-E4")
    @Tag("V4-P-E6")
    @Tag("V4-P-D1")
    @Tag("V4-P-D2")
    @Tag("V4-P-D3")
    @Tag("V4-P-D4")
    @Tag("V4-P-D5")
    @Tag("V4-P-D6")
    @Tag("V4-P-D7")
    @Tag("V4-P-D8")
    @Tag("V4-P-D9")
    @Tag("V4-P-D10")
    @Test
    void shouldNameTheStepsOfATransition()
    {
        try (V4Rig rig = oneEvent(VERSION_41))
        {
            assertEquals("OK E1", rig.line("begin enable 0 0"));
            assertEquals("OK -EBUSY", rig.line("enable 0 1"));
            assertEquals("OK -EBUSY", rig.line("query 0 0"));
            assertEquals("E2 E3 E4 E5 8200 E6", rig.steps());
            assertEquals("OK D1", rig.line("begin disable 0 0"));
            assertEquals("D2 D3 D5 8200 D6 D7 D8 D9 D10", rig.steps());
            assertEquals("OK 0", rig.line("step"));
        }
    }

    @Tag("V4-BUG-12")
    @Tag("V4-P-SW2")
    @Tag("V4-SW-5")
    @Test
    void shouldUnmapAnEventForAMomentInVersion40()
    {
        try (V4Rig rig = oneEvent(VERSION_40))
        {
            rig.line("begin enable 0 0");
            assertEquals("E2 E3 E4 E5 8200 E5 8200 E5 8200 E6", rig.steps());
        }
    }

    @Tag("V4-LL-3")
    @Tag("V4-LL-2")
    @Tag("V4-LL-6")
    @Tag("V4-LL-8")
    @Tag("V4-LL-9")
    @Tag("V4-LL-10")
    @Tag("V4-LL-16")
    @Tag("V4-INV-9")
    @ParameterizedTest
    @ValueSource(strings = {VERSION_40, VERSION_41})
    void shouldDeliverAMessageThatComesAtAnyStep(final String version)
    {
        for (int at = 0; at < 14; at++)
        {
            for (final String kind : List.of("enable", "disable"))
            {
                try (V4Rig rig = oneEvent(version))
                {
                    if (kind.equals("disable"))
                    {
                        rig.lines("enable 0 0");
                    }
                    rig.line("begin " + kind + " 0 0");
                    for (int step = 0; step < at; step++)
                    {
                        rig.line("step");
                    }
                    rig.lines("msi 1 0");
                    assertTrue(rig.line("state 0 8200").contains("pending=1"), kind + " at step " + at);
                    rig.steps();
                    assertFalse(rig.line("audit").contains(":\""), rig.line("audit"));

                    rig.lines("load 0 0 0");
                    assertEquals("OK 8200", rig.line("ack 0 0"), kind + " at step " + at);
                    rig.lines("eoi 0 0 8200");
                    assertEquals("OK none", rig.line("ack 0 0"));
                    assertTrue(rig.line("state 0 8200").endsWith("spurious=0"));
                }
            }
        }
    }

    @Tag("V4-INV-10")
    @Test
    void shouldAddAtMostOneSpuriousAcknowledgeForATransitionInVersion40()
    {
        try (V4Rig rig = oneEvent(VERSION_40))
        {
            rig.lines("enable 0 0", "load 0 0 0");

            assertEquals("OK 8200", rig.line("ack 0 0"));
            rig.lines("eoi 0 0 8200");
            assertEquals("OK none", rig.line("ack 0 0"));
            assertEquals("OK " + CLEAN + "VIRT vcpu=0 spurious=1", rig.line("state 0 8200"));
            assertEquals(0, ledger(rig).remainder());
            assertEquals(1, ledger(rig).redelivered());
        }
    }

    @Tag("V4-LL-13")
    @Tag("V4-T-1")
    @Tag("V4-INV-11")
    @Tag("V4-INV-16")
    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void shouldCarryPendingOverEvenIfDisabled(final String enable)
    {
        try (V4Rig rig = oneEvent(VERSION_41))
        {
            rig.lines("config 0 8200 128 " + enable, "msi 1 0", "enable 0 0");
            assertEquals("OK pending=1 route=VIRT vcpu=0 spurious=0", rig.line("state 0 8200"));

            rig.lines("disable 0 0");
            assertEquals("OK pending=1 route=PHYS vcpu=0 spurious=0", rig.line("state 0 8200"));

            rig.lines("enable 0 0", "config 0 8200 128 1", "load 0 0 1");
            assertEquals("OK 8200", rig.line("ack 0 0"));
        }
    }

    @Tag("V4-T-7")
    @Tag("V4-LL-5")
    @Tag("V4-LL-12")
    @Tag("V4-TBL-11")
    @Tag("V4-TBL-14")
    @Test
    void shouldFindNothingOfThePreviousOwnerInARecycledTable()
    {
        try (V4Rig rig = new V4Rig("vpeid_bits=1 cpus=2"))
        {
            rig.line("create_vm 2");
            rig.lines("map 0 1 0 0 8200", "config 0 8200 128 1", "enable 0 0", "msi 1 0");
            final long table = rig.host().vm(0).vcpus[0].vpe.table;
            rig.machine().memory().store(table + 2048, 8, -1L);
            rig.lines("discard 0 1 0", "disable 0 0", "enable 0 1");

            assertEquals(table, rig.host().vm(0).vcpus[1].vpe.table);
            assertEquals(0, rig.machine().memory().load(table + 2048, 8));
            assertEquals(0, table % HostMemory.GRANULE);
        }
    }

    @Tag("V4-SW-3")
    @Tag("V4-LL-7")
    @Tag("V4-LL-15")
    @Tag("V4-SW-12")
    @Test
    void shouldInjectIntoTheHardwareWhileDirectAndFoldListRegistersBefore()
    {
        try (V4Rig rig = oneEvent(VERSION_41))
        {
            rig.lines("load 0 0 0", "msi 1 0");
            final Vlpi vlpi = rig.host().vm(0).vlpi(8200);
            assertEquals(Vlpi.LISTED, vlpi.place());

            rig.lines("enable 0 0");
            assertEquals(Vlpi.NOWHERE, vlpi.place());
            assertFalse(vlpi.isLatched());
            assertEquals("OK 8200", rig.line("ack 0 0"));
            rig.lines("eoi 0 0 8200");

            rig.host().injection.inject(vlpi);
            assertFalse(vlpi.isLatched());
            assertEquals("OK 8200", rig.line("ack 0 0"));
        }
    }

    @Tag("V4-LL-11")
    @Tag("V4-TBL-1")
    @Tag("V4-INV-14")
    @Test
    void shouldTakeThePropertyThatTheGuestCommittedLast()
    {
        try (V4Rig rig = oneEvent(VERSION_41))
        {
            rig.lines("map 0 1 1 0 8201", "enable 0 0", "disable 0 0", "config 0 8200 32 1", "config 0 8201 35 1",
                "enable 0 0", "msi 1 0", "msi 1 1", "load 0 0 0");

            assertEquals("OK 8200", rig.line("ack 0 0"));
            rig.lines("eoi 0 0 8200");
            assertEquals("OK 8201", rig.line("ack 0 0"));
        }
    }

    @Tag("V4-SW-10")
    @Tag("V4-SGI-3")
    @Test
    void shouldMakeAllVcpusDirectOrNone()
    {
        try (V4Rig rig = new V4Rig("vpeid_bits=1 cpus=2 policy=all-or-nothing"))
        {
            rig.line("create_vm 2");
            rig.line("create_vm 1");

            assertEquals(List.of("OK 1", "OK 1", "OK 0", "OK -EINVAL", "OK -EINVAL"), List.of(
                rig.line("query 0 0"), rig.line("query 0 1"), rig.line("query 1 0"), rig.line("disable 0 0"),
                rig.line("begin enable 1 0")));
            assertTrue(rig.host().vm(0).hasHardwareSgis);
            assertFalse(rig.host().vm(1).hasHardwareSgis);

            rig.lines("load 0 0 0", "load 1 0 1", "sgi 0 0 3", "sgi 1 0 4");
            assertEquals("OK 3", rig.line("ack 0 0"));
            assertEquals("OK 4", rig.line("ack 1 0"));
        }
    }

    @Tag("V4-BUG-3")
    @Tag("V4-SGI-5")
    @Tag("V4-T-17")
    @Tag("V4-P-S1")
    @Tag("V4-INV-15")
    @Test
    void shouldLeaveSgisAloneWhenAVcpuIsToggled()
    {
        try (V4Rig rig = oneEvent(VERSION_41))
        {
            rig.lines("sgi 0 0 3", "enable 0 0", "sgi 0 0 4", "disable 0 0", "load 0 0 0");

            assertEquals("OK 3", rig.line("ack 0 0"));
            rig.lines("eoi 0 0 3");
            assertEquals("OK 4", rig.line("ack 0 0"));
            rig.lines("eoi 0 0 4");
            assertEquals("OK none", rig.line("ack 0 0"));
        }
    }

    @Tag("V4-SW-2")
    @ParameterizedTest(name = "first in the guest: {0}")
    @ValueSource(booleans = {false, true})
    void shouldMergeAnSgiWithOneThatIsQueuedOrListed(final boolean isInGuest)
    {
        try (V4Rig rig = new V4Rig("cpus=2"))
        {
            rig.line("create_vm 2");
            if (isInGuest)
            {
                rig.lines("load 0 0 0");
            }
            rig.lines("sgi 0 0 3", "sgi 0 0 3");
            if (!isInGuest)
            {
                rig.lines("load 0 0 0");
            }

            assertEquals("OK 3", rig.line("ack 0 0"));
            rig.lines("eoi 0 0 3");
            assertEquals("OK none", rig.line("ack 0 0"));
        }
    }

    @Tag("V4-SW-1")
    @Tag("V4-SW-2")
    @Test
    void shouldKeepTheBestOfManyForwardedInterruptsInTheListRegisters()
    {
        try (V4Rig rig = new V4Rig(VERSION_41))
        {
            rig.line("create_vm 1");
            rig.lines("load 0 0 0");
            for (int event = 0; event < 10; event++)
            {
                rig.lines("map 0 1 " + event + " 0 " + (8200 + event),
                    "config 0 " + (8200 + event) + " " + (200 - 8 * event) + " 1", "msi 1 " + event);
            }
            for (int event = 9; event >= 0; event--)
            {
                assertEquals("OK " + (8200 + event), rig.line("ack 0 0"));
                rig.lines("eoi 0 0 " + (8200 + event));
            }
        }
    }

    @Tag("V4-RFC-5")
    @Tag("V4-RFC-9")
    @Tag("V4-SW-4")
    @Tag("V4-BUG-5")
    @Test
    void shouldLoseWhatIsPendingAtDisableInTheLegacyOrder()
    {
        try (V4Rig rig = oneEvent(VERSION_41))
        {
            rig.lines("legacy on", "enable 0 0", "msi 1 0", "disable 0 0");

            assertEquals("OK " + CLEAN + "PHYS vcpu=0 spurious=0", rig.line("state 0 8200"));
            assertTrue(rig.line("audit").contains("\"V4-INV-9\":\"VM 0 vINTID 8200"));
        }
    }

    @Tag("V4-P-A5")
    @Test
    void shouldSwapEventsThatAreMovedHereDuringATransition()
    {
        try (V4Rig rig = oneEvent(VERSION_41))
        {
            rig.lines("map 0 1 1 1 8193");
            rig.line("begin enable 0 0");
            rig.line("step");
            rig.line("step");
            rig.line("step");
            assertEquals("OK E5 8200", rig.line("step"));
            rig.lines("move 0 1 1 0");

            assertEquals("E5 8193 E6", rig.steps());
            assertNotEquals("OK none", rig.line("state 0 8193"));
            assertTrue(rig.line("state 0 8193").contains("route=VIRT"));
        }
    }

    @Tag("V4-BUG-9")
    @Tag("V4-P-D11")
    @Tag("V4-P-E7")
    @ParameterizedTest
    @ValueSource(strings = {VERSION_40, VERSION_41})
    void shouldLoseNothingWhenASwapFails(final String version)
    {
        try (V4Rig rig = oneEvent(version))
        {
            rig.lines("map 0 1 1 0 8201", "config 0 8201 64 1", "msi 1 0", "msi 1 1");
            rig.lines("fail 2 2");                                              // E5
            assertEquals(List.of("OK -EIO", "OK 0"), List.of(rig.line("enable 0 0"), rig.line("query 0 0")));
            assertTrue(rig.line("state 0 8200").startsWith("OK pending=1 route=PHYS"));
            assertEquals(0, rig.host().vpeIds.used());
            assertFalse(rig.line("audit").contains(":\""), rig.line("audit"));

            rig.lines("enable 0 0", "fail 3 2");                                // D5
            assertEquals(List.of("OK -EIO", "OK 1"), List.of(rig.line("disable 0 0"), rig.line("query 0 0")));
            assertTrue(rig.line("state 0 8200").startsWith("OK pending=1 route=PHYS"));
            assertTrue(rig.line("state 0 8201").startsWith("OK pending=1 route=VIRT"));
            assertFalse(rig.line("audit").contains(":\""), rig.line("audit"));

            rig.lines("load 0 0 0");
            assertEquals("OK 8201", rig.line("ack 0 0"));
            rig.lines("eoi 0 0 8201");
            assertEquals("OK 8200", rig.line("ack 0 0"));
        }
    }

    private static V4Rig oneEvent(final String keys)
    {
        final V4Rig rig = new V4Rig(keys);
        rig.line("create_vm 2");
        rig.lines("map 0 1 0 0 8200", "config 0 8200 128 1");

        return rig;
    }

    private static Ledger ledger(final V4Rig rig)
    {
        final Accounts accounts = rig.machine().accounts();

        return accounts.ledger(accounts.vmOwner(0));
    }
}
