package org.gale.engine.gicv4;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Affinity changes between direct and software-forwarded vCPUs, and configuration of what sleeps.
 */
class MoveRulesTest
{
    @Tag("V4-BUG-2")
    @Tag("V4-P-A1")
    @Tag("V4-P-A2")
    @Tag("V4-P-A3")
    @Tag("V4-P-A4")
    @Tag("V4-INV-12")
    @ParameterizedTest(name = "version {0}, source direct {1}, target direct {2}, source {3}")
    @CsvSource({
        "4.1, true, true, load", "4.1, true, false, load", "4.1, false, true, load", "4.1, false, false, load",
        "4.1, true, true, put", "4.1, true, false, put", "4.1, false, true, put", "4.1, false, false, put",
        "4.0, true, true, load", "4.0, true, false, load", "4.0, false, true, load", "4.0, false, false, load",
        "4.0, true, true, put", "4.0, true, false, put", "4.0, false, true, put", "4.0, false, false, put",
    })
    void shouldDeliverToTheNewTargetOnly(
        final String version, final boolean isFromDirect, final boolean isToDirect, final String source)
    {
        try (V4Rig rig = twoVcpus("version=" + version + " cpus=2", isFromDirect, isToDirect))
        {
            rig.lines(source.equals("load") ? "load 0 0 0" : "put 0 0", "msi 1 0", "move 0 1 0 1");

            assertTrue(rig.line("state 0 8200").startsWith(
                "OK pending=1 route=" + (isToDirect ? "VIRT" : "PHYS") + " vcpu=1"));
            assertFalse(rig.line("audit").contains(":\""), rig.line("audit"));
            assertEquals("OK none", rig.line("ack 0 0"));
            rig.lines("load 0 1 1");
            assertEquals("OK 8200", rig.line("ack 0 1"));
            rig.lines("eoi 0 1 8200", "msi 1 0");
            assertEquals("OK 8200", rig.line("ack 0 1"));
            rig.lines("eoi 0 1 8200");
            assertEquals("OK none", rig.line("ack 0 1"));
        }
    }

    @Tag("V4-P-A6")
    @ParameterizedTest
    @ValueSource(strings = {"enable", "disable"})
    void shouldMoveEveryVlpiOfTheOneVcpuAndNoneOfAnother(final String verb)
    {
        try (V4Rig rig = new V4Rig("cpus=3 lpi_bits=14"))
        {
            rig.line("create_vm 3");
            rig.lines(verb + " 0 0", verb + " 0 1", verb + " 0 2", "map 0 1 0 0 8200", "map 0 1 1 0 8201",
                "map 0 1 2 2 8202");

            rig.lines("moveall 0 0 1");

            assertEquals(1, rig.host().vm(0).vlpi(8200).target().index);
            assertEquals(1, rig.host().vm(0).vlpi(8201).target().index);
            assertEquals(2, rig.host().vm(0).vlpi(8202).target().index);
        }
    }

    /** Moves vLPIs to a vCPU whose transition was to swap none of them: eight steps are its limit. */
    @Tag("V4-P-A6")
    @Test
    void shouldEndATransitionAtTheLimitOfItsSteps()
    {
        final int events = 30;
        try (V4Rig rig = new V4Rig("cpus=2"))
        {
            rig.line("create_vm 2");
            for (int event = 0; event < events; event++)
            {
                rig.lines("map 0 1 " + event + " 1 " + (8200 + event));
            }
            assertEquals("OK E1", rig.line("begin enable 0 0"));
            rig.lines("moveall 0 1 0");

            assertEquals("E2 E3 E4 E5 8200 E5 8201 E5 8202 E5 8203", rig.steps());

            assertEquals("OK 1", rig.line("query 0 0"));
            for (int event = 0; event < events; event++)
            {
                assertTrue(rig.host().vm(0).vlpi(8200 + event).isHw(), "event " + event);
            }
            rig.lines("disable 0 0");
        }
    }

    @Tag("V4-P-A6")
    @Test
    void shouldMoveEveryVlpiOfAVcpu()
    {
        try (V4Rig rig = twoVcpus("cpus=2", true, false))
        {
            rig.lines("map 0 1 1 0 8201", "config 0 8201 64 1", "msi 1 0", "msi 1 1", "moveall 0 0 1", "load 0 1 0");

            assertEquals("OK 8201", rig.line("ack 0 1"));
            rig.lines("eoi 0 1 8201");
            assertEquals("OK 8200", rig.line("ack 0 1"));
        }
    }

    @Tag("V4-SEM-4")
    @Tag("V4-ID-4")
    @Test
    void shouldRefuseWhatIsMappedOrOutOfRange()
    {
        try (V4Rig rig = twoVcpus("cpus=2 lpi_bits=14", false, false))
        {
            assertEquals("OK -EEXIST", rig.line("map 0 1 0 0 8201"));
            assertEquals("OK -EEXIST", rig.line("map 0 1 1 0 8200"));
            assertEquals("OK -EINVAL", rig.line("map 0 1 1 0 8191"));
            assertEquals("OK -EINVAL", rig.line("map 0 1 1 0 16384"));
            assertEquals("OK 0", rig.line("map 0 1 1 0 8192"));
            assertEquals("OK 0", rig.line("map 0 1 2 0 16383"));
            assertEquals("OK -ENOENT", rig.line("move 0 1 3 0"));
            assertEquals("OK -EINVAL", rig.line("move 0 1 3 2"));
        }
    }

    @Tag("V4-P-C1")
    @Tag("V4-INV-13")
    @ParameterizedTest(name = "version {0}, direct {1}")
    @CsvSource({"4.1, true", "4.1, false", "4.0, true", "4.0, false"})
    void shouldWakeABlockedVcpuWhenAPendingVlpiBecomesEnabled(final String version, final boolean isDirect)
    {
        try (V4Rig rig = twoVcpus("version=" + version, isDirect, false))
        {
            rig.lines("config 0 8200 128 0", "load 0 0 0");
            drain(rig);
            rig.lines("block 0 0", "msi 1 0");
            assertEquals("OK 0", rig.line("woken 0 0"));

            rig.lines("config 0 8200 64 0");
            assertEquals("OK 0", rig.line("woken 0 0"));

            rig.lines("config 0 8200 64 1");
            assertEquals("OK 1", rig.line("woken 0 0"));
        }
    }

    @Tag("V4-RES-5")
    @Tag("V4-RES-6")
    @Tag("V4-DB-4")
    @ParameterizedTest(name = "version {0}, direct {1}")
    @CsvSource({"4.1, true", "4.1, false", "4.0, true", "4.0, false"})
    void shouldWakeABlockedVcpuForAMessageButNotAPutOne(final String version, final boolean isDirect)
    {
        try (V4Rig rig = twoVcpus("version=" + version, isDirect, false))
        {
            rig.lines("load 0 0 0");
            drain(rig);
            rig.lines("put 0 0", "msi 1 0");
            assertEquals("OK 0", rig.line("woken 0 0"));

            rig.lines("block 0 0");
            assertEquals("OK 1", rig.line("woken 0 0"));

            rig.lines("load 0 0 0");
            drain(rig);
            rig.lines("block 0 0");
            assertEquals("OK 0", rig.line("woken 0 0"));
            rig.lines("msi 1 0");
            assertEquals("OK 1", rig.line("woken 0 0"));
        }
    }

    private static void drain(final V4Rig rig)
    {
        String reply = rig.line("ack 0 0");
        while (!reply.equals("OK none"))
        {
            rig.lines("eoi 0 0 " + reply.substring(3));
            reply = rig.line("ack 0 0");
        }
    }

    private static V4Rig twoVcpus(final String keys, final boolean isFirstDirect, final boolean isSecondDirect)
    {
        final V4Rig rig = new V4Rig(keys);
        rig.line("create_vm 2");
        rig.lines(isFirstDirect ? "enable 0 0" : "disable 0 0", isSecondDirect ? "enable 0 1" : "disable 0 1",
            "map 0 1 0 0 8200", "config 0 8200 128 1");

        return rig;
    }
}
