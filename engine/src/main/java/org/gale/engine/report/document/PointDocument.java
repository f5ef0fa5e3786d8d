package org.gale.engine.report.document;

import java.util.List;
import java.util.Map;
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
    public record Joined(Map<String, Long> peTimeNs, Map<String, JoinedPoint.Spread> spread,
        Accounts.OfStorm accounting, Latencies.ByName latencyNs, List<StormDocument.Part> groups,
        List<StormDocument.Part> phases)
    {
        public Joined
        {
            groups = groups == null ? List.of() : groups;
            phases = phases == null ? List.of() : phases;
        }
    }
}
