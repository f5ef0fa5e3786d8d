package org.gale.engine.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.gale.engine.script.FakeTarget;
import org.gale.engine.trace.TraceReader;
import org.gale.engine.trace.TraceEvents;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Recordings that are cut, spliced, doubled, flipped or of two clocks. Each import ends as it should, gives the same
 * bytes again, and its trace is sound and sorted.
 */
class MutatedRecordingsTest
{
    private static final int SAMPLE = 12;
    private static final int ALL = 300;
    private static final int MUTATIONS = 4;

    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldSurviveASample() throws IOException
    {
        check(0, SAMPLE);
    }

    @Test
    @Tag("slow")
    void shouldSurviveThreeHundred() throws IOException
    {
        check(SAMPLE, ALL);
    }

    private void check(final int from, final int to) throws IOException
    {
        int understood = 0;
        for (int seed = from; seed < to; seed++)
        {
            understood += check(seed) ? 1 : 0;
        }
        assertTrue(understood > (to - from) / 2, understood + " had events");
    }

    private boolean check(final int seed) throws IOException
    {
        final Random random = new Random(seed);
        final String form = List.of("ftrace", "perf", "csv").get(random.nextInt(3));
        final Path text = directory.resolve("text");
        Files.write(text, mutated(form, random));
        Files.deleteIfExists(directory.resolve("t"));

        final int exit = run("import", form, text.toString(), "-o", directory.resolve("t").toString());
        final boolean isOk = exit == ExitCode.OK;
        assertTrue(isOk || exit == ExitCode.CHECK_FAILED || (exit == ExitCode.USAGE && form.equals("csv")),
            "seed " + seed + ": " + exit + " " + err);
        assertEquals(isOk, Files.exists(directory.resolve("t")));
        if (isOk)
        {
            run("import", form, text.toString(), "-o", directory.resolve("u").toString());
            assertArrayEquals(Files.readAllBytes(directory.resolve("t")), Files.readAllBytes(directory.resolve("u")),
                "seed " + seed);
            checkSorted(seed);
            assertEquals(ExitCode.OK, run("trace", "describe", directory.resolve("t").toString()), "seed " + seed);
        }

        return isOk;
    }

    private void checkSorted(final int seed) throws IOException
    {
        try (TraceReader trace = TraceReader.open(directory.resolve("t")))
        {
            long lastNs = 0;
            while (trace.next())
            {
                assertFalse(trace.timeNs() < lastNs || trace.serviceNs() < TraceEvents.NO_SERVICE, "seed " + seed);
                lastNs = trace.timeNs();
            }
        }
    }

    private byte[] mutated(final String form, final Random random) throws IOException
    {
        byte[] text = recording(form);
        for (int i = 0; i < MUTATIONS; i++)
        {
            final int place = random.nextInt(text.length + 1);
            text = switch (random.nextInt(form.equals("csv") ? 4 : 5))
            {
                case 0 -> Arrays.copyOf(text, Math.max(text.length / 2, place));
                case 1 -> flipped(text, random);
                case 2 -> doubled(text, random);
                case 3 -> packed(text, random);
                default -> spliced(text, recording(random.nextBoolean() ? "ftrace" : "perf"), place, random);
            };
        }

        return text;
    }

    private static byte[] flipped(final byte[] text, final Random random)
    {
        for (int i = random.nextInt(20); i > 0 && text.length > 0; i--)
        {
            text[random.nextInt(text.length)] ^= (byte)(1 << random.nextInt(8));
        }

        return text;
    }

    private static byte[] doubled(final byte[] text, final Random random)
    {
        final List<String> lines = new ArrayList<>(new String(text, ISO_8859_1).lines().toList());
        if (!lines.isEmpty())
        {
            final int line = random.nextInt(lines.size());
            lines.addAll(line, Collections.nCopies(random.nextInt(100), lines.get(line)));
        }

        return String.join("\n", lines).getBytes(ISO_8859_1);
    }

    /** Packs a text, most often not to its end. A text may be packed twice, and is no text then. */
    private static byte[] packed(final byte[] text, final Random random) throws IOException
    {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed))
        {
            gzip.write(text);
        }

        return random.nextInt(4) > 0 ? text : Arrays.copyOf(packed.toByteArray(), 1 + random.nextInt(packed.size()));
    }

    /** Puts a recording of another clock into a text, line by line or as a whole. */
    private static byte[] spliced(final byte[] text, final byte[] other, final int place, final Random random)
    {
        final ByteArrayOutputStream spliced = new ByteArrayOutputStream();
        if (random.nextBoolean())
        {
            spliced.write(text, 0, place);
            spliced.write(other, 0, random.nextInt(other.length));
            spliced.write(text, place, text.length - place);
        }
        else
        {
            final List<String> lines = new ArrayList<>(new String(text, ISO_8859_1).lines().toList());
            new String(other, ISO_8859_1).lines().forEach(line -> lines.add(random.nextInt(lines.size() + 1), line));
            spliced.writeBytes(String.join("\n", lines).getBytes(ISO_8859_1));
        }

        return spliced.toByteArray();
    }

    private static byte[] recording(final String form) throws IOException
    {
        if (form.equals("csv"))
        {
            final StringBuilder text = new StringBuilder("time,cpu,vector,service\n");
            for (int i = 0; i < 300; i++)
            {
                text.append(i * 50L).append("us,").append(i % 2).append(",disk").append(i % 3).append(",4us\n");
            }

            return text.toString().getBytes(ISO_8859_1);
        }
        try (InputStream in = TraceReader.class.getResourceAsStream(form + ".txt"))
        {
            return in.readAllBytes();
        }
    }

    private int run(final String... arguments)
    {
        err.getBuffer().setLength(0);

        return GaleCommand.run(GaleCommand.commandLine(FakeTarget::create, arguments),
            new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
    }
}
