package org.gale.engine.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.StdoutStream;
import org.gale.engine.cli.console.TerminationSignals;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.trace.TraceReader;
import org.gale.engine.trace.TraceVector.VectorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ImportCsvTest
{
    private static final String CSV = """
        time,cpu,vector,service
        5,0,disk,
        5,1,"net, the ""second\""",1500
        1005,0,local_timer,0
        """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final TerminationSignals signals = new TerminationSignals(() -> { }, () -> { });

    @TempDir
    private Path directory;

    @Test
    void shouldReadTimesWithUnitsAndWithoutHeaderOrService() throws IOException
    {
        final String text = """
            # a comment
            10, 3, disk

            0.0125us,3,disk, 7ns
            1.5us,3,disk,2.5ms
            2µs,3,disk
            1ms , 3 , "disk" , 1s
            """;

        assertEquals(ExitCode.OK, run("import", "csv", file("a.csv", text),
            "--force", "-o", path("t")), err.toString());

        assertEquals("imported 5 events of 1 vector\n", out.toString());
        assertEquals(List.of("0 3 0 -1", "2 3 0 7", "1490 3 0 2500000",
            "1990 3 0 -1", "999990 3 0 1000000000"), events("t"));
    }

    @Test
    void shouldGiveBackTheCsvThatItWasGiven() throws IOException
    {
        run("import", "csv", file("a.csv", CSV), "--force", "-o", path("t"));
        final ByteArrayOutputStream csv = new ByteArrayOutputStream();

        assertEquals(ExitCode.OK, standard(CSV, csv, "csv", "-", "-o", "-"));

        assertEquals(CSV, csv.toString(UTF_8));
        assertEquals("imported 3 events of 3 vectors\n", err.toString());
        try (TraceReader trace = TraceReader.open(directory.resolve("t")))
        {
            assertEquals(List.of(VectorKind.MSI, VectorKind.MSI, VectorKind.TIMER),
                trace.vectors().stream().map(vector -> vector.kind()).toList());
            assertEquals("net, the \"second\"", trace.vectors().get(1).name());
        }
    }

    @Test
    void shouldEndQuietlyWhenNobodyReadsItsLines()
    {
        final OutputStream closed = new OutputStream()
        {
            @Override
            public void write(final int value) throws IOException
            {
                throw new IOException(StdoutStream.CLOSED_PIPE);
            }
        };

        assertEquals(ExitCode.OK, standard(CSV, closed, "csv", "-", "-o", "-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1,2", "1,2,", "1,2,\"\"", "1,2,a,b", "1,2,a,3,4", "1,-2,a", "1,2x,a", "1,4096,a",
        "1,99999999999999999999,a", "99999999999999999999,2,a", "9223372036854775807s,2,a", "1h,2,a", "1e3,2,a",
        "1sssssssss,2,a", "-1,2,a", "1,2,\"a\"b", ",,", "1..5us,2,a", "\u0000"})
    void shouldCountWhatItDoesNotUnderstand(final String line) throws IOException
    {
        final String text = "1,1,first\n" + line + "\n1,1,first\n";

        assertEquals(ExitCode.OK, run("import", "csv", file("a.csv", text),
            "--force", "-o", path("t")), err.toString());

        assertTrue(out.toString().startsWith(
            "imported 2 events of 1 vector\n  not understood     1\n    line 2: "), out.toString());
    }

    @Test
    void shouldRefuseTimesThatFall() throws IOException
    {
        assertEquals(ExitCode.USAGE,
            run("import", "csv", file("a.csv", "time,cpu,vector\n5us,0,a\n4us,0,a\n"), "--force", "-o", path("t")));

        assertEquals("gale import: " + path("a.csv") +
            ": line 3: time 4000 ns is before 5000 (sort the lines by time)\n", err.toString());
        assertFalse(Files.exists(directory.resolve("t")));
    }

    @Test
    void shouldReadTextsThatBothBeginAtZero() throws IOException
    {
        final String first = file("a.csv", "time,cpu,vector\n0,0,disk\n9,0,disk\n");
        final String second = file("b.csv", "time,cpu,vector\n0,1,net\n4,1,net\n");

        assertEquals(ExitCode.OK, run("import", "csv", first, second, "--force", "-o", path("t")), err.toString());

        assertEquals("imported 4 events of 2 vectors\n", out.toString());
        assertEquals(List.of("0 0 0 -1", "0 1 1 -1", "4 1 1 -1", "9 0 0 -1"), events("t"));
    }

    @Test
    void shouldKeepWhatIsInFrontOfTheCutOfGzip() throws IOException
    {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed, true))
        {
            gzip.write("1,0,disk\n2,0,disk\n".getBytes(UTF_8));
            gzip.flush();
        }
        final byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() - 8);
        Files.write(directory.resolve("a.gz"), cut);

        assertEquals(ExitCode.OK, run("import", "csv", path("a.gz"), "--force", "-o", path("t")), err.toString());

        assertEquals("imported 2 events of 1 vector\n  damaged gzip       1\n    line 2: the end\n", out.toString());
        Files.write(directory.resolve("b.gz"), Arrays.copyOf(cut, 5));
        assertEquals(ExitCode.CHECK_FAILED, run("import", "csv", path("b.gz"), "--force", "-o", path("u")));
    }

    @Test
    void shouldKnowTimersAndIpisOfArm() throws IOException
    {
        final StringBuilder text = new StringBuilder();
        final List<String> names = List.of("arch_timer", "kvm guest vtimer", "arch_mem_timer", "twd", "hpet3", "IPI",
            "disk", "arch_timer");
        for (int i = 0; i < names.size(); i++)
        {
            text.append(" t-1 [000] d.h.. 1.").append(i).append(": irq_handler_entry: irq=").append(i).append(" name=")
                .append(names.get(i)).append('\n');
        }
        text.append(" t-1 [000] d.h.. 2.0: ipi_entry: (Rescheduling interrupts)\n");

        run("import", "ftrace", file("a.txt", text.toString()), "--force", "-o", path("t"));

        try (TraceReader trace = TraceReader.open(directory.resolve("t")))
        {
            assertEquals(List.of(VectorKind.TIMER, VectorKind.TIMER, VectorKind.TIMER, VectorKind.TIMER,
                VectorKind.TIMER, VectorKind.IPI, VectorKind.MSI, VectorKind.TIMER, VectorKind.IPI),
                trace.vectors().stream().map(vector -> vector.kind()).toList());
            assertEquals("arch_timer@7", trace.vectors().get(7).name());
        }
    }

    @Test
    void shouldLeaveOutVectorsBeyondTheLimit() throws IOException
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i <= 65_536; i++)
        {
            text.append("1,0,v").append(i).append('\n');
        }
        text.append("1,0,v0\n");

        run("import", "csv", file("a.csv", text.toString()), "--force", "-o", path("t"));

        assertEquals("""
            imported 65,537 events of 65,536 vectors
              not understood     1
                line 65537: 1,0,v65536
            """, out.toString());
        assertEquals(65_537, events("t").size());
    }

    @Test
    void shouldLeaveNoFileWhenASignalComesWhileItIsWritten() throws IOException
    {
        signals.raise();
        final CommandLine command = new CommandLine(new ImportCommand(InputStream.nullInputStream(),
            OutputStream.nullOutputStream(), signals)).setOut(new PrintWriter(out));
        final OutcomeException[] failure = new OutcomeException[1];
        command.setExecutionExceptionHandler((ex, line, result) ->
        {
            failure[0] = (OutcomeException)ex;

            return failure[0].outcome().exitCode();
        });

        assertEquals(ExitCode.INTERRUPTED, command.execute("csv", file("a.csv", CSV), "-o", path("t")));

        assertEquals("--output " + path("t") + ": interrupted, no trace is written", failure[0].getMessage());
        try (Stream<Path> files = Files.list(directory))
        {
            assertEquals(List.of(directory.resolve("a.csv")), files.toList());
        }
    }

    @Test
    void shouldRefuseStandardInputTwice()
    {
        assertEquals(ExitCode.USAGE, run("import", "csv", "-", "-", "--force", "-o", path("t")));
        assertEquals("gale import: -: standard input is given twice\n", err.toString());
    }

    @Test
    void shouldGiveTheSameBytesForOneTextAndItsParts() throws IOException
    {
        run("import", "csv", file("a.csv", CSV), "--force", "-o", path("t"));
        final int end = CSV.indexOf("1005");
        run("import", "csv", file("b.csv", CSV.substring(0, end)), file("c.csv", CSV.substring(end)),
            "--force", "-o", path("u"));

        assertArrayEquals(Files.readAllBytes(directory.resolve("t")), Files.readAllBytes(directory.resolve("u")));
    }

    private List<String> events(final String name) throws IOException
    {
        final List<String> events = new ArrayList<>();
        try (TraceReader trace = TraceReader.open(directory.resolve(name)))
        {
            while (trace.next())
            {
                events.add(trace.timeNs() + " " + trace.cpu() + " " + trace.vector() + " " + trace.serviceNs());
            }
        }

        return events;
    }

    private String file(final String name, final String text) throws IOException
    {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private String path(final String name)
    {
        return directory.resolve(name).toString();
    }

    private int run(final String... arguments)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);

        return GaleRun.of(out, err, arguments);
    }

    private int standard(final String text, final OutputStream stdout, final String... arguments)
    {
        err.getBuffer().setLength(0);
        final InputStream in = new ByteArrayInputStream(text.getBytes(UTF_8));

        return new CommandLine(new ImportCommand(in, stdout, signals)).setErr(new PrintWriter(err)).execute(arguments);
    }
}
