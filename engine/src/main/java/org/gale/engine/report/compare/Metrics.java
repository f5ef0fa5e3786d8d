package org.gale.engine.report.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.config.Condition;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.compare.Metric.Better;
import org.gale.engine.report.compare.Metric.Unit;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.StageNames;
import org.gale.engine.storm.scenario.PartNames;

/** All figures that conditions and comparisons name, each declared once. Immutable. */
public final class Metrics
{
    /** Name of the rate of interrupts, of a storm and of a replay. */
    static final String RATE = "rate";
    /** End of the name of an exact mean, which modelled storms and requests have. */
    static final String MEAN = ".mean";

    private static final String COMPLETIONS = "/completions_per_s";
    /** Places in a report whose figures groups and phases have, too. */
    private static final List<String> OF_PARTS_IN =
        List.of("/latency_ns/response/", "/latency_ns/request/", "/accounting/");
    /** Places in a report whose figures groups have, and phases have not. */
    private static final List<String> OF_GROUPS_IN = List.of(COMPLETIONS, "/interrupts_per_s", "/deferred_ns/");

    /** Number of metrics that a message lists. */
    private static final int SOME = 6;
    /** Percentiles that rest on enough samples of a run for a verdict. */
    private static final List<String> JUDGED = List.of("p50", "p90", "p99", "p99.9");

    /** All metrics, in the order of reports. */
    public static final List<Metric> ALL = all();

    /** Metrics of a replay, by its report in JSON. */
    public static final List<Metric> REPLAY = List.of(
        new Metric(RATE, "/rate_per_s", "", Unit.PER_SECOND, Better.HIGHER, false),
        number("elapsed_s", "/elapsed_s", Unit.NUMBER, Better.LOWER),
        number("commands", "/commands", Unit.NUMBER, Better.NEITHER),
        number("digests", "/digests_compared", Unit.NUMBER, Better.HIGHER));

    /** Metrics of a phase, or of a group of VMs in a phase, whose paths begin at its object in the report. */
    public static final List<Metric> OF_PHASES = ofParts(OF_PARTS_IN);
    /** Metrics of a group of VMs, whose paths begin at its object in the report. */
    public static final List<Metric> OF_PARTS =
        ofParts(Stream.concat(OF_PARTS_IN.stream(), OF_GROUPS_IN.stream()).toList());

    private Metrics()
    {
    }

    /**
     * Returns the metric of a condition.
     *
     * @param option  that holds the condition, for messages
     * @param metrics of the kind of report
     * @param names   of the groups and phases of the storm
     * @throws OutcomeException if no metric has the name, or the value has another unit and is no change
     */
    static PartMetric of(
        final Condition condition, final String option, final List<Metric> metrics, final PartNames names)
    {
        final PartMetric found = of(condition.metric(), option, metrics, names);
        final Metric metric = found.metric();
        if (!condition.isChange() && condition.isTime() != (metric.unit() == Unit.NANOSECONDS))
        {
            throw new OutcomeException(Outcome.USAGE, option + ": '" + condition.text() + "': " + metric.name() +
                (condition.isTime() ? " is not a time (try 1M or 0.5)" : " is a time (try 50us or 1ms)"));
        }

        return found;
    }

    /**
     * Checks that the report of a storm has a figure.
     *
     * @param option that names it, for messages
     * @param names  of the groups and phases of the storm
     * @throws OutcomeException if no report has it
     */
    public static void check(final String figure, final String option, final PartNames names)
    {
        of(figure, option, ALL, names);
    }

    private static PartMetric of(
        final String name, final String option, final List<Metric> metrics, final PartNames names)
    {
        final PartNames.Figure figure = names.figure(name);
        final Metric metric = find(figure.isOfWhole() ? metrics : ofPart(figure.phase()), figure.metric());
        if (metric == null)
        {
            throw new OutcomeException(Outcome.USAGE, option + ": " + unknown(name, metrics, names));
        }

        return new PartMetric(figure.group(), figure.phase(), metric);
    }

    /** Returns the figures of each group, of each phase, and of each group in each phase. */
    static List<PartMetric> ofParts(final PartNames names)
    {
        final List<PartMetric> figures = new ArrayList<>();
        final List<String> groups = Stream.concat(Stream.of(""), names.groups().stream()).toList();
        for (final String phase : Stream.concat(Stream.of(""), names.phases().stream()).toList())
        {
            for (final String group : groups)
            {
                ofPart(phase).stream().filter(metric -> !(group + phase).isEmpty())
                    .forEach(metric -> figures.add(new PartMetric(group, phase, metric)));
            }
        }

        return figures;
    }

    /** Returns why a name is that of no metric. */
    private static String unknown(final String name, final List<Metric> metrics, final PartNames names)
    {
        final PartNames.Figure figure = names.figure(name);
        final String behindGroup = names.figure(figure.metric()).group();
        if (!behindGroup.isEmpty())
        {
            return "no metric '" + name + "': a group stands in front of a phase (try '" + behindGroup + PartNames.DOT +
                figure.phase() + figure.metric().substring(behindGroup.length()) + "')";
        }
        if (!figure.isOfWhole() && find(metrics, figure.metric()) != null)
        {
            return "'" + name + "': " + figure.metric() + " is of the whole storm (groups and phases have " +
                "response.p99, request.p99 and the like, offered, delivered, coalesced, rejected, pending and " +
                "remainder, groups completions_per_s, interrupts_per_s and deferred.mean)";
        }
        final String hint = NearestName.hint(name, () -> candidates(metrics, names).iterator());
        final String some = metrics.size() > SOME ?
            "response.p99, service.max, queued.p50, rate, coalesced or lag.p99" :
            String.join(", ", metrics.stream().map(Metric::name).toList());

        return "no metric '" + name + "'" + (hint.isEmpty() ? " (try " + some + ')' : hint);
    }

    private static Stream<String> candidates(final List<Metric> metrics, final PartNames names)
    {
        final Stream<String> prefixes = prefixes(names.groups()).flatMap(
            group -> prefixes(names.phases()).map(phase -> group + phase)).filter(prefix -> !prefix.isEmpty());

        return Stream.concat(metrics.stream().map(Metric::name),
            prefixes.flatMap(prefix -> OF_PARTS.stream().map(metric -> prefix + metric.name())));
    }

    private static Stream<String> prefixes(final List<String> names)
    {
        return Stream.concat(Stream.of(""), names.stream().map(name -> name + PartNames.DOT));
    }

    private static Metric find(final List<Metric> metrics, final String name)
    {
        return metrics.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    }

    /** Returns the metrics of the parts of a phase; of an empty name, those of groups. */
    private static List<Metric> ofPart(final String phase)
    {
        return phase.isEmpty() ? OF_PARTS : OF_PHASES;
    }

    private static List<Metric> ofParts(final List<String> places)
    {
        final List<Metric> ofParts = new ArrayList<>();
        ALL.stream().filter(metric -> places.stream().anyMatch(metric.path()::startsWith)).forEach(
            metric -> ofParts.add(new Metric(
                metric.name(), metric.path(), "", metric.unit(), metric.better(), false)));
        ofParts.add(number("rejected", "/accounting/rejected", Unit.NUMBER, Better.NEITHER));

        return List.copyOf(ofParts);
    }

    private static List<Metric> all()
    {
        final List<Metric> all = new ArrayList<>();
        all.add(new Metric(RATE, "/rate_per_s", "/rate_per_s", Unit.PER_SECOND, Better.HIGHER, true));
        latency(all, "response", "/response", true);
        latency(all, "service", "/service", true);
        latency(all, StageNames.REQUEST, "/request", true);
        all.add(new Metric("completions_per_s", COMPLETIONS, COMPLETIONS, Unit.PER_SECOND, Better.HIGHER, true));
        all.add(number("interrupts_per_s", "/interrupts_per_s", Unit.PER_SECOND, Better.NEITHER));
        all.add(number("deferred.mean", "/deferred_ns/mean", Unit.NANOSECONDS, Better.NEITHER));
        StageNames.ALL_STAGES.forEach(stage -> latency(all, stage, "/stages/" + stage, false));
        all.add(number("offered", "/accounting/offered", Unit.NUMBER, Better.NEITHER));
        all.add(number("delivered", "/accounting/delivered", Unit.NUMBER, Better.NEITHER));
        all.add(number("coalesced", "/accounting/coalesced", Unit.NUMBER, Better.NEITHER));
        all.add(number("pending", "/accounting/pending", Unit.NUMBER, Better.NEITHER));
        all.add(number("remainder", "/accounting/remainder", Unit.NUMBER, Better.NEITHER));
        all.add(number("reached", "/generator/reached_per_s", Unit.PER_SECOND, Better.HIGHER));
        all.add(number("lag.p99", "/generator/lag_p99_ns", Unit.NANOSECONDS, Better.LOWER));
        all.add(number("refused", "/generator/refused", Unit.NUMBER, Better.LOWER));
        all.add(number("journal.bytes", "/journal/bytes", Unit.NUMBER, Better.NEITHER));
        all.add(number("journal.bytes_per_command", "/journal/bytes_per_command", Unit.NUMBER, Better.LOWER));
        all.add(number("replay.rate", "/replay/rate_per_s", Unit.PER_SECOND, Better.HIGHER));
        all.add(number("elapsed_s", "/elapsed_s", Unit.NUMBER, Better.NEITHER));

        return List.copyOf(all);
    }

    private static void latency(final List<Metric> all, final String name, final String path, final boolean isJudged)
    {
        for (int i = 0; i < LatencySummary.NAMES.size(); i++)
        {
            final String figure = LatencySummary.NAMES.get(i);
            final String pointer = "/latency_ns" + path + '/' + LatencySummary.KEYS.get(i);
            all.add(new Metric(name + '.' + figure, pointer, pointer, Unit.NANOSECONDS, Better.LOWER,
                isJudged && JUDGED.contains(figure)));
        }
        all.add(number(name + MEAN, "/latency_ns" + path + "/mean", Unit.NANOSECONDS, Better.LOWER));
        all.add(number(name + ".count", "/latency_ns" + path + "/count", Unit.NUMBER, Better.NEITHER));
    }

    private static Metric number(final String name, final String path, final Unit unit, final Better better)
    {
        return new Metric(name, path, "", unit, better, false);
    }
}
