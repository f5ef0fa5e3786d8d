package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Texts of other tools: tables of rates, which become a job, and what is refused by its name. */
class ImportForeignTextsTest
{
    private static final String SUMS = """
        Linux 6.12.0 (host)  11/27/2026  _aarch64_  (4 CPU)

        10:00:00     CPU    intr/s
        10:00:10     all  12345.60
        10:00:10       1   3000.00

        """;
    private static final String SOFTIRQS = """

        10:00:00     CPU       HI/s    TIMER/s   NET_TX/s
        10:00:10       1       0.00     111.00     222.00
        """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldTakeTheMeanOfTheIntervalsOfMpstat() throws IOException
    {
        assertEquals(ExitCode.OK, run("interrupts", SUMS + """
            10:00:00     CPU     11/s     67/s   IPI0/s
            10:00:10       1   250.00  4000.25     0.00
            10:00:10       3   100.00     0.00    30.00
            10:00:20       1   350.00  4000.25     0.00
            10:00:20       3   100.00     0.00    10.00
            """ + SOFTIRQS), err.toString());

        assertEquals(List.of("11-cpu1 0 300", "67-cpu1 0 4000.25", "11-cpu3 1 100"), streams());
        assertTrue(out.toString().contains(
            """
            imported 3 streams of 2 interrupts on 2 CPUs, 4.4 k/s, from rates of mpstat
              ipi: 10 /s of each VPE to another, drawn evenly; CPUs took 0 /s to 20 /s, of which this is the mean
            """),
            out.toString());
    }

    @Test
    void shouldPreferTheAveragesOfMpstat() throws IOException
    {
        assertEquals(ExitCode.OK, run("interrupts", SUMS + """
            10:00:00 AM  CPU     11/s     LOC/s
            10:00:10 AM    0   250.00    4.00
            Average:     CPU     11/s     LOC/s
            Average:       0   200.50    3.00
            """), err.toString());

        assertEquals(List.of("11-cpu0 0 200.5"), streams());
    }

    @Test
    void shouldTakeTheMeansSinceTheBootOfVmstat() throws IOException
    {
        assertEquals(ExitCode.OK, run("interrupts", """
            interrupt                          total       rate
            irq1: atkbd0                           0          0
            cpu1:timer                          1500         15
            irq256: em0:rx0                      500          5
            Total                               2000         20
            """), err.toString());

        assertEquals(List.of("em0-rx0-256-cpu0 0 5"), streams());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "ftrace ~ {\"traceEvents\":[{\"name\":\"irq\",\"ph\":\"B\"}]} ~ is JSON of Chrome's trace viewer",
        "ftrace ~ [{\"name\":\"irq\",\"ph\":\"B\"}] ~ is JSON of Chrome's trace viewer",
        "perf ~ {\"linux-perf-json-version\": 1, ~ is JSON of 'perf data convert'",
        "ftrace ~ @ns[nvme0q1]: ~ is a histogram of bpftrace",
        "perf ~ [1K, 2K)            120 |@@@@@@ ~ is a histogram of bpftrace",
        "ftrace ~ [14:02:11.1] (+0.5) h irq_handler_exit: { cpu_id = 1 }, { irq = 24 } ~ is a text of LTTng",
        "interrupts ~ HI:          1          0 ~ is /proc/softirqs"})
    void shouldRefuseATextOfAnotherToolByItsName(final String form, final String line, final String what)
        throws IOException
    {
        assertEquals(ExitCode.USAGE, run(form, "# head\n" + line + '\n'));

        assertTrue(err.toString().contains("t.txt: " + what), err.toString());
    }

    /** A line like those of another tool is no reason to refuse what was understood. */
    @Test
    void shouldReadAnEventNextToAForeignLine() throws IOException
    {
        assertEquals(ExitCode.OK, run("ftrace", """
            @ns[nvme0q1]:
            t-1 [000] 1.000001: irq_handler_entry: irq=24 name=eth0
            t-1 [000] 1.000009: irq_handler_exit: irq=24 ret=handled
            """), err.toString());
    }

    /** Heads of trace-cmd's report are no unknown lines; lines that only look like them are. */
    @Test
    void shouldKnowTheHeadOfAReport() throws IOException
    {
        assertEquals(ExitCode.OK, run("ftrace", """
            version = 7
            cpus=4
            CPU 2 is empty
            CPU x is empty
            t-1 [000] 1.000001: irq_handler_entry: irq=24 name=eth0
            """), err.toString());

        assertTrue(out.toString().contains("not understood     1\n    line 4: CPU x is empty\n"), out.toString());
    }

    private int run(final String form, final String text) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("t.txt"), text);

        return GaleRun.of(out, err, "import", form, file.toString(), "-o", directory.resolve("o").toString());
    }

    /** Returns the names, VPEs and rates of the streams of the job. */
    private List<String> streams() throws IOException
    {
        return Files.readString(directory.resolve("o")).lines().filter(line -> line.contains("count: 1, "))
            .map(line -> line.replaceFirst(".*\\{name: ([^,]+),.* target: (\\d+),.* rate: ([^,]+),.*", "$1 $2 $3"))
            .toList();
    }
}
