package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.host.AgentHost;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalException;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.journal.JournalLimit;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.plan.StormPaths;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.VirtualJournal;
import org.gale.engine.storm.scenario.StormSettings;

/** Where the commands of a storm go: a directory that the user named, a temporary one, or nowhere. */
final class StormJournal
{
    private static final int FORCE_FRAMES = 64;
    private static final long FORCE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Path directory;
    private final boolean isTemporary;
    private final FrameLog log;

    private StormJournal(final Path directory, final boolean isTemporary, final FrameLog log)
    {
        this.directory = directory;
        this.isTemporary = isTemporary;
        this.log = log;
    }

    /**
     * Makes the journal, with its first frame.
     *
     * @param helpers   runs those of the journal
     * @param temporary takes the directory of a temporary one
     * @throws OutcomeException if the host refuses
     */
    static StormJournal create(final StormPlan plan, final RunConfiguration configuration, final AgentHost helpers,
        final TemporaryPlace temporary)
    {
        if (!plan.hasJournal())
        {
            return new StormJournal(null, false, new NoLog());
        }
        final boolean isTemporary = plan.journal() == null;
        final boolean isOurs = isTemporary || Files.notExists(plan.journal(), LinkOption.NOFOLLOW_LINKS);
        final Path directory = isTemporary ?
            temporary.make(StormPaths.temporary(), TemporaryJournals.PREFIX, plan.spelling()) : plan.journal();
        try
        {
            return new StormJournal(directory, isTemporary, new JournalOpening(
                VirtualJournal.identified(config(plan), configuration), helpers)
                .create(directory, configuration.toBytes()));
        }
        catch (final JournalException ex)
        {
            throw refused(plan, directory, isOurs, ex);
        }
    }

    /** Returns the journal of a storm that is resumed, with the log that goes on. */
    static StormJournal resumed(final StormPlan plan, final FrameLog log)
    {
        return new StormJournal(plan.journal(), false, log);
    }

    /** Returns the journal of a storm that has ended, to which nothing is added. */
    static StormJournal ended(final Path directory)
    {
        return new StormJournal(directory, false, new NoLog());
    }

    /** Returns the configuration of the journal of a storm. */
    static JournalConfig config(final StormPlan plan)
    {
        final JournalConfig config = plan.durability().equals(StormSettings.FORCED) ?
            JournalConfig.DEFAULT.forced(FORCE_FRAMES, FORCE_NS) : JournalConfig.DEFAULT;

        return plan.limitBytes() == 0 ? config : JournalLimit.apply(config, plan.limitBytes());
    }

    /** Returns the log for the run, which closes it. */
    FrameLog log()
    {
        return log;
    }

    /** Its directory, or null if there is no journal. */
    Path directory()
    {
        return directory;
    }

    boolean isTemporary()
    {
        return isTemporary;
    }

    /** Returns the journal as the head shows it, or an empty text if there is none. */
    String shownName()
    {
        if (directory == null)
        {
            return "";
        }

        return isTemporary ? directory.getFileName().toString() : directory.toString();
    }

    /** Returns the reason why the journal accepts nothing more, or null. */
    JournalFailure failure()
    {
        return log.failure();
    }

    private static OutcomeException refused(
        final StormPlan plan, final Path directory, final boolean isOurs, final JournalException cause)
    {
        final OutcomeException failure = new OutcomeException(
            cause.reason() == JournalException.Reason.NOT_EMPTY ? Outcome.USAGE : Outcome.RESOURCES,
            plan.spelling().of(StormSettings.JOURNAL) + ' ' + cause.getMessage(), cause);
        if (isOurs && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS))
        {
            try
            {
                Files.deleteIfExists(directory);                                // the writer has emptied it
            }
            catch (final IOException ex)
            {
                failure.addSuppressed(ex);
            }
        }

        return failure;
    }
}
