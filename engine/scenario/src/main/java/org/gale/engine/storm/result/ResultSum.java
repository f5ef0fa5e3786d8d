package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.scenario.Warmup;

/**
 * Sum of the results of parts of one storm that ran side by side: its partitions, engines or shares. Counts, accounts
 * and histograms add up; the longest time is that of the storm. What a part measured that ended within the warm-up of
 * the others is left out, like the warm-up. Sums may be added in any grouping, but for digests of journals. Pure
 * functions.
 */
public final class ResultSum
{
    private ResultSum()
    {
    }

    /**
     * Returns the result of the storm.
     *
     * @param parts    at least one, in their order
     * @param outliers the most outliers that the storm shows
     */
    public static StormResult of(final List<StormResult> parts, final int outliers)
    {
        return of(parts, outliers, false);
    }

    /** Returns the result of a storm whose parts started apart: on the wall clock, its rates are sums of theirs. */
    public static StormResult ofShares(final List<StormResult> parts, final int outliers)
    {
        return of(parts, outliers, parts.get(0).model() == null);
    }

    private static StormResult of(final List<StormResult> parts, final int outliers, final boolean isApart)
    {
        final List<StormResult> some = measured(parts);
        final MeasuredRates rates = rates(parts, some);
        final StormTotals totals = StormTotals.sum(parts.stream().map(StormResult::totals).toList(),
            some.stream().map(StormResult::totals).toList(), actions(parts, some));

        return new StormResult(totals, isApart ? rates.apart(parts.stream().map(StormResult::rates).toList()) : rates,
            HostSums.generator(parts, isApart), latencies(some, outliers), HostSums.host(parts),
            model(parts), journal(parts),
            VerdictSum.of(parts, totals.actions(), totals.controls()),
            HistorySum.of(parts.stream().map(StormResult::history).toList(), parts.get(0).model() != null));
    }

    /** Returns the actions of all parts, with the responses of those that measured. */
    private static StormActions actions(final List<StormResult> parts, final List<StormResult> some)
    {
        final StormActions all = HostSums.actions(parts);

        return all.migrations() == null ? all : all.with(MigrationResponses.sum(
            some.stream().map(part -> part.totals().actions().migrations().figures().responses()).toList()));
    }

    /** Returns the parts that measured, all of them where none did: the latencies of the storm are theirs. */
    static List<StormResult> measured(final List<StormResult> parts)
    {
        final List<StormResult> measured =
            parts.stream().filter(part -> !part.rates().warmup().ending().isKept()).toList();

        return measured.isEmpty() ? parts : measured;
    }

    /** Returns the point at which a storm is resumed: all commands and events before. */
    public static StormResumed resumed(final List<StormResumed> points)
    {
        return points.stream().allMatch(StormResumed::isNone) ? StormResumed.NONE :
            new StormResumed(sum(points, StormResumed::sequence),
            points.stream().mapToInt(StormResumed::tornFrames).sum(),
            points.stream().mapToLong(StormResumed::firstCommand).max().orElse(1), sum(points, StormResumed::offered),
            sum(points, StormResumed::delivered), points.stream().mapToLong(StormResumed::timeNs).max().orElse(0));
    }

    private static MeasuredRates rates(final List<StormResult> parts, final List<StormResult> measured)
    {
        final List<MeasuredRates> all = parts.stream().map(StormResult::rates).toList();
        final List<MeasuredRates> some = measured.stream().map(StormResult::rates).toList();
        final MeasuredRates longest = some.stream()
            .max((one, next) -> Long.compare(one.warmup().ns(), next.warmup().ns())).orElseThrow();
        final long offered = sum(some, MeasuredRates::offered);
        final long delivered = sum(some, MeasuredRates::delivered);
        final Warmup.Past past = longest.warmup();
        final boolean isKept = past.ending().isKept();

        return new MeasuredRates(past.isNone() ? past : new Warmup.Past(past.ending(), past.ns(),
            isKept ? sum(some, rates -> rates.warmup().offered()) :
            sum(all, rates -> rates.offered() + before(rates, Warmup.Past::offered)) - offered,
            isKept ? sum(some, rates -> rates.warmup().delivered()) :
            sum(all, rates -> rates.delivered() + before(rates, Warmup.Past::delivered)) - delivered),
            some.stream().mapToLong(MeasuredRates::ns).max().orElse(1), offered, delivered);
    }

    /** Returns a count of the warm-up that is not in the measured part, too. */
    private static long before(final MeasuredRates rates, final ToLongFunction<Warmup.Past> count)
    {
        return rates.warmup().ending().isKept() ? 0 : count.applyAsLong(rates.warmup());
    }

    private static StormLatencies latencies(
        final List<StormResult> parts, final int outliers)
    {
        final List<StormLatencies> all = parts.stream().map(StormResult::latencies).toList();
        final List<SampledInterrupts> samples = new ArrayList<>();
        all.forEach(part -> samples.add(part.samples()));
        final List<StormLatencies.Explained> slowest = new ArrayList<>();
        all.forEach(part -> slowest.addAll(part.outliers()));
        slowest.sort(ResultSum::rank);

        return new StormLatencies(histogram(all, StormLatencies::response), histograms(all, StormLatencies::others),
            histograms(all, StormLatencies::stages),
            byVm(all.stream().map(StormLatencies::responseByVm).toList()),
            histograms(all, StormLatencies::responseByRoute),
            List.copyOf(slowest.subList(0, Math.min(outliers, slowest.size()))),
            samples.get(0) == null ? null : new SamplesOfEngines(samples, StormLatencies.Explained.ALONE),
            delivered(all.stream().map(StormLatencies::delivered).toList()));
    }

    private static int rank(final StormLatencies.Explained one, final StormLatencies.Explained next)
    {
        final Outlier first = one.outlier();
        final Outlier second = next.outlier();
        final int byResponse = Long.compare(second.responseNs(), first.responseNs());
        final int byTime = byResponse != 0 ? byResponse : Long.compare(one.atNs(), next.atNs());
        final int byVm = byTime != 0 ? byTime : Integer.compare(first.vmId(), second.vmId());

        return byVm != 0 ? byVm : Integer.compare(first.lpiId(), second.lpiId());
    }

    private static List<Histogram> byVm(final List<List<Histogram>> parts)
    {
        final List<Histogram> vms = new ArrayList<>();
        for (int i = 0; i < parts.get(0).size(); i++)
        {
            final int vm = i;
            vms.add(HistogramSum.of(parts.stream().map(part -> part.get(vm)).toList()));
        }

        return vms;
    }

    private static Histogram histogram(
        final List<StormLatencies> parts, final Function<StormLatencies, Histogram> latency)
    {
        final List<Histogram> histograms = new ArrayList<>();
        parts.forEach(part -> histograms.add(latency.apply(part)));

        return HistogramSum.of(histograms);
    }

    private static Map<String, Histogram> histograms(
        final List<StormLatencies> parts,
        final Function<StormLatencies, Map<String, Histogram>> latencies)
    {
        final Map<String, Histogram> sums = new LinkedHashMap<>();
        parts.stream().flatMap(part -> latencies.apply(part).keySet().stream()).distinct()
            .forEach(name -> sums.put(name, histogram(parts, part -> latencies.apply(part).get(name))));

        return sums;
    }

    private static MeasuredDeliveries delivered(final List<MeasuredDeliveries> parts)
    {
        final Map<String, Long> byRoute = new LinkedHashMap<>();
        parts.forEach(part -> part.byRoute().forEach((route, count) -> byRoute.merge(route, count, Long::sum)));
        final List<Long> byGroup = new ArrayList<>();
        for (int i = 0; i < parts.get(0).byGroup().size(); i++)
        {
            final int group = i;
            byGroup.add(sum(parts, part -> part.byGroup().get(group)));
        }

        return new MeasuredDeliveries(sum(parts, MeasuredDeliveries::all), List.copyOf(byGroup), byRoute);
    }

    private static Modelled model(final List<StormResult> parts)
    {
        final Modelled first = parts.get(0).model();
        if (first == null)
        {
            return null;
        }
        final List<Modelled> all = parts.stream().map(StormResult::model).toList();

        return new Modelled(first.version(), first.costs(), sums(all, Modelled::peNs), sums(all, Modelled::counts),
            sums(all, Modelled::offPeNs), all.stream().map(Modelled::partitions)
            .reduce(ModelledPartitions.NONE, ModelledPartitions::plus),
            ModelTrace.sum(all.stream().map(Modelled::trace).toList()),
            all.stream().mapToLong(Modelled::realNs).max().orElse(0),
            Load.sum(all.stream().map(Modelled::loads).toList()));
    }

    private static Map<String, Long> sums(
        final List<Modelled> parts, final Function<Modelled, Map<String, Long>> figures)
    {
        final Map<String, Long> sums = new LinkedHashMap<>();
        parts.forEach(part -> figures.apply(part).forEach((name, value) -> sums.merge(name, value, Long::sum)));

        return sums;
    }

    private static JournalTotals journal(final List<StormResult> parts)
    {
        final List<JournalTotals> all = parts.stream().map(StormResult::journal).filter(Objects::nonNull).toList();
        if (all.size() < parts.size())
        {
            return null;                                            // of partitions: the journal is their engine's
        }

        return new JournalTotals(sum(all, JournalTotals::commands), sum(all, JournalTotals::frames),
            sum(all, JournalTotals::bytes), JournalTotals.digest(all.stream().map(JournalTotals::stateDigest).toList()),
            JournalTotals.digest(all.stream().map(JournalTotals::runDigest).toList()), sum(all, JournalTotals::beyond));
    }

    private static <T> long sum(final List<T> parts, final ToLongFunction<T> figure)
    {
        return parts.stream().mapToLong(figure).sum();
    }
}
