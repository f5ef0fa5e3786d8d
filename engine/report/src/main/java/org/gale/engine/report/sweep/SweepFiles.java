package org.gale.engine.report.sweep;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.host.FileHash;

/**
 * Files of a joined sweep, in one directory. They are written beside their place and renamed when all are complete, so
 * that a join that fails leaves what was there. Used by one thread.
 */
final class SweepFiles implements AutoCloseable
{
    /** Sweep with its parameters, and the runs that are missing or failed. */
    static final String HEAD = "sweep.json";
    /** Job of all runs, which repeats each of them. */
    static final String JOB = "job.yaml";
    /** Row for each run. */
    static final String RUNS = "runs.jsonl";
    /** Row for each point: its runs joined. */
    static final String POINTS = "points.jsonl";
    /** Rows of {@link #RUNS}, for a spreadsheet. */
    static final String RUNS_CSV = "runs.csv";
    /** Rows of {@link #POINTS}, for a spreadsheet. */
    static final String POINTS_CSV = "points.csv";
    /** Joined histograms of each point. */
    static final String POINTS_LOG = "points.hlog";

    /** Hashes of all other files, in the form of {@code sha256sum}: files of two joins are not taken for one. */
    static final String HASHES = "sha256sums";

    private static final List<String> HASHED = List.of(HEAD, JOB, RUNS, POINTS, RUNS_CSV, POINTS_CSV, POINTS_LOG);
    /** All files, in the order in which they take their places: between the first and the last one nothing fits. */
    private static final List<String> ALL = Stream.concat(Stream.of(HASHES), HASHED.stream()).toList();
    private static final int HASHES_LIMIT = 1 << 16;
    private static final String GAP = "  ";

    private final Path out;
    private final Path beside;

    private SweepFiles(final Path out, final Path beside)
    {
        this.out = out;
        this.beside = beside;
    }

    /**
     * Begins to write.
     *
     * @param out directory that is new, empty, or holds an earlier join
     * @throws IOException      if it cannot be written
     * @throws OutcomeException if it is a file, or holds something else
     */
    static SweepFiles begin(final Path out) throws IOException
    {
        final Path place = out.toAbsolutePath().normalize();
        if (Files.exists(place) && !(Files.isDirectory(place) && isReplaceable(place)))
        {
            throw new OutcomeException(Outcome.USAGE, out + ": " + (Files.isDirectory(place) ?
                "holds files that are of no joined sweep" : "is not a directory") + " (name a new directory)");
        }
        Files.createDirectories(place.getParent());

        return new SweepFiles(place, Files.createTempDirectory(place.getParent(), ".gale-merge-"));
    }

    /** Returns whether a directory is empty or holds an earlier join alone. */
    private static boolean isReplaceable(final Path place) throws IOException
    {
        try (Stream<Path> files = Files.list(place))
        {
            return files.allMatch(file -> ALL.contains(file.getFileName().toString()));
        }
    }

    /** Returns a file of the join in hand. */
    Path file(final String name)
    {
        return beside.resolve(name);
    }

    /** Opens a file of the join in hand. */
    Writer open(final String name) throws IOException
    {
        return Files.newBufferedWriter(file(name), StandardCharsets.UTF_8);
    }

    /** Puts all files in their place, in place of those of an earlier join. */
    void commit() throws IOException
    {
        Files.createDirectories(out);
        Files.writeString(file(HASHES), hashes(beside));
        for (final String name : ALL)
        {
            try (FileChannel file = FileChannel.open(file(name), StandardOpenOption.WRITE))
            {
                file.force(true);
            }
        }
        for (final String name : ALL)
        {
            Files.move(file(name), out.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * Checks that the files of a directory are those of one join.
     *
     * @throws IOException if a file cannot be read, or is one of another join
     */
    static void check(final Path out) throws IOException
    {
        final Path hashes = out.resolve(HASHES);
        if (!Files.exists(hashes))
        {
            throw new IOException(hashes + ": is missing, and this gale reads no join without it");
        }
        final String recorded = new String(BoundedFile.read(hashes, HASHES_LIMIT), StandardCharsets.UTF_8);
        for (final String name : HASHED)
        {
            final Path file = out.resolve(name);
            if (Files.isRegularFile(file) && !recorded.contains(line(file)))
            {
                throw new IOException(file + ": is the file of another join");
            }
        }
    }

    private static String hashes(final Path directory) throws IOException
    {
        final StringBuilder lines = new StringBuilder();
        for (final String name : HASHED)
        {
            lines.append(line(directory.resolve(name)));
        }

        return lines.toString();
    }

    private static String line(final Path file) throws IOException
    {
        return FileHash.sha256(file) + GAP + file.getFileName() + '\n';
    }

    /** Removes what was not committed. */
    @Override
    public void close() throws IOException
    {
        for (final String name : ALL)
        {
            Files.deleteIfExists(file(name));
        }
        Files.deleteIfExists(beside);
    }
}
