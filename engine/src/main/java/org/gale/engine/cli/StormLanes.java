package org.gale.engine.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Quantity;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.lanes.LaneFiles;
import org.gale.ringbuf.Lane;
import picocli.CommandLine.TypeConversionException;

/**
 * Where producers of other processes attach to a storm.
 *
 * @param directory    of the lane files; null for none
 * @param count        how many
 * @param hasGenerator does the storm have traffic of its own too?
 */
record StormLanes(Path directory, int count, boolean hasGenerator)
{
    static final String GENERATOR = "generator";
    static final String LANES = "lanes";
    static final List<String> KEYS = List.of(GENERATOR, LANES);

    private static final String ON = "on";
    private static final String OFF = "off";

    /**
     * @param settings the keys that were set with {@code -C}
     * @throws OutcomeException if something cannot be
     */
    static StormLanes of(final StormOptions options, final Map<String, String> settings)
    {
        final Path directory = options.files.lanes;
        final boolean hasGenerator = hasGenerator(settings);
        if (directory == null && (!hasGenerator || settings.containsKey(LANES)))
        {
            throw usage("-C " + (hasGenerator ? LANES : GENERATOR) + ": needs lane files (try --lanes DIR)");
        }
        if (!hasGenerator && (options.pace.rate != null || options.pace.count != null))
        {
            throw usage((options.pace.rate != null ? "--rate" : "--count") +
                ": is of the generator, and -C generator=off turns it off");
        }
        if (directory != null)
        {
            check(directory);
        }

        return new StormLanes(directory, count(settings), hasGenerator);
    }

    /** Makes the files; null if there are to be none. */
    LaneFiles create()
    {
        if (directory == null)
        {
            return null;
        }
        try
        {
            return LaneFiles.create(
                directory, count, Lane.CAPACITY_WORDS_DEFAULT, HostClock.INSTANCE, ThreadHost.INSTANCE);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "--lanes " + directory + ": cannot make lane files there: " +
                (ex instanceof FileSystemException file && file.getReason() != null ? file.getReason() : ex), ex);
        }
    }

    private static boolean hasGenerator(final Map<String, String> settings)
    {
        try
        {
            return StormConverters.oneOf(settings.getOrDefault(GENERATOR, ON), List.of(ON, OFF)).equals(ON);
        }
        catch (final TypeConversionException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "-C generator: " + ex.getMessage(), ex);
        }
    }

    private static int count(final Map<String, String> settings)
    {
        final String given = settings.get(LANES);
        if (given == null)
        {
            return LaneFiles.COUNT_DEFAULT;
        }
        try
        {
            final long count = Quantity.count(given);
            if (count >= 1 && count <= LaneFiles.COUNT_LIMIT)
            {
                return (int)count;
            }
        }
        catch (final TypeConversionException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "-C lanes: " + ex.getMessage(), ex);
        }

        throw usage("-C lanes: " + given + " is not in 1 to " + LaneFiles.COUNT_LIMIT);
    }

    private static void check(final Path directory)
    {
        if (Files.exists(directory) && !Files.isDirectory(directory))
        {
            throw usage("--lanes " + directory + ": is not a directory");
        }
        if (!Files.exists(directory) && !Files.isDirectory(directory.toAbsolutePath().getParent()))
        {
            throw usage("--lanes " + directory + ": there is no directory " + directory.toAbsolutePath().getParent());
        }
        if (Files.exists(directory))
        {
            try (Stream<Path> entries = Files.list(directory))
            {
                if (entries.findAny().isPresent())
                {
                    throw usage("--lanes " + directory + ": not empty. Name a new directory; if a storm that was " +
                        "killed left its lanes there, remove it.");
                }
            }
            catch (final IOException ex)
            {
                throw new OutcomeException(Outcome.RESOURCES, "--lanes " + directory + ": " + ex.getMessage(), ex);
            }
        }
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}
