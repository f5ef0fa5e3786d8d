package org.gale.engine.report.page;

import java.util.Map;

/** Styles of latencies, the same in each picture, whichever stages a run has. Pure functions. */
final class LatencyStyle
{
    private static final Map<String, String> STYLES = Map.of("response", "c0", "service", "c1", "late", "c2",
        "queued", "c3", "translated", "c4", "signalled", "c5", "acknowledged", "c6", "deactivated", "c7",
        "woken", "c8");
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
