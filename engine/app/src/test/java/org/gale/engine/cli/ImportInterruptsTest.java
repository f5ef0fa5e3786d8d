package org.gale.engine.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.TerminationSignals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Jobs of readings of the counters of interrupts. */
class ImportInterruptsTest
{
    private static final String FIRST = """
                   CPU0       CPU1       CPU2       CPU3
         11:  860487905   54337749   51027052   33625795     GICv3  30 Level     arch_timer
         40:         12          0          0          0     ITS-MSI 524288 Edge      nvme0q0
         41:   91000123          7          0          0     ITS-MSI 524289 Edge      nvme0q1
         42:   80500456          0          2          0     ITS-MSI 524290 Edge      nvme0q2
        IPI0:    310232     412212     322221     312001       Rescheduling interrupts
        IPI5:1832994294  356298973  370391406  307321362       IRQ work interrupts
        ERR:          0
        """;
    private static final String SECOND = """
                   CPU0       CPU1       CPU2       CPU3
         11:  860497905   54340249   51029552   33628295     GICv3  30 Level     arch_timer
         40:         12          0          0          0     ITS-MSI 524288 Edge      nvme0q0
         41:   91750123          7          0          0     ITS-MSI 524289 Edge      nvme0q1
         42:   81250456          0          2          0     ITS-MSI 524290 Edge      nvme0q2
        IPI0:    311232     413212     323221     313001       Rescheduling interrupts
        IPI5:1832994294  356298973  370391406  307321362       IRQ work interrupts
        ERR:          0
        """;
    private static final List<String> STREAMS = List.of("nvme0q1-41-cpu0 0 75k", "nvme0q2-42-cpu0 0 75k");
    private static final String X86 = """
                     CPU0       CPU2
           0:         36          0  IR-IO-APIC    2-edge      timer
           9:          0        %d  IR-IO-APIC    9-fasteoi   acpi, i801_smbus
         120:      %d          0  DMAR-MSI    0-edge      dmar0
         130:          0 %d  IR-PCI-MSIX-0000:01:00.0    1-edge      Intel(R) Ethernet eth0-TxRx-0
         NMI:          5          6   Non-maskable interrupts
         LOC: %d %d   Local timer interrupts
         ERR:          0
         MIS:          0
         FIQ:              usb_fiq
        """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldMakeAStreamForEachInterruptAndEachCpuThatTookIt() throws IOException
    {
        assertEquals(ExitCode.OK, run("a", FIRST, "b", SECOND, "--interval", "10s"), err.toString());

        assertEquals("""
            imported 2 streams of 2 interrupts on 4 CPUs, 150.0 k/s, from 2 readings in 10 s by --interval 10 s
              timer: 438 ticks a second of each VPE, as PPI 27; CPUs took 250 /s to 1.0 k/s, of which this is the mean
              ipi: 100 /s of each VPE to another, drawn evenly
              err or mis         2
                line 8: ERR:          0
                line 8: ERR:          0
            """, out.toString());
        final List<String> yaml = Files.readAllLines(directory.resolve("j.yaml"));
        assertEquals("""
            # Made by gale import interrupts of A, B
            # 2 readings in 10 s by --interval 10 s; 4 CPUs, each a VPE
            # 2 streams, 150.0 k/s: one for each interrupt and each CPU that took it, named ACTION-NUMBER-cpuN
            # timer: 438 ticks a second of each VPE, as PPI 27; CPUs took 250 /s to 1.0 k/s, of which this is the mean
            # ipi: 100 /s of each VPE to another, drawn evenly
            # Evenly spaced instead of Poisson: gale storm JOB.yaml --set arrivals=constant
            job: interrupts
            vars: {arrivals: poisson}
            threads: 1
            machine: {kind: gicv5}
            vms:
              - name: host
                count: 1
                vpes: 4
                devices:""".replace("A", path("a")).replace("B,", "B").replace(" B", " " + path("b"))
            .replace(path("a") + "CTION", "ACTION"),
            String.join("\n", yaml.subList(0, 15)));
        assertEquals("      - {name: nvme0q1-41-cpu0, count: 1, events: 1, target: 0, traffic: {kind: open, " +
            "rate: 75k, arrivals: '${arrivals}'}}", yaml.get(15));
        assertEquals(List.of("      - {name: timer, traffic: {kind: timer, hz: 438}}",
            "      - {name: ipi, traffic: {kind: ipi, unicast: 100, broadcast: 0, kinds: 1}}"),
            yaml.subList(17, yaml.size()));
        assertEquals(STREAMS, streams());
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtual", "wall"})
    void shouldMakeAJobThatRunsAsItSays(final String clock) throws IOException
    {
        run("a", FIRST, "b", SECOND, "--interval", "10s");

        assertEquals(ExitCode.OK, gale("storm", path("j.yaml"), "--clock", clock, "--duration", "200ms", "--warmup",
            "0", "--json", path("r.json"), "--journal", path("run")), err.toString());

        final JsonNode report = new ObjectMapper().readTree(directory.resolve("r.json").toFile());
        assertTrue(report.at("/host/replay/equal").asBoolean(), out.toString());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        final long offered = report.at("/accounting/offered").asLong();
        assertTrue(clock.equals("wall") || Math.abs(offered - 30_430) < 6 * Math.sqrt(30_430), "offered " + offered);
        assertEquals("0", report.at("/config/groups/0/devices/0/target").asText());
        assertEquals(ExitCode.OK, gale("journal", "describe", "--job", path("run")), err.toString());
        assertTrue(out.toString().contains("\n      - name: nvme0q1-41-cpu0\n"), out.toString());
    }

    @Test
    void shouldReadOneTextOfSeveralReadings() throws IOException
    {
        final String half = SECOND.replace("860497905", "860492905");
        for (final String[] heads : new String[][]{
            {"1764188482\n", "1764188487\n", "1764188492\n", ""},
            {"", "1764188482\n", "1764188487\n", "1764188492\n"},
            {"Every 5.0s: cat /proc/interrupts     host: Wed Nov 26 20:21:22 2025\n\n",
                "Every 5.0s: cat /proc/interrupts     host: Wed Nov 26 20:21:27 2025\n\n",
                "Every 5.0s: cat /proc/interrupts     host: Wed Nov 26 20:21:32 2025\n\n", ""},
            {"Every 5.0s: cat /proc/interrupts\n\n", "Every 5.0s: cat /proc/interrupts\n\n",
                "Every 5.0s: cat /proc/interrupts\n\n", ""},
            {"$ date; cat /proc/interrupts\nWed Nov 26 20:21:22 UTC 2025\n", "Wed Nov 26 20:21:27 UTC 2025\n",
                "[   12.345678] usb 1-1: new device\nWed Nov 26 20:21:32 UTC 2025\n", "CPU0 is warm\n"},
        })
        {
            final String text = heads[0] + FIRST + heads[1] + half + heads[2] + SECOND + heads[3];

            assertEquals(ExitCode.OK, run("a", text), err.toString());

            assertEquals(STREAMS, streams(), text);
        }
    }

    @Test
    void shouldReadTextsThatAreCompressed() throws IOException
    {
        Files.write(directory.resolve("a"), gzip(FIRST));
        Files.write(directory.resolve("b"), gzip(SECOND));

        assertEquals(ExitCode.OK, gale("import", "interrupts", path("a"), path("b"), "--interval", "10s", "-o",
            path("j.yaml")), err.toString());
        assertEquals(STREAMS, streams());
    }

    @Test
    void shouldReadTheRowsOfAnX86WithAHoleAmongItsCpus() throws IOException
    {
        assertEquals(ExitCode.OK, run("a", String.format(X86, 1, 2, 3, 4, 5), "b",
            String.format(X86, 11, 102, 1003, 10_004, 1_000_005), "--interval", "100s"), err.toString());

        assertEquals(List.of("acpi-i801_smbus-9-cpu2 1 0.1", "dmar0-120-cpu0 0 1",
            "Intel-R-Ethernet-eth0-T-130-cpu2 1 10"), streams());
        assertTrue(Files.readString(directory.resolve("j.yaml")).contains("{kind: timer, hz: 5050}"));
        assertTrue(Files.readString(directory.resolve("j.yaml")).contains("2 CPUs, each a VPE in their order: 0 2\n"));
        assertTrue(out.toString().contains("  err or mis         4\n"), out.toString());
        assertTrue(out.toString().contains("  without a number   2\n    line 10: FIQ:              usb_fiq\n"),
            out.toString());
    }

    @Test
    void shouldTakeAFallOfACounterForAWrapWhereThatIsPlausible() throws IOException
    {
        assertEquals(ExitCode.OK, run("a", text("4294967000 0"), "b", text("704 0"), "--interval", "10s"),
            err.toString());
        assertEquals(List.of("x-1-cpu0 0 100"), streams());
        assertTrue(out.toString().contains("  wrapped counter    1\n    line 2: 1: 704 0 chip 1 Edge x\n"),
            out.toString());
        assertEquals(ExitCode.OK, run("a", text("4294967000 0"), "b", text("9999704 0"), "--interval", "10s",
            "--force"), err.toString());

        assertRefused(text("4294967000 0"), text("9999705 0"), "row 1, CPU0: falls from 4294967000 to 9999705: a " +
            "wrap at 2^32 would be 10,000,001 interrupts in 10 s, and a CPU takes at most 1,000,000 a second " +
            "(give the earlier text first, readings of one boot, and their interval)");
        assertRefused(text("0 500"), text("0 499"),
            "b: line 2: row 1, CPU1: falls from 500 to 499, which is no wrap of 32 bits");
        assertRefused(text("0 4294967296"), text("0 3"), "falls from 4294967296 to 3, which is no wrap of 32 bits");
        assertRefused(/* first= */ SECOND, /* second= */ FIRST,
            "CPU0: falls from 860497905 to 860487905, which is no wrap");
    }

    @Test
    void shouldRefuseCpusThatComeOrGo() throws IOException
    {
        final String head = "CPU0 CPU1\n 1: 1 2 chip 1 Edge x\n";

        assertRefused(head, "CPU0\n 1: 2 chip 1 Edge x\n",
            "b: line 1: CPU1 went since the reading before (record again while CPUs neither come nor go)");
        assertRefused(head, "CPU0 CPU1 CPU2\n 1: 2 3 4 chip 1 Edge x\n",
            "b: line 1: CPU2 came since the reading before");
        assertRefused(head, "CPU0 CPU2\n 1: 2 3 chip 1 Edge x\n", "CPU1 went");
    }

    @Test
    void shouldCountRowsThatComeAndGo() throws IOException
    {
        final String row = "  2: 100 0 chip 2 Edge y\n";
        final String first = text("1 0") + "  3: 5 5 chip 3 Edge z\n";

        assertEquals(ExitCode.OK, run("a", first, "b", text("101 0") + row, "--interval", "10s"), err.toString());

        assertEquals(List.of("x-1-cpu0 0 10", "y-2-cpu0 0 10"), streams());
        assertTrue(out.toString().endsWith("""
              row came           1
                line 3: 2: 100 0 chip 2 Edge y
              row went           1
            """), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--interval 0s      | --interval: 0 is no time from one reading to the next (try 10s)",
        "--interval 400d    | --interval: '400d' is not a duration (try 10s or 500ms)",
        "--interval 9000h   | more than 366 days lie between the first and the last of 2 readings",
        "--interval 1ns     | by --interval 1 ns are more than the 1,000,000 a second that a CPU takes (give the right",
        "--source x         | --source: x: interrupts have no sources",
        "''                 | the texts hold no times (give --interval T, the time from one reading to the next)",
    })
    void shouldRefuseAnInterval(final String option, final String message) throws IOException
    {
        final String[] options = option.isEmpty() ? new String[0] : option.split(" ", -1);

        assertEquals(ExitCode.USAGE, run("a", FIRST, "b", SECOND, options));

        assertTrue(err.toString().contains(message), err.toString());
        assertFalse(Files.exists(directory.resolve("j.yaml")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1764188482 | 1764188482 | '' | all 2 readings have the same time (give --interval T",
        "1764188482 | 1764188481 | '' | reading 2 of 2 has an earlier time than the one before (give",
        "1764188482 | ''         | '' | reading 2 of 2 has no time (give",
        "1764188482 | 20:21:22   | '' | times of two clocks, seconds since 1970 and time of day (give",
        "2025-11-26 20:21:22 CET | 2025-11-26 20:21:32 CEST | '' | times of two clocks, CET and CEST (give",
        "1764188482 | 1764188492 | 2s | --interval 2 s: makes 2 s from the first to the last reading, and the times " +
            "of the texts 10 s (leave it out)",
    })
    void shouldRefuseTimesThatSayNothing(
        final String first, final String second, final String interval, final String message) throws IOException
    {
        final String[] options = interval.isEmpty() ? new String[0] : new String[]{"--interval", interval};

        assertEquals(ExitCode.USAGE, run("a", first + '\n' + FIRST, "b", second + '\n' + SECOND, options));

        assertTrue(err.toString().contains(message), err.toString());
    }

    @Test
    void shouldTakeAnIntervalThatTimesInWholeSecondsDoNotContradict() throws IOException
    {
        assertEquals(ExitCode.OK, run("a", "1764188482\n" + FIRST, "b", "1764188492\n" + SECOND, "--interval",
            "11s"), err.toString());
        assertEquals(ExitCode.OK, run("a", "1764188482\n" + FIRST, "b", "1764188492\n" + SECOND, "--force"),
            err.toString());
        assertEquals(STREAMS, streams());
    }

    @Test
    void shouldRefuseWhatIsNoReading() throws IOException
    {
        assertEquals(ExitCode.USAGE, run("a", FIRST));
        assertTrue(err.toString().contains("a: one reading was found, and a rate needs two"), err.toString());
        assertEquals(ExitCode.CHECK_FAILED, run("a", "no reading\n", "b", "\n"));
        assertTrue(err.toString().contains("a: no reading of /proc/interrupts was found"), err.toString());
        assertEquals(ExitCode.CHECK_FAILED, run("a", FIRST, "b", FIRST, "--interval", "10s"));
        assertTrue(err.toString().contains("a: no counter rose between the readings"), err.toString());
        assertEquals(ExitCode.USAGE, run("a", FIRST + FIRST.substring(FIRST.indexOf('\n') + 1)));
        assertTrue(err.toString().contains("a: line 9: row 11 is twice in one reading"), err.toString());
        Files.write(directory.resolve("a"), Arrays.copyOf(gzip(FIRST.repeat(20)), 100));
        assertEquals(ExitCode.USAGE, gale("import", "interrupts", path("a"), "--interval", "1s", "-o", path("j.yaml")));
        assertTrue(err.toString().contains("a: gzip is cut or damaged after line "), err.toString());
    }

    @Test
    void shouldRefuseMoreThanAMachineHas() throws IOException
    {
        assertRefused(head(513), "", "a: line 1: 513 CPUs, and a VM has at most 512 VPEs (leave columns out)");
        assertRefused(head(100_000), "", "a: line 1: a head of more than 65,536 bytes, and a VM has at most 512 VPEs");
        assertRefused("CPU0 CPU1 CPU2 C\n", "", "'C' is no CPU after CPU2: the line was cut, as watch does");
        assertRefused("CPU9 CPU10 CPU1\n", "", "'CPU1' is no CPU after CPU10: the line was cut");
        assertRefused(text("99999999999999999999 0"), "", "row 1, CPU0: the count is more than 2^63");
        assertRefused(text("0 0"), text("9000000000000000000 0"), "9,000,000,000,000,000,000 interrupts in 10 s by");
        final StringBuilder rows = new StringBuilder("CPU0\n");
        for (int i = 0; i <= 65_536; i++)
        {
            rows.append(i).append(": 0\n");
        }
        assertRefused(rows.toString(), "", "a: line 65538: more than 65,536 rows (leave rows out)");
        final StringBuilder counters = new StringBuilder(head(512));
        for (int i = 0; i <= 8_192; i++)
        {
            counters.append(i).append(": 1").append(" 0".repeat(511)).append('\n');
        }
        assertRefused(counters.toString(), "", "4,194,816 counters are more than 4,194,304 (leave rows out)");
    }

    @Test
    void shouldKeepTheBusiestStreamsAndTellTheRest() throws IOException
    {
        final StringBuilder first = new StringBuilder("CPU0\n");
        final StringBuilder second = new StringBuilder("CPU0\n");
        for (int i = 0; i < 4_100; i++)
        {
            first.append(i).append(": 1 chip ").append(i).append(" Edge a\n");
            second.append(i).append(": ").append(i % 1025 == 0 ? 11 : 101).append(" chip ").append(i)
                .append(" Edge a\n");
        }

        assertEquals(ExitCode.OK, run("a", first.toString(), "b", second.toString(), "--interval", "10s"),
            err.toString());

        assertEquals("""
            imported 4,096 streams of 4,096 interrupts on 1 CPU, 41.0 k/s, from 2 readings in 10 s by --interval 10 s
              left out: the 4 rarest streams, 4 /s, as a job has at most 4,096 groups of devices
            """, out.toString());
        assertEquals(4_096, streams().size());
        assertFalse(streams().contains("a-1025-cpu0 0 1"));
        assertEquals(ExitCode.OK, gale("job", "check", path("j.yaml")), err.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void shouldMakeAJobOfAnyTextOrRefuseIt(final int seed) throws IOException
    {
        final Random random = new Random(seed);
        for (int round = 0; round < 40; round++)
        {
            final byte[] text = (FIRST + "1764188482\n" + SECOND).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1 + round / 4; i++)
            {
                text[random.nextInt(text.length)] = (byte)(random.nextBoolean() ? random.nextInt() : ' ');
            }
            Files.write(directory.resolve("a"), text);

            final int exitCode = gale("import", "interrupts", path("a"), "--interval", "10s", "-o", path("j.yaml"),
                "--force");

            assertTrue(exitCode == ExitCode.OK || exitCode == ExitCode.USAGE || exitCode == ExitCode.CHECK_FAILED,
                err.toString());
            assertTrue(exitCode != ExitCode.OK || gale("job", "check", path("j.yaml")) == ExitCode.OK, err.toString());
        }
    }

    @Test
    void shouldReplaceAFileWithForceAlone() throws IOException
    {
        Files.writeString(directory.resolve("j.yaml"), "mine");

        assertEquals(ExitCode.USAGE, run("a", FIRST, "b", SECOND, "--interval", "10s"));

        assertTrue(err.toString().contains("j.yaml: is there already (--force replaces it)"), err.toString());
        assertEquals("mine", Files.readString(directory.resolve("j.yaml")));
        assertEquals(ExitCode.OK, run("a", FIRST, "b", SECOND, "--interval", "10s", "--force"));
        assertEquals(STREAMS, streams());
    }

    @Test
    void shouldReadStandardInputAndWriteStandardOutput() throws IOException
    {
        final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        final CommandLine command = new CommandLine(new ImportCommand(
            new ByteArrayInputStream((FIRST + SECOND).getBytes(StandardCharsets.UTF_8)), stdout,
            new TerminationSignals(() -> { }, () -> { })));

        assertEquals(ExitCode.OK, command.setErr(new PrintWriter(err)).execute("interrupts", "-", "--interval", "10s",
            "-o", "-"));

        Files.write(directory.resolve("j.yaml"), stdout.toByteArray());
        assertEquals(STREAMS, streams());
        assertTrue(stdout.toString(StandardCharsets.UTF_8).startsWith(
            "# Made by gale import interrupts of standard input\n"));
        assertTrue(err.toString().startsWith("imported 2 streams of 2 interrupts on 4 CPUs"), err.toString());
    }

    @Test
    void shouldRefuseAnIntervalOfATrace() throws IOException
    {
        Files.writeString(directory.resolve("a"), "1,0,disk\n");

        assertEquals(ExitCode.USAGE, gale("import", "csv", path("a"), "--interval", "10s", "-o", path("t")));

        assertTrue(err.toString().contains("--interval: needs interrupts, and this is csv"), err.toString());
    }

    private static String head(final int cpus)
    {
        final StringBuilder head = new StringBuilder();
        for (int i = 0; i < cpus; i++)
        {
            head.append(" CPU").append(i);
        }

        return head.append('\n').toString();
    }

    private static String text(final String counts)
    {
        return "CPU0 CPU1\n  1: " + counts + " chip 1 Edge x\n";
    }

    private static byte[] gzip(final String text) throws IOException
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(bytes))
        {
            packed.write(text.getBytes(StandardCharsets.UTF_8));
        }

        return bytes.toByteArray();
    }

    private void assertRefused(final String first, final String second, final String message) throws IOException
    {
        Files.deleteIfExists(directory.resolve("j.yaml"));

        assertEquals(ExitCode.USAGE, run("a", first, "b", second, "--interval", "10s"), out.toString());

        assertTrue(err.toString().contains(message), err.toString());
        assertFalse(Files.exists(directory.resolve("j.yaml")));
    }

    /** Returns name, VPE and rate of each stream of the job. */
    private List<String> streams() throws IOException
    {
        final String row = ".*\\{name: (.*), count: 1, events: 1, target: (.*), traffic: \\{kind: open, rate: (.*), .*";

        return Files.readAllLines(directory.resolve("j.yaml")).stream().filter(line -> line.contains("count: 1, "))
            .map(line -> line.replaceFirst(row, "$1 $2 $3")).toList();
    }

    private int run(final String name, final String text) throws IOException
    {
        Files.deleteIfExists(directory.resolve("j.yaml"));
        Files.writeString(directory.resolve(name), text);

        return gale("import", "interrupts", path(name), "-o", path("j.yaml"));
    }

    private int run(
        final String first, final String firstText, final String second, final String secondText,
        final String... options) throws IOException
    {
        Files.writeString(directory.resolve(first), firstText);
        Files.writeString(directory.resolve(second), secondText);
        final String[] words = new String[options.length + 6];
        System.arraycopy(new String[]{"import", "interrupts", path(first), path(second), "-o", path("j.yaml")}, 0,
            words, 0, 6);
        System.arraycopy(options, 0, words, 6, options.length);

        return gale(words);
    }

    private String path(final String name)
    {
        return directory.resolve(name).toString();
    }

    private int gale(final String... words)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);

        return GaleRun.of(out, err, words);
    }
}
