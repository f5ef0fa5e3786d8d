package org.gale.engine.storm.latency;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.machine.Route;

/**
 * Response times of sampled interrupts by the route on which their events arrived, for a host that switches direct
 * injection per vCPU. The route is the one at the arrival, whatever the vCPU was switched to until the acknowledge.
 * Owned by the engine's thread.
 */
final class RouteLatencies
{
    private static final int DIGITS = 3;

    private final Map<Route, RepeatedValues> responses = new EnumMap<>(Route.class);

    /** Creates empty histograms. */
    RouteLatencies()
    {
        for (final Route route : Route.values())
        {
            responses.put(route, new RepeatedValues(DIGITS));
        }
    }

    /** Records the response time of an interrupt that arrived on a route. */
    void record(final Route route, final long responseNs)
    {
        responses.get(route).record(responseNs);
    }

    /** Forgets everything recorded so far. */
    void reset()
    {
        responses.values().forEach(RepeatedValues::reset);
    }

    /** Returns the response times by the label of the route, in the order of routes; none of null. */
    static Map<String, Histogram> histograms(final RouteLatencies latencies)
    {
        final Map<String, Histogram> histograms = new LinkedHashMap<>();
        if (latencies != null)
        {
            latencies.responses.forEach((route, values) -> histograms.put(route.label(), values.histogram()));
        }
        return histograms;
    }
}
