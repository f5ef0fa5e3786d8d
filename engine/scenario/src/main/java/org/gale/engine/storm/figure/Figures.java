package org.gale.engine.storm.figure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gale.engine.config.Condition;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.figure.Figure.Better;
import org.gale.engine.storm.figure.Figure.Unit;
import org.gale.engine.storm.figure.Figure.Use;

/**
 * Table of figures: each that conditions, comparisons, sweeps and tables name is declared by one row. An object holds
 * those of one kind of report, with the names of the groups and phases of one storm. Immutable.
 */
public final class Figures
{
    /** Name of the rate of interrupts, of a storm and of a replay. */
    public static final String RATE = "rate";

    /** Figures of a whole storm, in the order of reports. */
    public static final List<Figure> ALL;
    /** Figures of a phase, or of a group of VMs in a phase. */
    public static final List<Figure> OF_PHASES;
    /** Figures of a group of VMs. */
    public static final List<Figure> OF_GROUPS;
    /** Figures of a replay. */
    public static final Figures REPLAY = new Figures(List.of(
        Figure.of(RATE, "/rate_per_s", Unit.PER_SECOND, Better.HIGHER),
        Figure.of("elapsed_s", "/elapsed_s", Unit.NUMBER, Better.LOWER),
        Figure.of("commands", "/commands", Unit.NUMBER, Better.NEITHER),
        Figure.of("digests", "/digests_compared", Unit.NUMBER, Better.HIGHER)), List.of(), List.of());

    /** Figures of parts, in the order of tables. */
    private static final List<Figure> SHOWN;
    /** End of the names of figures by which tails are judged. */
    private static final String TAIL = ".p99";
    /** Number of figures that a message lists. */
    private static final int SOME = 6;

    static
    {
        final List<Figure> rows = rows();
        ALL = rows.stream().filter(row -> !row.is(Use.PARTS_ALONE)).toList();
        OF_PHASES = ofParts(rows, Use.PHASES);
        OF_GROUPS = ofParts(rows, Use.GROUPS);
        SHOWN = rows.stream().filter(row -> row.is(Use.GROUPS)).toList();
    }

    private final List<Figure> ofWhole;
    private final List<String> groups;
    private final List<String> phases;

    private Figures(final List<Figure> ofWhole, final List<String> groups, final List<String> phases)
    {
        this.ofWhole = ofWhole;
        this.groups = List.copyOf(groups);
        this.phases = List.copyOf(phases);
    }

    /**
     * Makes the figures of storms.
     *
     * @param groups names of the groups
     * @param phases names of the phases
     */
    public Figures(final List<String> groups, final List<String> phases)
    {
        this(ALL, groups, phases);
    }

    /** Returns the words with which names of figures begin. */
    public static Stream<String> words()
    {
        return Stream.of(ALL, OF_GROUPS).flatMap(List::stream).map(
            figure -> figure.name().contains(".") ? figure.name().substring(0, figure.name().indexOf('.')) :
            figure.name());
    }

    /** Returns these figures without those of a single group, which are those of the whole storm. */
    public Figures ofSeveral()
    {
        return groups.size() > 1 ? this : new Figures(ofWhole, List.of(), phases);
    }

    /** Returns the names of the groups. */
    public List<String> groups()
    {
        return groups;
    }

    /** Returns the names of the phases. */
    public List<String> phases()
    {
        return phases;
    }

    /**
     * Returns the phase of a figure.
     *
     * @return its index, or -1 for all
     */
    public int phaseOf(final String name)
    {
        return phases.indexOf(words(name).phase());
    }

    private FigureName words(final String name)
    {
        return FigureName.of(name, groups, phases);
    }

    /** Returns the figures of the whole, then those of its parts. */
    public List<Figure> all()
    {
        return Stream.concat(ofWhole.stream(), ofParts().stream()).toList();
    }

    /** Returns the figures of each group, of each phase, and of each group in each phase. */
    public List<Figure> ofParts()
    {
        final List<Figure> figures = new ArrayList<>();
        final List<String> groups = Stream.concat(Stream.of(""), groups().stream()).toList();
        for (final String phase : Stream.concat(Stream.of(""), phases().stream()).toList())
        {
            for (final String group : groups)
            {
                ofPart(phase).stream().filter(figure -> !(group + phase).isEmpty())
                    .forEach(figure -> figures.add(figure.ofPart(group, phase)));
            }
        }

        return figures;
    }

    /**
     * Returns the figures of groups of VMs that a table has as its columns.
     *
     * @param table   that shows them
     * @param latency whose values they are; empty for those of no latency
     */
    public static List<Figure> columns(final Use table, final String latency)
    {
        return SHOWN.stream().filter(row -> row.is(table) && row.latency().equals(latency)).toList();
    }

    /**
     * Returns the figure of a condition.
     *
     * @param option that holds the condition, for messages
     * @throws OutcomeException if no figure has the name, or the value has another unit and is no change
     */
    public Figure of(final Condition condition, final String option)
    {
        final Figure found = named(condition.metric(), option);
        if (!condition.isChange() && condition.isTime() != (found.unit() == Unit.NANOSECONDS))
        {
            throw new OutcomeException(Outcome.USAGE, option + ": '" + condition.text() + "': " +
                words(condition.metric()).metric() +
                (condition.isTime() ? " is not a time (try 1M or 0.5)" : " is a time (try 50us or 1ms)"));
        }

        return found;
    }

    /**
     * Returns the figure of a name.
     *
     * @param option that holds its name, for messages
     * @throws OutcomeException if the storm has none of that name
     */
    public Figure named(final String name, final String option)
    {
        final FigureName part = words(name);
        final Figure figure = find(part.isOfWhole() ? ofWhole : ofPart(part.phase()), part.metric());
        if (figure == null)
        {
            throw new OutcomeException(Outcome.USAGE, option + ": " + unknown(name));
        }

        return part.isOfWhole() ? figure : figure.ofPart(part.group(), part.phase());
    }

    /** Returns why a name is that of no figure. */
    private String unknown(final String name)
    {
        final FigureName part = words(name);
        final String behindGroup = words(part.metric()).group();
        if (!behindGroup.isEmpty())
        {
            return "no metric '" + name + "': a group stands before a phase (try '" + behindGroup + FigureName.DOT +
                part.phase() + part.metric().substring(behindGroup.length()) + "')";
        }
        if (!part.isOfWhole() && find(ofWhole, part.metric()) != null)
        {
            return "'" + name + "': " + part.metric() + " belongs to the whole storm (groups and phases have " +
                String.join(", ", SHOWN.stream().map(Figure::name).filter(one -> one.endsWith(TAIL)).toList()) +
                " and the like, " + listed(row -> row.is(Use.PHASES)) + ", groups " +
                listed(row -> !row.is(Use.PHASES)) + ')';
        }
        final String hint = NearestName.hint(name, () -> candidates().iterator());
        final String some = ofWhole.size() > SOME ?
            "response.p99, service.max, queued.p50, rate, coalesced or lag.p99" :
            String.join(", ", ofWhole.stream().map(Figure::name).toList());

        return "no metric '" + name + "'" + (hint.isEmpty() ? " (try " + some + ')' : hint);
    }

    /** Returns the names of figures of groups that are no latency's, as a list in words. */
    private static String listed(final Predicate<Figure> which)
    {
        final List<String> names =
            SHOWN.stream().filter(row -> !row.isOfLatency()).filter(which).map(Figure::name).toList();

        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.get(names.size() - 1);
    }

    private Stream<String> candidates()
    {
        final Stream<String> prefixes = prefixes(groups()).flatMap(
            group -> prefixes(phases()).map(phase -> group + phase)).filter(prefix -> !prefix.isEmpty());

        return Stream.concat(ofWhole.stream().map(Figure::name),
            prefixes.flatMap(prefix -> OF_GROUPS.stream().map(figure -> prefix + figure.name())));
    }

    private static Stream<String> prefixes(final List<String> names)
    {
        return Stream.concat(Stream.of(""), names.stream().map(name -> name + FigureName.DOT));
    }

    private static Figure find(final List<Figure> figures, final String name)
    {
        return figures.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    }

    /** Returns the figures of the parts of a phase; of an empty name, those of groups. */
    private static List<Figure> ofPart(final String phase)
    {
        return phase.isEmpty() ? OF_GROUPS : OF_PHASES;
    }

    /** Returns the rows of parts: those that the whole storm has, too, then the others. */
    private static List<Figure> ofParts(final List<Figure> rows, final Use use)
    {
        final List<Figure> ofParts = rows.stream().filter(row -> row.is(use)).map(Figure::notJudged).toList();

        return Stream.concat(ofParts.stream().filter(row -> !row.is(Use.PARTS_ALONE)),
            ofParts.stream().filter(row -> row.is(Use.PARTS_ALONE))).toList();
    }

    private static List<Figure> rows()
    {
        final List<Figure> rows = new ArrayList<>();
        rows.add(Figure.of(RATE, "/rate_per_s", Unit.PER_SECOND, Better.HIGHER, Use.JUDGED, Use.INTERVALS));
        latency(rows, Latency.RESPONSE, Use.JUDGED, Use.TEXT, Use.PAGE, Use.RUNS, Use.GROUPS, Use.PHASES);
        latency(rows, Latency.HANDLED, Use.JUDGED, Use.GROUPS, Use.PHASES);
        latency(rows, Latency.SERVICE, Use.JUDGED);
        latency(rows, Latency.REQUEST, Use.JUDGED, Use.TEXT, Use.RUNS, Use.GROUPS, Use.PHASES);
        rows.add(Figure.of("completions_per_s", "/completions_per_s", Unit.PER_SECOND, Better.HIGHER,
            Use.JUDGED, Use.INTERVALS, Use.GROUPS));
        rows.add(Figure.of("interrupts_per_s", "/interrupts_per_s", Unit.PER_SECOND, Better.NEITHER, Use.GROUPS));
        rows.add(Figure.of("deferred.mean", "/deferred_ns/mean", Unit.NANOSECONDS, Better.NEITHER, Use.GROUPS));
        Latency.STAGES.forEach(stage -> latency(rows, stage));
        account(rows, "offered");
        account(rows, "delivered");
        account(rows, "coalesced");
        account(rows, "rejected", Use.PARTS_ALONE);
        account(rows, "pending");
        rows.add(Figure.of("held", "/accounting/held", Unit.NUMBER, Better.NEITHER, Use.GROUPS, Use.PHASES));
        account(rows, "remainder");
        rows.addAll(MigrationRows.all());
        rows.addAll(MoveRows.ALL);
        rows.add(Figure.of("acted", "/controls/acted", Unit.NUMBER, Better.NEITHER));
        rows.add(Figure.of("spurious", "/controls/spurious", Unit.NUMBER, Better.LOWER));
        rows.add(Figure.of(Figure.SATURATED, "/saturation/saturated", Unit.NUMBER, Better.LOWER, Use.GROUPS));
        rows.add(Figure.of("reached", "/generator/reached_per_s", Unit.PER_SECOND, Better.HIGHER));
        rows.add(Figure.of("lag.p99", "/generator/lag_p99_ns", Unit.NANOSECONDS, Better.LOWER));
        rows.add(Figure.of("refused", "/generator/refused", Unit.NUMBER, Better.LOWER));
        rows.add(Figure.of("journal.bytes", "/host/journal/bytes", Unit.NUMBER, Better.NEITHER));
        rows.add(Figure.of("journal.bytes_per_command", "/host/journal/bytes_per_command", Unit.NUMBER, Better.LOWER));
        rows.add(Figure.of("replay.rate", "/host/replay/rate_per_s", Unit.PER_SECOND, Better.HIGHER));
        rows.add(Figure.of("elapsed_s", "/elapsed_s", Unit.NUMBER, Better.NEITHER));

        return rows;
    }

    /** Declares a latency. A place shows those of its percentiles that it shows of any latency. */
    private static void latency(final List<Figure> rows, final Latency latency, final Use... uses)
    {
        final String name = latency.label();
        final String path = latency.path() + '/';
        final Set<Use> parts = new HashSet<>(List.of(uses));
        parts.retainAll(Set.of(Use.GROUPS, Use.PHASES));
        for (final Percentile percentile : Percentile.ALL)
        {
            final Set<Use> all = new HashSet<>(List.of(uses));
            all.retainAll(percentile.uses());
            all.addAll(parts);
            all.add(Use.INTERVALS);
            rows.add(Figure.of(
                name + '.' + percentile.name(), path + percentile.key(), Unit.NANOSECONDS, Better.LOWER, all));
        }
        rows.add(Figure.of(name + ".mean", path + "mean", Unit.NANOSECONDS, Better.LOWER, parts));
        rows.add(Figure.of(name + ".count", path + "count", Unit.NUMBER, Better.NEITHER, parts));
    }

    private static void account(final List<Figure> rows, final String name, final Use... uses)
    {
        final Set<Use> all = new HashSet<>(List.of(uses));
        all.addAll(List.of(Use.GROUPS, Use.PHASES, Use.TEXT, Use.PAGE));
        rows.add(Figure.of(name, "/accounting/" + name, Unit.NUMBER, Better.NEITHER, all));
    }
}
