package org.gale.engine.report.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Share of the interrupts of two runs that took a path, which a report has of routes and of stages that not every
 * interrupt passes.
 *
 * @param path     name of the route or stage
 * @param baseline share in the first report
 * @param compared share in the other one
 */
public record PathShare(String path, double baseline, double compared)
{
    private static final List<String> STAGES = List.of("woken", "waiting");
    /** Least change that is shown: a tenth of a percentage point. */
    private static final double LEAST = 0.001;
    private static final double HUNDRED = 100;

    /** Returns the paths that both reports have and whose share changed, the greatest change first. */
    static List<PathShare> changed(final JsonNode before, final JsonNode after)
    {
        final Map<String, Double> now = shares(after);
        final List<PathShare> changed = new ArrayList<>();
        shares(before).forEach((path, share) ->
        {
            if (now.containsKey(path) && Math.abs(now.get(path) - share) >= LEAST)
            {
                changed.add(new PathShare(path, share, now.get(path)));
            }
        });
        changed.sort(Comparator.comparingDouble(one -> -Math.abs(one.compared - one.baseline)));

        return changed;
    }

    private static Map<String, Double> shares(final JsonNode report)
    {
        final Map<String, Double> shares = new LinkedHashMap<>();
        final Map<String, Long> routes = new LinkedHashMap<>();
        report.at("/latency_ns/delivered_by_route").properties()
            .forEach(route -> routes.put(route.getKey(), route.getValue().asLong()));
        final long delivered = routes.values().stream().mapToLong(Long::longValue).sum();
        if (delivered > 0)
        {
            routes.forEach((route, count) -> shares.put(route, (double)count / delivered));
        }
        final long responses = report.at("/latency_ns/response/count").asLong();
        for (final String stage : STAGES)
        {
            final JsonNode count = report.at("/latency_ns/stages").path(stage).path("count");
            if (count.isNumber() && responses > 0)
            {
                shares.put(stage, (double)count.asLong() / responses);
            }
        }

        return shares;
    }

    /** Returns the paths as a text; empty of none. */
    public static String text(final List<PathShare> paths)
    {
        return paths.stream().map(one -> String.format(Locale.ROOT, "%s %.1f %% / %.1f %%",
            one.path, one.baseline * HUNDRED, one.compared * HUNDRED)).collect(Collectors.joining(", "));
    }
}
