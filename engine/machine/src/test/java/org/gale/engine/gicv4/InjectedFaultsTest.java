package org.gale.engine.gicv4;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.V4Verb;
import org.gale.engine.support.StateImage;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Faults that {@code v4 fail} asks for: which step fails, how the transition ends, and what a state has of them. */
class InjectedFaultsTest
{
    private static final String E2 = "fail 1 ";
    private static final String E5 = "fail 2 ";
    private static final String D5 = "fail 3 ";
    private static final String VERSION_41 = "version=4.1 cpus=2 vpeid_bits=2";
    private static final String VERSION_40 = "version=4.0 cpus=2";

    @Tag("V4-P-E2")
    @Tag("V4-BUG-11")
    @ParameterizedTest
    @CsvSource({"1, -ENOSPC", "2, -ENOMEM", "3, -ENOMEM", "4, -ENOMEM", "5, -ENOMEM"})
    void shouldChangeNothingWhenAnAllocationFails(final int nth, final String errno)
    {
        try (V4Rig rig = threeEvents(VERSION_41))
        {
            rig.lines("msi 1 0", "load 0 0 1");
            final V4Host host = rig.host();
            final int lpis = host.lpis.available();
            final long end = host.tables.allocatedEnd();
            rig.lines(E2 + nth);

            assertEquals("OK " + errno, rig.line("enable 0 0"));

            assertEquals(List.of(0, lpis, end),
                List.of(host.vpeIds.used(), host.lpis.available(), host.tables.allocatedEnd()));
            assertEquals(HostMemory.NONE, host.vm(0).virtualTable);
            assertFalse(host.faults.isArmed());
            assertRoutes(rig, "PHYS", "PHYS", "PHYS");
            assertSound(rig);
            rig.lines("enable 0 0");
            assertEquals("OK 8200", rig.line("ack 0 0"));
        }
    }

    /** The first vCPU of a VM also needs a property table, and the first of the host a page of the vPE table. */
    @Tag("V4-P-E2")
    @Test
    void shouldCountTheAllocationsOfOneVcpuAfterTheOther()
    {
        try (V4Rig rig = threeEvents(VERSION_41))
        {
            rig.lines(E2 + 9, "enable 0 0");

            assertEquals("OK E1", rig.line("begin enable 0 1"));
            assertEquals("OK E2", rig.line("step"));
            rig.steps();
            assertEquals("OK E1", rig.line("begin enable 0 2"));
            assertEquals("OK -ENOSPC", rig.line("step"));
            assertEquals("OK 0", rig.line("query 0 2"));
            rig.lines("enable 0 2");
        }
    }

    @Tag("V4-P-E7")
    @Tag("V4-BUG-9")
    @ParameterizedTest(name = "{0}, event {1}")
    @CsvSource({VERSION_41 + ", 1", VERSION_41 + ", 3", VERSION_40 + ", 2", VERSION_40 + ", 3"})
    void shouldUndoTheEnableWhoseEventFails(final String version, final int nth)
    {
        try (V4Rig rig = threeEvents(version))
        {
            rig.lines("msi 1 0", "msi 1 2", E5 + nth, D5 + 1);

            assertEquals("OK -EIO", rig.line("enable 0 0"));

            assertEquals("OK 0", rig.line("query 0 0"));
            assertEquals(0, rig.host().vpeIds.used());
            assertRoutes(rig, "PHYS", "PHYS", "PHYS");
            assertSound(rig);
            rig.lines("enable 0 0", "load 0 0 0");
            assertRoutes(rig, "VIRT", "VIRT", "VIRT");
            assertEquals("OK -EIO", rig.line("disable 0 0"));                   // not taken by the undo
            assertEquals("OK 8202", rig.line("ack 0 0"));
            rig.lines("eoi 0 0 8202", "config 0 8201 128 0");                   // 4.0: may be pending in vain
            assertEquals("OK 8200", rig.line("ack 0 0"));
        }
    }

    @Tag("V4-P-D11")
    @Tag("V4-BUG-9")
    @ParameterizedTest(name = "{0}, event {1}")
    @CsvSource({
        VERSION_41 + ", 1, VIRT VIRT VIRT", VERSION_41 + ", 3, PHYS PHYS VIRT",
        VERSION_40 + ", 2, PHYS VIRT VIRT", VERSION_40 + ", 3, PHYS PHYS VIRT"})
    void shouldStayDirectWhenAnEventOfADisableFails(final String version, final int nth, final String routes)
    {
        try (V4Rig rig = threeEvents(version))
        {
            rig.lines("enable 0 0", "block 0 0", "msi 1 0", "msi 1 2", D5 + nth);

            assertEquals("OK -EIO", rig.line("disable 0 0"));

            assertEquals("OK 1", rig.line("query 0 0"));
            assertRoutes(rig, routes.split(" ", -1));
            assertEquals("OK 1", rig.line("woken 0 0"));
            assertSound(rig);
            rig.lines("load 0 0 0", "disable 0 0");
            assertRoutes(rig, "PHYS", "PHYS", "PHYS");
            assertEquals("OK 8202", rig.line("ack 0 0"));
        }
    }

    @Test
    void shouldReplaceARequestAndLeaveOtherStepsAlone()
    {
        try (V4Rig rig = threeEvents(VERSION_41))
        {
            rig.lines(D5 + 1, E5 + 1, E5 + 4, "enable 0 0");
            assertEquals("OK -EIO", rig.line("disable 0 0"));
            rig.lines("disable 0 0", D5 + 2, D5 + 4);
            assertEquals("OK -EIO", rig.line("enable 0 0"));
            rig.lines("enable 0 0", "disable 0 0");
        }
    }

    @Tag("V4-BUG-11")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 8})
    void shouldMakeNoVcpuDirectWhenOneOfAllFails(final int nth)
    {
        try (V4Rig rig = new V4Rig("version=4.1 cpus=2 vpeid_bits=2 policy=all-or-nothing"))
        {
            rig.lines(E2 + nth);
            assertEquals("OK 0", rig.line("create_vm 2"));
            assertEquals("OK 1", rig.line("create_vm 3"));

            assertEquals(List.of("OK 0", "OK 0", "OK 1"),
                List.of(rig.line("query 0 0"), rig.line("query 0 1"), rig.line("query 1 2")));
            assertEquals(3, rig.host().vpeIds.used());
            assertFalse(rig.host().vm(0).hasHardwareSgis);
            rig.lines("load 0 0 0", "sgi 0 0 5");
            assertEquals("OK 5", rig.line("ack 0 0"));
            assertSound(rig);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail 0 1", "fail 4 1", "fail -1 1", "fail 4294967297 1"})
    void shouldRefuseAStepThatHasNoRuleOfItsFailure(final String line)
    {
        try (V4Rig rig = new V4Rig(VERSION_41))
        {
            assertEquals("FAIL no such step (E2, E5, D5)", rig.line(line));
            assertEquals("FAIL N is at least 1", rig.line(E2 + 0));
        }
    }

    @Test
    void shouldHaveItsNumberBehindTheOthers()
    {
        final UnsafeBuffer words = new UnsafeBuffer(new byte[64]);
        V4Verb.FAIL.encode(words, 0, 3, 7);

        assertEquals(0xb302_1700_0000_0000L, words.getLong(0));
        assertEquals(List.of(3L, 7L), List.of(words.getLong(8), words.getLong(16)));
    }

    @Test
    void shouldSaveAndDigestARequestOnlyWhileItIsArmed()
    {
        try (V4Rig rig = threeEvents(VERSION_41))
        {
            final long digest = rig.machine().digest();
            final int words = words(rig.host());
            rig.lines(E2 + 2, D5 + 7);
            assertNotEquals(digest, rig.machine().digest());
            assertEquals(words + 4, words(rig.host()));
            final long armed = rig.machine().digest();
            rig.lines(D5 + 8);
            assertNotEquals(armed, rig.machine().digest());
            try (V4Rig twin = new V4Rig(VERSION_41))
            {
                StateImage.of(rig.machine()).into(twin.machine());
                assertEquals(rig.machine().digest(), twin.machine().digest());
                assertEquals("OK -ENOMEM", twin.line("enable 0 0"));
                twin.lines("enable 0 0", "disable 0 0", "enable 0 0", "disable 0 0", "enable 0 0");
                assertEquals("OK -EIO", twin.line("disable 0 0"));              // the eighth
                assertFalse(twin.host().faults.isArmed());
            }
        }
    }

    @Test
    void shouldRefuseAStateWithoutTheRequestsThatItHas()
    {
        final V4FaultInjection faults = new V4FaultInjection();

        assertThrows(StateException.class, () -> faults.state(new Words()));
    }

    private static int words(final V4Host host)
    {
        final Words words = new Words();
        host.state(words);

        return words.count;
    }

    private static V4Rig threeEvents(final String keys)
    {
        final V4Rig rig = new V4Rig(keys);
        rig.line("create_vm 3");
        for (int i = 0; i < 3; i++)
        {
            rig.lines("map 0 1 " + i + " 0 " + (8200 + i), "config 0 " + (8200 + i) + " " + (128 - 32 * i) + " 1");
        }

        return rig;
    }

    private static void assertRoutes(final V4Rig rig, final String... routes)
    {
        for (int i = 0; i < routes.length; i++)
        {
            final String state = rig.line("state 0 " + (8200 + i));
            assertTrue(state.contains("route=" + routes[i]), i + ": " + state);
        }
    }

    private static void assertSound(final V4Rig rig)
    {
        assertFalse(rig.line("audit").contains(":\""), rig.line("audit"));
    }

    /** Count of the words of a state. */
    private static final class Words implements StateStream
    {
        private int count;

        @Override
        public long word(final long word)
        {
            count++;

            return word;
        }

        @Override
        public boolean isRestoring()
        {
            return false;
        }
    }
}
