package org.gale.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.gale.engine.journal.ChronicleSettings;
import org.gale.engine.journal.Durability;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.record.NoLog;

/**
 * Log of a strawman's frames, chosen by words of its command line. It is a journal of the machine's kind, in a new
 * directory below {@code --journal DIR} that is removed at the end. {@code --durability} is {@code process} or {@code
 * forced}; the latter forces every {@code --force-every N} frames. With {@code --journal none} there is no log. Used by
 * the thread of main.
 */
final class StrawmanLog implements AutoCloseable
{
    private final String label;
    private final Path directory;
    private final FrameLog frames;

    private StrawmanLog(final String label, final Path directory, final FrameLog frames)
    {
        this.label = label;
        this.directory = directory;
        this.frames = frames;
    }

    static StrawmanLog of(final Words words) throws IOException
    {
        final String parent = words.text("--journal", "/dev/shm");
        final Durability durability = Durability.ofLabel(words.text("--durability", "process"));
        final int forceEvery = (int)words.number("--force-every", 64);
        if (parent.equals("none"))
        {
            return new StrawmanLog("none", null, new NoLog());
        }
        ChronicleSettings.apply();
        final JournalConfig config = durability == Durability.FORCED ?
            JournalConfig.DEFAULT.forced(forceEvery, JournalConfig.DEFAULT.forceEveryNs()) : JournalConfig.DEFAULT;
        final Path directory = Files.createTempDirectory(Path.of(parent), "gale-strawman-");
        final JournalWriter writer =
            new JournalOpening(config).create(directory, "strawman".getBytes(StandardCharsets.US_ASCII));

        return new StrawmanLog(durability.label(), directory, writer);
    }

    String label()
    {
        return label;
    }

    FrameLog frames()
    {
        return frames;
    }

    @Override
    public void close() throws IOException
    {
        frames.close();
        if (directory != null)
        {
            removeAll();
        }
    }

    private void removeAll() throws IOException
    {
        final List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory))
        {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        catch (final UncheckedIOException ex)
        {
            throw ex.getCause();
        }
        for (final Path path : paths)
        {
            Files.deleteIfExists(path);
        }
    }
}
