package org.gale.engine.storm.answer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.WarmedUp;
import org.gale.engine.storm.result.answer.WarmUp;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Figures of one run by name. Those of a group have its name with a dot before; one with too few samples is missing.
 *
 * @param figures  by name
 * @param samples  of the responses, by the prefix of the group, and of its requests
 * @param verdicts words on the groups that are not below capacity, by their prefix
 * @param taken    interrupts that each vCPU took, by its name
 * @param counts   of the model
 * @param offered  events, those of the warm-up among them
 * @param warmUp   of the run
 * @param seed     that its report has
 */
record Ran(Map<String, Double> figures, Map<String, Long> samples, Map<String, Load.LoadVerdict> verdicts,
    Map<String, Long> taken, Map<String, Long> counts, long offered, WarmUp warmUp, long seed)
{
    /** Mean response, ns. */
    static final String MEAN = "mean";
    /** Median response, ns. */
    static final String P50 = "p50";
    /** Tail of the response, ns. */
    static final String P99 = "p99";
    /** Exits from guests a second. */
    static final String EXITS = "exits_per_s";
    /** Share of the PEs' time that the host has: states host and stolen. */
    static final String HOST = "host_share";
    /** Share of the events that merge with one that is pending. */
    static final String COALESCED = "coalesced_share";
    /** Median latency of the requests of devices, ns. */
    static final String REQUEST_P50 = "request_p50";
    /** Tail of the latency of these, ns. */
    static final String REQUEST_P99 = "request_p99";
    /** Pieces of work that devices completed a second. Higher ones are better. */
    static final String COMPLETIONS = "completions_per_s";
    /** Exits from guests for each piece of work that devices completed, after the warm-up. */
    static final String EXITS_OF_REQUEST = "exits_per_request";
    /** Time of the PEs in states host and stolen for each such piece, ns. */
    static final String HOST_OF_REQUEST = "host_per_request";
    /** Time of the PEs in handlers of guests for each such piece, ns. */
    static final String GUEST_OF_REQUEST = "guest_per_request";
    /** Figures of what a piece of work costs. */
    static final List<String> PER_REQUEST = List.of(EXITS_OF_REQUEST, HOST_OF_REQUEST, GUEST_OF_REQUEST);
    /** Shares of the interrupts that took a path: on a route through the host, or to a vCPU that had blocked. */
    static final List<String> PATHS = List.of("forwarded_share", "woken_share", "waiting_share");
    /** Figures that a storm and its groups have where its devices have models. */
    static final List<String> OF_DEVICES = List.of(REQUEST_P50, REQUEST_P99, COMPLETIONS);
    /** Figures that each group has. */
    static final List<String> OF_GROUPS = List.of(MEAN, P50, P99);
    /** Samples that a p99 needs here: its interval counts on ten beyond it. */
    static final long LEAST_OF_TAIL = 1000;

    /** Figures that no sample is taken of, and that tell something of an overloaded host, too. */
    static final List<String> COUNTED = List.of(EXITS, HOST, COALESCED);

    private static final List<String> OF_HOST = List.of("host", "stolen");
    private static final List<String> OF_GUEST = List.of("handler", "softirq", "thread");
    private static final double SECOND_NS = 1e9;

    /** Returns the figures of a report. */
    static Ran of(final StormReport report)
    {
        final StormResult result = report.result();
        final Map<String, Double> figures = new LinkedHashMap<>();
        final Map<String, Long> samples = new LinkedHashMap<>();
        final Map<String, Load.LoadVerdict> verdicts = new LinkedHashMap<>();
        final WarmedUp warmed = result.model().warmed() == null ? WarmedUp.NOTHING : result.model().warmed();
        final long judgedNs = result.model().warmed() == null ? result.totals().elapsedNs() : result.rates().ns();
        put(figures, samples, "", LatencySummary.of(result.latencies().response()));
        verdict(verdicts, "", Load.ofAll(result.model().loads()), result.totals().accounting().delivered());
        final List<Part> groups = result.totals().groups();
        for (int i = 0; i < result.model().loads().size() && result.totals().hasGroups(); i++)
        {
            final String prefix = groups.get(i).name() + '.';
            put(figures, samples, prefix, groups.get(i).latency(Latency.RESPONSE));
            verdict(verdicts, prefix, result.model().loads().get(i), groups.get(i).account().delivered());
        }
        final Map<String, Long> peNs = result.model().peNs();
        final Map<String, Long> before = warmed.peNs();
        final double all = sum(peNs, peNs.keySet()) - sum(before, before.keySet());
        figures.put(EXITS, (result.model().counts().getOrDefault("exits", 0L) -
            warmed.counts().getOrDefault("exits", 0L)) * SECOND_NS / judgedNs);
        figures.put(HOST, (sum(peNs, OF_HOST) - sum(before, OF_HOST)) / all);
        figures.put(COALESCED, share(result.totals().accounting(), warmed));
        paths(figures, result.latencies());
        devices(figures, samples, result, warmed);

        return new Ran(figures, samples, verdicts, result.model().partitions().taken(), result.model().counts(),
            result.totals().accounting().offered(), WarmUp.of(result),
            report.description().config().value(StormSettings.SEED));
    }

    private static long sum(final Map<String, Long> times, final Collection<String> states)
    {
        return states.stream().mapToLong(state -> times.getOrDefault(state, 0L)).sum();
    }

    private static void paths(final Map<String, Double> figures, final StormLatencies latencies)
    {
        final Map<String, Long> routes = latencies.delivered().byRoute();
        final long delivered = routes.values().stream().mapToLong(Long::longValue).sum();
        final long responses = latencies.response().getTotalCount();
        for (final String path : PATHS)
        {
            final String name = path.substring(0, path.indexOf('_'));
            final Histogram stage = latencies.stages().get(name);
            if (stage != null && responses > 0)
            {
                figures.put(path, (double)stage.getTotalCount() / responses);
            }
            else if (routes.containsKey(name) && delivered > 0)
            {
                figures.put(path, (double)routes.get(name) / delivered);
            }
        }
    }

    private static void devices(
        final Map<String, Double> figures, final Map<String, Long> samples, final StormResult result,
        final WarmedUp warmed)
    {
        final List<DeviceCounts> devices = result.totals().devices();
        final DeviceCounts.Work work = DeviceCounts.Work.sum(devices);
        if (!devices.isEmpty())
        {
            figures.put(COMPLETIONS, work.completionsPerS());
        }
        if (work.completions() > 0)
        {
            final double completions = work.completions();
            final Map<String, Long> peNs = result.model().peNs();
            figures.put(EXITS_OF_REQUEST, (result.model().counts().getOrDefault("exits", 0L) -
                warmed.counts().getOrDefault("exits", 0L)) / completions);
            figures.put(HOST_OF_REQUEST, (sum(peNs, OF_HOST) - sum(warmed.peNs(), OF_HOST)) / completions);
            figures.put(GUEST_OF_REQUEST, (sum(peNs, OF_GUEST) - sum(warmed.peNs(), OF_GUEST)) / completions);
        }
        if (result.latencies().request() != null)
        {
            requests(figures, samples, "", LatencySummary.of(result.latencies().request()));
        }
        for (final DeviceCounts group : devices)
        {
            final Load.Spent spent = spent(result, group.group());
            final double ofGroup = group.measured().completions();
            if (result.totals().hasGroups() && spent != null && ofGroup > 0)
            {
                figures.put(group.group() + '.' + EXITS_OF_REQUEST, spent.exits() / ofGroup);
                figures.put(group.group() + '.' + HOST_OF_REQUEST, spent.hostNs() / ofGroup);
                figures.put(group.group() + '.' + GUEST_OF_REQUEST, spent.handlerNs() / ofGroup);
            }
            if (result.totals().hasGroups() && group.interrupts() > 0)
            {
                final String prefix = group.group() + '.';
                figures.put(prefix + COMPLETIONS, group.measured().completionsPerS());
                requests(figures, samples, prefix, result.totals().latency(group.group(), Latency.REQUEST));
            }
        }
    }

    /** {@return what was spent on a group in the judged part; null where there is no such group} */
    private static Load.Spent spent(final StormResult result, final String name)
    {
        final List<Load> loads = result.model().loads();
        Load.Spent spent = null;
        for (int i = 0; i < loads.size() && i < result.totals().groups().size(); i++)
        {
            spent = result.totals().groups().get(i).name().equals(name) ? loads.get(i).spent() : spent;
        }

        return spent;
    }

    private static void requests(final Map<String, Double> figures, final Map<String, Long> samples,
        final String prefix, final LatencySummary requests)
    {
        samples.put(prefix + Latency.REQUEST.label(), requests.count());
        if (requests.p50() != LatencySummary.NONE)
        {
            figures.put(prefix + REQUEST_P50, (double)requests.p50());
        }
        if (requests.count() >= LEAST_OF_TAIL)
        {
            figures.put(prefix + REQUEST_P99, (double)requests.p99());
        }
    }

    private static double share(final StormAccounting accounting, final WarmedUp warmed)
    {
        final long offered = accounting.offered() - warmed.offered();

        return offered == 0 ? 0 : (double)(accounting.coalesced() - warmed.coalesced()) / offered;
    }

    private static void put(final Map<String, Double> figures, final Map<String, Long> samples, final String prefix,
        final LatencySummary response)
    {
        samples.put(prefix, response.count());
        if (response.count() > 0)
        {
            figures.put(prefix + MEAN, (double)response.sum() / response.count());
        }
        if (response.p50() != LatencySummary.NONE)
        {
            figures.put(prefix + P50, (double)response.p50());
        }
        if (response.count() >= LEAST_OF_TAIL)
        {
            figures.put(prefix + P99, (double)response.p99());
        }
    }

    private static void verdict(
        final Map<String, Load.LoadVerdict> verdicts, final String prefix, final Load load, final long delivered)
    {
        final Load.LoadVerdict verdict = load.verdict(delivered);
        if (verdict != null && verdict != Load.LoadVerdict.BELOW)
        {
            verdicts.put(prefix, verdict);
        }
    }
}
