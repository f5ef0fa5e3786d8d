package org.gale.engine.cli.golden;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.gale.engine.cli.journal.JournalText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Golden files of storms on the virtual clock, whose outputs are the same bytes on each host. */
class GoldenStormTest
{
    private static final Pattern COMPRESSED = Pattern.compile("(?m)[^,\\n]*$");

    /** Storms, each with a directory of golden files. */
    enum Storm
    {
        /** The machine of the default storm, small, by options. */
        SMALL(true, "default --clock virtual --vms 2 --vpes 2 --devices 1 --events 32 --rate 200k --count 600 " +
            "--latency 1:2"),
        /** Groups, phases, a warm-up and a condition on vCPUs that share PEs. */
        GUESTS(false, GoldenFiles.input("guests.yaml")),
        /** Direct injection with toggles and moves. */
        MOVES(true, GoldenFiles.input("moves.yaml")),
        /** Each kind of model of a device. */
        DEVICES(false, GoldenFiles.input("devices.yaml")),
        /** An imported trace with MSIs, timers and IPIs. */
        TRACE(false, "--trace target/golden/events.trace --vms 2"),
        /** Interrupts that stay pending, and a condition that they meet: exit 3. */
        MASKED(false, GoldenFiles.input("masked.yaml")),
        /** VMs that migrate. */
        MIGRATED(false, GoldenFiles.input("migrated.yaml")),
        /** Guests that move vectors, with threads and softirqs. */
        VECTORS(false, GoldenFiles.input("vectors.yaml")),
        /** Functions that are unplugged and plugged in again. */
        PLUGGED(false, GoldenFiles.input("plugged.yaml")),
        /** Interrupts that are lost: exit 7. */
        DROPPED(true, GoldenFiles.input("dropped.yaml"));

        /** Storms whose pages have something that others lack. */
        private static final Set<Storm> WITH_PAGE = Set.of(GUESTS, MOVES, DEVICES, MIGRATED, VECTORS, PLUGGED,
            DROPPED);

        private final boolean isCounted;
        private final String words;

        /** Makes a storm of a command line; a trace of one for ui.perfetto.dev needs its {@code count}. */
        Storm(final boolean isCounted, final String words)
        {
            this.isCounted = isCounted;
            this.words = words;
        }

        private String label()
        {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteTheSameWhenAStormRunsAgain(final Storm storm) throws IOException
    {
        final GoldenFiles golden = new GoldenFiles(storm.label());
        final Path outputs = GoldenFiles.outputs(storm.label());
        if (storm == Storm.TRACE)
        {
            golden.check("import.txt", GoldenCommand.run("import", "csv", GoldenFiles.input("events.csv"),
                "-o", "target/golden/events.trace", "--force"));
            golden.check("trace.txt", GoldenCommand.run("trace", "describe", "target/golden/events.trace"));
            golden.check("trace.json", GoldenCommand.run("trace", "describe", "target/golden/events.trace", "--json"));
        }

        golden.check("report.txt", GoldenCommand.run(words(storm, outputs)));

        if (storm != Storm.SMALL)
        {
            golden.check("report.json", Files.readString(outputs.resolve("report.json")));
        }
        golden.check("intervals.csv", Files.readString(outputs.resolve("intervals.csv")));
        golden.check("latency.hlog", decoded(Files.readString(outputs.resolve("latency.hlog"))));
        golden.checkHead("samples.csv", Files.readString(outputs.resolve("samples.csv")));
        if (storm.isCounted)
        {
            golden.checkHead("perfetto.json",
                Files.readString(outputs.resolve("perfetto.json")).replace("},{", "},\n{"));
        }
        if (Storm.WITH_PAGE.contains(storm))
        {
            golden.check("page.html", GoldenText.page(Files.readString(outputs.resolve("page.html"))));
        }
        if (storm == Storm.GUESTS)
        {
            percentiles(golden, outputs);
        }
        journal(golden, outputs.resolve("journal").toString());
        golden.end();
        GoldenFiles.remove(outputs);
    }

    @Test
    void shouldPrintTheSameWhenTheJournalIsTemporary() throws IOException
    {
        final GoldenFiles golden = new GoldenFiles("temporary");

        golden.check("report.txt", GoldenCommand.run("storm", GoldenFiles.input("guests.yaml"), "--latency", "off"));
        golden.check("no-journal.txt", GoldenCommand.run("storm", GoldenFiles.input("moves.yaml"),
            "--journal", "none"));

        golden.end();
    }

    private static String[] words(final Storm storm, final Path outputs)
    {
        final List<String> words = new ArrayList<>(List.of("storm"));
        words.addAll(List.of(storm.words.split(" ", -1)));
        for (final String output : List.of("json report.json", "html page.html", "csv intervals.csv",
            "hlog latency.hlog", "hgrm run.hgrm", "samples samples.csv", "journal journal"))
        {
            words.add("--" + output.substring(0, output.indexOf(' ')));
            words.add(outputs.resolve(output.substring(output.indexOf(' ') + 1)).toString());
        }
        if (storm.isCounted)
        {
            words.addAll(List.of("--perfetto", outputs.resolve("perfetto.json").toString()));
        }

        return words.toArray(new String[0]);
    }

    private static void percentiles(final GoldenFiles golden, final Path outputs) throws IOException
    {
        try (Stream<Path> files = Files.list(outputs))
        {
            for (final Path file : files.filter(path -> path.toString().endsWith(".hgrm")).sorted().toList())
            {
                golden.checkHead(file.getFileName().toString(), Files.readString(file));
            }
        }
    }

    private static void journal(final GoldenFiles golden, final String journal) throws IOException
    {
        golden.check("replay.txt", GoldenCommand.run("replay", journal));
        golden.check("replay.json", GoldenCommand.run("replay", journal, "--json"));
        golden.checkHead("commands.txt", JournalText.dump(Path.of(journal), "--times"));
        golden.check("journal.txt", GoldenCommand.run("journal", "describe", journal));
    }

    /** Returns an interval log with the content of each histogram, since its compressed form is that of a library. */
    private static String decoded(final String log)
    {
        return COMPRESSED.matcher(log).replaceAll(field -> field.group().startsWith("HIST") ?
            content(field.group()) : Matcher.quoteReplacement(field.group()));
    }

    private static String content(final String compressed)
    {
        try
        {
            final Histogram histogram = Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(compressed)), 0);
            final ByteBuffer plain = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
            final int length = histogram.encodeIntoByteBuffer(plain);

            return histogram.getTotalCount() + " values, " + GoldenText.shortHash(
                Base64.getEncoder().encodeToString(Arrays.copyOf(plain.array(), length)));
        }
        catch (final DataFormatException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
