package org.gale.engine.storm.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.storm.plan.StormPaths;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.run.StormListener;
import org.gale.engine.storm.run.TemporaryJournals;
import org.gale.engine.storm.run.TemporaryPlace;

/**
 * Where the journals of a storm's engines go: a directory that the user named, a temporary one, or nowhere.
 *
 * @param directory   null without journals
 * @param isTemporary true to remove it at the end
 */
record EnginesJournal(Path directory, boolean isTemporary)
{
    /**
     * Makes the directory, with its file.
     *
     * @param version   of Gale
     * @param temporary takes a temporary directory
     * @throws OutcomeException if the host refuses
     */
    static EnginesJournal create(final EnginesPlan plan, final String version, final StormListener listener,
        final TemporaryPlace temporary)
    {
        final StormPlan whole = plan.whole();
        if (!whole.hasJournal())
        {
            return new EnginesJournal(null, false);
        }
        if (whole.isResumed())
        {
            return new EnginesJournal(whole.journal(), false);
        }
        final boolean isTemporary = whole.journal() == null;
        final List<Path> left = isTemporary ? TemporaryJournals.left(StormPaths.temporary()) : List.of();
        if (!left.isEmpty())
        {
            listener.left(left);
        }
        final Path directory = isTemporary ?
            temporary.make(StormPaths.temporary(), TemporaryJournals.PREFIX, whole.spelling()) : whole.journal();
        try
        {
            Files.createDirectories(directory);
            EnginesFile.write(directory, plan, version);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(
                Outcome.RESOURCES, "the journals in " + directory + ": " + FileFailure.reason(ex), ex);
        }

        return new EnginesJournal(directory, isTemporary);
    }

    /** Returns the directory as the head shows it, or an empty text if there is none. */
    String shownName()
    {
        return directory == null ? "" : isTemporary ? directory.getFileName().toString() : directory.toString();
    }
}
