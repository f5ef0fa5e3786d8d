package org.gale.engine.storm.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalHeader;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.StormLimit;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.StormShare;
import org.gale.engine.storm.run.TemporaryJournals;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Storm whose process ended before its first command: nothing was acknowledged, and a resume begins it anew.
 *
 * @param directory  of its journal, or of those of its engines
 * @param job        one line
 * @param share      that it is of a larger storm
 * @param engines    number of engines
 * @param limitBytes limit of the journal; 0 for none
 */
public record UnbegunStorm(Path directory, String job, Share share, long engines, long limitBytes)
{
    /** Frames of a journal without a command: its configuration. */
    private static final int FRAMES_LIMIT = 1;
    /** Says what is known of it, after its directory. */
    static final String ENDED = ": its process ended before the first command, and nothing was acknowledged";
    private static final String PROBE = "anew";
    private static final String SOURCE = "job";

    /**
     * Finds the storm of a directory that has not begun.
     *
     * @return the storm, or null if it has begun, or nothing says which one it was to be
     * @throws OutcomeException if the host cannot read it, or its process still lives
     */
    public static UnbegunStorm of(final Path directory)
    {
        try
        {
            return EnginesFile.isIn(directory) ? ofEngines(directory) : ofOne(directory);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    private static UnbegunStorm ofOne(final Path directory) throws IOException
    {
        final JournalHeader header = JournalReader.unmade(directory);
        if (header == null)
        {
            return null;
        }
        final RunConfiguration configuration = RunConfiguration.parse(header.configuration());
        final String line = configuration.value(RunConfiguration.JOB);

        return line == null ? null :
            new UnbegunStorm(directory, line, StormShare.of(configuration), 1, StormLimit.of(configuration));
    }

    private static UnbegunStorm ofEngines(final Path directory) throws IOException
    {
        final EnginesFile file = EnginesFile.read(directory);
        if (!EnginesFile.hash(file.share(), file.job()).equals(file.plan()))
        {
            return null;                                            // whoever reads its journals says so
        }
        final List<Path> journals = IntStream.range(0, file.engines().size())
            .mapToObj(engine -> directory.resolve(EnginesPlan.name(engine))).toList();
        boolean isAnyUnmade = false;
        for (final Path journal : journals)
        {
            final boolean isUnmade = isUnmade(journal);
            isAnyUnmade |= isUnmade;
            if (!isUnmade && hasCommands(journal))
            {
                return null;
            }
        }

        return isAnyUnmade ? new UnbegunStorm(directory, file.job(), file.share(), journals.size(), 0) : null;
    }

    /** Returns whether an engine has left nothing, or only what it made before its journal. */
    private static boolean isUnmade(final Path journal) throws IOException
    {
        if (!Files.isDirectory(journal))
        {
            return !Files.exists(journal);
        }
        JournalReader.unmade(journal);                              // refuses that of a process which lives
        try (Stream<Path> files = Files.list(journal))
        {
            return files.findAny().isEmpty() || JournalReader.isUnmade(journal);
        }
    }

    private static boolean hasCommands(final Path journal) throws IOException
    {
        int frames = 0;
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (frames <= FRAMES_LIMIT && reader.next())
            {
                frames++;
            }
        }

        return frames > FRAMES_LIMIT;
    }

    /**
     * Plans the storm anew, and empties its directory once that is possible.
     *
     * @param given settings that the user chose, the directory among them
     * @throws OutcomeException if it cannot be planned, or the host refuses
     */
    public EnginesPlan begin(final JobPlanner jobs, final SettingValues given, final Spelling spelling)
    {
        engines(plan(jobs, given, spelling));
        clear();

        return engines(plan(jobs, given, spelling, directory));
    }

    private static EnginesPlan engines(final StormPlan plan)
    {
        return EnginesPlan.of(plan, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Plans the storm anew, and changes nothing.
     *
     * @param given settings that the user chose, the directory among them
     * @throws OutcomeException if it cannot be planned
     */
    public StormPlan plan(final JobPlanner jobs, final SettingValues given, final Spelling spelling)
    {
        return plan(jobs, given, spelling, directory.resolve(PROBE));
    }

    private StormPlan plan(
        final JobPlanner jobs, final SettingValues given, final Spelling spelling, final Path journal)
    {
        if (given.valueOr(MeasureSettings.ENGINES, engines) != engines || given.has(MeasureSettings.SHARE))
        {
            throw new OutcomeException(Outcome.USAGE, spelling.of(StormSettings.RESUME) + ' ' + directory +
                ": number of engines and share are those with which it was begun (leave them out)");
        }
        SettingValues anew = given.without(StormSettings.RESUME);
        anew = engines == 1 ? anew : anew.with(MeasureSettings.ENGINES, engines).with(MeasureSettings.THREADS, 1L);
        anew = share.isWhole() ? anew : anew.with(MeasureSettings.SHARE, share);
        anew = limitBytes == 0 || given.has(StormSettings.JOURNAL_LIMIT) ? anew :
            anew.with(StormSettings.JOURNAL_LIMIT, limitBytes);

        return jobs.plan(
            jobs.recorded(job, SOURCE).job(), SOURCE, anew.with(StormSettings.JOURNAL, journal), spelling);
    }

    private void clear()
    {
        try
        {
            if (engines == 1)
            {
                JournalReader.clear(directory);
                return;
            }
            for (int engine = 0; engine < engines; engine++)
            {
                if (Files.isDirectory(directory.resolve(EnginesPlan.name(engine))))
                {
                    TemporaryJournals.remove(directory.resolve(EnginesPlan.name(engine)));
                }
            }
            Files.delete(directory.resolve(EnginesFile.NAME));
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    /** Returns the line that tells a user what a resume does. */
    public String text(final Spelling spelling)
    {
        return spelling.of(StormSettings.RESUME) + ' ' + directory + ENDED + ": it begins anew";
    }
}
