package org.gale.engine.cli;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ImportCommandTest
{
    private static final String TEXT = """
        # tracer: nop
           a b: [7] 1.5: x-12      [001] d.h..  10.000010: irq_handler_entry: irq=36 name=disk-req.0
           a b: [7] 1.5: x-12      [001] d.h..  10.000012: irq_handler_exit: irq=36 ret=handled
        # in between
                  task-0-10        [000] 10.000015: local_timer_entry: vector=236
                  task-0-10        [000] 10.000016: irq_handler_entry: irq=36 name=disk-req.0
                  task-0-10        [000] 10.000018: irq_handler_exit: irq=36 ret=handled
                  task-0-10        [000] 10.000030: local_timer_exit: vector=236
                  task-0-10        [000] 10.000040: reschedule_exit: vector=253
                  task-0-10        [000] 10.000005: reschedule_entry: vector=253
        CPU:0 [LOST 12 EVENTS]
                  task-0-10        [000] 10.000050: irq_handler_entry: irq=36 name=sound
                  task-0-10        [000] 10.000051: sched_switch: prev=1
        what is this
        """;

    private static final String WITHOUT_LATER =
        "no softirqs and no threads of handlers: the load is that of hard handlers alone";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldCountEachRuleWithItsLine() throws IOException
    {
        assertEquals(ExitCode.OK, run("import", "ftrace", file("a.txt", TEXT),
            "--force", "-o", path("t")), err.toString());

        assertEquals("""
            imported 5 events of 4 vectors
              not understood     1
                line 14: what is this
              other event        1
                line 13: task-0-10        [000] 10.000051: sched_switch: prev=1
              nested             1
                line 6: task-0-10        [000] 10.000016: irq_handler_entry: irq=36 name=disk-req.0
              entry without exit 2
                line 11: CPU:0 [LOST 12 EVENTS]
                line 14: the end
              exit without entry 1
                line 9: task-0-10        [000] 10.000040: reschedule_exit: vector=253
              shared vector      1
                line 12: task-0-10        [000] 10.000050: irq_handler_entry: irq=36 name=sound
              time back          1
                line 10: task-0-10        [000] 10.000005: reschedule_entry: vector=253
              lost events        1
                line 11: CPU:0 [LOST 12 EVENTS]
              changed cpu        1
                line 6: task-0-10        [000] 10.000016: irq_handler_entry: irq=36 name=disk-req.0
              %s
            """.formatted(WITHOUT_LATER), out.toString());
        assertEquals(ExitCode.OK, run("trace", "describe", path("t"), "--json"), err.toString());
        assertTrue(out.toString().contains("\"duration_ns\" : 45000"), out.toString());
        assertTrue(out.toString().contains("\"service_p99_ns\" : 15000"), out.toString());
    }

    @Test
    void shouldCountAnEntryThatTooManyOthersInterrupt() throws IOException
    {
        final StringBuilder text = new StringBuilder();
        for (int irq = 0; irq <= 64; irq++)
        {
            text.append(String.format("t-1 [000] 1.%06d: irq_handler_entry: irq=%d name=d%d%n", irq, irq, irq));
        }
        for (int irq = 64; irq >= 0; irq--)
        {
            text.append(String.format("t-1 [000] 2.%06d: irq_handler_exit: irq=%d ret=handled%n", 64 - irq, irq));
        }

        assertEquals(ExitCode.OK, run("import", "ftrace", file("a.txt", text.toString()), "--force", "-o", path("t")));

        assertEquals("""
            imported 65 events of 65 vectors
              nested             64
                line 2: t-1 [000] 1.000001: irq_handler_entry: irq=1 name=d1
                line 3: t-1 [000] 1.000002: irq_handler_entry: irq=2 name=d2
                line 4: t-1 [000] 1.000003: irq_handler_entry: irq=3 name=d3
              entry without exit 1
                line 65: t-1 [000] 1.000064: irq_handler_entry: irq=64 name=d64
              exit without entry 1
                line 130: t-1 [000] 2.000064: irq_handler_exit: irq=0 ret=handled
              %s
            """.formatted(WITHOUT_LATER), out.toString());
    }

    @Test
    void shouldCountATimeThatFallsOnceAlthoughOthersFollowBelowTheHighest() throws IOException
    {
        final StringBuilder text = new StringBuilder();
        for (final int time : new int[]{10, 5, 6, 7})
        {
            text.append("t-1 [000] ").append(time).append(".0: local_timer_entry: vector=236\n");
            text.append("t-1 [000] ").append(time).append(".0: local_timer_exit: vector=236\n");
        }

        assertEquals(ExitCode.OK, run("import", "ftrace", file("a.txt", text.toString()), "--force", "-o", path("t")));

        assertEquals("""
            imported 4 events of 1 vector
              time back          1
                line 3: t-1 [000] 5.0: local_timer_entry: vector=236
              %s
            """.formatted(WITHOUT_LATER), out.toString());
    }

    @Test
    void shouldReadTextsOfTheProfilerWithAndWithoutTheirColumns() throws IOException
    {
        final String text = """
            java  1000/1001 [001]  1265.076962123: irq:irq_handler_entry: irq=36 name=disk
            java  1000 [001]  1265.076970123:  irq:irq_handler_exit: irq=36 ret=handled
            1265.076990:  irq_vectors:local_timer_entry: vector=236
            """;

        assertEquals(ExitCode.OK, run("import", "perf", file("p.txt", text), "--output", path("t")), err.toString());
        assertTrue(out.toString().startsWith("imported 2 events of 2 vectors\n  entry without exit 1\n"),
            out.toString());
        assertEquals(ExitCode.OK, run("trace", "describe", path("t")), err.toString());
        assertTrue(out.toString().startsWith("2 events of 2 vectors in 0.0 s\n"), out.toString());
        assertTrue(out.toString().contains("disk                         msi           1"), out.toString());
    }

    @Test
    void shouldGiveTheSameBytesForTheSameTextCompressedOrNot() throws IOException
    {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed))
        {
            gzip.write(longText().getBytes(StandardCharsets.UTF_8));
        }
        Files.write(directory.resolve("b.gz"), packed.toByteArray());

        assertEquals(ExitCode.OK, run("import", "ftrace", file("a.txt", longText()), "--force", "-o", path("t")));
        assertEquals(ExitCode.OK, run("import", "ftrace", path("b.gz"), "--force", "-o", path("u")));

        assertArrayEquals(Files.readAllBytes(directory.resolve("t")), Files.readAllBytes(directory.resolve("u")));
        assertEquals(ExitCode.OK, run("trace", "describe", path("t")));
        assertTrue(out.toString().startsWith("20,000 events of 1 vector"), out.toString());
    }

    @Test
    void shouldNameTheBlockOfADamagedTrace() throws IOException
    {
        run("import", "ftrace", file("a.txt", TEXT), "--force", "-o", path("t"));
        final byte[] sound = Files.readAllBytes(directory.resolve("t"));
        Files.write(directory.resolve("d"), Arrays.copyOf(sound, sound.length + 1));
        assertEquals(ExitCode.JOURNAL_DAMAGED, run("trace", "describe", path("d")));
        for (int i = 8; i < sound.length; i++)
        {
            final byte[] damaged = sound.clone();
            damaged[i] ^= 0x10;
            Files.write(directory.resolve("d"), damaged);

            assertEquals(ExitCode.JOURNAL_DAMAGED, run("trace", "describe", path("d")), "byte " + i + err);
            assertTrue(err.toString().contains("d: block "), err.toString());
            Files.write(directory.resolve("d"), Arrays.copyOf(sound, i));
            assertEquals(ExitCode.JOURNAL_DAMAGED, run("trace", "describe", path("d")), "length " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldSurviveMutatedTexts(final int seed) throws IOException
    {
        final Random random = new Random(seed);
        for (int round = 0; round < 20; round++)
        {
            final byte[] text = TEXT.repeat(3).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 30; i++)
            {
                text[random.nextInt(text.length)] = (byte)random.nextInt();
            }
            Files.write(directory.resolve("m"), text);
            final int exitCode = run("import", "ftrace", path("m"), "--force", "-o", path("t"));

            assertTrue(exitCode == ExitCode.OK || exitCode == ExitCode.CHECK_FAILED, err.toString());
            assertEquals(ExitCode.OK, run("trace", "describe", path("t")), err.toString());
        }
    }

    @Test
    void shouldRefuseWhatIsNoText() throws IOException
    {
        final String text = file("a.txt", TEXT);
        assertEquals(ExitCode.CHECK_FAILED, run("import", "ftrace", file("e.txt", "\0\n1: :\n"),
            "--force", "-o", path("t")));
        assertTrue(err.toString().contains("e.txt: no event was understood as ftrace"), err.toString());
        assertFalse(Files.exists(directory.resolve("t")));
        assertEquals(ExitCode.USAGE, run("import", "ftrace", text, "-o", text));
        assertTrue(err.toString().contains("a.txt: is read, too"), err.toString());
        assertEquals(ExitCode.USAGE, run("import", "ftrace", path("none"), "--force", "-o", path("t")));
        run("import", "ftrace", text, "--force", "-o", path("t"));
        assertEquals(ExitCode.USAGE, run("import", "ftrace", path("t"), "--force", "-o", path("u")));
        assertTrue(err.toString().contains("t: is a trace already"), err.toString());
        final byte[] newer = Files.readAllBytes(directory.resolve("t"));
        newer[7]++;
        Files.write(directory.resolve("n"), newer);
        assertEquals(ExitCode.USAGE, run("trace", "describe", path("n")));
        assertTrue(err.toString().contains("n: is a trace of version 2"), err.toString());
        assertEquals(ExitCode.USAGE, run("trace", "describe", text));
        assertEquals(ExitCode.USAGE, run("trace"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/full", "/dev/zero", "/dev/null"})
    void shouldReadNoDevice(final String device) throws IOException
    {
        assertEquals(ExitCode.USAGE, run("import", "csv", device, "-o", path("t")));

        assertTrue(err.toString().contains(device + ": is a device, and no text (- reads standard input)"),
            err.toString());
    }

    @Test
    void shouldHandOverItsLinesBeforeItReturns() throws IOException
    {
        final CommandLine command =
            new CommandLine(new ImportCommand()).setOut(new PrintWriter(new BufferedWriter(out)));

        assertEquals(ExitCode.OK, command.execute("csv", file("a.csv", "1,0,disk\n"), "-o", path("t")));

        assertEquals("imported 1 event of 1 vector\n", out.toString());
    }

    private static String longText()
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++)
        {
            text.append(String.format("  t-1 [001] d.h.. 10.%06d: irq_handler_entry: irq=1 name=d%n", i * 7));
            text.append(String.format("  t-1 [001] d.h.. 10.%06d: irq_handler_exit: irq=1 ret=handled%n", i * 7 + 1));
        }

        return text.toString();
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
}
