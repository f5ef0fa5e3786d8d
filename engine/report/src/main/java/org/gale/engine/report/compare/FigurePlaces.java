package org.gale.engine.report.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Places of figures in a report, by a table of its own: the part of a reader, which shares nothing with the table that
 * figures are read by. Pure functions.
 */
final class FigurePlaces
{
    private static final String LATENCIES = "/latency_ns/";
    private static final Map<String, String> PLACES = Map.ofEntries(
        Map.entry("rate", "/rate_per_s"), Map.entry("completions_per_s", "/completions_per_s"),
        Map.entry("interrupts_per_s", "/interrupts_per_s"), Map.entry("deferred.mean", "/deferred_ns/mean"),
        Map.entry("offered", "/accounting/offered"), Map.entry("delivered", "/accounting/delivered"),
        Map.entry("coalesced", "/accounting/coalesced"), Map.entry("rejected", "/accounting/rejected"),
        Map.entry("pending", "/accounting/pending"), Map.entry("held", "/accounting/held"),
        Map.entry("remainder", "/accounting/remainder"), Map.entry("acted", "/controls/acted"),
        Map.entry("spurious", "/controls/spurious"),
        Map.entry("function_plugs.completed", "/actions/plugs/completed"),
        Map.entry("vector_moves.drawn", "/actions/vector_moves/completed"),
        Map.entry("vector_moves.spread", "/actions/affinity_offline_every/completed"),
        Map.entry("managed_vectors.shut_down", "/actions/affinity_offline_managed/completed"),
        Map.entry("managed_vectors.waited", "/actions/affinity_offline_for/due"),
        Map.entry("vector_moves.balanced", "/actions/affinity_every/completed"),
        Map.entry("saturated", "/saturation/saturated"), Map.entry("reached", "/generator/reached_per_s"),
        Map.entry("lag.p99", "/generator/lag_p99_ns"), Map.entry("refused", "/generator/refused"),
        Map.entry("journal.bytes", "/host/journal/bytes"),
        Map.entry("journal.bytes_per_command", "/host/journal/bytes_per_command"),
        Map.entry("replay.rate", "/host/replay/rate_per_s"), Map.entry("elapsed_s", "/elapsed_s"));
    private static final Set<String> WHOLE = Set.of("response", "handled", "service", "request");
    private static final Set<String> TIMES = Set.of("p50", "p90", "p99", "p99.9", "p99.99", "max", "mean", "count");

    private FigurePlaces()
    {
    }

    /** Returns whether a report has a value of a figure, at its place or, of a point, in the spread of its runs. */
    static boolean holds(final JsonNode report, final String name, final double value)
    {
        return values(report, name).contains(value) ||
            (report.path("values").isArray() && report.path("spread").path(name).path("median").asDouble() == value);
    }

    /** Returns the values that a report has where a name may point: names of parts may have dots. */
    static List<Double> values(final JsonNode report, final String name)
    {
        final List<Double> values = new ArrayList<>();
        for (int dot = -1; dot < name.length(); dot = next(name, dot))
        {
            final String place = place(name.substring(dot + 1));
            if (place != null)
            {
                for (final JsonNode part : parts(report, dot < 0 ? "" : name.substring(0, dot)))
                {
                    JsonNode found = part.at(place);
                    found = found.isMissingNode() && place.startsWith("/host") ? part.at(place.substring(5)) : found;
                    values.addAll(found.isNumber() ? List.of(found.asDouble()) : List.of());
                }
            }
        }

        return values;
    }

    private static int next(final String name, final int dot)
    {
        final int next = name.indexOf('.', dot + 1);

        return next < 0 ? name.length() : next;
    }

    /** {@return the place of a figure without its part, or null} */
    private static String place(final String metric)
    {
        final String migration = MigrationPlaces.place(metric);
        if (migration != null)
        {
            return migration;
        }
        final int dot = metric.indexOf('.');
        final String known = PLACES.get(metric);
        if (known != null || dot < 0 || !TIMES.contains(metric.substring(dot + 1)))
        {
            return known;
        }
        final String latency = metric.substring(0, dot);

        return LATENCIES + (WHOLE.contains(latency) ? "" : "stages/") + latency + '/' +
            metric.substring(dot + 1).replace('.', '_');
    }

    /** Returns the parts of a report that a name may mean: a group, a phase, or a group in a phase. */
    private static List<JsonNode> parts(final JsonNode report, final String name)
    {
        final List<JsonNode> parts = new ArrayList<>();
        if (name.isEmpty())
        {
            return List.of(report);
        }
        parts.addAll(named(report.path("groups"), name));
        parts.addAll(named(report.path("phases"), name));
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1))
        {
            for (final JsonNode phase : named(report.path("phases"), name.substring(dot + 1)))
            {
                parts.addAll(named(phase.path("groups"), name.substring(0, dot)));
            }
        }

        return parts;
    }

    /** Returns the elements of a name, of a list or of an object. */
    private static List<JsonNode> named(final JsonNode list, final String name)
    {
        final List<JsonNode> named = new ArrayList<>();
        list.forEach(part ->
        {
            if (part.path("name").asText().equals(name))
            {
                named.add(part);
            }
        });
        if (list.has(name))
        {
            named.add(list.get(name));
        }

        return named;
    }
}
