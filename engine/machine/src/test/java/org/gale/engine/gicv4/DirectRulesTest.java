package org.gale.engine.gicv4;

import java.util.List;
import org.gale.tables.gicv4.GicrVpendbaser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Control of direct injection per vCPU: the pool, a vCPU that is loaded meanwhile, targets that are not collections,
 * what a guest removes, and doorbells.
 */
class DirectRulesTest
{
    @Tag("V4-API-4")
    @Tag("V4-API-16")
    @Tag("V4-API-17")
    @Tag("V4-T-6")
    @Tag("V4-T-8")
    @Tag("V4-ID-2")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldEnableAsManyVcpusOfAllVmsAsThereAreVpeidsAndRecycleThem(final int bits)
    {
        try (V4Rig rig = new V4Rig("cpus=2 lpi_bits=14 vpeid_bits=" + bits))
        {
            final int count = 1 << bits;
            rig.line("create_vm " + count);
            rig.line("create_vm 2");
            rig.lines("enable 1 0");
            for (int vcpu = 0; vcpu < count - 1; vcpu++)
            {
                rig.lines("enable 0 " + vcpu);
            }
            assertEquals("OK -ENOSPC", rig.line("enable 0 " + (count - 1)));
            assertEquals("OK 0", rig.line("query 0 " + (count - 1)));

            for (int cycle = 0; cycle < 2 * count; cycle++)
            {
                rig.lines("disable 1 0", "enable 1 0");
                assertEquals("OK 1", rig.line("query 1 0"));
            }
            assertEquals(count, rig.host().vpeIds.used());
        }
    }

    @Tag("V4-API-6")
    @Tag("V4-ID-1")
    @ParameterizedTest(name = "{0}: {1} vPEIDs")
    @CsvSource({"vpeid_bits=1, 2", "vpeid_bits=9, 512", "version=4.1, 65536", "version=4.0, 65536"})
    void shouldReportTheNumberOfVpeids(final String key, final int count)
    {
        try (V4Rig rig = new V4Rig("cpus=1 lpi_bits=14 " + key))
        {
            assertEquals(count, rig.machine().queries().vpeIds());
        }
    }

    @Tag("V4-SW-11")
    @ParameterizedTest(name = "direct {0}")
    @ValueSource(booleans = {false, true})
    void shouldGoTheWayOfItsVcpuWhenAGuestDiscardsAndMapsAgain(final boolean isDirect)
    {
        try (V4Rig rig = twoEvents())
        {
            rig.lines((isDirect ? "enable" : "disable") + " 0 0", "msi 1 0", "discard 0 1 0", "map 0 1 0 0 8200");

            assertEquals("OK pending=0 route=" + (isDirect ? "VIRT" : "PHYS") + " vcpu=0 spurious=0",
                rig.line("state 0 8200"));
            rig.lines("load 0 0 0", "msi 1 0");
            assertEquals("OK 8200", rig.line("ack 0 0"));
        }
    }

    @Tag("V4-RFC-1")
    @Tag("V4-RFC-2")
    @Tag("V4-RFC-3")
    @Test
    void shouldOwnNothingAndStaySoftwareForwardedUntilEnabled()
    {
        try (V4Rig rig = twoEvents())
        {
            rig.lines("load 0 0 0", "msi 1 0");

            assertEquals(0, rig.host().vpeIds.used());
            assertNull(rig.host().vm(0).vcpus[0].vpe);
            assertNull(rig.host().hardware.redistributor(0).resident());
            assertTrue(rig.line("state 0 8200").contains("route=PHYS"));
            assertEquals("OK 8200", rig.line("ack 0 0"));
        }
    }

    @Tag("V4-RFC-8")
    @Tag("V4-RFC-4")
    @Test
    void shouldMakeAVcpuResidentAtTheEndWhenItIsLoadedDuringEnable()
    {
        try (V4Rig rig = twoEvents())
        {
            rig.line("begin enable 0 0");
            for (final String step : List.of("E2", "E3", "E4"))
            {
                assertEquals("OK " + step, rig.line("step"));
            }
            rig.lines("load 0 0 1", "msi 1 0");
            assertEquals("OK none", rig.line("ack 0 0"));
            assertNull(rig.host().hardware.redistributor(1).resident());

            rig.steps();
            assertEquals(0, rig.host().hardware.redistributor(1).resident().vpeId());
            assertEquals("OK 8200", rig.line("ack 0 0"));
        }
    }

    @Tag("V4-RFC-6")
    @Tag("V4-T-16")
    @Test
    void shouldLetOneTransitionBeOpenAtATime()
    {
        try (V4Rig rig = twoEvents())
        {
            rig.line("begin enable 0 0");

            assertEquals(List.of("OK -EBUSY", "OK -EBUSY", "OK -EBUSY", "OK -EINVAL"), List.of(
                rig.line("enable 0 1"), rig.line("disable 0 0"), rig.line("query 0 1"), rig.line("enable 0 7")));

            rig.steps();
            assertEquals(List.of("OK 1", "OK 0"), List.of(rig.line("query 0 0"), rig.line("query 0 1")));
        }
    }

    @Tag("V4-BUG-6")
    @Tag("V4-T-10")
    @Test
    void shouldTearDownNoResidentVpeAndDeliverWhatWasPresented()
    {
        try (V4Rig rig = twoEvents())
        {
            rig.lines("enable 0 0", "load 0 0 0", "msi 1 0");
            assertEquals(8200, rig.host().hardware.redistributor(0).presented());

            rig.line("begin disable 0 0");
            for (final String step : List.of("D2", "D3", "D5 8200", "D5 8201", "D6"))
            {
                assertEquals("OK " + step, rig.line("step"));
            }
            assertNull(rig.host().hardware.redistributor(0).resident());
            assertNull(rig.host().hardware.vpes().mapped(0));

            rig.steps();
            assertEquals("OK 8200", rig.line("ack 0 0"));
        }
    }

    @Tag("V4-BUG-7")
    @Tag("V4-BUG-8")
    @Tag("V4-T-11")
    @Test
    void shouldGoByTheTargetOfAnEventAndNotByItsCollection()
    {
        try (V4Rig rig = twoEvents())
        {
            rig.lines("moveall 0 0 1", "enable 0 1");
            assertTrue(rig.line("state 0 8200").contains("route=VIRT vcpu=1"));

            rig.lines("enable 0 0", "disable 0 0");
            assertTrue(rig.line("state 0 8201").contains("route=VIRT vcpu=1"));

            rig.lines("move 0 1 0 0");
            assertTrue(rig.line("state 0 8200").contains("route=PHYS vcpu=0"));
            assertFalse(rig.line("audit").contains(":\""), rig.line("audit"));
        }
    }

    @Tag("V4-BUG-10")
    @Tag("V4-T-13")
    @Test
    void shouldForgetADiscardedEventAndItsPhysicalLpi()
    {
        try (V4Rig rig = twoEvents())
        {
            final int lpi = rig.host().vm(0).vlpi(8200).hostLpi;
            rig.lines("msi 1 0", "discard 0 1 0", "msi 1 0");
            assertFalse(rig.line("audit").contains(":\""), rig.line("audit"));
            assertNull(rig.host().lpis.vlpi(lpi));

            rig.lines("map 0 1 9 1 8209", "config 0 8209 128 1", "msi 1 9", "load 0 0 0", "load 0 1 1");
            assertEquals(lpi, rig.host().vm(0).vlpi(8209).hostLpi);
            assertEquals("OK none", rig.line("ack 0 0"));
            assertEquals("OK 8209", rig.line("ack 0 1"));
        }
    }

    @Tag("V4-SW-6")
    @Test
    void shouldRefuseADeviceOfAnotherVm()
    {
        try (V4Rig rig = twoEvents())
        {
            rig.line("create_vm 1");

            assertEquals("OK -EINVAL", rig.line("map 1 1 9 0 8200"));
            rig.lines("discard 0 1 0", "discard 0 1 1");
            assertEquals("OK 0", rig.line("map 1 1 9 0 8200"));
        }
    }

    @Tag("V4-SW-7")
    @Test
    void shouldMoveTheCountOfADirectVlpi()
    {
        try (V4Rig rig = twoEvents())
        {
            rig.lines("enable 0 0", "enable 0 1", "move 0 1 0 1");

            assertEquals(List.of(1, 1), List.of(rig.host().vm(0).vcpus[0].vpe.vlpiCount,
                rig.host().vm(0).vcpus[1].vpe.vlpiCount));
        }
    }

    @Tag("V4-RES-8")
    @Test
    void shouldDropTheDoorbellOfAVpeThatMoves()
    {
        try (V4Rig rig = new V4Rig("version=4.0 cpus=2"))
        {
            rig.line("create_vm 1");
            rig.lines("enable 0 0", "map 0 1 0 0 8200", "config 0 8200 64 1", "load 0 0 0", "block 0 0");
            final Hardware hardware = rig.host().hardware;
            final int doorbell = rig.host().vm(0).vcpus[0].vpe.doorbell;
            hardware.its().message(1, 0);                                       // the handler of CPU 0 is slow
            assertTrue(hardware.redistributor(0).isPending(doorbell));
            final long doorbells = rig.machine().outputs().doorbells();

            rig.lines("load 0 0 1");

            assertFalse(hardware.redistributor(0).isPending(doorbell));
            assertEquals(doorbells, rig.machine().outputs().doorbells());
            assertEquals("OK 8200", rig.line("ack 0 0"));
        }
    }

    @Tag("V4-DB-4")
    @Test
    void shouldDisableADoorbellThatRangInVersion40()
    {
        try (V4Rig rig = new V4Rig("version=4.0 cpus=2"))
        {
            rig.line("create_vm 1");
            rig.lines("enable 0 0", "map 0 1 0 0 8200", "map 0 1 1 0 8201", "config 0 8200 64 1", "config 0 8201 64 1",
                "load 0 0 0", "block 0 0");
            final long before = rig.machine().outputs().doorbells();
            rig.lines("msi 1 0");
            assertEquals(before + 1, rig.machine().outputs().doorbells());

            rig.lines("msi 1 1");

            assertEquals(before + 1, rig.machine().outputs().doorbells());
            rig.lines("load 0 0 0", "block 0 0");
            assertEquals("OK 1", rig.line("woken 0 0"));
        }
    }

    @Tag("V4-DB-5")
    @Test
    void shouldTakeASpuriousDoorbellForAWakeAndNothingMore()
    {
        try (V4Rig rig = twoEvents())
        {
            rig.lines("enable 0 0", "load 0 0 0", "block 0 0");
            rig.host().interrupts.handle(rig.host().vm(0).vcpus[0].vpe.doorbell);
            assertEquals("OK 1", rig.line("woken 0 0"));

            rig.lines("load 0 0 0");
            assertEquals("OK none", rig.line("ack 0 0"));
            assertFalse(rig.line("audit").contains(":\""), rig.line("audit"));
        }
    }

    @Tag("V4-DB-6")
    @Tag("V4-T-9")
    @Test
    void shouldRingAtTheCpuWhereTheVpeRanLast()
    {
        try (V4Rig rig = twoEvents())
        {
            rig.lines("enable 0 0", "load 0 0 1", "block 0 0");
            rig.host().hardware.its().message(1, 0);

            assertTrue(rig.host().hardware.redistributor(1).isPending(rig.host().vm(0).vcpus[0].vpe.doorbell));
        }
    }

    @Tag("V4-TBL-12")
    @Tag("V4-TBL-15")
    @Test
    void shouldHoldPendingBitsInTheTableOfTheVpeAloneAndLeaveThemThereWhenItIsUnmapped()
    {
        try (V4Rig rig = twoEvents())
        {
            rig.lines("enable 0 0", "enable 0 1", "msi 1 0");
            final long table = rig.host().vm(0).vcpus[0].vpe.table;
            final long other = rig.host().vm(0).vcpus[1].vpe.table;

            rig.host().hardware.driver().unmapVpe(0);

            assertEquals(1L << 8200 % 8, rig.machine().memory().load(table + 8200 / 8, 1));
            assertEquals(0, rig.machine().memory().load(other + 8200 / 8, 1));
        }
    }

    @Tag("V4-TBL-13")
    @Test
    void shouldWriteIdaiForANewTableOfVersion40()
    {
        try (V4Rig rig = new V4Rig("version=4.0 cpus=1"))
        {
            rig.line("create_vm 1");
            rig.lines("enable 0 0");
            final V4Vpe vpe = rig.host().vm(0).vcpus[0].vpe;
            vpe.hasIdai = true;

            rig.lines("load 0 0 0");

            assertTrue(GicrVpendbaser.IDAI.isSet(rig.host().hardware.redistributor(0).vpendbaser()));
            rig.lines("put 0 0");
            assertFalse(vpe.hasIdai);
        }
    }

    @Tag("V4-T-14")
    @ParameterizedTest
    @ValueSource(ints = {8192, 16383})
    void shouldDeliverTheFirstAndTheLastLpi(final int vintid)
    {
        try (V4Rig rig = new V4Rig("cpus=1 lpi_bits=14"))
        {
            rig.line("create_vm 1");
            rig.lines("enable 0 0", "map 0 1 0 0 " + vintid, "config 0 " + vintid + " 128 1", "load 0 0 0", "msi 1 0");

            assertEquals("OK " + vintid, rig.line("ack 0 0"));
        }
    }

    @ParameterizedTest(name = "event {0}")
    @ValueSource(ints = {0, 2047, 2048, 4095})
    void shouldKeepEachTranslationWhenTheTableOfADeviceGrows(final int event)
    {
        try (V4Rig rig = new V4Rig("cpus=1"))
        {
            rig.line("create_vm 1");
            rig.lines("enable 0 0", "map 0 1 " + event + " 0 8200", "config 0 8200 128 1", "load 0 0 0",
                "map 0 1 4096 0 8201", "msi 1 " + event);

            assertEquals("OK 8200", rig.line("ack 0 0"));
        }
    }

    private static V4Rig twoEvents()
    {
        final V4Rig rig = new V4Rig("vpeid_bits=1 cpus=2");
        rig.line("create_vm 2");
        rig.lines("map 0 1 0 0 8200", "config 0 8200 128 1", "map 0 1 1 0 8201", "config 0 8201 128 1");

        return rig;
    }
}
