package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests of the board that {@code gale topology} shows. */
class TopologyCommandTest
{
    private static final Path DTC = Path.of("/usr/bin/dtc");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();

    @Test
    void shouldShowAPartALine()
    {
        assertEquals(ExitCode.OK, run("irss=2", "pes=3", "iaffids=0x100,7,0", "irs.pes=2", "irs.1.pes=0-1",
            "irs.spis=32:32", "irs.1.spis=0:0", "itss=2", "link=up"));

        assertEquals("""
            IRS 0  config 0x8010000  setlpi 0x8020000  PEs 2  SPIs 32:32
            IRS 1  config 0x9010000  setlpi 0x9020000  PEs 0-1  SPIs 0:0
            ITS 0  config 0x8100000  translate 0x8110000  IRS 0
            ITS 1  config 0x9100000  translate 0x9110000  IRS 1
            IWB 0  config 0x8200000  ITS 0  DeviceID 64
            PE 0  IAFFID 0x100  IRS 1  link up
            PE 1  IAFFID 0x7  IRS 1  link up
            PE 2  IAFFID 0x0  IRS 0  link up
            """, out.toString());
    }

    /** Linux counts the CPUs of an IRS, and takes none whose node has no list: an IRS without PEs has empty ones. */
    @Tag("T-ITS-1")
    @Tag("T-IRS-1")
    @Test
    void shouldPrintADeviceTree()
    {
        assertEquals(ExitCode.OK, run("--dts", "irss=2", "pes=2", "irs.pes=none", "irs.1.pes=0-1", "iaffids=9,0x200"));

        final String tree = out.toString();
        assertTrue(tree.contains("""
            \t\tirs0: irs@8010000 {
            \t\t\tcompatible = "arm,gic-v5-irs";
            \t\t\treg = <0x0 0x8010000 0x0 0x10000>, <0x0 0x8020000 0x0 0x10000>;
            \t\t\treg-names = "ns-config", "ns-setlpi";
            \t\t\t#address-cells = <2>;
            \t\t\t#size-cells = <2>;
            \t\t\tranges;
            \t\t\tcpus = <>;
            \t\t\tarm,iaffids = /bits/ 16 <>;
            \t\t\tits0: its@8100000 {
            """), tree);
        assertTrue(tree.contains("""
            \t\t\tcpus = <&cpu0>, <&cpu1>;
            \t\t\tarm,iaffids = /bits/ 16 <0x9 0x200>;
            """), tree);
    }

    @Test
    void shouldSayThatNothingCheckedTheTreeWhereDtcIsNotInstalled() throws IOException, InterruptedException
    {
        assertTrue(compiler("no-such-dtc").accepts("any"));

        assertEquals("gale topology: dtc is not installed: nothing has checked the tree\n", out.toString());
    }

    @Test
    void shouldSayWhatDtcSays() throws IOException, InterruptedException
    {
        assumeTrue(Files.isExecutable(DTC), "dtc is not installed");

        assertTrue(compiler("dtc").accepts("/dts-v1/; / { };"));
        assertEquals("", out.toString());
        assertFalse(compiler("dtc").accepts("/dts-v1/; / { "));
        assertTrue(out.toString().contains("syntax error"), out.toString());
    }

    private DeviceTreeCompiler compiler(final String program)
    {
        return new DeviceTreeCompiler(program, new PrintWriter(out));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "pes=1", "irss=4 itss=3 iwbs=2 pes=40 iwb.1.its=0", "preset=el1 irss=2", "irss=2 irs.pes=none irs.1.pes=0-3",
        "irs.config=0x100000000 ram=0x200000000:0x300000000",
    })
    void shouldPrintATreeThatCompiles(final String keys) throws IOException, InterruptedException
    {
        assumeTrue(Files.isExecutable(DTC), "dtc is not installed: the tree is not compiled");
        assertEquals(ExitCode.OK, run(("--dts " + keys).split(" ", -1)));
        final Path source = Files.writeString(directory.resolve("board.dts"), out.toString());

        final Process dtc = new ProcessBuilder(DTC.toString(), "-I", "dts", "-O", "dtb", "-o",
            directory.resolve("board.dtb").toString(), source.toString()).redirectErrorStream(true).start();
        final String said = new String(dtc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertTrue(dtc.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, dtc.exitValue(), said);
        assertEquals(List.of(), said.lines().toList());
    }

    @Test
    void shouldRefuseWrongKeys()
    {
        assertEquals(ExitCode.USAGE, run("irss=2", "irs.2.pes=0"));

        assertTrue(out.toString().startsWith("gale topology: irs.2.pes: irss=2 counts from 0 to 1 (write irss=3)"),
            out.toString());
    }

    /** The machine line is one that a session takes, and the notes are lines of stderr. */
    @Test
    void shouldReadTheTreeThatItPrints() throws IOException
    {
        final String keys = "irss=2 pes=3 irs.pes=0,2 irs.1.pes=1 iwb.wires=512 link=up spis=96";
        assertEquals(ExitCode.OK, run(("--dts " + keys).split(" ", -1)));
        final Path tree = Files.writeString(directory.resolve("board.dts"), out.toString());
        out.getBuffer().setLength(0);

        assertEquals(ExitCode.OK, run("--from", tree.toString(), "iwb.wires=64"));

        assertEquals("machine pes=3 spis=96 irss=2 irs.pes=0,2 irs.1.pes=1 link=up", out.toString().lines().toList()
            .get(0));
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run("--from", tree.toString(), "--dts"));
        assertEquals(Files.readString(tree), out.toString());
    }

    @Test
    void shouldNameAFileThatIsNoBoard() throws IOException
    {
        final Path big = directory.resolve("big.dts");
        Files.writeString(big, "/dts-v1/; / { a = \"" + "x".repeat(16 << 20) + "\"; };");
        final Path deep = Files.writeString(directory.resolve("deep.dts"), "/dts-v1/; / " + "{ a ".repeat(1 << 19));

        assertEquals(ExitCode.USAGE, run("--from", big.toString()));
        assertEquals(ExitCode.USAGE, run("--from", deep.toString()));
        assertEquals(ExitCode.USAGE, run("--from", directory.resolve("none.dts").toString()));
        assertEquals(ExitCode.USAGE, run("--from", directory.toString()));
        assertEquals(ExitCode.USAGE, run("--dts", "--acpi"));

        assertEquals(List.of(
            "gale topology: " + big + ": is longer than 4,096 KiB, the limit of the source of a device tree",
            "gale topology: " + deep + ": line 1: more than 64 nodes inside each other",
            "gale topology: --from " + directory.resolve("none.dts") + ": cannot be read: no such file or directory",
            "gale topology: --from " + directory + ": cannot be read: Is a directory",
            "gale topology: --dts and --acpi exclude each other (give one of them)"),
            out.toString().lines().filter(line -> line.startsWith("gale topology: ")).toList());
    }

    @Test
    void shouldTellWhereMachineAndTreeDiffer() throws IOException
    {
        assertEquals(ExitCode.OK, run("--dts", "preset=el1", "pes=1"));
        final Path tree = Files.writeString(directory.resolve("board.dts"), out.toString());
        out.getBuffer().setLength(0);

        assertEquals(ExitCode.OK, run("--from", tree.toString()));

        assertEquals("gale topology: " + tree + ": the tree has no SETLPI frame, no ITS and no IWB: preset=el1, " +
            "without virtualization (preset=full adds them)", out.toString().lines().toList().get(0));
    }

    @Test
    void shouldWriteTheTablesThatItPrints() throws IOException
    {
        assertEquals(ExitCode.OK, run("--acpi", "pes=2"));
        final List<String> lines = out.toString().lines().toList();
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run("--acpi-to", directory.toString(), "pes=2"));

        assertEquals("", out.toString());
        assertEquals("APIC @ 0x0000000000000000", lines.get(0));
        assertEquals(44 + 2 * 88 + 32 + 16 + 24, Files.size(directory.resolve("apic.dat")));
        assertEquals(48 + 24 + 60, Files.size(directory.resolve("iort.dat")));
        assertEquals("IORT @ 0x0000000000000000", lines.get(1 + (292 + 15) / 16 + 1));
        assertEquals(ExitCode.RESOURCES, run("--acpi-to", directory.resolve("none").toString()));
    }

    private int run(final String... words)
    {
        final String[] all = new String[words.length + 1];
        all[0] = "topology";
        System.arraycopy(words, 0, all, 1, words.length);

        return GaleRun.of(out, out, all);
    }
}
