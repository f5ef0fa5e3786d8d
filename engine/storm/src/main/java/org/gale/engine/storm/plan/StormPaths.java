package org.gale.engine.storm.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.journal.JournalException;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalSpace;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.UserPath;
import org.gale.engine.storm.topology.Topology;

/** Checks of the paths of a storm, before anything is created. Queries only. */
public final class StormPaths
{
    private static final double BYTES_PER_INTERRUPT = 9.5;
    private static final long BYTES_PER_FRAME = 128;
    private static final double FRAMES_PER_S_LIMIT = 60_000;
    /** Frames of an interrupt that shares no frame with others: one holds its event, the next one its turn. */
    private static final int FRAMES_PER_INTERRUPT = 2;
    private static final int BYTES_PER_LPI = 24;
    /** Rate assumed where none is asked for. A faster machine may fill the disk: the storm then ends cleanly. */
    private static final double RATE_EXPECTED = 10e6;
    /** Interrupts that share a frame in a closed loop, where so many are in flight. */
    private static final int INTERRUPTS_PER_FRAME = 128;
    /** Space that is reserved ahead of the last frame, in the segment and in the next one. */
    private static final long RESERVED_BYTES = 4L << 20;

    private StormPaths()
    {
    }

    static void check(final StormPlan plan)
    {
        checkApart(plan);
        final Path ramFile = plan.settings().get(StormSettings.RAM_FILE);
        if (ramFile != null)
        {
            checkFile(plan.place(StormSettings.RAM_FILE, ramFile), ramFile);
            checkEmpty(plan.place(StormSettings.RAM_FILE, ramFile), ramFile);
        }
        for (final UserPath output : plan.outputs())
        {
            checkFile(output.option() + ' ' + output.path(), output.path());
        }
        plan.derivedOutputs().forEach(
            derived -> checkFile(derived.option() + ' ' + derived.path(), derived.path()));
        if (plan.hasJournal() && !plan.isResumed() && plan.journal() != null)
        {
            checkDirectory(plan);
        }
    }

    /**
     * Checks that the journal of a storm that begins finds its space, unless the user says otherwise.
     *
     * @throws OutcomeException if it does not
     */
    public static void checkSpace(final StormPlan plan)
    {
        checkSpace(plan, List.of(plan.config()));
    }

    /**
     * Checks that the journals of the engines of a storm that begins find their space, unless the user says otherwise.
     *
     * @param engines configurations of the engines
     * @throws OutcomeException if they do not
     */
    public static void checkSpace(final StormPlan plan, final List<StormConfig> engines)
    {
        if (plan.hasJournal() && !plan.isResumed() && plan.settings().valueOrDefault(StormSettings.SPACE_CHECK))
        {
            requireSpace(plan, engines.stream().mapToLong(StormPaths::estimatedBytes).sum());
        }
    }

    /**
     * Checks that a storm writes none of the files that it reads, also where its job names them.
     *
     * @param given files of the job and its costs
     * @throws OutcomeException if it does
     */
    public static void checkUnread(final StormPlan plan, final List<Path> given)
    {
        final List<Path> inputs = new ArrayList<>(given);
        TraceJob.hashes(plan).keySet().forEach(trace -> inputs.add(Path.of(trace)));
        final UserPath ram = new UserPath(
            plan.spelling().of(StormSettings.RAM_FILE), plan.settings().get(StormSettings.RAM_FILE));
        Stream.of(plan.outputs(), plan.derivedOutputs(), List.of(ram)).flatMap(List::stream)
            .forEach(output -> output.checkUnread(inputs));
    }

    /** Checks that none of the places to which a storm writes lies in another one. */
    private static void checkApart(final StormPlan plan)
    {
        final Spelling spelling = plan.spelling();
        final UserPath journal = new UserPath(
            spelling.of(plan.isResumed() ? StormSettings.RESUME : StormSettings.JOURNAL), plan.journal());
        final UserPath lanes = new UserPath(spelling.of(StormSettings.LANES), plan.lanes().directory());
        final UserPath ram = new UserPath(
            spelling.of(StormSettings.RAM_FILE), plan.settings().get(StormSettings.RAM_FILE));
        journal.checkNotDangling();
        lanes.checkNotDangling();
        journal.checkOutside(lanes);
        lanes.checkOutside(journal);
        ram.checkOutside(journal);
        ram.checkOutside(lanes);
        final List<UserPath> outputs = plan.outputs();
        for (int i = 0; i < outputs.size(); i++)
        {
            final UserPath output = outputs.get(i);
            output.checkOutside(journal);
            output.checkOutside(lanes);
            output.checkOutside(ram);
            outputs.subList(0, i).forEach(output::checkOutside);
            plan.derivedOutputs().forEach(output::checkOutside);
        }
        for (final UserPath derived : plan.derivedOutputs())
        {
            derived.checkOutside(ram);
        }
    }

    /** Returns the directory under which temporary journals are made. */
    public static Path temporary()
    {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Estimates the bytes of the journal of a storm, at most. */
    static long estimatedBytes(final StormConfig config)
    {
        final double seconds = config.value(StormSettings.DURATION) / 1e9;
        final double eachSecond =
            config.shape().together().events(1) + (config.shape().isOpenLoop() ? 0 : RATE_EXPECTED);
        final double interrupts = Math.min(config.value(StormSettings.COUNT).doubleValue(), eachSecond * seconds);
        final int window = config.windowOrDefault();
        final double shared = config.isClosedLoop() ?
            Math.min(INTERRUPTS_PER_FRAME, (window + 1) / 2) : 1.0 / FRAMES_PER_INTERRUPT;
        final double frames = Math.min(interrupts / shared, FRAMES_PER_S_LIMIT * seconds);

        return (long)(interrupts * BYTES_PER_INTERRUPT + frames * BYTES_PER_FRAME) +
            (long)Topology.of(config).totalLpis() * BYTES_PER_LPI + RESERVED_BYTES;
    }

    /**
     * Checks a file that a run will write at its end.
     *
     * @param place option and path, for messages
     * @throws OutcomeException if it is a directory, lies in none or in a journal, or the user may not write it
     */
    public static void checkFile(final String place, final Path path)
    {
        final Path file = UserPath.followed(path);
        if (Files.isDirectory(file))
        {
            throw usage(place + ": is a directory, not a file");
        }
        final Path parent = file.getParent();
        if (!Files.isDirectory(parent))
        {
            throw usage(place + ": there is no directory " + parent);
        }
        if (!Files.isWritable(Files.exists(file) ? file : parent))
        {
            throw forbidden(place);
        }
        final Path journal = JournalReader.around(file);
        if (journal != null)
        {
            throw usage(place + ": lies in the journal " + journal + ". Name another place.");
        }
    }

    private static void checkEmpty(final String place, final Path file)
    {
        try
        {
            if (Files.exists(file) && !Files.isRegularFile(file))
            {
                throw usage(place + ": is not a regular file");
            }
            if (Files.exists(file) && Files.size(file) != 0)
            {
                throw usage(place + ": not empty (" + NumberText.bytes(Files.size(file)) +
                    "). Name a new file.");
            }
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, place + ": " + FileFailure.reason(ex), ex);
        }
    }

    private static void checkDirectory(final StormPlan plan)
    {
        final Path directory = plan.journal();
        final String place = plan.place(StormSettings.JOURNAL, directory);
        if (Files.exists(directory) && !Files.isDirectory(directory))
        {
            throw usage(place + ": is not a directory");
        }
        if (!Files.isWritable(JournalSpace.nearestExisting(directory)))
        {
            throw forbidden(place);
        }
        if (!Files.isDirectory(JournalSpace.nearestExisting(directory)))
        {
            throw usage(place + ": " + JournalSpace.nearestExisting(directory) + " is not a directory");
        }
        if (Files.exists(directory))
        {
            try (Stream<Path> entries = Files.list(directory))
            {
                final long count = entries.count();
                if (count > 0)
                {
                    throw usage(place + ": not empty (" + NumberText.counted(count, "file") + ')' +
                        (JournalReader.isUnmade(directory) ? JournalReader.UNMADE : "") +
                        ". Choose another directory." + (plan.isVirtual() || !JournalReader.isLeft(directory) ? "" :
                        " If its storm did not end, continue it: " +
                        plan.spelling().storm(StormSettings.RESUME, directory) + '.'));
                }
            }
            catch (final IOException ex)
            {
                throw new OutcomeException(Outcome.RESOURCES, place + ": " + FileFailure.reason(ex), ex);
            }
        }
    }

    private static void requireSpace(final StormPlan plan, final long estimated)
    {
        final String journal = plan.spelling().of(StormSettings.JOURNAL);
        final Path place = plan.journal() == null ? temporary() : plan.journal();
        final long needed = plan.limitBytes() == 0 ? estimated : Math.min(estimated, plan.limitBytes());
        try
        {
            if (plan.journal() == null && !Files.isDirectory(place))
            {
                throw new OutcomeException(Outcome.RESOURCES, "the temporary directory " + place +
                    ": there is none (set TMPDIR, or choose another with " + journal + " DIR)");
            }
            if (plan.journal() == null && !Files.isWritable(place))
            {
                throw new OutcomeException(Outcome.RESOURCES, "the temporary directory " + place +
                    ": no permission to write there (choose another with " + journal + " DIR)");
            }
            JournalSpace.require(place, needed);
        }
        catch (final JournalException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, place + " has " + usable(place) +
                " left, and the journal may take " + NumberText.bytes(needed) +
                ". Choose another place with " + journal + " DIR, or keep none with " + journal + " none, or try it: " +
                plan.spelling().of(StormSettings.SPACE_CHECK) + "=off.", ex);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, place + ": " + FileFailure.reason(ex), ex);
        }
    }

    private static String usable(final Path place)
    {
        try
        {
            return NumberText.bytes(JournalSpace.usableBytes(place));
        }
        catch (final IOException ex)
        {
            return "too little";
        }
    }

    private static OutcomeException forbidden(final String place)
    {
        return new OutcomeException(Outcome.RESOURCES, place + ": no permission to write there");
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}
