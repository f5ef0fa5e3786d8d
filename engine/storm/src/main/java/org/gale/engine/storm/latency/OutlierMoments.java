package org.gale.engine.storm.latency;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.NoteLog;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.Stalls;

/**
 * Moments around the slowest responses of a run, kept before the logs replace them. Moments are copied once the list
 * of the slowest has not changed for some milliseconds: one copy serves a burst of slow responses. A list that changes
 * without a pause is served before the engine's log has replaced half of its notes. On the engine's thread.
 */
public final class OutlierMoments
{
    private static final long CALM_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int NOTES_LIMIT = NoteLog.CAPACITY / 2;

    private final CycleWatch engine;
    private final CycleWatch generator;
    private final BurstWatch bursts;
    private final NoteLog collections;
    private Map<Outlier, List<OutlierCause.Source>> kept = new HashMap<>();
    private long keptChanges;
    private long seenChanges;
    private long changedNs;
    private long notesBefore;

    /**
     * Keeps nothing yet.
     *
     * @param collections of the JVM, which are few and are read at the end
     */
    public OutlierMoments(final CycleWatch engine, final CycleWatch generator, final BurstWatch bursts,
        final NoteLog collections)
    {
        this.engine = engine;
        this.generator = generator;
        this.bursts = bursts;
        this.collections = collections;
    }

    /** Returns whether {@link #keep} has something to do, by the number of changes of the list. */
    public boolean isDue(final long changes)
    {
        return changes != keptChanges;
    }

    /**
     * Keeps the moments of the slowest responses, unless their list still changes.
     *
     * @param changes  number of changes of the list so far
     * @param outliers gives the list
     */
    public void keep(final long changes, final Supplier<List<Outlier>> outliers, final long nowNs)
    {
        final long added = engine.notes().added();
        final boolean isChanging = seenChanges != changes;
        if (isChanging)
        {
            notesBefore = seenChanges == keptChanges ? added : notesBefore;
            seenChanges = changes;
            changedNs = nowNs;
        }
        if ((!isChanging && nowNs - changedNs >= CALM_NS) || added - notesBefore >= NOTES_LIMIT)
        {
            keep(outliers.get(), nowNs);
            keptChanges = seenChanges;
        }
    }

    /** Returns the moments around a response, the collections of the JVM included. */
    public List<OutlierCause.Source> of(final Outlier outlier, final long nowNs)
    {
        final List<OutlierCause.Source> sources =
            kept.getOrDefault(outlier, sources(OutlierCause.sinceNs(outlier), nowNs));

        return List.of(sources.get(0), sources.get(1), sources.get(2),
            new OutlierCause.Source("JVM", collections.since(OutlierCause.sinceNs(outlier))));
    }

    private void keep(final List<Outlier> outliers, final long nowNs)
    {
        long sinceNs = nowNs;
        for (final Outlier outlier : outliers)
        {
            sinceNs = kept.containsKey(outlier) ? sinceNs : Math.min(sinceNs, OutlierCause.sinceNs(outlier));
        }
        final List<OutlierCause.Source> recent = sources(sinceNs, nowNs);
        final Map<Outlier, List<OutlierCause.Source>> all = new HashMap<>();
        for (final Outlier outlier : outliers)
        {
            all.put(outlier, kept.getOrDefault(outlier, recent));
        }
        kept = all;
    }

    private List<OutlierCause.Source> sources(final long sinceNs, final long nowNs)
    {
        return List.of(new OutlierCause.Source(StallWatch.ENGINE_LABEL, engine.since(sinceNs, nowNs)),
            new OutlierCause.Source(Stalls.GENERATOR, generator.since(sinceNs, nowNs)),
            new OutlierCause.Source(OutlierCause.VMS, bursts.since(sinceNs, nowNs)));
    }
}
