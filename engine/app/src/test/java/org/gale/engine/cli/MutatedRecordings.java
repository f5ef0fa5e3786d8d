package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.gale.engine.cli.console.ExitCode;

/** Imports of damaged recordings, also as a process of {@link MutatedRecordingsTest} with a small heap. */
public final class MutatedRecordings
{
    static final String DONE = "imports done: ";

    private static final List<String> FORMS = List.of("ftrace", "perf");
    private static final int LINES = 3_000;
    private static final int BASE_SEED = 17;

    private final Path directory;
    private final RecordingMutator mutator;

    MutatedRecordings(final Path directory, final List<byte[]> recordings)
    {
        this.directory = directory;
        this.mutator = new RecordingMutator(recordings);
    }

    /**
     * Imports damaged texts.
     *
     * @param arguments a directory for files, the number of texts, and a directory of compressed recordings or nothing
     */
    public static void main(final String[] arguments) throws IOException
    {
        final int count = Integer.parseInt(arguments[1]);
        final MutatedRecordings recordings = new MutatedRecordings(Path.of(arguments[0]),
            arguments.length > 2 ? compressed(Path.of(arguments[2])) : made());
        int events = 0;
        for (int seed = 0; seed < count; seed++)
        {
            events += recordings.survives(seed) ? 1 : 0;
        }
        System.out.println(DONE + count + ", with events: " + events);
    }

    /**
     * Imports a damaged text twice, and describes its trace.
     *
     * @return whether an event was understood
     * @throws IllegalStateException if an exit code is another one than 0 and 3, or two traces differ
     */
    boolean survives(final int seed) throws IOException
    {
        final Path text = Files.write(directory.resolve("m.txt"), mutator.text(seed));
        final String form = FORMS.get(seed % FORMS.size());
        final byte[] first = imported(seed, form, text);
        final byte[] second = imported(seed, form, text);
        if (!Arrays.equals(first, second))
        {
            throw new IllegalStateException("seed " + seed + ": two traces of one text");
        }

        return first.length > 0;
    }

    /** Returns the trace of a text; empty if no event was understood. */
    private byte[] imported(final int seed, final String form, final Path text) throws IOException
    {
        final Path trace = directory.resolve("m.t");
        Files.deleteIfExists(trace);
        final int exitCode = run(seed, "import", form, text.toString(), "-o", trace.toString());
        if (exitCode == ExitCode.CHECK_FAILED && !Files.exists(trace))
        {
            return new byte[0];
        }
        final int described = exitCode == ExitCode.OK ? run(seed, "trace", "describe", trace.toString()) : exitCode;
        if (described != ExitCode.OK)
        {
            throw new IllegalStateException("seed " + seed + ": exit code " + described);
        }

        return Files.readAllBytes(trace);
    }

    private static int run(final int seed, final String... arguments)
    {
        final StringWriter err = new StringWriter();
        final int exitCode = GaleRun.of(new StringWriter(), err, arguments);
        if (exitCode != ExitCode.OK && exitCode != ExitCode.CHECK_FAILED)
        {
            System.err.println("seed " + seed + ": " + String.join(" ", arguments) + ": " + err);
        }

        return exitCode;
    }

    /** Returns two made recordings, one of each form, with handlers of a disk and of a timer on two CPUs. */
    static List<byte[]> made()
    {
        final Random random = new Random(BASE_SEED);
        final StringBuilder ftrace = new StringBuilder("# tracer: nop\n");
        final StringBuilder perf = new StringBuilder();
        long us = 1_249_317_713L;
        for (int i = 0; i < LINES; i++)
        {
            us += random.nextInt(500);
            final String time = us / 1_000_000 + String.format(".%06d", us % 1_000_000);
            final int cpu = random.nextInt(2);
            ftrace.append(String.format("  C2 Thre: [1]-%d [00%d] d.h..  %s: %s%n", i, cpu, time,
                i % 3 == 0 ? "local_timer_entry: vector=236" : i % 3 == 1 ? "local_timer_exit: vector=236" :
                "reschedule_entry: vector=253"));
            perf.append(String.format("  java  1000 [00%d]  %s: irq:irq_handler_%s%n", cpu, time,
                i % 2 == 0 ? "entry: irq=36 name=disk-req.0" : "exit: irq=36 ret=handled"));
            if (i % 500 == 0)
            {
                ftrace.append("CPU:0 [LOST 3 EVENTS]\n");
            }
        }

        return List.of(ftrace.toString().getBytes(StandardCharsets.US_ASCII),
            perf.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static List<byte[]> compressed(final Path recordings) throws IOException
    {
        final List<byte[]> texts = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(recordings, "*.gz"))
        {
            for (final Path file : files)
            {
                try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file)))
                {
                    texts.add(in.readNBytes(1 << 20));                          // the heap is small
                }
            }
        }

        return texts;
    }
}
