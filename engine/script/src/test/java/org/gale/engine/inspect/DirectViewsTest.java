package org.gale.engine.inspect;

import java.util.List;
import java.util.SplittableRandom;
import com.fasterxml.jackson.databind.JsonNode;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.StepFailure;
import org.gale.engine.gicv4.V4Rig;
import org.gale.engine.gicv5.Rig;
import org.gale.engine.machine.DirectQueries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the views of a GICv4 host with two VMs. In VM 0, vCPU 0 is direct and vCPU 1 is software-forwarded. Both
 * have an enabled and a masked vLPI.
 */
class DirectViewsTest
{
    private final V4Rig rig = new V4Rig("cpus=2 vpeid_bits=3 lpi_bits=14");

    @BeforeEach
    void bringUp()
    {
        rig.line("create_vm 2");
        rig.line("create_vm 1");
        rig.lines("enable 0 0", "map 0 1 0 0 8200", "map 0 1 1 0 8201", "map 0 1 2 1 8300", "map 0 1 3 1 8301",
            "config 0 8200 64 1", "config 0 8300 32 1");
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldShowThePoolAndTheVpesThatAreOwned()
    {
        rig.lines("load 0 0 1");

        final JsonNode json = view("vpe");

        assertEquals(8, json.get("vPEIDs").intValue());
        assertEquals(1, json.get("used").intValue());
        assertEquals(1, json.get("vpe").size());
        final JsonNode vpe = json.at("/vpe/0");
        assertEquals("direct", vpe.get("state").textValue());
        assertEquals(1, vpe.get("CPU").intValue());
        assertEquals(0, vpe.get("vPEID").intValue());
        assertTrue(vpe.get("mapped").booleanValue());
        assertEquals(1, vpe.get("resident").intValue());
        assertEquals(2, vpe.get("vLPIs").intValue());
        assertEquals(1, vpe.get("VALID").intValue());
        assertEquals(13, vpe.get("VPT_SIZE").intValue());
        assertEquals(1, vpe.get("RDBASE").intValue());
        assertEquals(rig.machine().memory().loadLong(address(vpe.get("address"))), address(vpe.get("word")));
    }

    @Test
    void shouldShowEveryVcpuWhenAllAreAskedFor()
    {
        rig.lines("block 0 1");

        final JsonNode json = view("vpe --all");

        assertEquals(3, json.get("vpe").size());
        assertEquals("software", json.at("/vpe/1/state").textValue());
        assertTrue(json.at("/vpe/1/blocked").booleanValue());
        assertTrue(json.at("/vpe/1/CPU").isNull());
        assertFalse(json.get("vpe").get(1).has("vPEID"));
        assertEquals(1, json.at("/vpe/2/VM").intValue());
        assertEquals(2, view("vpe --all --vm 0").get("vpe").size());
        assertEquals(1, view("vpe --all --vm 1").get("vpe").size());
    }

    @Test
    void shouldShowWhetherABlockedVcpuWasWoken()
    {
        rig.lines("block 0 1");
        assertFalse(view("vpe --all").at("/vpe/1/woken").booleanValue());

        rig.lines("msi 1 2");

        assertTrue(view("vpe --all").at("/vpe/1/woken").booleanValue());
        assertTrue(view("vpe --all").at("/vpe/1/blocked").booleanValue());
    }

    @Test
    void shouldShowAnOpenTransition()
    {
        rig.line("begin disable 0 0");
        rig.line("step");
        rig.line("step");

        final JsonNode vpe = view("vpe").at("/vpe/0");

        assertEquals("disabling", vpe.get("state").textValue());
        assertTrue(vpe.get("held").booleanValue());
        assertTrue(vpe.get("resident").isNull());
    }

    @Test
    void shouldShowWhatIsPendingInTheTableEnabledOrNot()
    {
        assertEquals(0, view("vpt").get("vpt").size());

        rig.lines("msi 1 0", "msi 1 1", "msi 1 2");

        final JsonNode list = view("vpt").get("vpt");
        assertEquals(2, list.size());
        assertEquals(8200, list.at("/0/INTID").intValue());
        assertEquals(1, list.at("/0/ENABLE").intValue());
        assertEquals(64, list.at("/0/PRIORITY").intValue());
        assertEquals(8201, list.at("/1/INTID").intValue());
        assertEquals(0, list.at("/1/ENABLE").intValue());
        assertEquals(0, view("vpt --vm 1").get("vpt").size());
    }

    @Test
    void shouldShowWhatIsPendingInSoftware()
    {
        assertEquals(0, view("latch").get("latch").size());

        rig.lines("msi 1 0", "msi 1 2", "msi 1 3");

        final JsonNode list = view("latch").get("latch");
        assertEquals(2, list.size());
        assertEquals(8300, list.at("/0/INTID").intValue());
        assertEquals("queued", list.at("/0/list").textValue());
        assertEquals(32, list.at("/0/PRIORITY").intValue());
        assertEquals("none", list.at("/1/list").textValue());
        assertTrue(list.at("/1/latched").booleanValue());
        assertEquals(0, list.at("/1/ENABLE").intValue());

        rig.lines("load 0 1 0");
        assertEquals("listed", view("latch").at("/latch/0/list").textValue());
        assertFalse(view("latch").at("/latch/0/latched").booleanValue());
    }

    @Test
    void shouldShowEverySoftwareForwardedEventWhenAllAreAskedFor()
    {
        assertEquals(2, view("latch --all").get("latch").size());

        rig.lines("disable 0 0");

        assertEquals(4, view("latch --all --vm 0").get("latch").size());
        assertEquals(0, view("latch --all --vm 1").get("latch").size());
    }

    @Test
    void shouldShowOneVlpi()
    {
        rig.lines("msi 1 0", "msi 1 1", "msi 1 2");

        assertEquals(1, view("vpt --lpi 8201").get("vpt").size());
        assertEquals(8201, view("vpt --lpi 8201").at("/vpt/0/INTID").intValue());
        assertEquals(0, view("vpt --lpi 8300").get("vpt").size());
        assertEquals(1, view("latch --lpi 8300 --vm 0").get("latch").size());
        assertEquals(0, view("latch --lpi 8200").get("latch").size());          // it is direct
        assertEquals(8300, view("latch --lpi 8300").at("/latch/0/INTID").intValue());
    }

    @Test
    void shouldShowOneVlpiThoughItIsNotPending()
    {
        assertEquals(1, view("latch --lpi 8300").get("latch").size());
        assertEquals(0, view("latch").get("latch").size());
    }

    @Test
    void shouldAnswerWhenSoftwareOverwroteTheEntry()
    {
        final long address = address(view("vpe").at("/vpe/0/address"));
        final UnsafeBuffer command = new UnsafeBuffer(new byte[3 * Long.BYTES]);
        Commands.store(command, 0, address, Long.BYTES, 0);
        rig.machine().apply(command, 0);

        assertFalse(view("vpe").at("/vpe/0/mapped").booleanValue());
        assertEquals(0, view("vpe").at("/vpe/0/VALID").intValue());
        assertEquals(0, view("vpt").get("vpt").size());
    }

    /** Words at random in the host's tables, which software must not write (P9). */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAnswerEveryViewOfRandomTables(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final long[] known = {0, -1, V4Rig.RAM | 1, V4Rig.RAM | 1L << 63, 1L << 63 | 0x000f_ffff_ffff_0000L};
        final UnsafeBuffer command = new UnsafeBuffer(new byte[3 * Long.BYTES]);
        for (int i = 0; i < 200; i++)
        {
            final long address = V4Rig.RAM + (random.nextInt(64) << 16) + (random.nextInt(64) << 3);
            final long word = random.nextBoolean() ? random.nextLong() : known[random.nextInt(known.length)];
            Commands.store(command, 0, address, Long.BYTES, word);
            rig.machine().apply(command, 0);
            for (final String words : List.of("vpe --all", "vpt", "latch --all"))
            {
                assertTrue(view(words).isObject(), () -> "seed " + seed);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', value = {
        "vpt --vm 2; VM 2 does not exist (VMs are 0 to 1)",
        "latch --vm 4294967295; VM 4294967295 does not exist (VMs are 0 to 1)",
        "vist --vm 1; 'vist': a GICv4 host has no such view (msix, eventfd, vpe, vpt, latch)",
        "vpt --all; 'vpt' has no option '--all' (vpt [--vm N] [--lpi N])",
        "vpt --lpi 9999; no VM has an LPI 9999",
        "latch --lpi 8200 --vm 1; VM 1 has no LPI 8200",
        "latch --lpi 4294967295; no VM has an LPI 4294967295",
        "latch --lpi; --lpi has no value (--lpi N)",
        "vpe --lpi 8200; 'vpe' has no option '--lpi' (vpe [--vm N] [--all])",
    })
    void shouldNameTheWordThatIsWrong(final String words, final String sentence)
    {
        final List<String> request = List.of(words.split(" "));

        assertEquals(sentence, assertThrows(
            IllegalArgumentException.class, () -> Inspector.inspect(rig.machine(), request)).getMessage());
    }

    @Test
    void shouldRefuseTheViewsOnAnotherMachine()
    {
        try (Rig gicv5 = new Rig("pes=1"))
        {
            final IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> Inspector.inspect(gicv5.machine(), List.of("vpt")));

            assertEquals("'vpt': this machine is no GICv4 host (vmt, vmte, vpet, vped, ist, vist, dt, itt, ppi, " +
                "pending, regs, topology, msix, eventfd)", refusal.getMessage());
        }
    }

    /** The name of a VM is that of the VM that was made, after two migrations, of which the second restores twice. */
    @Test
    @Tag("M-MIG-1")
    void shouldFollowAVmToItsSuccessors()
    {
        final WatchedVlpi direct = new WatchedVlpi(0, Rig.lpi(8200));
        final WatchedVcpu vcpu = new WatchedVcpu(0, 1);
        rig.lines("msi 1 2");
        migrate(0, 0, 2);
        assertView(2, "1");
        rig.lines("msi 1 0");
        assertEquals("1", direct.text(rig.machine(), "pending"));
        migrate(2, StepFailure.of(MigrationStep.RESUME, false), 4);

        assertView(4, "1");
        assertEquals("1", direct.text(rig.machine(), "pending"));
        assertEquals("software", vcpu.text(rig.machine(), "state"));
        assertTrue(vcpu.isThere(rig.machine()));
        assertEquals(4, view("vpe --vm 2").at("/vpe/0/VM").intValue());
        assertEquals(4, view("vpe --vm 4").at("/vpe/0/VM").intValue());
        assertEquals(1, view("vpe --vm 1 --all").at("/vpe/0/VM").intValue());
        assertFalse(new WatchedVlpi(0, Rig.lpi(8302)).isThere(rig.machine()));
        assertTrue(new WatchedVlpi(0, Rig.lpi(8302)).absence(rig.machine()).contains("VM 0 has 4 LPIs of 8200 to 8301"),
            new WatchedVlpi(0, Rig.lpi(8302)).absence(rig.machine()));
    }

    private void assertView(final int vm, final String pending)
    {
        assertEquals(vm, view("latch --vm 0 --lpi 8300").at("/latch/0/VM").intValue());
        assertEquals(vm, view("vpe --vm 0").at("/vpe/0/VM").intValue());
        assertEquals(pending, new WatchedVlpi(0, Rig.lpi(8300)).text(rig.machine(), "pending"));
    }

    /** Takes a VM to another number. Between destroy and restore the VM is nowhere. */
    private void migrate(final int vm, final int failure, final int successor)
    {
        final WatchedVlpi watched = new WatchedVlpi(0, Rig.lpi(8300));
        rig.line("migrate " + vm + " 0 " + failure);
        for (int step = MigrationStep.QUIET.number(); step <= MigrationStep.DESTROY.number(); step++)
        {
            assertTrue(watched.isThere(rig.machine()), "before step " + step);
            rig.line("step");
        }
        assertFalse(watched.isThere(rig.machine()));
        rig.line("step");
        assertTrue(watched.isThere(rig.machine()));
        for (int step = 0; step < 4; step++)
        {
            rig.line("step");
        }
        assertEquals(successor, DirectQueries.of(rig.machine()).followedVm(vm));
    }

    private JsonNode view(final String words)
    {
        return Views.view(rig.machine(), words);
    }

    private static long address(final JsonNode hex)
    {
        return Long.parseUnsignedLong(hex.textValue().substring(2), 16);
    }
}
