package org.gale.engine.board;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.PeNumber;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests of the ACPI tables of machines, each byte of which {@link AcpiReader} reads. */
class AcpiTablesTest
{
    private static final Path IASL = Path.of("/usr/bin/iasl");
    private static final Path ACPIXTRACT = Path.of("/usr/bin/acpixtract");
    private static final int SEEDS = 100;
    private static final Set<String> FILLED = Set.of("type", "length", "cpu_interface_number", "uid", "flags",
        "arm_mpidr", "iaffid", "irs_id", "version", "config_base_address", "setlpi_base_address", "translator_id",
        "base_address", "linked_translator_id", "translate_frame_id");

    @TempDir
    private Path directory;

    @Tag("T-PE-1")
    @Tag("T-IRS-2")
    @Tag("T-ITS-5")
    @Tag("M-TFRAME")
    @Test
    void shouldHaveEachPartInTheMadt()
    {
        for (int seed = 0; seed < SEEDS; seed++)
        {
            final MachineConfig config = new DrawnBoard(seed).config();
            final Board board = config.board();
            final List<Map<String, Object>> parts = new ArrayList<>(AcpiReader.madt(AcpiTables.madt(config)));
            parts.forEach(AcpiTablesTest::checkRest);

            for (int pe = 0; pe < config.pes(); pe++)
            {
                assertEquals("{arm_mpidr=" + (pe / 16 * 256 + pe % 16) + ", cpu_interface_number=" + pe +
                    ", flags=1, iaffid=" + board.iaffids().of(new PeNumber(pe)).value() + ", irs_id=" +
                    board.irsOf(pe) + ", length=88, type=11, uid=" + pe + "}", filled(parts.remove(0)));
            }
            for (int irs = 0; irs < board.irss(); irs++)
            {
                assertEquals("{config_base_address=" + board.frame(MachineKeys.IRS_CONFIG, irs) + ", flags=0, irs_id=" +
                    irs + ", length=32, setlpi_base_address=" +
                    (config.virtual() ? board.frame(MachineKeys.IRS_SETLPI, irs) : 0) + ", type=28, version=5}",
                    filled(parts.remove(0)));
            }
            for (int its = 0; config.virtual() && its < board.itss(); its++)
            {
                assertEquals("{base_address=" + board.frame(MachineKeys.ITS_CONFIG, its) + ", flags=0, length=16, " +
                    "translator_id=" + its + ", type=29}", filled(parts.remove(0)));
                assertEquals("{base_address=" + board.frame(MachineKeys.ITS_TRANSLATE, its) + ", length=24, " +
                    "linked_translator_id=" + its + ", translate_frame_id=" + its + ", type=30}",
                    filled(parts.remove(0)));
            }
            assertEquals(List.of(), parts);
        }
    }

    /** Each IWB leads to the group of its ITS, whose number is that of the TRANSLATE frame in the MADT. */
    @Tag("T-IWB-1")
    @Test
    void shouldHaveEachItsAndIwbInTheIort()
    {
        for (int seed = 0; seed < SEEDS; seed++)
        {
            final MachineConfig config = new DrawnBoard(seed).config();
            final Board board = config.board();
            final List<Map<String, Object>> nodes = AcpiReader.iort(AcpiTables.iort(config));
            final Map<Object, Object> itsAt = new TreeMap<>();
            int iwb = 0;
            for (int n = 0; n < nodes.size(); n++)
            {
                final Map<String, Object> node = nodes.get(n);
                assertEquals((long)n, node.get("identifier"));
                if (node.get("type").equals(0L))
                {
                    itsAt.put(node.get("offset"), node.get("its"));
                    assertEquals(List.of(1L, 0L, 0L, (long)n), List.of(node.get("revision"), node.get("mapping_count"),
                        node.get("mapping_offset"), node.get("its")));
                    continue;
                }
                final Map<?, ?> mapping = (Map<?, ?>)node.get("mapping");
                assertEquals(List.of(0L, 1L, board.frame(MachineKeys.IWB_CONFIG, iwb), (long)iwb,
                    "\\_SB_.IWB" + "0123456789ABCDEF".charAt(iwb)), List.of(node.get("revision"),
                    node.get("mapping_count"), node.get("base_address"), node.get("iwb_index"),
                    node.get("device_name")));
                assertEquals(List.of(0L, 0L, board.deviceOf(iwb), (long)board.itsOf(iwb), 1L),
                    List.of(mapping.get("input_base"), mapping.get("id_count"), mapping.get("output_base"),
                    itsAt.get(mapping.get("output_reference")), mapping.get("flags")));
                iwb++;
            }
            assertEquals(config.virtual() ? board.iwbs() : 0, iwb);
            assertEquals(config.virtual() ? board.itss() : 0, itsAt.size());
        }
    }

    @Test
    void shouldDumpEachByte()
    {
        assertEquals(List.of("ABCD @ 0x0000000000000000",
            "    0000: 41 42 43 44 00 1F 20 7E 7F FF 00 00 00 00 00 00  ABCD.. ~........",
            "    0010: 61                                               a", ""),
            AcpiDump.lines(new byte[] {'A', 'B', 'C', 'D', 0, 31, 32, 126, 127, -1, 0, 0, 0, 0, 0, 0, 'a'}));
    }

    /** ACPICA of this host takes the tables: all of the header, each PE, and each ITS. */
    @Test
    void shouldBeTakenByAcpica() throws IOException, InterruptedException
    {
        assumeTrue(Files.isExecutable(IASL) && Files.isExecutable(ACPIXTRACT), "acpica-tools is not installed");
        final MachineConfig config = MachineConfig.parse(List.of("pes=1500", "irss=2", "itss=2", "iwbs=3"));
        final List<String> lines = new ArrayList<>(AcpiDump.lines(AcpiTables.madt(config)));
        lines.addAll(AcpiDump.lines(AcpiTables.iort(config)));
        Files.write(directory.resolve("dump.txt"), lines);

        run(ACPIXTRACT, "-a", "dump.txt");
        assertArrayEquals(AcpiTables.madt(config), Files.readAllBytes(directory.resolve("apic.dat")));
        assertArrayEquals(AcpiTables.iort(config), Files.readAllBytes(directory.resolve("iort.dat")));
        run(IASL, "-d", "apic.dat");
        run(IASL, "-d", "iort.dat");

        final String madt = Files.readString(directory.resolve("apic.dsl"));
        final String iort = Files.readString(directory.resolve("iort.dsl"));
        assertTrue(madt.contains("[Generic Interrupt Controller]") && !madt.contains("Incorrect checksum"), madt);
        assertEquals(1500, madt.split("ARM MPIDR :", -1).length - 1);
        assertEquals(2, iort.split("ItsCount : 00000001", -1).length - 1);
        assertTrue(!iort.contains("Incorrect checksum"), iort);
    }

    private void run(final Path program, final String... words) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        final Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
            .start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), said);
    }

    /** Checks that the fields which a machine has nothing for are 0. */
    private static void checkRest(final Map<String, Object> structure)
    {
        structure.forEach((name, value) -> assertTrue(FILLED.contains(name) || value.equals(0L), name));
    }

    private static String filled(final Map<String, Object> structure)
    {
        final Map<String, Object> filled = new TreeMap<>(structure);
        filled.keySet().retainAll(FILLED);
        if (structure.get("type").equals(11L))
        {
            assertEquals(0L, filled.remove("base_address"));
        }

        return filled.toString();
    }
}
