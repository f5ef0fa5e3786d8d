package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Job that was run and predicted.
 *
 * @param differences of its report and the prediction, a line each
 * @param migrated    migrations that the prediction has completed
 * @param turns       of guests' own work, between those of ksoftirqd, in the prediction
 */
record JudgedJob(ObjectNode job, List<String> differences, long migrated, long turns)
{
    /**
     * Runs a job in an empty directory, and predicts its report.
     *
     * @param leftOut names of figures that are not predicted
     * @param met     takes those of them that the report has
     */
    static JudgedJob of(final ObjectNode job, final Path directory, final Set<String> leftOut, final Set<String> met)
        throws IOException
    {
        final GaleStorm storm = GaleStorm.run(job, directory);
        final JournalText journal = new JournalText(storm.dump(), storm.traces());
        final Run run = new Run(journal).toTheEnd();

        final List<String> differences = new ArrayList<>(CostBases.differences(job, run.job));
        differences.addAll(MoveFigures.differences(journal, run));
        differences.addAll(Figures.differences(storm.report(), Prediction.of(run), leftOut, met));

        return new JudgedJob(
            job, differences, run.migrated.completed, run.counts.getOrDefault("ksoftirqd_turns", 0L));
    }

    boolean isRight()
    {
        return differences.isEmpty();
    }
}
