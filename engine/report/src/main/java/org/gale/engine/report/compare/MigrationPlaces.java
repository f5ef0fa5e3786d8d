package org.gale.engine.report.compare;

import java.util.Map;
import java.util.Set;

/**
 * Places of the figures of migrations in a report, by a table of its own, as {@link FigurePlaces} has those of the
 * others. Pure functions.
 */
final class MigrationPlaces
{
    private static final String PREFIX = "migration.";
    private static final Map<String, String> COUNTS = Map.of("completed", "completed", "rolled_back", "rolled_back",
        "held", "held", "image_bytes", "image_bytes/all", "in_tables", "interrupts/in_tables",
        "again", "interrupts/again", "merged", "interrupts/merged",
        "acknowledged_after", "interrupts/acknowledged_after", "waiting", "interrupts/waiting");
    private static final Map<String, String> TIMES = Map.of("stop", "stop_ns", "downtime", "downtime_ns",
        "quiet", "downtime_parts_ns/quiet", "save", "downtime_parts_ns/save", "restore", "downtime_parts_ns/restore",
        "resume", "downtime_parts_ns/resume", "response", "response_ns/lived", "others", "response_ns/others");
    private static final Set<String> VALUES = Set.of("p50", "p90", "p99", "p99.9", "p99.99", "max", "mean", "count");

    private MigrationPlaces()
    {
    }

    /** {@return the place of a figure of migrations; null of any other name} */
    static String place(final String metric)
    {
        if (!metric.startsWith(PREFIX))
        {
            return null;
        }
        final String name = metric.substring(PREFIX.length());
        final int dot = name.indexOf('.');
        final String count = COUNTS.get(name);
        final String times = dot < 0 ? null : TIMES.get(name.substring(0, dot));

        return count != null ? "/migrations/" + count : times == null || !VALUES.contains(name.substring(dot + 1)) ?
            null : "/migrations/" + times + '/' + name.substring(dot + 1).replace('.', '_');
    }
}
