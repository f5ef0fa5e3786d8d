package org.gale.engine.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.report.document.DocumentInterval;
import org.gale.engine.report.document.Latencies;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.StormHistory;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormResult;

/** Latencies of a report: those of the storm, and those of its intervals. Pure functions. */
public final class LatencySection
{
    private static final int CURVE_DIGITS = 6;
    private static final int SECOND_DIGITS = 6;
    private static final int MEAN_DIGITS = 9;

    private LatencySection()
    {
    }

    /** Returns the latencies of a storm. Those of a storm with a model have exact means. */
    static Latencies.OfStorm of(final StormResult result)
    {
        final StormLatencies latencies = result.latencies();
        final boolean hasMeans = result.model() != null;
        final Map<String, List<Latencies.Point>> curves = new LinkedHashMap<>();
        curves.put(Latency.RESPONSE.label(), curve(latencies.response()));
        latencies.others().forEach((name, histogram) -> curves.put(name, curve(histogram)));
        latencies.stages().forEach((name, histogram) -> curves.put(name, curve(histogram)));
        final List<Latencies.OfVm> vms = new ArrayList<>();
        for (final Histogram ofVm : latencies.responseByVm())
        {
            vms.add(new Latencies.OfVm((long)vms.size(), times(LatencySummary.of(ofVm), hasMeans)));
        }
        final boolean hasRoutes = !latencies.responseByRoute().isEmpty();

        return new Latencies.OfStorm(
            new Latencies.Sampled(latencies.sampled(), latencies.delivered().all()),
            new Latencies.Whole(times(LatencySummary.of(latencies.response()), hasMeans),
                latencies.handled() == null ? null : times(LatencySummary.of(latencies.handled()), hasMeans),
                latencies.service() == null ? null : times(LatencySummary.of(latencies.service()), hasMeans),
                latencies.request() == null ? null : times(LatencySummary.of(latencies.request()), true)),
            curves, times(latencies.stages(), hasMeans), hasRoutes ? latencies.delivered().byRoute() : null,
            hasRoutes ? times(latencies.responseByRoute(), hasMeans) : null, vms);
    }

    private static Map<String, Latencies.Times> times(final Map<String, Histogram> histograms, final boolean hasMeans)
    {
        final Map<String, Latencies.Times> times = new LinkedHashMap<>();
        histograms.forEach((name, histogram) -> times.put(name, times(LatencySummary.of(histogram), hasMeans)));

        return times;
    }

    private static List<Latencies.Point> curve(final Histogram histogram)
    {
        return PercentileCurve.of("", histogram).points().stream().map(point -> new Latencies.Point(
            BigDecimal.valueOf(point.percentile()).setScale(CURVE_DIGITS, RoundingMode.HALF_UP), point.ns())).toList();
    }

    /** Returns a latency with its number of samples. */
    public static Latencies.Times times(final LatencySummary latency, final boolean hasMean)
    {
        final Map<String, Long> percentiles = new LinkedHashMap<>();
        Percentile.ALL.forEach(one -> percentiles.put(one.key(), orNull(latency.value(one))));

        return new Latencies.Times(latency.count(), hasMean ? mean(latency) : null, percentiles);
    }

    /**
     * Returns latencies by their names, as an interval and a joined point have them.
     *
     * @param hasMeans true to write all exact means; requests have them always
     */
    public static Latencies.ByName byName(final Map<String, LatencySummary> latencies, final boolean hasMeans)
    {
        final Map<String, Latencies.Times> whole = new LinkedHashMap<>();
        final Map<String, Latencies.Times> stages = new LinkedHashMap<>();
        latencies.forEach((name, latency) -> (Latency.of(name).isStage() ? stages : whole).put(
            name, times(latency, hasMeans || name.equals(Latency.REQUEST.label()))));

        return new Latencies.ByName(whole, stages.isEmpty() ? null : stages);
    }

    /** Returns the greatest time of a latency, and its exact mean, where no other percentile is known. */
    public static Latencies.Times greatest(final LatencySummary latency, final boolean hasMean)
    {
        final Map<String, Long> greatest = new LinkedHashMap<>();
        greatest.put(Percentile.MAX.key(), orNull(latency.max()));

        return new Latencies.Times(latency.count(), hasMean ? mean(latency) : null, greatest);
    }

    /** Returns the intervals of a storm. */
    static List<DocumentInterval> intervals(final StormResult result)
    {
        final StormHistory history = result.history();

        return history.intervals().stream().map(interval -> interval(interval, result.generator() != null,
            !result.totals().devices().isEmpty(), result.model() != null)).toList();
    }

    /**
     * Returns an interval.
     *
     * @param hasLanes   true for a storm with a generator
     * @param hasDevices true for a storm whose devices have models
     */
    static DocumentInterval interval(final Interval interval, final boolean hasLanes, final boolean hasDevices,
        final boolean hasMeans)
    {
        final Interval.Counts counts = interval.counts();

        return new DocumentInterval(
            new DocumentInterval.Span(seconds(interval.startNs()), seconds(interval.lengthNs()), interval.isWarmup()),
            new DocumentInterval.Counts(counts.offered(), counts.delivered(), rounded(interval.deliveredPerS()),
                hasDevices ? rounded(interval.completedPerS()) : null, counts.pending(),
                hasLanes ? counts.laneWords() : null),
            byName(interval.latencies(), hasMeans));
    }

    /** Returns a time in seconds. */
    static BigDecimal seconds(final long ns)
    {
        return BigDecimal.valueOf(ns, 9).setScale(SECOND_DIGITS, RoundingMode.HALF_UP);
    }

    /** Returns a rate as a whole number. */
    static Long rounded(final double perS)
    {
        return Math.round(perS);
    }

    /** {@return a time, or null for {@link LatencySummary#NONE}} */
    static Long orNull(final long ns)
    {
        return ns == LatencySummary.NONE ? null : ns;
    }

    private static Latencies.Mean mean(final LatencySummary latency)
    {
        return new Latencies.Mean(latency.sum() == LatencySummary.NONE ? null : mean(latency.sum(), latency.count()));
    }

    /** {@return the mean of some times, ns, rounded to nine digits behind the point; null of none} */
    static BigDecimal mean(final long sumNs, final long count)
    {
        if (count == 0)
        {
            return null;
        }
        final BigDecimal mean = BigDecimal.valueOf(sumNs)
            .divide(BigDecimal.valueOf(count), MEAN_DIGITS, RoundingMode.HALF_EVEN).stripTrailingZeros();

        return mean.setScale(Math.max(0, mean.scale()));
    }
}
