package org.gale.engine.storm.sweep;

import java.util.Map;
import java.util.TreeMap;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.scenario.StormSettings;

/** Facts of the storms of a sweep, gathered while its points are planned. Owner: the thread that plans. */
final class PlannedStorms
{
    /** Measured: up to here the quick compiler alone takes less time, and half of the processor time. */
    private static final long SHORT_EVENTS = 300_000;

    private final Map<String, String> traces = new TreeMap<>();
    private boolean areShort = true;
    private boolean haveJournals = true;

    /** Adds the storm of a point. */
    void add(final StormPlan storm)
    {
        traces.putAll(JobPlanner.traces(storm));
        haveJournals &= storm.hasJournal();
        areShort &= storm.isVirtual() && storm.config().value(StormSettings.COUNT) <= SHORT_EVENTS;
    }

    /** Returns the hashes of the traces that the storms read, by their paths, sorted. */
    Map<String, String> traces()
    {
        return traces;
    }

    /**
     * Returns whether each storm ends before the JVM has compiled its code. A storm on the wall clock never does: its
     * figures are those of compiled code.
     */
    boolean areShort()
    {
        return areShort;
    }

    /** Returns whether each storm keeps a journal. */
    boolean haveJournals()
    {
        return haveJournals;
    }
}
