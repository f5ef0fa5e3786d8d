package org.gale.engine.report.page;

import java.util.Map;

/** Styles of latencies, the same in each picture, whichever stages a run has. Pure functions. */
final class LatencyStyle
{
    private static final Map<String, String> STYLES = Map.ofEntries(Map.entry("response", "c0"),
        Map.entry("service", "c1"), Map.entry("late", "c2"), Map.entry("queued", "c3"), Map.entry("translated", "c4"),
        Map.entry("signalled", "c5"), Map.entry("acknowledged", "c6"), Map.entry("deactivated", "c7"),
        Map.entry("woken", "c8"), Map.entry("waiting", "c2"), Map.entry("request", "c4"),
        Map.entry("direct", "c1"), Map.entry("forwarded", "c3"),
        Map.entry("transition", "c2"));
    private static final String OTHER = "c7";

    private LatencyStyle()
    {
    }

    /** Returns the style of a latency. */
    static String of(final String name)
    {
        return STYLES.getOrDefault(name, OTHER);
    }
}
