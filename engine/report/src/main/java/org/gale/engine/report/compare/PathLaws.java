package org.gale.engine.report.compare;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Laws of the paths of a comparison as they are written: each share is that of its report, and each path whose share
 * differs is there. Fields are found by their names. Pure functions.
 */
final class PathLaws
{
    private static final double ERROR = 1e-9;
    /** Difference of two shares that is left out, or shown. */
    private static final double TENTH_OF_A_POINT = 1e-3;

    private PathLaws()
    {
    }

    /** Returns the laws that the paths of a comparison break, each with both numbers. */
    static List<String> faults(final JsonNode paths, final JsonNode baseline, final JsonNode candidate)
    {
        final List<String> faults = new ArrayList<>();
        final List<String> names = new ArrayList<>(List.of("woken", "waiting"));
        final Iterator<String> routes = baseline.path("latency_ns").path("delivered_by_route").fieldNames();
        routes.forEachRemaining(names::add);
        for (final String name : names)
        {
            final double before = share(baseline.path("latency_ns"), name);
            final double after = share(candidate.path("latency_ns"), name);
            final JsonNode shown = named(paths, name);
            final boolean isThere = !shown.isMissingNode();
            final double difference = Math.abs(before - after);
            if (isThere && !(Math.abs(shown.path("baseline").asDouble() - before) <= ERROR &&
                Math.abs(shown.path("compared").asDouble() - after) <= ERROR))
            {
                faults.add("the share of " + name + " is " + shown.path("baseline") + " and " +
                    shown.path("compared") + ", and by the reports " + before + " and " + after);
            }
            if (isThere ? difference < TENTH_OF_A_POINT - ERROR : difference > TENTH_OF_A_POINT + ERROR)
            {
                faults.add("the share of " + name + (isThere ? " is shown" : " is not shown") + ", and is " + before +
                    " and " + after);
            }
        }
        for (final JsonNode path : paths)
        {
            if (!names.contains(path.path("path").asText()))
            {
                faults.add("the baseline has no path " + path.path("path"));
            }
        }

        return faults;
    }

    private static JsonNode named(final JsonNode paths, final String name)
    {
        for (final JsonNode path : paths)
        {
            if (path.path("path").asText().equals(name))
            {
                return path;
            }
        }

        return paths.path(name);
    }

    /** {@return the share of a route of what was delivered, or of a stage of the responses; NaN of none} */
    private static double share(final JsonNode latencies, final String name)
    {
        final JsonNode routes = latencies.path("delivered_by_route");
        double all = 0;
        for (final JsonNode route : routes)
        {
            all += route.asDouble();
        }
        final JsonNode stage = latencies.path("stages").path(name).path("count");
        final double responses = latencies.path("response").path("count").asDouble();

        return routes.has(name) ? routes.path(name).asDouble() / all :
            stage.isNumber() ? stage.asDouble() / responses : Double.NaN;
    }
}
