package org.gale.engine.report.document;

import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.annotation.JsonAnySetter;

/**
 * Runs of a point of a sweep, joined.
 *
 * @param counters sums of counters, in the objects that reports have them in
 * @param spread   figures over the seeds, by their names
 */
public record JoinedPoint(@JsonAnySetter Map<String, Object> counters, Latencies.ByName latencyNs, List<Part> groups,
    List<Part> phases, Map<String, Spread> spread)
{
    /**
     * Group or phase of the joined runs.
     *
     * @param counters  sums of counters, in the objects that reports have them in
     * @param latencyNs latencies by their names
     * @param groups    of a phase; null of a group
     */
    public record Part(@Required String name, @JsonAnySetter Map<String, Object> counters,
        Map<String, Latencies.Times> latencyNs, @IfThere List<Part> groups)
    {
    }

    /** Least, median and greatest figure of the seeds. */
    public record Spread(Number min, Number median, Number max)
    {
    }
}
