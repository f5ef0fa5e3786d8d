package org.gale.engine.cli.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.report.ShapeText;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.RecordedJob;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.JobException;

/** Job that a journal records, for people. */
final class JournalJob
{
    private static final String SOURCE = "job";

    private JournalJob()
    {
    }

    /** Returns name, groups and phases of a job, for a line. */
    static String summary(final String line)
    {
        try
        {
            final RecordedJob recorded = new JobPlanner(JobProfiles.ALL).recorded(line, SOURCE);
            final HostShape shape = recorded.storm().shape();
            final String groups = shape.groups().stream()
                .map(group -> NumberText.counted(group.count(), "VM") + ' ' + group.name())
                .collect(Collectors.joining(", "));
            final String phases = String.join(", ", ShapeText.phases(shape));

            return recorded.job().name() + " \u00b7 " + groups + (phases.isEmpty() ? "" : " \u00b7 phases " + phases);
        }
        catch (final JobException ex)
        {
            return "cannot be read: " + ex.lines().get(0);
        }
        catch (final IllegalArgumentException ex)
        {
            return "cannot be read: " + ex.getMessage();
        }
    }

    /**
     * Returns the job of a journal as YAML.
     *
     * @throws OutcomeException if the journal has none, or is damaged where it stands
     * @throws JobException     if this version knows no such job
     */
    static String yaml(final Path directory)
    {
        JournalErrors.checkDirectory(directory);
        final RunConfiguration configuration = configuration(directory);
        final String line = configuration.value(RunConfiguration.JOB);
        if (line == null)
        {
            throw new OutcomeException(Outcome.USAGE, directory + ": " + (configuration.isDevice() ?
                "it is the journal of a device" : "its commands are those of a script"));
        }
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

        return jobs.print(jobs.recorded(line, SOURCE).job());
    }

    private static RunConfiguration configuration(final Path directory)
    {
        try (JournalReader reader = JournalReader.open(directory))
        {
            if (reader.header() == null)
            {
                throw new OutcomeException(
                    Outcome.JOURNAL_DAMAGED, JournalErrors.lines(reader.end().damage().message()));
            }

            return RunConfiguration.parse(reader.header().configuration());
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(
                Outcome.USAGE, directory + ": this version does not know such a run: " + ex.getMessage(), ex);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }
}
