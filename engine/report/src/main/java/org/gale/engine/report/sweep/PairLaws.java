package org.gale.engine.report.sweep;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.document.StudentInterval;
import org.gale.engine.storm.result.answer.Estimate;

/**
 * Laws of the differences of points that a joined sweep shows, and of the means of each: they follow from the rows of
 * the runs, which are paired by the seeds of their rows. Used once, by one thread.
 */
final class PairLaws
{
    private static final int FAULT_LIMIT = 3;
    private static final double ERROR = 1e-7;

    private final String figure;
    /** Figures by seeds, by points. */
    private final Map<Integer, Map<String, Double>> points = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private long rows;

    /** Makes the laws of a figure. */
    PairLaws(final String figure)
    {
        this.figure = figure;
    }

    /** Takes the row of a run. */
    void run(final JsonNode row)
    {
        rows++;
        final JsonNode value = row.path("figures").path(figure);
        final Map<String, Double> seeds =
            points.computeIfAbsent(row.path("point").asInt(), point -> new LinkedHashMap<>());
        if (value.isNumber())
        {
            seeds.put(row.path("seed").asText(), value.asDouble());
        }
    }

    /**
     * Returns the first laws that the differences and the means break, each with both numbers.
     *
     * @param hasSeeds true if each point has several
     * @param means    by points; empty where none are shown
     */
    List<String> faults(final PairedPoints pairs, final boolean hasSeeds, final List<Estimate> means)
    {
        final Map<Integer, PointDifference> shown = new LinkedHashMap<>();
        pairs.rows().forEach(row -> shown.put(row.point(), row));
        final Map<String, Double> base = points.getOrDefault(pairs.baseline(), Map.of());
        points.forEach((point, seeds) ->
        {
            final List<Double> differences = new ArrayList<>();
            seeds.forEach((seed, value) ->
            {
                if (base.containsKey(seed) && hasSeeds && point != pairs.baseline())
                {
                    differences.add(value - base.get(seed));
                }
            });
            Collections.sort(differences);
            difference(point, shown.remove(point), differences);
            if (!means.isEmpty())
            {
                mean("the mean of point " + point, means.get(point), new ArrayList<>(seeds.values()));
            }
        });
        shown.keySet().forEach(point -> faults.add("point " + point + " has differences, and none of " + rows +
            " rows is of it"));

        return List.copyOf(faults.subList(0, Math.min(FAULT_LIMIT, faults.size())));
    }

    private void difference(final int point, final PointDifference shown, final List<Double> differences)
    {
        final String name = "the difference of point " + point;
        final int count = differences.size();
        if (shown == null || count == 0)
        {
            equal(name + " has pairs:", shown == null ? 0 : shown.pairs(), count);
            return;
        }
        equal(name + " has pairs:", shown.pairs(), count);
        equal(name + " is at least", shown.least(), differences.get(0));
        equal(name + " is in the middle", shown.median(), differences.get((count + 1) / 2 - 1));
        equal(name + " is at most", shown.greatest(), differences.get(count - 1));
        int lower = 0;
        int higher = 0;
        for (final double difference : differences)
        {
            lower += difference < 0 ? 1 : 0;
            higher += difference > 0 ? 1 : 0;
        }
        equal(name + " is lower in seeds:", shown.lower(), lower);
        equal(name + " is higher in seeds:", shown.higher(), higher);
        mean("the mean of " + name, shown.mean(), differences);
    }

    private void equal(final String name, final double shown, final double counted)
    {
        if (shown != counted)
        {
            faults.add(name + ' ' + shown + ", and by the runs " + counted);
        }
    }

    /** Checks a mean and its interval. */
    private void mean(final String name, final Estimate shown, final List<Double> values)
    {
        final double[] own = values.stream().mapToDouble(value -> value).toArray();
        if (shown == null || own.length == 1 || shown.low() == null)
        {
            equal(name + " has an interval of values:", shown == null || shown.low() == null ? 0 : 2,
                own.length > 1 ? 2 : 0);
            return;
        }
        final double mean = StudentInterval.mean(own);
        final double half = StudentInterval.half(own);
        double size = half;
        for (final double value : own)
        {
            size = Math.max(size, Math.abs(value));
        }
        if (Math.abs(shown.value() - mean) > ERROR * size || Math.abs(shown.low() - mean + half) > ERROR * size ||
            Math.abs(shown.high() - mean - half) > ERROR * size)
        {
            faults.add(name + " is " + shown.value() + ", from " + shown.low() + " to " + shown.high() +
                ", and by the runs " + mean + ", from " + (mean - half) + " to " + (mean + half));
        }
    }
}
