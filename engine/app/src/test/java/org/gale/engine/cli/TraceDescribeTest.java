package org.gale.engine.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the whole text and the whole JSON that {@code gale trace describe} prints. */
class TraceDescribeTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    /** Gaps of 1 to 1,000 us on CPUs 0 to 3, each served for a thousandth of its gap, and one timer. */
    @Test
    void shouldShowARowForEachVector() throws IOException
    {
        final StringBuilder csv = new StringBuilder("0,0,disk,\n");
        long ns = 0;
        for (int i = 1; i <= 1_000; i++)
        {
            ns += i * 1_000L;
            csv.append(ns).append(',').append(i % 4).append(",disk,").append(i).append('\n');
        }
        csv.append(2 * ns).append(",1,local_timer,7\n");
        final Path trace = trace(csv);

        new CommandLine(new TraceDescribeCommand()).setOut(new PrintWriter(new BufferedWriter(out)))
            .execute(trace.toString());

        assertEquals("1,002 events of 2 vectors in 1.0 s\n" +
            "vector                       kind     events     per s    gap p50        p90        p99       p99.9 " +
            "    cv   cv95 serve p50       p99 CPUs\n" +
            "disk                         msi       1,001     1,998    500,000    900,000    990,000     999,000 " +
            "  0.58   0.58       500       990    4\n" +
            "local_timer                  timer         1         0          0          0          0           0 " +
            "  0.00   0.00         7         7    1\n", out.toString());
    }

    /**
     * Gaps of a mean of 2 us: nine of 0.5 us, one of 1 us and nine of 1.5 us, whose mean is 1 us, and the longest of 21
     * us, which is the longest 5 %.
     */
    @Test
    void shouldWriteTheSameFiguresAsJson() throws IOException
    {
        final StringBuilder csv = new StringBuilder("0,0,disk,10\n");
        long ns = 0;
        for (int i = 0; i < 20; i++)
        {
            ns += i == 0 ? 21_000 : i == 1 ? 1_000 : i % 2 == 0 ? 500 : 1_500;
            csv.append(ns).append(",5,disk,").append(i == 7 ? "20" : i == 8 ? "400" : "").append('\n');
        }
        csv.append(ns).append(",1,reschedule,\n");
        final double cv = Math.sqrt((9 * 1.5e3 * 1.5e3 + 1e3 * 1e3 + 9 * 5e2 * 5e2 + 19e3 * 19e3) / 20) / 2e3;
        final double cvWithoutLongest =
            Math.sqrt((9 * 1.5e3 * 1.5e3 + 1e3 * 1e3 + 9 * 5e2 * 5e2) / 19 - 1e3 * 1e3) / 1e3;

        assertEquals(ExitCode.OK, GaleRun.of(out, err, "trace", "describe", trace(csv).toString(), "--json"),
            err.toString());

        assertEquals("""
            {
              "schema" : "gale.trace/1",
              "events" : 22,
              "duration_ns" : 40000,
              "vectors" : [ {
                "name" : "disk",
                "kind" : "msi",
                "events" : 21,
                "per_second" : 500000.0,
                "gap_p50_ns" : 1000,
                "gap_p90_ns" : 1500,
                "gap_p99_ns" : 21000,
                "gap_p999_ns" : 21000,
                "cv" : %s,
                "cv_without_longest" : %s,
                "service_p50_ns" : 20,
                "service_p99_ns" : 400,
                "cpus" : 2
              }, {
                "name" : "reschedule",
                "kind" : "ipi",
                "events" : 1,
                "per_second" : 0.0,
                "gap_p50_ns" : 0,
                "gap_p90_ns" : 0,
                "gap_p99_ns" : 0,
                "gap_p999_ns" : 0,
                "cv" : 0.0,
                "cv_without_longest" : 0.0,
                "service_p50_ns" : 0,
                "service_p99_ns" : 0,
                "cpus" : 1
              } ]
            }
            """.formatted(cv, cvWithoutLongest), out.toString());
    }

    private Path trace(final CharSequence csv) throws IOException
    {
        final Path text = Files.writeString(directory.resolve("t.csv"), csv);
        final Path trace = directory.resolve("t");
        assertEquals(ExitCode.OK,
            GaleRun.of(new StringWriter(), err, "import", "csv", text.toString(), "-o", trace.toString()),
            err.toString());

        return trace;
    }
}
