package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Costs of a host that follow from texts of measurements. All texts are invented. */
class ImportCostsTest
{
    private static final Path BOOK = Path.of("docs/costs");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {
        "invented-1/micro-bench.txt invented-1/cyclictest.txt",
        "invented-2/micro-bench.txt invented-2/perf-kvm-stat.txt invented-2/cyclictest.txt",
        "invented-3/function-graph.txt invented-3/bpftrace.txt"})
    void shouldMakeTheFilesOfTheBook(final String texts) throws IOException
    {
        final List<String> files =
            List.of(texts.split(" ")).stream().map(text -> BOOK.resolve(text).toString()).toList();
        final List<String> words = new ArrayList<>(List.of("import", "costs"));
        words.addAll(files);
        words.addAll(List.of("-o", path("made.yaml")));
        if (files.size() > 2)
        {
            words.addAll(List.of("--prefer", files.get(0)));
        }

        assertEquals(ExitCode.OK, GaleRun.of(out, err, words.toArray(new String[0])), err.toString());

        assertEquals(Files.readString(BOOK.resolve(texts.substring(0, texts.indexOf('/'))).resolve("costs.yaml")),
            Files.readString(directory.resolve("made.yaml")).replace("docs/", "engine/docs/"));
    }

    @ParameterizedTest
    @CsvSource({
        "hvc, 1402, 3515, 701ns, 1112ns",
        "hvc, 298, 1925, 149ns, 1178ns",
        "hyp_call, 2103, 5215, 1052ns, 1761ns"})
    void shouldHalveAHypercallAndKeepWhatIsLeftOfAnIpi(
        final String test, final long hypercallNs, final long ipiNs, final String half, final String kick)
        throws IOException
    {
        final Path text = text("bench", bench(test, hypercallNs, 451, 14, ipiNs));

        assertEquals(ExitCode.OK, run(text), err.toString());

        final String yaml = Files.readString(directory.resolve("made.yaml"));
        assertTrue(yaml.contains("  exit: " + half + "\n  enter: " + half + "\n  kick: " + kick +
            "\n  trap: 451ns\n  eoi: 14ns\n"), yaml);
        assertTrue(yaml.contains(
            String.format(Locale.ROOT, "hvc %,.1f ns / 2 = %,.1f ns", (double)hypercallNs, hypercallNs / 2.0)), yaml);
        assertTrue(out.toString().contains("- 300.0 ns of inject"), out.toString());
        assertTrue(out.toString().contains("  assumed    signal, host-irq, inject, poll, schedule"), out.toString());
    }

    @ParameterizedTest
    @CsvSource({"1.16, 6.24, 580ns, 6240ns", "2.06, 3.50, 1030ns, 3500ns", "0.51, 2.25, 255ns, 2250ns"})
    void shouldHalveAnExitByAnInterrupt(
        final double interruptUs, final double abortUs, final String half, final String trap) throws IOException
    {
        assertEquals(ExitCode.OK, run(text("perf", perf(interruptUs, abortUs))), err.toString());

        final String yaml = Files.readString(directory.resolve("made.yaml"));
        assertTrue(yaml.contains("  exit: " + half + "\n  enter: " + half + "\n  trap: " + trap + "\n"), yaml);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "10 5;{list: [[2us, 10], [3us, 5]]}",
        "0 7 9;{list: [[3us, 7], [4us, 9]]}",
        "1;{list: [[2us, 1]]}"})
    void shouldTakeAHistogramAsAList(final String counts, final String list) throws IOException
    {
        assertEquals(ExitCode.OK, run(text("cyclic", cyclic(counts))), err.toString());

        final String yaml = Files.readString(directory.resolve("made.yaml"));
        assertTrue(yaml.contains("\n  schedule: " + list + "\n"), yaml);
    }

    @Test
    void shouldKeepTheMeanOfAHistogramWithManyTimes() throws IOException
    {
        final StringBuilder counts = new StringBuilder("100000");
        for (int i = 1; i < 300; i++)
        {
            counts.append(' ').append(i % 7 == 0 ? 0 : 300 - i);
        }

        assertEquals(ExitCode.OK, run(text("cyclic", cyclic(counts.toString()))), err.toString());

        final String yaml = Files.readString(directory.resolve("made.yaml"));
        final String list = yaml.substring(yaml.indexOf("[["), yaml.indexOf("]]"));
        double sum = 0;
        double weight = 0;
        final String[] items = list.replaceAll("[\\[\\]]", "").split(", ", -1);
        for (int i = 0; i < items.length; i += 2)
        {
            final double ns = items[i].endsWith("us") ? 1_000 * Double.parseDouble(items[i].replace("us", "")) :
                Double.parseDouble(items[i].replace("ns", ""));
            sum += ns * Double.parseDouble(items[i + 1]);
            weight += Double.parseDouble(items[i + 1]);
        }
        assertEquals(64, items.length / 2);
        final String mean = String.format(Locale.ROOT, "a mean of %,.1f ns", sum / weight);
        assertTrue(out.toString().contains(mean.substring(0, mean.length() - 5)), mean + out);
    }

    /** Texts that contradict themselves or each other, each with what the message names. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "eoi     |eoj     |'eoj' is no test of micro-bench: did you mean 'eoi'?",
        "eoi     |hvc     |hvc is there twice",
        " 14.0 | -14.0 |-14 ns is negative",
        "2060.0 |600.0 |= -159.0 ns is negative (measure again",
        "306.0 |306,0 |'306,0' has a decimal comma",
        "306.0 |306 |is cut: a row is a name and two numbers",
        "306.0 |99999999999999.0 |a mean of",
        "hvc  |?? hvc|is no row of micro-bench",
    })
    void shouldRefuseABenchThatContradictsItself(final String from, final String to, final String message)
        throws IOException
    {
        final String bench = bench("hvc", 306, 451, 14, 2060);

        assertEquals(ExitCode.USAGE, run(text("bench", bench.replace(from, to))), out.toString());

        assertTrue(err.toString().contains(message), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertFalse(Files.exists(directory.resolve("made.yaml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eoi ", "timer_10ms ", "-----"})
    void shouldRefuseABenchThatIsCut(final String behind) throws IOException
    {
        final String bench = bench("hvc", 306, 451, 14, 2060);

        assertEquals(ExitCode.USAGE, run(text("bench", bench.substring(0, bench.indexOf(behind)))), out.toString());

        assertTrue(err.toString().contains("ends before timer_10ms, the last test"), err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "DABT_LOW|EPT_VIOLATION|EPT_VIOLATION is an exit of x86",
        "DABT_LOW|DABT_LOV|'DABT_LOV' is no exit of an Arm host: did you mean 'DABT_LOW'?",
        "DABT_LOW|     IRQ|IRQ is there twice",
        "Samples:300|Samples:301|the rows have 300 samples, and the total is 301",
        "Total Samples|# Total|no row of perf kvm stat report",
        "1.16us|1,16us|'1,16' has a decimal comma",
        "1.16us|500.16us|a mean of 500.16 us is not between 0.10 and 99.00 us",
        "99.00us|xx|no row of perf kvm stat report",
        "1.16us ( +-|1.16us|no row of perf kvm stat report",
    })
    void shouldRefuseAReportThatContradictsItself(final String from, final String to, final String message)
        throws IOException
    {
        assertEquals(ExitCode.USAGE, run(text("perf", perf(1.16, 6.24).replace(from, to))), out.toString());

        assertTrue(err.toString().contains(message), err.toString());
        assertFalse(Files.exists(directory.resolve("made.yaml")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "# Total: 000000015|# Total: 000000016|the rows have 15 latencies of thread 0, and the total is 16",
        "Overflows: 00000|Overflows: 00003|3 longer than the histogram",
        "# Max Latencies: 00003|# Max Latencies: 00009|9 us is not the last of the histogram, 3 us",
        "# Min Latencies: 00002|# Min Latencies: 00001|1 us is not the first of the histogram, 2 us",
        "# Avg Latencies: 00002|# Avg Latencies: 00004|have a mean of 2,333.3 ns, and the text says 4 us",
        "# Avg Latencies: 00002|# Avg Latencies: 00001|have a mean of 2,333.3 ns, and the text says 1 us",
        "# Histogram Overflows|# x|is no line of a histogram of cyclictest",
        "000003 000005|000001 000005|1 us follows 2 us",
        "000003 000005|000003 000005 7|has 2 counts, and the rows before have 1",
        "000003 000005|000003 -5|is no line of a histogram",
    })
    void shouldRefuseAHistogramThatContradictsItself(final String from, final String to, final String message)
        throws IOException
    {
        assertEquals(ExitCode.USAGE, run(text("cyclic", cyclic("10 5").replace(from, to))), out.toString());

        assertTrue(err.toString().contains(message), err.toString());
        assertFalse(Files.exists(directory.resolve("made.yaml")));
    }

    @Test
    void shouldRefuseTwoOutputsInOneText() throws IOException
    {
        final String bench = bench("hvc", 306, 451, 14, 2060);

        assertEquals(ExitCode.USAGE, run(text("twice", bench + bench)));
        assertEquals(ExitCode.USAGE, run(text("both", cyclic("10 5") + perf(1.16, 6.24))));

        assertEquals(List.of(
            "gale import: " + path("twice") + ":19:1: a second output begins here (give a file for one run)",
            "gale import: " + path("both") + ":15:1: a second output begins here (give a file for one run)"),
            err.toString().lines().toList());
    }

    @Test
    void shouldRefuseAnOutputThatCannotBeWrittenBeforeItReads() throws IOException
    {
        final String bench = text("bench", bench("hvc", 306, 451, 14, 2060)).toString();

        assertEquals(ExitCode.USAGE, gale("import", "costs", bench, "-o", path("none/made.yaml")));
        assertEquals(ExitCode.USAGE, gale("import", "costs", bench, "-o", directory.toString()));

        assertTrue(out.toString().isEmpty(), out.toString());
    }

    @Test
    void shouldRefuseATextOfNoKnownProgramAndOneOfX86() throws IOException
    {
        assertEquals(ExitCode.USAGE, run(text("other", "hello\n")));
        assertEquals(ExitCode.USAGE, run(text("vmexit", "cpuid 1196\nvmcall 1108\n")));

        assertEquals(List.of(
            "gale import: " + path("other") + ": is no output of micro-bench, perf kvm stat report, cyclictest -h, " +
            "trace-cmd report of a function graph, funclatency or bpftrace (give one whole, with its headings)",
            "gale import: " + path("vmexit") + ": comes from vmexit, which measures x86 in cycles (run micro-bench " +
            "on an Arm host)"), err.toString().lines().toList());
    }

    @Test
    void shouldRefuseTwoFilesThatGiveOneCostUnlessOneIsPreferred() throws IOException
    {
        final String bench = text("bench", bench("hvc", 306, 451, 14, 2060)).toString();
        final String perf = text("perf", perf(1.16, 6.24)).toString();

        assertEquals(ExitCode.USAGE, gale("import", "costs", bench, perf, "-o", path("made.yaml")));
        final String refusal = err.toString();
        assertTrue(refusal.contains("perf:6:1: exit is given by " + bench + ", too (--prefer " + perf), refusal);
        assertEquals(ExitCode.OK, gale("import", "costs", bench, perf, "-o", path("a"), "--prefer", perf));
        assertEquals(ExitCode.OK, gale("import", "costs", bench, perf, "-o", path("b"), "--prefer", bench));

        assertTrue(Files.readString(directory.resolve("a")).contains("exit: 580ns"));
        assertTrue(Files.readString(directory.resolve("a")).contains("eoi: 14ns"));
        assertTrue(Files.readString(directory.resolve("b")).contains("exit: 153ns"));
    }

    @Test
    void shouldRefuseWhatIsOfAnotherForm() throws IOException
    {
        final String bench = text("bench", bench("hvc", 306, 451, 14, 2060)).toString();

        assertEquals(ExitCode.USAGE, gale("import", "costs", bench, "-o", path("m"), "--interval", "10s"));
        assertEquals(ExitCode.USAGE, gale("import", "costs", bench, "-o", path("m"), "--source", "x"));
        assertEquals(ExitCode.USAGE, gale("import", "costs", bench, "-o", path("m"), "--prefer", "x"));
        assertEquals(ExitCode.USAGE, gale("import", "csv", bench, "-o", path("m"), "--prefer", bench));
        assertEquals(ExitCode.USAGE, gale("import", "costs", bench, "-o", bench));

        assertEquals(List.of(
            "gale import: --interval: needs interrupts, and this is costs",
            "gale import: --source: x: costs have no sources",
            "gale import: --prefer: x is none of the texts",
            "gale import: --prefer: " + bench + ": needs costs, and this is csv",
            "gale import: --output " + bench + ": is read, too (name another file)"), err.toString().lines().toList());
    }

    private static String bench(
        final String test, final long hypercallNs, final long trapNs, final long eoiNs, final long ipiNs)
    {
        return "qemu-system-aarch64 -nodefaults -machine virt,gic-version=host,accel=kvm\n" +
            "Timer Frequency 50000000 Hz (Output in microseconds)\n\n" +
            String.format(Locale.ROOT, "%-30s%18s%13s%18s%13s%n", "name", "total ns", "", "avg ns", "") +
            "-".repeat(92) + '\n' + row(test, hypercallNs) + row("mmio_read_user", 1683) +
            row("mmio_read_vgic", trapNs) + row("eoi", eoiNs) + row("ipi", ipiNs) + "ipi_hw test skipped\n" +
            row("lpi", 2179) + row("timer_10ms", 902) + "\nEXIT: STATUS=1\n";
    }

    private static String row(final String test, final long ns)
    {
        return String.format(Locale.ROOT, "%-30s%15d.%-15d%15d.%-15d%n", test, ns * 65_536, 0, ns, 0);
    }

    private static String perf(final double interruptUs, final double abortUs)
    {
        return "Analyze events for all VMs, all VCPUs:\n\n" +
            "             VM-EXIT    Samples  Samples%     Time%    Min Time    Max Time         Avg time \n\n" +
            exit("DABT_LOW", 100, abortUs) + exit("IRQ", 200, interruptUs) +
            "\nTotal Samples:300, Total events handled time:900.00us.\n\n";
    }

    private static String exit(final String reason, final int samples, final double us)
    {
        return String.format(Locale.ROOT, "%20s %10d %8.2f%% %8.2f%% %8.2fus %8.2fus %9.2fus ( +-%7.2f%% )%n",
            reason, samples, 50.0, 50.0, 0.10, 99.0, us, 1.61);
    }

    /** Returns a histogram of counts from 2 us on. */
    private static String cyclic(final String counts)
    {
        final StringBuilder text = new StringBuilder("# /dev/cpu_dma_latency set to 0us\n# Histogram\n000000 000000\n");
        long sum = 0;
        int us = 2;
        int least = 0;
        int most = 0;
        double all = 0;
        for (final String count : counts.split(" ", -1))
        {
            text.append(String.format(Locale.ROOT, "%06d %06d\t%n", us, Long.parseLong(count)));
            most = count.equals("0") ? most : us;
            least = least == 0 ? most : least;
            all += us * Double.parseDouble(count);
            us++;
            sum += Long.parseLong(count);
        }

        return text.append(String.format(Locale.ROOT,
            "# Total: %09d%n# Min Latencies: %05d%n# Avg Latencies: %05d%n" +
            "# Max Latencies: %05d%n# Histogram Overflows: 00000%n# Histogram Overflow at cycle number:%n" +
            "# Thread 0:%n", sum, least, (long)(all / sum), most)).toString();
    }

    private Path text(final String name, final String text) throws IOException
    {
        return Files.writeString(directory.resolve(name), text);
    }

    private int run(final Path text)
    {
        return gale("import", "costs", text.toString(), "-o", path("made.yaml"));
    }

    private int gale(final String... words)
    {
        return GaleRun.of(out, err, words);
    }

    private String path(final String name)
    {
        return directory.resolve(name).toString();
    }
}
