package org.gale.engine.storm.result;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Migrations of the VMs of a storm, in addition to the numbers of those that were due, began and were completed.
 *
 * @param rolledBack those after which the source ran on
 * @param held       messages that waited in front of the ITS
 * @param stop       times from the begin of each until all vCPUs of its VM were out of their guests, ns
 * @param downtime   times from then on until its vCPUs went on, ns; null where the job gives no times of migrations
 * @param course     what came of further keys of the job; null without these
 * @param figures    of what they took, moved and did to interrupts
 */
public record StormMigrations(long rolledBack, long held, Histogram stop, Histogram downtime, MigrationCourse course,
    MigrationFigures figures)
{
    /** Returns these migrations with the responses of the measured part. */
    StormMigrations with(final MigrationResponses responses)
    {
        return new StormMigrations(rolledBack, held, stop, downtime, course, figures.with(responses));
    }

    /** Returns the migrations of all parts of a storm. */
    static StormMigrations sum(final List<StormMigrations> parts)
    {
        return parts.get(0) == null ? null : new StormMigrations(
            parts.stream().mapToLong(StormMigrations::rolledBack).sum(),
            parts.stream().mapToLong(StormMigrations::held).sum(),
            HistogramSum.of(parts.stream().map(StormMigrations::stop).toList()), parts.get(0).downtime == null ? null :
            HistogramSum.of(parts.stream().map(StormMigrations::downtime).toList()),
            MigrationCourse.sum(parts.stream().map(StormMigrations::course).toList()),
            MigrationFigures.sum(parts.stream().map(StormMigrations::figures).toList()));
    }
}
