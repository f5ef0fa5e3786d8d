package org.gale.engine.storm.latency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.Agent;
import org.gale.engine.host.HelperIdle;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.ResponseHeat;

/**
 * History of a storm, a record a second: the engine exchanges the histograms that it records into, and a helper reads
 * the full ones. Their sum is the latency of the run, without the warm-up.
 * <pre>
 *   engine   | records into A ....... | exchanges, into B ...... | exchanges, into A ......
 *   helper        parked              | A, stage by stage | parked
 *            hand-over by "full":     ^ set       cleared ^
 * </pre>
 *
 * <p><b>Threads:</b> the engine's thread calls {@link #begin}, {@link #poll} and {@link #measure}; the thread that runs
 * the agent calls {@link #doWork}; {@link #finish} follows the end of both.
 *
 * <p><b>Guarantees:</b> each sample is in exactly one interval. The engine never waits: an interval
 * lasts at least until the helper has returned the other histograms.
 *
 * <p><b>Progress:</b> the engine compares its time once per batch. The helper reads one histogram per cycle, so that it
 * holds its core for less than a tenth of a millisecond.
 */
public final class IntervalHistory implements Agent
{
    /** Limit of the retained intervals: beyond an hour, the oldest are dropped. */
    private static final int LIMIT = 3_600;

    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final LatencyHistograms histograms;
    private final boolean isEncoded;
    private final int limit;
    private final AtomicReference<Full> full = new AtomicReference<>();
    private final Deque<Interval> intervals = new ArrayDeque<>();
    /** Sum of the intervals that were read; null until the first one is. */
    private LatencyHistogram[] totals;
    /** Histograms for the next interval; null until they are made. */
    private LatencyHistogram[] spare;
    private Figures atStart = Figures.NONE;
    private long firstNs;
    private long startNs;
    private long nextNs = Long.MAX_VALUE;
    private boolean isWarming;
    private boolean isMeasured;
    private long dropped;
    private final Map<String, LatencySummary> summaries = new LinkedHashMap<>();
    private final List<byte[]> encoded = new ArrayList<>();

    /**
     * Creates a history.
     *
     * @param isEncoded true to retain the histograms of each interval
     */
    public IntervalHistory(final LatencyHistograms histograms, final boolean isEncoded)
    {
        this(histograms, isEncoded, LIMIT);
    }

    public IntervalHistory(final LatencyHistograms histograms, final boolean isEncoded, final int limit)
    {
        this.histograms = histograms;
        this.isEncoded = isEncoded;
        this.limit = limit;
    }

    /** Makes all histograms ahead, for a run that may not wait. Else they are made with the second interval. */
    void prepare()
    {
        totals = histograms.empty();
        spare = histograms.empty();
    }

    /** Source of the figures at the end of an interval. Called on the engine's thread, once an interval. */
    public interface FigureSource
    {
        /** Returns the figures as of now; counts are those since the first offer. */
        Figures figures();
    }

    /**
     * Figures at a moment.
     *
     * @param offered      events that the engine took so far
     * @param delivered    interrupts that guests acknowledged so far
     * @param pending      interrupts that are pending
     * @param laneWords    words that wait in the generator's lane
     * @param journalBytes bytes journaled so far
     * @param completions  pieces of work that devices with models completed so far
     */
    public record Figures(
        long offered, long delivered, long pending, long laneWords, long journalBytes, long completions)
    {
        static final Figures NONE = new Figures(0, 0, 0, 0, 0);

        /** Makes the figures of a storm without devices that have models. */
        public Figures(final long offered, final long delivered, final long pending, final long laneWords,
            final long journalBytes)
        {
            this(offered, delivered, pending, laneWords, journalBytes, 0);
        }

        Interval.Counts since(final Figures start)
        {
            return new Interval.Counts(offered - start.offered, delivered - start.delivered, pending, laneWords,
                journalBytes - start.journalBytes, completions - start.completions);
        }
    }

    /** Interval whose histograms are full, on its way to the helper. */
    private static final class Full
    {
        private final LatencyHistogram[] histograms;
        private final long startNs;
        private final long lengthNs;
        private final boolean isWarmup;
        private final Interval.Counts counts;

        Full(
            final LatencyHistogram[] histograms,
            final long startNs,
            final long lengthNs,
            final boolean isWarmup,
            final Interval.Counts counts)
        {
            this.histograms = histograms;
            this.startNs = startNs;
            this.lengthNs = lengthNs;
            this.isWarmup = isWarmup;
            this.counts = counts;
        }
    }

    /**
     * Begins with the first offer, before which nothing was offered or delivered.
     *
     * @param hasWarmup true to begin with the warm-up
     */
    void begin(final long nowNs, final boolean hasWarmup)
    {
        isWarming = hasWarmup;
        firstNs = nowNs;
        startNs = nowNs;
        histograms.heat().begin(nowNs);
        nextNs = nowNs + INTERVAL_NS;
    }

    /** Returns whether {@link #begin} was called. */
    boolean hasBegun()
    {
        return nextNs != Long.MAX_VALUE;
    }

    /** Ends an interval if it is over; returns whether the helper has one to read since. */
    boolean poll(final long nowNs, final FigureSource source)
    {
        final boolean isOver = nowNs - nextNs >= 0 && hasBegun() && full.getAcquire() == null;
        if (isOver)
        {
            exchange(nowNs, source.figures());
        }

        return isOver;
    }

    /**
     * Ends the warm-up: the latencies of the run begin here. The caller empties the histograms in use, which hold
     * samples of the warm-up if the helper has still the others.
     *
     * @return true if the helper has an interval to read since
     */
    boolean measure(final long nowNs, final FigureSource source)
    {
        final boolean isFull = divide(nowNs, source);
        isWarming = false;

        return isFull;
    }

    /** Ends an interval within the warm-up, which goes on; returns whether the helper has one to read since. */
    boolean divide(final long nowNs, final FigureSource source)
    {
        final boolean isFull = hasBegun() && isWarming && nowNs > startNs && full.getAcquire() == null;
        if (isFull)
        {
            exchange(nowNs, source.figures());
        }

        return isFull;
    }

    /**
     * Reads one histogram of a full interval.
     *
     * @return 0 without one; {@link HelperIdle#PACED} if the next cycle has time
     */
    @Override
    public int doWork()
    {
        final Full taken = full.getAcquire();
        if (taken == null)
        {
            return 0;
        }
        take(taken);

        return HelperIdle.PACED;
    }

    @Override
    public String roleName()
    {
        return "gale-history";
    }

    /**
     * Ends the last interval, whose histograms are read where they are, and adds those of the other intervals. After
     * the end of the helper.
     */
    void finish(final long nowNs, final FigureSource source)
    {
        finishTaking();
        boolean isSum = true;
        if (hasBegun() && nowNs > startNs)
        {
            isSum = isWarming || isMeasured;                        // a storm that never is warm keeps everything
            histograms.inUse().forEach(this::read);
            add(startNs - firstNs, nowNs - startNs, isWarming, source.figures().since(atStart));
        }
        if (isSum && totals != null)
        {
            final List<LatencyHistogram> used = histograms.inUse();
            for (int i = 0; i < totals.length; i++)
            {
                used.get(i).add(totals[i]);
            }
        }
    }

    /** Returns the retained intervals in order. After {@link #finish}. */
    List<Interval> intervals()
    {
        return new ArrayList<>(intervals);
    }

    /** Returns the response times over the whole run. After {@link #finish}. */
    ResponseHeat heat()
    {
        return histograms.heat().heat();
    }

    /** Returns the number of intervals that were dropped because there were too many. */
    long dropped()
    {
        return dropped;
    }

    private void exchange(final long nowNs, final Figures figures)
    {
        final LatencyHistogram[] filled = spare == null ? histograms.empty() : spare;
        histograms.exchange(filled);
        spare = null;
        full.setRelease(new Full(filled, startNs - firstNs, nowNs - startNs, isWarming, figures.since(atStart)));
        atStart = figures;
        startNs = nowNs;
        nextNs = nowNs + INTERVAL_NS - (nowNs - firstNs) % INTERVAL_NS;
    }

    /** Reads a full interval to its end. On the thread of the helper. */
    void finishTaking()
    {
        while (full.getAcquire() != null)
        {
            doWork();
        }
    }

    /** Reads one histogram, and completes the interval with the last one. */
    private void take(final Full taken)
    {
        final int stage = summaries.size();
        final Histogram histogram = taken.histograms[stage];
        read(histogram);
        totals = totals == null ? histograms.empty() : totals;
        if (!taken.isWarmup && !isMeasured)
        {
            totals[stage].reset();                              // a storm that never is warm keeps everything
        }
        totals[stage].add(histogram);
        histogram.reset();
        if (summaries.size() == totals.length)
        {
            add(taken.startNs, taken.lengthNs, taken.isWarmup, taken.counts);
            spare = taken.histograms;                           // the engine sees it behind the release of "full"
            full.setRelease(null);
        }
    }

    private void read(final Histogram histogram)
    {
        summaries.put(histograms.names().get(summaries.size()), LatencySummary.of(histogram));
        if (isEncoded)
        {
            encoded.add(Interval.encoded(histogram));
        }
    }

    private void add(
        final long fromNs, final long lengthNs, final boolean isWarmup, final Interval.Counts counts)
    {
        if (intervals.size() == limit)
        {
            intervals.removeFirst();
            dropped++;
        }
        intervals.addLast(new Interval(
            fromNs, lengthNs, isWarmup, counts, new LinkedHashMap<>(summaries), List.copyOf(encoded)));
        isMeasured |= !isWarmup;
        summaries.clear();
        encoded.clear();
    }
}
