package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormResult;

/** Words for how many samples latencies have of how many interrupts. Pure functions. */
final class SampleText
{
    private SampleText()
    {
    }

    /**
     * Returns how many samples the latencies of a storm have, and which interrupts they leave out.
     *
     * @param every N of one in N that is sampled
     */
    static String remark(final int every, final StormResult result)
    {
        final long leftOut = result.latencies().delivered().all() -
            result.latencies().response().getTotalCount();

        return "sampled: " + result.latencies().sampled() + " delivered" + (every != 1 || leftOut <= 0 ? "" :
            ": not " + NumberText.count(leftOut) + " that began in the warm-up");
    }

    /** Returns a line with the samples of each route; none where the machine has no routes. */
    static List<String> routes(final StormLatencies latencies)
    {
        final List<String> routes = new ArrayList<>();
        latencies.responseByRoute().forEach((route, histogram) -> routes.add(route + ' ' + MeasuredDeliveries.sampled(
            histogram.getTotalCount(), latencies.delivered().byRoute().getOrDefault(route, 0L))));

        return routes.isEmpty() ? routes : List.of('(' + String.join(ReportLine.DOT, routes) + ')');
    }
}
