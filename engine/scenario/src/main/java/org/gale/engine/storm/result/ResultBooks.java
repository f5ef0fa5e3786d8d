package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.scenario.StormSettings;

/** Books of a result, with the places that its numbers have in a report or in the part of a share. Pure functions. */
public final class ResultBooks
{
    private static final String NO_VM = "none";

    private final StormResult result;
    private final Asked asked;
    private final boolean isPart;
    private final List<Books.Sum> sums = new ArrayList<>();

    private ResultBooks(final StormResult result, final Asked asked, final boolean isPart)
    {
        this.result = result;
        this.asked = asked;
        this.isPart = isPart;
    }

    /** Returns the books of a result, whose numbers have the places of its report. */
    public static Books of(final StormResult result, final Asked asked)
    {
        return new ResultBooks(result, asked, false).books();
    }

    /** Returns the books of the result of a share, whose numbers have the places that they have in its part. */
    public static Books ofShare(final ShareOfStorm share, final Asked asked)
    {
        final ResultBooks result = new ResultBooks(share.result(), asked, true);
        result.sums.addAll(HistoryBooks.of(share.result().history(), "/host/part/result/history"));
        final Books books = result.books();
        final JournalTotals journal = share.result().journal();

        return books.with(books.claims().with(share.proof().extent(), journal != null && journal.bytes() > 0));
    }

    /**
     * Returns the books of a sum beside those of the parts that it is of.
     *
     * @param parts    that ran at one time: no two have a VM in common
     * @param outliers the most outliers that the sum shows
     */
    static Books ofSum(final StormResult sum, final List<StormResult> parts, final int outliers)
    {
        final ResultBooks books = new ResultBooks(sum, null, false);
        books.sum("/accounting/offered", parts, one -> one.totals().accounting().offered());
        books.sum("/accounting/delivered", parts, one -> one.totals().accounting().delivered());
        books.sum("/accounting/coalesced", parts, one -> one.totals().accounting().coalesced());
        books.sum("/accounting/pending", parts, one -> one.totals().accounting().pending());
        books.sum("/accounting/held", parts, one -> one.totals().accounting().account().held());
        books.sum("/accounting/rejected", parts, one -> one.totals().accounting().rejectedInAll());
        books.sum("/accounting/sent", parts, one -> one.totals().sent().sent());
        books.sum("/accounting/ticks_high", parts, one -> one.totals().sent().ticksHigh());
        books.sum("/devices/completions", parts, one ->
            one.totals().devices().stream().mapToLong(DeviceCounts::completions).sum());
        books.sum("/devices/interrupts", parts, one ->
            one.totals().devices().stream().mapToLong(DeviceCounts::interrupts).sum());
        if (sum.model() != null)
        {
            books.sum("/pe_time_ns", parts, one ->
                one.model().peNs().values().stream().mapToLong(Long::longValue).sum());
        }
        books.loads(parts);
        final List<StormResult> measured = ResultSum.measured(parts);
        books.sum("/latency_ns/response/count", measured, one -> one.latencies().response().getTotalCount());
        books.sum("/latency_ns/delivered", measured, one -> one.latencies().delivered().all());
        books.slowest(measured, outliers);
        books.sums.addAll(SummedFigures.of(sum, parts, measured));

        return new Books(null, null, new Books.Time(new Placed("/elapsed_s", sum.totals().elapsedNs()), 0, List.of(),
            null, List.of(), 0), Books.Claims.NONE, books.sums, parts.stream().map(ResultBooks::member).toList());
    }

    /** Adds the loads of a storm on the virtual clock, which are those of all parts. */
    private void loads(final List<StormResult> parts)
    {
        if (result.model() == null || result.model().loads().isEmpty())
        {
            return;
        }
        sum("/saturation/merged", parts, one -> one.model().loads().stream().mapToLong(Load::merged).sum());
        sum("the events offered to /groups/*/saturation", parts, one -> one.model().loads().stream()
            .flatMap(load -> load.open().stream()).mapToLong(Load.Offers::offered).sum());
        for (int i = 0; i < Load.PARTS; i++)
        {
            final int time = i;
            sum("/saturation/backlog/" + i, parts, one ->
                one.model().loads().stream().mapToLong(load -> load.backlog().get(time)).sum());
        }
    }

    private static Books.Member member(final StormResult part)
    {
        return new Books.Member(new Placed("/elapsed_s of a part", part.totals().elapsedNs()),
            part.totals().accounting().vms().stream().filter(vm -> !vm.account().isZero())
            .map(StormAccounting.OfVm::vmId).toList());
    }

    private void sum(final String place, final List<StormResult> parts, final ToLongFunction<StormResult> figure)
    {
        sums.add(new Books.Sum(new Placed(place, figure.applyAsLong(result)), "the sum of the parts", parts.stream()
            .map(part -> new Placed(place, figure.applyAsLong(part))).toList()));
    }

    /** Adds the outliers, which are the slowest of those of all parts. */
    private void slowest(final List<StormResult> parts, final int outliers)
    {
        final List<Long> due = parts.stream().flatMap(part -> part.latencies().outliers().stream())
            .map(one -> one.outlier().responseNs()).sorted(Comparator.reverseOrder()).limit(outliers).toList();
        final List<StormLatencies.Explained> shown = result.latencies().outliers();
        sums.add(new Books.Sum(new Placed("the number of /outliers", shown.size()), "that of the parts",
            List.of(new Placed("", due.size()))));
        for (int i = 0; i < Math.min(due.size(), shown.size()); i++)
        {
            sums.add(new Books.Sum(new Placed(outlier(i), shown.get(i).outlier().responseNs()),
                "the slowest of the parts", List.of(new Placed("", due.get(i)))));
        }
    }

    private static String outlier(final int number)
    {
        return "/outliers/" + number + "/response_ns";
    }

    /** Adds the events of open streams of groups that have no others: they are those of their accounts. */
    private void open()
    {
        for (final int group : result.model() == null ? List.<Integer>of() : asked.groups().open())
        {
            if (group < result.model().loads().size() && group < result.totals().groups().size())
            {
                final Load load = result.model().loads().get(group);
                final EventAccount account = result.totals().groups().get(group).account();
                final String place = place("/groups/", "/model/loads/") + group;
                sums.add(new Books.Sum(new Placed(place + "/open/offered", load.open().stream()
                    .mapToLong(Load.Offers::offered).sum()), "what its account has offered",
                    List.of(new Placed("", account.offered()))));
                sums.add(new Books.Sum(new Placed(place + "/saturation/merged", load.merged()),
                    "what its account has coalesced", List.of(new Placed("", account.coalesced()))));
            }
        }
    }

    private Books books()
    {
        final boolean isCounted = asked.count() != StormSettings.COUNT_UNLIMITED;
        final long attached = result.totals().attached() == null ? 0 : result.totals().attached().events();
        final Books.Accounts accounts = accounts();
        final Books.Samples samples = samples();
        if (!asked.isResumed() && result.history().dropped() == 0 && !result.history().intervals().isEmpty())
        {
            intervals();
        }
        open();
        sums.addAll(new FollowingFigures(Following.of(result, asked), this::place).all(samples.drawn()));
        sums.addAll(Migrated.sums(result, samples.drawn(), this::place));
        return new Books(accounts, samples, time(), new Books.Claims(
            isCounted ? new Placed("/config/count", asked.count()) : null,
            result.verdict().end() == StormEnd.COUNT, asked.rest() + attached, StormProof.Extent.NO_JOURNAL, false,
            asked.host().vms(), asked.listed()), sums).with(Migrated.spreads(result, this::place, this::spread));
    }

    /** Adds the counts of all intervals, which are those of the storm. */
    private void intervals()
    {
        final StormTotals totals = result.totals();
        interval("/accounting/offered", totals.accounting().offered(), "offered", Interval.Counts::offered);
        interval("/accounting/delivered", totals.accounting().delivered(), "delivered", Interval.Counts::delivered);
        interval("/groups/*/completions", totals.devices().stream().mapToLong(DeviceCounts::completions).sum(),
            "completions", Interval.Counts::completions);
        final boolean isDivided = result.model() != null && !result.model().partitions().first().isEmpty();
        if (result.model() != null && !isDivided && !asked.isSum() && !result.rates().warmup().ending().isKept())
        {
            measured();
        }
        if (!asked.isSum() && (!isDivided || result.rates().warmup().isNone()))
        {
            samples(Latency.RESPONSE.label(), result.latencies().response());
            result.latencies().others().forEach(this::samples);
            result.latencies().stages().forEach(this::samples);
        }
    }

    /** Adds counts and time of the measured part: those of its intervals, and of all but the warm-up. */
    private void measured()
    {
        final MeasuredRates rates = result.rates();
        measured("offered", rates.offered(), rates.warmup().offered(), Interval.Counts::offered);
        measured("delivered", rates.delivered(), rates.warmup().delivered(), Interval.Counts::delivered);
        final Placed elapsed = new Placed(place("/elapsed_s", "/totals/elapsed_ns"), result.totals().elapsedNs());
        sums.add(new Books.Sum(elapsed, "the warm-up with the measured part",
            List.of(new Placed("/warmup/ns", rates.warmup().ns()), new Placed("/measured_ns", rates.ns()))));
    }

    private void measured(
        final String name, final long measured, final long before, final ToLongFunction<Interval.Counts> figure)
    {
        final List<Interval> intervals = result.history().intervals();
        sums.add(new Books.Sum(new Placed("the measured events " + name, measured), "those of measured intervals",
            List.of(new Placed("", intervals.stream().filter(interval -> !interval.isWarmup())
            .map(Interval::counts).mapToLong(figure).sum()))));
        sums.add(new Books.Sum(new Placed("/warmup/" + name, before), "those of intervals of the warm-up",
            List.of(new Placed("", intervals.stream().filter(Interval::isWarmup)
            .map(Interval::counts).mapToLong(figure).sum()))));
    }

    /** Adds the samples of a latency of all measured intervals, or of all intervals of a storm that never was warm. */
    private void samples(final String name, final Histogram whole)
    {
        final boolean isWarm = result.history().intervals().stream().anyMatch(interval -> !interval.isWarmup());
        final List<LatencySummary> all = result.history().intervals().stream()
            .filter(interval -> !isWarm || !interval.isWarmup()).map(interval -> interval.latencies().get(name))
            .filter(Objects::nonNull).toList();
        if (whole != null && !all.isEmpty())
        {
            final String words = place("/intervals/*/latency_ns/", "/history/intervals/*/latencies/") + name;
            sums.add(new Books.Sum(new Placed(place("/latency_ns/", "/latencies/") + name + "/count",
                whole.getTotalCount()), words, List.of(new Placed(words,
                all.stream().mapToLong(LatencySummary::count).sum()))));
            final long sumNs = LatencySummary.sumOf(whole);
            final boolean isKnown = sumNs != LatencySummary.NONE &&
                all.stream().allMatch(one -> one.sum() != LatencySummary.NONE);
            sums.add(new Books.Sum(new Placed(place("/latency_ns/", "/latencies/") + name + "/sum",
                isKnown ? sumNs : 0), words, List.of(new Placed(words,
                isKnown ? all.stream().mapToLong(LatencySummary::sum).sum() : 0))));
        }
    }

    private void interval(
        final String place, final long whole, final String name, final ToLongFunction<Interval.Counts> figure)
    {
        final String words = place("/intervals/*/", "/history/intervals/*/counts/") + name;
        sums.add(new Books.Sum(new Placed(place, whole), words, List.of(new Placed(words,
            result.history().intervals().stream().map(Interval::counts).mapToLong(figure).sum()))));
    }

    /** Returns the place of a number. */
    private String place(final String ofReport, final String ofPart)
    {
        return isPart ? "/host/part/result" + ofPart : ofReport;
    }

    private Books.Accounts accounts()
    {
        final StormTotals totals = result.totals();
        final StormAccounting accounting = totals.accounting();
        final List<Books.Account> vms = new ArrayList<>();
        for (final StormAccounting.OfVm vm : accounting.vms())
        {
            vms.add(new Books.Account("VM " + vm.vmId(), place("/accounting/vms/" + vms.size(),
                "/totals/accounting/vms/" + vms.size() + "/account"), vm.account(), null));
        }
        final long none = accounting.rejectedOfNoVm();
        if (none != 0)
        {
            vms.add(new Books.Account("VM " + NO_VM, place("/accounting/vms/" + vms.size(),
                "/totals/accounting/rejected"), EventAccount.rejected(none), null));
        }
        final Map<String, Long> coalescedAt = totals.coalescedAt();
        final List<Placed> merged = new ArrayList<>();
        if (coalescedAt != null)
        {
            coalescedAt.forEach((name, count) ->
                merged.add(new Placed(
                place("/accounting/coalesced_at/", "/totals/accounting/vectors/") + name, count)));
        }

        return new Books.Accounts(new Books.Account("the storm", place("/accounting", "/totals/accounting"),
            accounting.account(), null), vms, parts(totals.groups(), place("/groups/", "/totals/groups/"), true),
            parts(totals.phases(), place("/phases/", "/totals/phases/"), false), totals.sent(),
            new Placed(place("/accounting/rejected", "/totals/accounting/rejected"), none), merged, counts());
    }

    /** Returns counts that are of no account. */
    private List<Placed> counts()
    {
        final StormTotals totals = result.totals();
        final List<Placed> counts = new ArrayList<>();
        totals.accounting().rejected().forEach((reason, count) -> counts.add(
            new Placed(place("/accounting/rejected/", "/totals/accounting/rejected/") + reason, count)));
        counts.add(new Placed(place("/accounting/sent", "/totals/sent/sent"), totals.sent().sent()));
        counts.add(new Placed(place("/accounting/ticks_high", "/totals/sent/ticks_high"), totals.sent().ticksHigh()));
        for (int i = 0; i < totals.devices().size(); i++)
        {
            final String place = place("/groups/", "/totals/devices/") + i;
            counts.add(new Placed(place + "/completions", totals.devices().get(i).completions()));
            counts.add(new Placed(place + "/interrupts", totals.devices().get(i).interrupts()));
        }
        if (result.model() != null)
        {
            result.model().counts().forEach((step, count) ->
                counts.add(new Placed(place("/model/", "/model/counts/") + step, count)));
        }

        return counts;
    }

    private List<Books.Part> parts(final List<Part> parts, final String place, final boolean isOfGroups)
    {
        final List<Books.Part> all = new ArrayList<>();
        final List<Long> delivered = isOfGroups ? result.latencies().delivered().byGroup() : List.of();
        for (final Part part : parts)
        {
            final String own = place + all.size();
            all.add(new Books.Part(new Books.Account((part.span() == null ? "group " : "phase ") + part.name(),
                own + (isPart ? "/account" : "/accounting"), part.account(), null),
                all.size() >= delivered.size() ? null : isPart ?
                new Placed("/host/part/result/latencies/delivered/by_group/" + all.size(), delivered.get(all.size())) :
                new Placed(own + "/latency_ns/delivered", delivered.get(all.size())),
                spread(own + latency("response"), part.response()), spread(own + latency("handled"), part.handled()),
                spread(own + latency("request"), part.request()),
                parts(part.groups(), own + "/groups/", false)));
        }

        return all;
    }

    private String latency(final String name)
    {
        return isPart ? '/' + name + "/summary" : "/latency_ns/" + name;
    }

    private Books.Spread spread(final String place, final Part.Times times)
    {
        if (isPart && times != null && times.samples() != null)
        {
            final LatencySummary held = LatencySummary.of(times.samples());
            same(place + "/count", times.summary().count(), held.count());
            same(place + "/sum", times.summary().sum(), held.sum());
            for (int i = 0; i < held.values().size(); i++)
            {
                same(place + "/values/" + i, times.summary().values().get(i), held.values().get(i));
            }
        }

        return times == null ? null : new Books.Spread(place, times.summary(), times.samples() == null ? null :
            bounds(times.samples()));
    }

    /** Adds a number of a summary that its histogram has, too. */
    private void same(final String place, final long value, final long held)
    {
        final String samples = place.replace("/summary/", "/samples/");
        sums.add(new Books.Sum(new Placed(place, value), samples, List.of(new Placed(samples, held))));
    }

    /** {@return what the buckets of the histogram of a share give; null of a result that holds its own} */
    private Books.Bounds bounds(final Histogram histogram)
    {
        if (!isPart || histogram.getTotalCount() == 0)
        {
            return null;
        }
        final boolean isLimited = histogram.getMaxValue() >= SummedHistogram.HIGHEST_NS;
        long least = 0;
        long most = 0;
        long last = 0;
        for (final HistogramIterationValue bucket : histogram.recordedValues())
        {
            last = bucket.getValueIteratedTo();
            least += histogram.lowestEquivalentValue(last) * bucket.getCountAddedInThisIterationStep();
            most += histogram.highestEquivalentValue(last) * bucket.getCountAddedInThisIterationStep();
        }

        return new Books.Bounds(least, isLimited ? Long.MAX_VALUE : most, histogram.lowestEquivalentValue(last),
            isLimited ? Long.MAX_VALUE : histogram.highestEquivalentValue(last));
    }

    private Books.Samples samples()
    {
        final StormLatencies latencies = result.latencies();
        final String place = place("/latency_ns/", "/latencies/");
        final String others = place("/latency_ns/", "/latencies/others/");
        final Map<String, Books.Spread> stages = new LinkedHashMap<>();
        latencies.stages().forEach((name, stage) -> stages.put(name, spread(place + "stages/" + name, stage)));
        final List<Books.Spread> vms = new ArrayList<>();
        latencies.responseByVm().forEach(vm -> vms.add(spread(place("/latency_ns/vms/" + vms.size() + "/response",
            "/latencies/response_by_vm/" + vms.size()), vm)));
        final List<Books.Spread> routes = new ArrayList<>();
        latencies.responseByRoute().forEach((name, route) -> routes.add(spread(place(
            "/latency_ns/routes/" + name, "/latencies/response_by_route/" + name), route)));
        final List<Placed> ofRoutes = new ArrayList<>();
        latencies.delivered().byRoute().forEach((name, count) -> ofRoutes.add(new Placed(place(
            "/latency_ns/routes/" + name + "/delivered", "/latencies/delivered/by_route/" + name), count)));
        final boolean isModelled = result.model() != null;
        final boolean hasEnded = isModelled && result.verdict().end() == StormEnd.COUNT;

        return new Books.Samples(new Books.Drawn(new Placed(place("/latency_ns/delivered",
            "/latencies/delivered/all"), latencies.delivered().all()), ofRoutes,
            asked.isSampled() && (isModelled || isWhole()),
            !asked.isResumed() && result.rates().warmup().isNone(), isModelled ? 0 : asked.vcpus(),
            hasEnded ? 0 : asked.vcpus(), result.totals().attached() == null),
            spread(place + "response", latencies.response()),
            spread(others + "handled", latencies.handled()), spread(others + "service", latencies.service()),
            spread(others + "request", latencies.request()), stages, vms, routes,
            latencies.outliers().isEmpty() ? null : new Placed(place(outlier(0), "/latencies/outliers/0/outlier"),
            latencies.outliers().get(0).outlier().responseNs()));
    }

    /**
     * Returns whether the measured part of a storm on the wall clock is all of it: one that follows a warm-up or a
     * resume delivers what was sent before, and attached producers need not stamp.
     */
    private boolean isWhole()
    {
        return result.totals().attached() == null &&
            result.latencies().delivered().all() == result.totals().accounting().delivered();
    }

    private Books.Spread spread(final String place, final Histogram histogram)
    {
        return histogram == null ? null :
            new Books.Spread(place, LatencySummary.of(histogram), bounds(histogram));
    }

    private Books.Time time()
    {
        final Placed elapsed = new Placed(place("/elapsed_s", "/totals/elapsed_ns"), result.totals().elapsedNs());
        final List<Books.PeTime> partitions = new ArrayList<>();
        final Modelled model = result.model();
        if (model == null)
        {
            return new Books.Time(elapsed, 0, List.of(), null, partitions, 0);
        }
        final boolean isDivided = !model.partitions().first().isEmpty() || model.partitions().beyond() > 0;
        for (final ModelledPartitions.OfPartition one : model.partitions().first())
        {
            final String place = place("/partitions/", "/model/partitions/first/") + partitions.size();
            final boolean isKnown = one.number() >= 0 && one.number() < asked.host().partitions().count();
            partitions.add(new Books.PeTime(place + place("/pe_time_ns", "/pe_ns"),
                new Placed(place + "/number", one.number()), new Placed(place + place("/elapsed_s", "/elapsed_ns"),
                one.elapsedNs()), 0, one.peNs(), isKnown ? asked.pes(one.number()) : 0));
        }

        return new Books.Time(elapsed, 0, List.of(), new Books.PeTime(place("/pe_time_ns", "/model/pe_ns"), null,
            elapsed, 0, model.peNs(), isDivided ? 0 : asked.pes()), partitions, model.partitions().beyond());
    }
}
