package org.gale.engine.inspect;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.gicv5.Ist;
import org.gale.engine.gicv5.Registers;
import org.gale.engine.gicv5.Rig;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Test;

import static org.gale.engine.inspect.Views.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of tables that no sane software writes: outside RAM, across its ends, of the largest size, overlapping (P9).
 */
class InspectorHostileTest
{
    private static final long END = Rig.RAM + 0x4000_0000L;
    private static final long ADDRESS_TOP = (1L << 56) - 4096;
    private static final int TWO_LEVEL = 1 << 16;

    @Test
    void shouldAnswerWhenTablesLieOutsideRam()
    {
        try (Rig rig = new Rig("pes=1 deviceid_bits=32 eventid_bits=31"))
        {
            for (final long base : new long[]{0, Rig.RAM - 4096, END, ADDRESS_TOP})
            {
                rig.physicalIst(Ist.linear(base, 24));
                assertFalse(view(rig, "ist --all").path("L2_ISTE").isMissingNode());
                assertEquals(0, view(rig, "ist").get("L2_ISTE").size());
                rig.irsLong(Registers.IRS_IST_BASER, 0);
                rig.irs(Registers.IRS_IST_CFGR, 24 | TWO_LEVEL);
                rig.irsLong(Registers.IRS_IST_BASER, base | 1);
                assertEquals(0, view(rig, "ist").get("L2_ISTE").size());
                rig.irsLong(Registers.IRS_IST_BASER, 0);

                for (final int structure : new int[]{0, TWO_LEVEL})
                {
                    rig.store(Rig.ITS + Registers.ITS_DT_CFGR, 4, 32 | structure);
                    rig.store(Rig.ITS + Registers.ITS_DT_BASER, 8, base);
                    assertEquals(0, view(rig, "dt").get("L2_DTE").size());
                    assertFalse(view(rig, "itt --device 0xffffffff").get("walk").textValue().isEmpty());
                    rig.irs(Registers.IRS_VMT_CFGR, 16 | structure);
                    rig.irsLong(Registers.IRS_VMT_BASER, base | 1);
                    assertEquals(0, view(rig, "vmt --all").get("vms").size());
                    rig.irsLong(Registers.IRS_VMT_BASER, 0);
                }
            }
        }
    }

    @Test
    void shouldShowThePartOfATableThatLiesInRam()
    {
        try (Rig rig = new Rig("pes=1 deviceid_bits=32"))
        {
            rig.store(END - 8, 8, 0x1234_5679);
            rig.store(Rig.ITS + Registers.ITS_DT_CFGR, 4, 32);
            rig.store(Rig.ITS + Registers.ITS_DT_BASER, 8, END - 4096);
            final JsonNode end = view(rig, "dt --all");
            assertEquals(512, end.get("L2_DTE").size());
            assertEquals("0x0000000012345679", end.at("/L2_DTE/511/word").textValue());

            rig.store(Rig.RAM, 8, 1);
            rig.store(Rig.ITS + Registers.ITS_DT_BASER, 8, Rig.RAM - 4096);
            assertEquals(512, view(rig, "dt").at("/L2_DTE/0/DeviceID").intValue());
            assertEquals(512, view(rig, "dt --all").at("/L2_DTE/0/DeviceID").intValue());

            rig.physicalIst(Ist.linear(Rig.RAM - 4096, 24));
            assertEquals(1024, view(rig, "ist").at("/L2_ISTE/0/ID").intValue());
            assertEquals(1024, view(rig, "ist --all").at("/L2_ISTE/0/ID").intValue());
        }
    }

    @Test
    void shouldShowAnEntryThatLiesOutsideRam()
    {
        try (Rig rig = new Rig("pes=1"))
        {
            rig.irs(Registers.IRS_VMT_CFGR, 16);
            rig.irsLong(Registers.IRS_VMT_BASER, END | 1);

            final JsonNode json = view(rig, "vmte --vm 65535");

            assertEquals("0x801fffe0", json.get("address").textValue());
            assertFalse(json.get("in_ram").booleanValue());
            assertFalse(json.has("L2_VMTE"));
        }
    }

    @Test
    void shouldTruncateTheLargestTables()
    {
        try (Rig rig = new Rig("pes=1 deviceid_bits=32 eventid_bits=31"))
        {
            for (long address = Rig.RAM; address < Rig.RAM + 0x2_0000; address += 8)
            {
                rig.store(address, 8, Rig.RAM | 1 | 15L << 60);                 // every table is every other table
            }
            rig.store(Rig.ITS + Registers.ITS_DT_CFGR, 4, 32 | 2 << 6 | TWO_LEVEL);
            rig.store(Rig.ITS + Registers.ITS_DT_BASER, 8, Rig.RAM);
            assertCut(rig, "dt", "L2_DTE");
            assertCut(rig, "dt --all", "L2_DTE");
            assertCut(rig, "itt --device 1", "L2_ITTE");

            rig.physicalIst(Ist.linear(Rig.RAM, 24));
            assertCut(rig, "ist", "L2_ISTE");
            rig.irsLong(Registers.IRS_IST_BASER, 0);
            rig.irs(Registers.IRS_IST_CFGR, 24 | TWO_LEVEL);
            rig.irsLong(Registers.IRS_IST_BASER, Rig.RAM | 1);
            assertCut(rig, "ist", "L2_ISTE");
            assertCut(rig, "ist --all", "L1_ISTE");
            assertCut(rig, "pending", "pending");
        }
    }

    /** Endless level 2 tables whose words are all zero: a view has nothing to show, and much to search. */
    @Test
    void shouldEndASearchThatIsTooLong()
    {
        try (Rig rig = new Rig("pes=1 deviceid_bits=32"))
        {
            final long empty = Rig.RAM + 0x1000_0000;
            for (long address = empty; address < empty + 0x1_0000; address += 4096)
            {
                rig.store(address, 8, 1);
                rig.store(address, 8, 0);
            }
            for (long address = Rig.RAM; address < Rig.RAM + 0x10_0000; address += 8)
            {
                rig.machine().memory().storeLong(address, empty | 1 | 15L << 60);
            }
            rig.store(Rig.ITS + Registers.ITS_DT_CFGR, 4, 32 | 2 << 6 | TWO_LEVEL);
            rig.store(Rig.ITS + Registers.ITS_DT_BASER, 8, Rig.RAM);

            final JsonNode json = view(rig, "dt");

            assertEquals(0, json.get("L2_DTE").size());
            assertTrue(json.get("truncated").booleanValue());
        }
    }

    @Test
    void shouldTruncateThePendingInterruptsOfManyVmsWithTheLargestTables()
    {
        try (Rig rig = new Rig("pes=1"))
        {
            rig.vmTable();
            for (long address = Rig.RAM + 0x1000_0000; address < Rig.RAM + 0x1400_0000; address += 4096)
            {
                rig.machine().memory().storeLong(address, 1);
                rig.machine().memory().storeLong(address, 0);
            }
            for (int vmId = 0; vmId < 17; vmId++)
            {
                rig.describeVm(vmId, Rig.RAM, 16, Ist.linear(Rig.RAM + 0x1000_0000, 24), null);
                rig.mapVm(vmId, false);
                rig.mapVist(vmId, Intid.TYPE_LPI, false);
            }

            assertTrue(view(rig, "pending").get("truncated").booleanValue());
            assertFalse(view(rig, "pending --vm 5").has("truncated"));
            assertEquals(17, view(rig, "vmt").get("vms").size());
        }
    }

    @Test
    void shouldTruncateTheRegistersOfManyPes()
    {
        try (Rig rig = new Rig("pes=512"))
        {
            final JsonNode json = view(rig, "regs");

            assertTrue(json.get("truncated").booleanValue());
            assertEquals(ViewJson.ENTRY_LIMIT / RegisterView.systemRegisters().size(), json.get("PEs").size());
            assertEquals(511, view(rig, "regs --pe 511").at("/PEs/0/PE").intValue());
        }
    }

    /** Random words in all tables and registers: every view is complete, or refused with a sentence. */
    @Test
    void shouldAnswerEveryViewOfRandomTables()
    {
        for (long seed = 1; seed <= 8; seed++)
        {
            final RandomGenerator random = new SplittableRandom(seed);
            try (Rig rig = new Rig("pes=2 ram=0x40000000:0x100000 deviceid_bits=32 eventid_bits=31 itss=2"))
            {
                fill(random, rig);
                for (final View view : Stream.of(View.values()).filter(view -> !view.isDirect()).toList())
                {
                    final String words = view.usage().replace("--type lpi|spi", random.nextBoolean() ?
                        "--type lpi" : "--type spi").replace("[--vm N]", "").replace("--vm N", "--vm 1")
                        .replace("N", "1").replaceAll("[\\[\\]]", "").replaceAll(" +", " ").strip();
                    answer(rig, words, seed);
                    answer(rig, words.replace(" --all", "").replace("--its 1", "--its 0"), seed);
                }
                answer(rig, "pending", seed);
            }
        }
    }

    private static void answer(final Rig rig, final String words, final long seed)
    {
        try
        {
            final JsonNode json = view(rig, words);
            for (final JsonNode list : json)
            {
                assertTrue(!list.isArray() || list.size() <= ViewJson.ENTRY_LIMIT, () -> "seed " + seed + ": " + words);
            }
        }
        catch (final IllegalArgumentException ex)
        {
            assertTrue(ex.getMessage().matches("(VM|VPE|function) 1 (is not valid|has no entry|does not exist).*"),
                () -> "seed " + seed + ": " + words + " -> " + ex.getMessage());
        }
    }

    private static void fill(final RandomGenerator random, final Rig rig)
    {
        for (int i = 0; i < 20_000; i++)
        {
            final long near = Rig.RAM + (random.nextInt(0x11_0000) & -64);
            rig.machine().memory().storeLong(Rig.RAM + (random.nextInt(0x10_0000) & -8),
                random.nextInt(4) == 0 ? random.nextLong() : near | random.nextInt(8) | random.nextLong() << 56);
        }
        for (final long its : List.of(Rig.ITS, Rig.ITS + 0x100_0000))
        {
            rig.store(its + Registers.ITS_DT_CFGR, 4, random.nextInt());
            rig.store(its + Registers.ITS_DT_BASER, 8, Rig.RAM + (random.nextInt(0x10_0000) & -8));
            rig.store(its + Registers.ITS_CR0, 4, random.nextInt(2));
        }
        rig.irs(Registers.IRS_IST_CFGR, random.nextInt());
        rig.irsLong(Registers.IRS_IST_BASER, Rig.RAM + (random.nextInt(0x10_0000) & -64) | 1);
        rig.irs(Registers.IRS_VMT_CFGR, 8 | (random.nextBoolean() ? TWO_LEVEL : 0));
        rig.irsLong(Registers.IRS_VMT_BASER, Rig.RAM + (random.nextInt(0x10_0000) & -64) | 1);
        for (int vmId = 0; vmId < 4; vmId++)
        {
            rig.mapVm(vmId, false);
            rig.mapVpe(vmId, 1);
            rig.mapVist(vmId, Intid.TYPE_LPI, false);
            rig.mapVist(vmId, Intid.TYPE_SPI, false);
        }
    }

    private static void assertCut(final Rig rig, final String words, final String list)
    {
        final JsonNode json = view(rig, words);

        assertEquals(ViewJson.ENTRY_LIMIT, json.get(list).size(), words);
        assertTrue(json.get("truncated").booleanValue(), words);
    }
}
