package org.gale.engine.report.document;

import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Point of a joined sweep, as readers take it: as far as it has them, its values are those of a report.
 *
 * @param joined null of a point without a run
 */
public record PointDocument(@Required Long point, @Required List<String> values, @Required Long results,
    @Required Long missing, @Required Long failed, @JsonUnwrapped Joined joined)
{
    /** Sums of the runs of a point, and the spread of their figures. */
    public record Joined(Map<String, Long> peTimeNs, Map<String, Spread> spread,
        DocumentAccounts.OfStorm accounting, Latencies.ByName latencyNs, List<StormDocument.Part> groups,
        List<StormDocument.Part> phases)
    {
        public Joined
        {
            groups = groups == null ? List.of() : groups;
            phases = phases == null ? List.of() : phases;
        }
    }

    /**
     * Sums of the runs of a point as they are written.
     *
     * @param counters sums of counters, in the objects that reports have them in
     * @param spread   figures over the seeds, by their names
     */
    public record Sums(@JsonAnySetter Map<String, Object> counters, Latencies.ByName latencyNs, List<SumsOfPart> groups,
        List<SumsOfPart> phases, Map<String, Spread> spread)
    {
    }

    /**
     * Sums of a group or phase.
     *
     * @param counters  sums of counters, in the objects that reports have them in
     * @param latencyNs latencies by their names
     * @param groups    of a phase; null of a group
     */
    public record SumsOfPart(@Required String name, @JsonAnySetter Map<String, Object> counters,
        Map<String, Latencies.Times> latencyNs, @IfThere List<SumsOfPart> groups)
    {
    }

    /** Least, median and greatest figure of the seeds. */
    public record Spread(Number min, Number median, Number max)
    {
    }
}
