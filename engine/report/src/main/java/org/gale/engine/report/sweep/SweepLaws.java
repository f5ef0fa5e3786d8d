package org.gale.engine.report.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Laws of a joined sweep as it is written: each run has results, is missing or failed, and the points that were read
 * are those of its head. Pure functions.
 */
final class SweepLaws
{
    private SweepLaws()
    {
    }

    /**
     * Returns the laws that a joined sweep breaks, each with both numbers.
     *
     * @param head   of the sweep, as it was written
     * @param points all that were read
     */
    static List<String> faults(final JsonNode head, final List<SweepPoint> points)
    {
        final long runs = head.path("runs").asLong();
        final long results = head.path("results").asLong();
        final long missing = head.path("missing").size();
        final long failed = head.path("failed").size();
        final List<String> faults = new ArrayList<>();
        equal(faults, "/runs", runs, "results, missing and failed", results + missing + failed);
        equal(faults, "/points", head.path("points").asLong(), "rows of points", points.size());
        equal(faults, "/results", results, "results of the points", sum(points, SweepPoint::results));
        equal(faults, "/missing", missing, "missing runs of the points", sum(points, SweepPoint::missing));
        equal(faults, "/failed", failed, "failed runs of the points", sum(points, SweepPoint::failures));

        return List.copyOf(faults);
    }

    private static long sum(final List<SweepPoint> points, final ToLongFunction<SweepPoint> count)
    {
        return points.stream().mapToLong(count).sum();
    }

    private static void equal(
        final List<String> faults, final String place, final long written, final String what, final long counted)
    {
        if (written != counted)
        {
            faults.add(SweepFiles.HEAD + ' ' + place + " is " + written + ", and the " + what + " are " + counted);
        }
    }
}
