package org.gale.engine.storm.figure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gale.engine.storm.figure.Figure.Better;
import org.gale.engine.storm.figure.Figure.Unit;
import org.gale.engine.storm.figure.Figure.Use;

/** Rows of the table of figures of migrations of VMs, which a storm without migrations lacks. Pure functions. */
final class MigrationRows
{
    private static final String NAME = "migration.";
    private static final String PLACE = "/migrations/";
    private static final List<String> PARTS = List.of("quiet", "save", "restore", "resume");
    private static final List<String> WAYS = List.of("in_tables", "again", "merged", "acknowledged_after", "waiting");

    private MigrationRows()
    {
    }

    /** Returns the rows, in the order of reports. */
    static List<Figure> all()
    {
        final List<Figure> rows = new ArrayList<>();
        count(rows, "completed", "completed");
        count(rows, "rolled_back", "rolled_back");
        count(rows, "held", "held");
        times(rows, "stop", "stop_ns");
        times(rows, "downtime", "downtime_ns", Use.JUDGED);
        PARTS.forEach(part -> times(rows, part, "downtime_parts_ns/" + part));
        count(rows, "image_bytes", "image_bytes/all");
        WAYS.forEach(way -> count(rows, way, "interrupts/" + way));
        times(rows, "response", "response_ns/lived", Use.JUDGED);
        times(rows, "others", "response_ns/others");

        return rows;
    }

    private static void count(final List<Figure> rows, final String name, final String path)
    {
        rows.add(Figure.of(NAME + name, PLACE + path, Unit.NUMBER, Better.NEITHER));
    }

    /** Declares times. A comparison judges those of their percentiles that it judges of any latency. */
    private static void times(final List<Figure> rows, final String name, final String path, final Use... uses)
    {
        for (final Percentile percentile : Percentile.ALL)
        {
            final Set<Use> judged = new HashSet<>(List.of(uses));
            judged.retainAll(percentile.uses());
            rows.add(Figure.of(NAME + name + '.' + percentile.name(), PLACE + path + '/' + percentile.key(),
                Unit.NANOSECONDS, Better.LOWER, judged));
        }
        rows.add(Figure.of(NAME + name + ".mean", PLACE + path + "/mean", Unit.NANOSECONDS, Better.LOWER));
        rows.add(Figure.of(NAME + name + ".count", PLACE + path + "/count", Unit.NUMBER, Better.NEITHER));
    }
}
