package org.gale.engine.storm.virtual;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts of what a host did in a run. Owned by one thread. */
final class HostCounts
{
    /** Exits of guests. */
    long exits;
    /** vCPUs that were woken beyond the time in which their PE polls. */
    long woken;
    /** vCPUs that were woken while their PE polled for them. */
    long polled;
    /** Loads of vCPUs on another PE than that of their last load. */
    long migrations;
    /** vCPUs that found no free PE when they became runnable. */
    long waits;
    /** Kicks of vCPUs in their guests. */
    long kicks;
    /** Exits because the list registers were empty and more interrupts waited. */
    long refills;
    /** Messages to direct vCPUs. */
    long direct;
    /** Messages to vCPUs whose messages software forwards. */
    long forwarded;
    /** Interrupts that a vCPU took while another one handled the same LPI. */
    long overlaps;
    /** Overlapping interrupts that guests have dropped. */
    long dropped;
    /** Transitions of vCPUs that came to their end. */
    long transitions;

    /** Returns the times by name that are spent on no PE, in the order of reports: none since PEs take all. */
    static Map<String, Long> offPeNs()
    {
        final Map<String, Long> times = new LinkedHashMap<>();
        times.put("host", 0L);
        times.put("trap", 0L);

        return times;
    }

    /**
     * Puts the counts into a map, in the order of reports.
     *
     * @param hasRoutes true if messages have routes
     */
    void putInto(final Map<String, Long> counts, final boolean hasRoutes)
    {
        counts.put("exits", exits);
        if (hasRoutes)
        {
            counts.put("direct", direct);
            counts.put("forwarded", forwarded);
        }
        counts.put("woken", woken);
        counts.put("polled", polled);
        counts.put("waits", waits);
        counts.put("migrations", migrations);
        if (hasRoutes)
        {
            counts.put("kicks", kicks);
            counts.put("refills", refills);
            counts.put("transitions", transitions);
            counts.put("overlaps", overlaps);
        }
    }
}
