package org.gale.engine.gicv4;

import org.gale.engine.command.MigrationOrder;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Route;
import org.gale.engine.machine.RouteCounts;
import org.gale.engine.support.StateImage;
import org.gale.tables.memory.StateReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of migrations of a GICv4 host: where a VM and its pages are at each step, and what is refused meanwhile. */
@Tag("M-MIG")
class V4MigrationTest
{
    private static final String KEYS = "version=4.1 cpus=4 lpi_bits=14 vpeid_bits=3";
    private static final long POISON = 0xa5a5_a5a5_a5a5_a5a5L;
    private static final String STEPS = "quiet save destroy restore resume 1";

    private V4Rig rig = new V4Rig(KEYS);

    @AfterEach
    void close()
    {
        rig.close();
    }

    /** Makes a VM: 8200 and 8201 of vCPU 0, which is direct; 8202 of vCPU 1, which is forwarded. */
    private void vm()
    {
        vm(rig);
    }

    static void vm(final V4Rig rig)
    {
        assertEquals("OK 0", rig.line("create_vm 2"));
        rig.lines("map 0 3 0 0 8200", "map 0 3 1 0 8201", "map 0 3 2 1 8202", "enable 0 0");
        for (int vintid = 8200; vintid <= 8202; vintid++)
        {
            rig.lines("config 0 " + vintid + " 128 1");
        }
    }

    private void assertSound()
    {
        assertSound(rig);
    }

    /** Asserts invariants, accounts and indexes. */
    static void assertSound(final V4Rig rig)
    {
        assertFalse(rig.line("audit").contains(":\""), rig.line("audit"));
        for (int owner = rig.machine().accounts().firstOwner(); owner != -1 &&
            rig.machine().accounts().ledger(owner) != null; owner = rig.machine().accounts().nextOwner(owner))
        {
            assertEquals(-1, rig.machine().accounts().firstDifference(owner));
            assertEquals(0, rig.machine().accounts().ledger(owner).remainder());
            assertTrue(rig.machine().accounts().isIndexSound(owner));
        }
        for (final Route route : Route.values())
        {
            final RouteCounts counts = DirectQueries.of(rig.machine()).counts(route);
            assertEquals(counts.offered(),
                counts.delivered() + counts.coalesced() + counts.withdrawn() + counts.pending(), route.name());
        }
    }

    private static String migrate(final MigrationOrder order, final int failing)
    {
        return "migrate 0 " + order.number() + ' ' + failing;
    }

    @Tag("V4-INV-16")
    @Test
    void shouldBringEachPendingBitToItsPlace()
    {
        vm();
        rig.lines("msi 3 0", "msi 3 2", "config 0 8201 128 0", "msi 3 1", "sgi 0 1 5");
        assertEquals("OK stop", rig.line(migrate(MigrationOrder.RIGHT, 0)));
        assertEquals(STEPS, rig.steps());

        assertEquals("OK pending=1 route=VIRT vcpu=0 spurious=0", rig.line("state 1 8200"));
        assertEquals("OK pending=1 route=VIRT vcpu=0 spurious=0", rig.line("state 1 8201"));
        assertEquals("OK pending=1 route=PHYS vcpu=1 spurious=0", rig.line("state 1 8202"));
        rig.lines("load 1 0 0", "load 1 1 1");
        assertEquals("OK 8200", rig.line("ack 1 0"));
        assertEquals("OK none", rig.line("ack 1 0"));
        rig.lines("eoi 1 0 8200", "config 1 8201 128 1");
        assertEquals("OK 8201", rig.line("ack 1 0"));
        assertEquals("OK 8202", rig.line("ack 1 1"));
        rig.lines("eoi 1 1 8202");
        assertEquals("OK 5", rig.line("ack 1 1"));
        assertSound();
    }

    @Tag("V4-TBL-15")
    @Tag("V4-SEM-3")
    @Test
    void shouldUnmapVpesBeforeTheyAreReadAndEventsAfterwards()
    {
        vm();
        final int vpeId = rig.host().vm(0).vcpus[0].vpe.vpeId;
        rig.line(migrate(MigrationOrder.RIGHT, 0));
        assertEquals("OK quiet", rig.line("step"));
        assertTrue(rig.host().hardware.vpes().mapped(vpeId) != null);
        rig.lines("msi 3 0");
        assertEquals("OK pending=1 route=VIRT vcpu=0 spurious=0", rig.line("state 0 8200"));
        assertEquals("OK save", rig.line("step"));

        assertEquals(null, rig.host().hardware.vpes().mapped(vpeId));
        assertEquals(0, rig.host().hardware.events().entry(rig.host().hardware.events().entryOffset(3, 0)));
        assertSound();
    }

    @Test
    void shouldPoisonThePagesOfTheSourceAndTakeOtherVpes()
    {
        vm();
        final V4Vm source = rig.host().vm(0);
        final long[] tables = {source.guestTable, source.virtualTable, source.vcpus[0].vpe.table};
        final int vpeId = source.vcpus[0].vpe.vpeId;
        final int lpi = source.vlpi(8202).hostLpi;
        rig.line(migrate(MigrationOrder.RIGHT, 0));
        rig.line("step");
        rig.line("step");
        assertEquals("OK destroy", rig.line("step"));

        for (final long table : tables)
        {
            assertEquals(POISON, rig.machine().peek(table, Long.BYTES));
            assertEquals(POISON, rig.machine().peek(table + 0x1f0, Long.BYTES));
        }
        assertEquals("restore resume 1", rig.steps());
        assertNotEquals(vpeId, rig.host().vm(1).vcpus[0].vpe.vpeId);
        assertNotEquals(lpi, rig.host().vm(1).vlpi(8202).hostLpi);
        assertEquals(1, rig.host().vpeIds.used());
        assertEquals("FAIL no VM 0", rig.line("state 0 8200"));
        assertSound();
    }

    @Test
    void shouldTakeTheVpesOfTheSourceWhereNoOthersAreLeft()
    {
        rig.close();
        rig = new V4Rig("version=4.1 cpus=4 lpi_bits=14 vpeid_bits=1");
        vm();
        rig.lines("enable 0 1", "msi 3 0", "msi 3 2");
        rig.line(migrate(MigrationOrder.RIGHT, 0));

        assertEquals(STEPS, rig.steps());
        assertEquals(2, rig.host().vpeIds.used());
        assertEquals("OK pending=1 route=VIRT vcpu=1 spurious=0", rig.line("state 1 8202"));
        assertSound();
    }

    @Test
    void shouldHoldMessagesOfUnmappedEvents()
    {
        vm();
        rig.line(migrate(MigrationOrder.RIGHT, 0));
        rig.line("step");
        rig.line("step");
        rig.lines("msi 3 0", "msi 3 0", "msi 3 2");
        assertEquals(0, rig.machine().accounts().ledger(rig.machine().accounts().vmOwner(0)).offered());
        assertEquals("destroy restore resume 1", rig.steps());

        assertEquals("OK pending=1 route=VIRT vcpu=0 spurious=0", rig.line("state 1 8200"));
        assertEquals("OK pending=1 route=PHYS vcpu=1 spurious=0", rig.line("state 1 8202"));
        assertEquals(0, rig.machine().untranslated());
        assertEquals(1, rig.machine().accounts().ledger(rig.machine().accounts().vmOwner(1)).coalesced());
        assertSound();
    }

    @Tag("V4-RES-5")
    @Tag("V4-INV-13")
    @Test
    void shouldPutVcpusBackToWhereTheyWere()
    {
        vm();
        rig.lines("enable 0 1", "load 0 0 2", "load 0 1 1", "block 0 1");
        rig.line(migrate(MigrationOrder.RIGHT, 0));
        assertEquals(STEPS, rig.steps());

        assertEquals("OK -EBUSY", rig.line("load 1 1 2"));
        assertEquals("OK 0", rig.line("woken 1 1"));
        rig.lines("msi 3 2", "msi 3 0");
        assertEquals("OK 1", rig.line("woken 1 1"));
        assertEquals("OK 8200", rig.line("ack 1 0"));
        assertSound();
    }

    @Test
    void shouldKeepAVcpuAwakeThatHadBeenWoken()
    {
        vm();
        rig.lines("load 0 1 1", "block 0 1", "msi 3 2", "config 0 8202 128 0");
        assertEquals("OK 1", rig.line("woken 0 1"));
        rig.line(migrate(MigrationOrder.RIGHT, 0));
        rig.steps();

        assertEquals("OK 1", rig.line("woken 1 1"));
    }

    @Test
    void shouldKeepWhatAVcpuHasAcknowledged()
    {
        vm();
        rig.lines("load 0 0 0", "config 0 8200 64 1", "msi 3 0");
        assertEquals("OK 8200", rig.line("ack 0 0"));
        rig.lines("msi 3 1");
        rig.line(migrate(MigrationOrder.RIGHT, 0));
        rig.steps();

        assertEquals("OK none", rig.line("ack 1 0"));
        rig.lines("eoi 1 0 8200");
        assertEquals("OK 8201", rig.line("ack 1 0"));
    }

    @Tag("V4-TBL-15")
    @Test
    void shouldSaveNoDirectVcpuOfVersion40()
    {
        rig.close();
        rig = new V4Rig("version=4.0 cpus=4 lpi_bits=14");
        vm();
        rig.lines("msi 3 0");
        assertEquals("OK -EACCES", rig.line("save 0"));
        assertEquals("OK stop", rig.line(migrate(MigrationOrder.RIGHT, 0)));
        assertEquals("OK quiet", rig.line("step"));
        assertEquals("OK -EACCES", rig.line("step"));
        assertEquals("OK 0", rig.line("step"));
        assertEquals("OK pending=1 route=VIRT vcpu=0 spurious=0", rig.line("state 0 8200"));

        rig.lines("disable 0 0");
        assertEquals("OK stop", rig.line(migrate(MigrationOrder.RIGHT, 0)));
        assertEquals(STEPS, rig.steps());
        assertEquals("OK pending=1 route=PHYS vcpu=0 spurious=0", rig.line("state 1 8200"));
        assertSound();
    }

    @Tag("V4-SGI-3")
    @Test
    void shouldKeepSgisOfTheHardware()
    {
        rig.close();
        rig = new V4Rig("version=4.1 cpus=2 lpi_bits=14 vpeid_bits=4 policy=all-or-nothing");
        rig.line("create_vm 2");
        rig.lines("sgi 0 1 3", "sgi 0 1 15");
        rig.line(migrate(MigrationOrder.RIGHT, 0));
        rig.line("step");
        rig.line("step");
        assertSound();
        assertEquals("destroy restore resume 1", rig.steps());

        rig.lines("load 1 1 0");
        assertEquals("OK 3", rig.line("ack 1 1"));
        rig.lines("eoi 1 1 3");
        assertEquals("OK 15", rig.line("ack 1 1"));
        assertSound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"map 0 3 9 0 8300", "move 0 3 0 1", "moveall 0 0 1", "discard 0 3 0", "config 0 8200 0 1",
        "enable 0 1", "disable 0 0", "begin enable 0 1", "load 0 0 0", "put 0 0", "block 0 0", "ack 0 0",
        "eoi 0 0 8200", "sgi 0 0 1", "save 0", "restore 0 3", "migrate 0 0 0"})
    void shouldRefuseVerbsOfAVmThatMigrates(final String verb)
    {
        vm();
        rig.line("create_vm 1");
        rig.line(migrate(MigrationOrder.RIGHT, 0));
        final long digest = rig.machine().digest();

        assertTrue(rig.line(verb).startsWith("FAIL VM 0 migrates"), rig.line(verb));
        assertEquals(digest, rig.machine().digest());
        rig.lines("load 1 0 0");
        assertEquals("FAIL VM 0 migrates, and its steps come first (v4 step goes on)", rig.line("migrate 1 0 0"));
        assertEquals("FAIL VM 0 migrates, and its steps come first (v4 step goes on)", rig.line("begin enable 1 0"));
    }

    @Test
    void shouldRefuseVerbsOfASuccessorThatIsNotWhole()
    {
        vm();
        rig.line(migrate(MigrationOrder.RIGHT, 0));
        for (int step = 2; step <= 5; step++)
        {
            rig.line("step");
        }
        assertEquals("FAIL VM 1 migrates (v4 step goes on)", rig.line("load 1 0 0"));
        assertEquals("OK resume 1", rig.line("step"));
        assertEquals("OK 0", rig.line("load 1 0 0"));
    }

    @Test
    void shouldRefuseToMigrateInATransition()
    {
        vm();
        rig.line("begin enable 0 1");
        assertEquals("FAIL a transition is open (v4 step goes on)", rig.line(migrate(MigrationOrder.RIGHT, 0)));
        assertEquals("OK -EBUSY", rig.line("save 0"));
        rig.steps();
        assertEquals("OK stop", rig.line(migrate(MigrationOrder.RIGHT, 0)));
    }

    @ParameterizedTest
    @EnumSource(value = MigrationOrder.class, names = {"NO_SYNC", "EDGE_LOST", "LATCH_LOST", "ACTIVE_LOST"})
    void shouldRefuseOrdersOfKvm(final MigrationOrder order)
    {
        vm();

        assertEquals("FAIL no such order, or no step that may fail", rig.line(migrate(order, 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"11 0", "-1 0", "0 12", "0 7", "0 -1", "0 4294967299"})
    void shouldRefuseOtherOrdersAndSteps(final String operands)
    {
        vm();

        assertEquals("FAIL no such order, or no step that may fail", rig.line("migrate 0 " + operands));
    }

    @Tag("V4-TBL-14")
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 2"})
    void shouldRollBackAFailureBeforeTheSourceIsDestroyed(final int failing, final int steps)
    {
        vm();
        rig.lines("enable 0 1", "load 0 0 0", "load 0 1 1", "block 0 1", "msi 3 1", "sgi 0 0 1");
        final String first = rig.line(migrate(MigrationOrder.RIGHT, failing));
        assertEquals(failing == 1 ? "OK -EIO" : "OK stop", first);
        rig.lines("msi 3 0");
        for (int i = 1; i <= steps; i++)
        {
            assertEquals(i == steps ? "OK -EIO" : "OK quiet", rig.line("step"));
        }

        assertEquals("OK 0", rig.line("step"));
        assertSound();
        assertEquals("OK 8200", rig.line("ack 0 0"));
        rig.lines("eoi 0 0 8200");
        assertEquals("OK 8201", rig.line("ack 0 0"));
        assertEquals("OK 0", rig.line("woken 0 1"));
        rig.lines("msi 3 2");
        assertEquals("OK 1", rig.line("woken 0 1"));
        assertEquals("OK stop", rig.line(migrate(MigrationOrder.RIGHT, 0)));
    }

    @Tag("V4-BUG-11")
    @ParameterizedTest
    @CsvSource({"5, 0", "6, 0", "0, 1", "0, 2", "0, 3"})
    void shouldRestoreTheImageOnceMore(final int failing, final int allocation)
    {
        vm();
        rig.lines("enable 0 1", "load 0 0 0", "msi 3 0");
        rig.line(migrate(MigrationOrder.RIGHT, failing));
        rig.line("step");
        rig.line("step");
        rig.lines("msi 3 2");
        assertEquals("OK destroy", rig.line("step"));
        if (allocation != 0)
        {
            rig.lines("fail 1 " + (allocation + 1));
        }
        String reply = rig.line("step");
        reply = reply.equals("OK restore") ? rig.line("step") : reply;
        assertTrue(reply.startsWith("OK -E"), reply);

        assertEquals(failing == 5 ? "restore resume 1" : "restore resume 2", rig.steps());
        final int vm = failing == 5 ? 1 : 2;
        assertEquals("OK 8200", rig.line("ack " + vm + " 0"));
        assertEquals("OK pending=1 route=VIRT vcpu=1 spurious=0", rig.line("state " + vm + " 8202"));
        assertEquals(2, rig.host().vpeIds.used());
        assertSound();
    }

    @Tag("V4-BUG-11")
    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void shouldRestoreNoImageAThirdTime(final int failing)
    {
        vm();
        rig.lines("enable 0 1", "load 0 0 0", "msi 3 0");
        rig.line(migrate(MigrationOrder.RIGHT, failing));
        rig.lines("msi 3 2");
        String reply = "";
        while (!reply.startsWith("OK -E"))
        {
            reply = rig.line("step");
        }
        rig.lines("fail 1 2");
        assertTrue(rig.line("step").startsWith("OK -E"));

        assertEquals("FAIL VM 0 is left in its image: restoring it has failed twice, the second time at restore",
            rig.line("step"));
        assertEquals(2, rig.host().vm(0).ledger.carried());
    }

    @Test
    void shouldWaitForTheCpuOfAVcpuThatRan()
    {
        vm();
        rig.line("create_vm 1");
        rig.lines("load 0 0 0");
        rig.line(migrate(MigrationOrder.RIGHT, 0));
        rig.lines("load 1 0 0");
        for (int step = 2; step <= 5; step++)
        {
            rig.line("step");
        }

        assertEquals("OK -EBUSY", rig.line("step"));
        rig.lines("put 1 0");
        assertEquals("restore resume 3", rig.steps());
        assertSound();
    }

    @ParameterizedTest
    @CsvSource({"VPT_UNREAD, 2", "DISCARD_FIRST, 2", "UNMAPPED_LATE, 1", "LATE_REDIRECT, 1", "OLD_ID, 3",
        "NO_DOORBELL, 1"})
    void shouldCountHowOftenAnOrderActs(final MigrationOrder order, final long acted)
    {
        vm();
        rig.lines("load 0 1 1", "block 0 1", "msi 3 0");
        rig.line(migrate(order, 0));
        rig.lines("msi 3 1");
        rig.line("step");
        rig.line("step");
        rig.lines("msi 3 2");
        rig.steps();

        assertEquals("v4 migrate order=" + order.spelling(), rig.machine().controls().get(0).name());
        assertEquals(acted, rig.machine().controls().get(0).acted());
        assertTrue(rig.machine().controls().get(0).losing());
    }

    /** A machine that is restored between any two lines goes on as the one that was saved. */
    @ParameterizedTest
    @EnumSource(value = MigrationOrder.class, names = {"NO_SYNC", "EDGE_LOST", "LATCH_LOST", "ACTIVE_LOST"},
        mode = EnumSource.Mode.EXCLUDE)
    void shouldGoOnFromASnapshotOfEachStep(final MigrationOrder order)
    {
        vm();
        final String[] session = {"load 0 1 1", "block 0 1", "msi 3 0", migrate(order, 5), "msi 3 2", "step", "step",
            "msi 3 1", "step", "step", "msi 3 1", "step", "step", "step", "step", "load 1 0 0", "ack 1 0", "woken 1 1",
            "restore_data 0 1 2 3 4 5 6", "msi 3 2"};
        final long[] others = new long[session.length];
        for (int line = 0; line < session.length; line++)
        {
            try (V4Rig other = new V4Rig(KEYS))
            {
                other.machine().restore(
                    new StateReader(StateImage.source(StateImage.of(rig.machine()).words(), 1 << 13)));
                assertEquals(rig.machine().digest(), other.machine().digest(), session[line]);
                for (int next = line; next < session.length; next++)
                {
                    final String reply = other.line(session[next]);
                    if (next == line)
                    {
                        assertEquals(reply, rig.line(session[line]), session[line]);
                        assertEquals(rig.machine().runDigest(), other.machine().runDigest(), session[line]);
                    }
                }
                others[line] = other.machine().runDigest();
            }
        }
        for (final long digest : others)
        {
            assertEquals(rig.machine().runDigest(), digest);
        }
    }
}
