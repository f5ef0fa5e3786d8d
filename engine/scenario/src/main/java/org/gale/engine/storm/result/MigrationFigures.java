package org.gale.engine.storm.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Figures of the migrations of a storm, in addition to their numbers and the downtime.
 *
 * @param parts      of the downtime of each migration that was completed, by the step that ends it, ns; empty where
 *                   the job gives no costs of migrations
 * @param imageBytes of all images, by their parts
 * @param bytes      of all images, as they were saved
 * @param interrupts that lived through a migration
 * @param responses  null until the run has measured
 */
public record MigrationFigures(Map<String, Histogram> parts, Map<String, Long> imageBytes, long bytes,
    MigratedInterrupts interrupts, MigrationResponses responses)
{
    public MigrationFigures
    {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        imageBytes = Collections.unmodifiableMap(new LinkedHashMap<>(imageBytes));
    }

    /** Returns these figures with the responses of the measured part. */
    MigrationFigures with(final MigrationResponses measured)
    {
        return new MigrationFigures(parts, imageBytes, bytes, interrupts, measured);
    }

    /** Returns the figures of all parts of a storm, without responses. */
    static MigrationFigures sum(final List<MigrationFigures> all)
    {
        final Map<String, Histogram> parts = new LinkedHashMap<>();
        all.get(0).parts.keySet().forEach(name ->
            parts.put(name, HistogramSum.of(all.stream().map(one -> one.parts.get(name)).toList())));
        final Map<String, Long> imageBytes = new LinkedHashMap<>();
        all.forEach(one -> one.imageBytes.forEach((name, bytes) -> imageBytes.merge(name, bytes, Long::sum)));

        return new MigrationFigures(parts, imageBytes, all.stream().mapToLong(MigrationFigures::bytes).sum(),
            all.stream().map(MigrationFigures::interrupts).reduce(MigratedInterrupts.NONE, MigratedInterrupts::plus),
            null);
    }
}
