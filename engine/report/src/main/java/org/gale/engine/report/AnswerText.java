package org.gale.engine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.BreakEvenText;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.EstimateText;
import org.gale.engine.storm.result.answer.Steadiness;
import org.gale.engine.storm.result.answer.WarmUp;
import org.gale.engine.storm.topology.VpeidPolicy;

/** Text of an answer: its words first, then the figures that they are made of. Pure functions. */
public final class AnswerText
{
    private static final String DOT = " \u00b7 ";
    private static final String NONE = "-";
    private static final String VM_BY_BOOT = VpeidPolicy.VM_BY_BOOT.label();
    private static final String VCPU_BY_BOOT = VpeidPolicy.VCPU_BY_BOOT.label();
    /** Boot orders, of which a row of all shows none. */
    private static final List<String> ORDERS = List.of("drawn", "as listed", "loudest first", "quietest first");
    private static final String COMPLETIONS = "completions_per_s";
    private static final List<String> OF_GROUPS =
        List.of("mean", "p50", "p99", "request_p50", "request_p99", COMPLETIONS, "exits_per_request",
        "host_per_request", "guest_per_request");
    private static final List<String> OF_ALL = Stream.concat(OF_GROUPS.stream(), Stream.of("exits_per_s",
        "host_share", "coalesced_share", "forwarded_share", "woken_share", "waiting_share")).toList();
    /** Label of a row about direct injection that tells its overcommit. */
    private static final double SECOND_NS = 1e9;
    private static final int SENSITIVITY_LIMIT = 12;

    private AnswerText()
    {
    }

    /** Returns the lines of an answer. */
    public static List<String> lines(final Answer answer, final JsonNode config)
    {
        final Answer.Head head = answer.head();
        final List<String> lines = new ArrayList<>();
        lines.add("gale " + head.version() + DOT + ModelText.title(head.costs()) + DOT + "JDK " + head.jdk() + DOT +
            NumberText.counted(head.cores(), "core") + DOT + seeds(answer));
        lines.add("");
        answer.lines().forEach(line -> lines.addAll(wrapped(line)));
        for (final AnswerTable table : tables(answer))
        {
            lines.add("");
            lines.add(table.title());
            lines.addAll(lines(table));
        }
        lines.add("");
        ConfigText.lines(config).forEach(line -> lines.addAll(wrapped(line)));
        lines.add(runs(answer));
        lines.addAll(steadiness(answer));

        return lines;
    }

    /** Returns the seeds of an answer, and what its intervals are. */
    public static String seeds(final Answer answer)
    {
        final List<Long> seeds = answer.head().seeds();

        return seeds.size() == 1 ? "seed " + seeds.get(0) + ", no intervals" : "seeds " + seeds.get(0) + " to " +
            seeds.get(seeds.size() - 1) + ", [intervals] of " + Math.round(100 * Estimate.CONFIDENCE) + " %";
    }

    /** Returns the runs of an answer in words, by part. */
    public static String runs(final Answer answer)
    {
        final long runs = answer.works().stream().mapToLong(work -> work.runs()).sum();
        final long journaled = answer.works().stream().mapToLong(work -> work.journaled()).sum();

        return NumberText.counted(runs, "run") + ", each with its laws; " + NumberText.count(journaled) +
            " of them journaled and replayed";
    }

    /** Returns how warm the runs were, and what their halves say; nothing without a run. */
    public static List<String> steadiness(final Answer answer)
    {
        final Steadiness steadiness = answer.steadiness();
        if (steadiness.warmUp() == null)
        {
            return List.of();
        }
        final WarmUp warmUp = steadiness.warmUp();
        final String tested = steadiness.tested() == 0 ? "halves not compared, which takes five seeds" :
            NumberText.counted(steadiness.tested(), "figure") + " of both halves compared, " +
            (steadiness.isStationary() ? "none differs" :
            NumberText.counted(steadiness.findings().size(), "difference"));

        return List.of("cold starts " + NumberText.count(warmUp.coldStarts()) + " of " +
            NumberText.count(warmUp.vcpus()) + warmUp.ofPart() + ", warm-ups of " +
            NumberText.count(warmUp.leastEvents()) + " to " + NumberText.counted(warmUp.mostEvents(), "event") + "; " +
            tested);
    }

    /** Returns the tables: worths of all and of each group, sensitivity, break-even, and what was run. */
    public static List<AnswerTable> tables(final Answer answer)
    {
        final List<AnswerTable> tables = new ArrayList<>();
        final Map<String, List<String>> byGroup = new LinkedHashMap<>();
        byGroup.put("", names(answer, "", OF_ALL));
        answer.head().groups().forEach(group -> byGroup.put(group, names(answer, group + '.', OF_GROUPS)));
        byGroup.forEach((group, figures) -> tables.addAll(answer.isGrid() ?
            AnswerGrid.tables(answer, group, figures) : List.of(figures(answer, group, figures))));
        if (answer.steps().stream().anyMatch(step -> step.worth() != null))
        {
            tables.add(steps(answer));
        }
        if (!answer.sensitivity().isEmpty())
        {
            tables.add(sensitivity(answer, SENSITIVITY_LIMIT));
        }
        if (!answer.breakEven().isEmpty())
        {
            tables.add(breakEven(answer));
        }
        if (!answer.breakEvenIo().isEmpty())
        {
            tables.add(breakEvenIo(answer));
        }
        if (!answer.ranges().isEmpty())
        {
            tables.add(ranges(answer));
        }
        tables.add(works(answer));

        return tables;
    }

    /** Returns the names of the figures of all, or of a group, that some row has. */
    private static List<String> names(final Answer answer, final String prefix, final List<String> names)
    {
        return names.stream().map(name -> prefix + name)
            .filter(name -> answer.rows().stream().anyMatch(row -> row.figure(name) != null)).toList();
    }

    private static AnswerTable figures(final Answer answer, final String group, final List<String> figures)
    {
        final String completions = figures.stream().filter(name -> name.endsWith(COMPLETIONS)).findFirst().orElse(null);
        final List<String> heading = new ArrayList<>(answer.keys());
        figures.forEach(figure ->
        {
            final String name = figure.substring(figure.lastIndexOf('.') + 1);
            heading.add(name.replace("_share", "").replace("_per_s", "/s").replace('_', ' '));
        });
        heading.add("worth of the mean");
        heading.add("worth of p99");
        heading.addAll(completions == null ? List.of() : List.of("worth of completions/s"));
        final boolean isRecovered = answer.question().equals("direct");
        if (isRecovered)
        {
            heading.add("recovered of the mean");
        }
        final List<List<String>> rows = new ArrayList<>();
        final List<Boolean> dim = new ArrayList<>();
        for (final Answer.AnswerRow row : once(answer.rows()))
        {
            final List<String> cells = new ArrayList<>(row.labels());
            figures.forEach(name -> cells.add(AnswerTable.cell(row.figure(name))));
            final Answer.AnswerFigure mean = row.figure(figures.get(0));
            final Answer.AnswerFigure base = AnswerTable.base(answer, row).figure(figures.get(0));
            cells.add(AnswerTable.worth(mean, base));
            cells.add(AnswerTable.worth(row.figure(figures.get(2)), base));
            cells.addAll(completions == null ? List.of() : List.of(AnswerTable.worth(row.figure(completions), base)));
            if (isRecovered)
            {
                cells.add(mean.recovered() == null ? NONE : EstimateText.percent(mean.recovered()));
            }
            rows.add(cells);
            dim.add(mean.worth() != null && !mean.worth().isShown());
        }

        return new AnswerTable(group.isEmpty() ? "response and host, all" : "response of " + group, heading,
            answer.keys().size(), rows, dim);
    }

    /** Returns rows of equal figures once, with the labels of all of them. */
    private static List<Answer.AnswerRow> once(final List<Answer.AnswerRow> rows)
    {
        final Map<List<Answer.AnswerFigure>, List<String>> labels = new LinkedHashMap<>();
        rows.forEach(row -> labels.merge(row.figures(), row.labels(), AnswerText::joined));
        final List<Answer.AnswerRow> once = new ArrayList<>();
        labels.forEach((figures, all) -> once.add(new Answer.AnswerRow(all.stream().map(label ->
            ORDERS.stream().allMatch(label::contains) ? "any" : label).toList(), figures)));

        return once;
    }

    private static List<String> joined(final List<String> one, final List<String> other)
    {
        final List<String> joined = new ArrayList<>();
        for (int i = 0; i < one.size(); i++)
        {
            joined.add(joined(one.get(i), other.get(i)));
        }

        return joined;
    }

    private static String joined(final String one, final String other)
    {
        if (one.equals(NONE) || List.of(one.split(", ", -1)).contains(other))
        {
            return one.equals(NONE) ? other : one;
        }
        if (one.equals(VM_BY_BOOT) && other.equals(VCPU_BY_BOOT))
        {
            return "vm/" + VCPU_BY_BOOT;
        }

        return other.equals(NONE) ? one : one + ", " + other;
    }

    /** Returns the lines of a table. One that is wider than the text continues below itself. */
    private static List<String> lines(final AnswerTable table)
    {
        final List<List<String>> rows = new ArrayList<>(List.of(table.heading()));
        rows.addAll(table.rows());
        final List<String> lines = new ArrayList<>();
        int from = table.texts();
        while (from < table.heading().size())
        {
            int width = 0;
            for (int i = 0; i < table.texts(); i++)
            {
                width += TextTable.width(rows, i);
            }
            int to = from;
            while (to < table.heading().size() &&
                (to == from || width + TextTable.width(rows, to) <= ReportLine.WIDTH))
            {
                width += TextTable.width(rows, to);
                to++;
            }
            final int first = from;
            final int end = to;
            lines.addAll(TextTable.lines(rows.stream().map(row -> Stream.concat(
                row.subList(0, table.texts()).stream(), row.subList(first, end).stream()).toList()).toList(),
                column -> column < table.texts()));
            from = to;
            lines.addAll(from < table.heading().size() ? List.of("") : List.of());
        }

        return lines;
    }

    private static AnswerTable steps(final Answer answer)
    {
        final List<List<String>> rows = new ArrayList<>();
        final List<Boolean> dim = new ArrayList<>();
        for (final Answer.Step step : answer.steps())
        {
            rows.add(List.of(step.name(), step.pool(), step.figure(), EstimateText.of(step.figure(), step.worth()),
                step.worth().isShown() ? "yes" : "no difference"));
            dim.add(!step.worth().isShown());
        }

        return new AnswerTable("selection: vm-by-load over vm-by-boot; granularity: vcpu-by-load over vm-by-load",
            List.of("step", "pool", "figure", "worth", "shown"), 3, rows, dim);
    }

    /** Returns the table of the first costs that an answer follows. */
    public static AnswerTable sensitivity(final Answer answer, final int limit)
    {
        final boolean isDirect = answer.question().equals("direct");
        final List<List<String>> rows = new ArrayList<>();
        final List<Boolean> dim = new ArrayList<>();
        answer.sensitivity().stream().limit(limit).forEach(one ->
        {
            rows.add(List.of(one.cost(), one.place(), one.now(), one.other(), EstimateText.time(one.worth()),
                EstimateText.time(one.change()), one.change().isShown() ? "yes" : "no difference"));
            dim.add(!one.change().isShown());
        });
        final int all = answer.sensitivity().size();

        return new AnswerTable("sensitivity of the " +
            (isDirect ? "worth of all direct vCPUs, of the mean" : "own setting") +
            (all > limit ? ", the " + limit + " largest of " + all : ""), List.of("cost", "at", "now", "then",
            isDirect ? "worth then" : "mean then", "change", "shown"), 4, rows, dim);
    }

    private static AnswerTable breakEven(final Answer answer)
    {
        final List<List<String>> rows = new ArrayList<>();
        final List<Boolean> dim = new ArrayList<>();
        answer.breakEven().forEach(one ->
        {
            rows.add(List.of(one.cost(), one.figure(), EstimateText.time(one.nowNs()), BreakEvenText.span(one),
                EstimateText.time(one.tried().get(0)) + " to " +
                EstimateText.time(one.tried().get(one.tried().size() - 1))));
            dim.add(!one.isCrossing());
        });

        return new AnswerTable("break-even of all direct vCPUs at 4:1", List.of("cost", "figure", "now",
            "the sign changes", "tried"), 2, rows, dim);
    }

    private static AnswerTable breakEvenIo(final Answer answer)
    {
        final List<List<String>> rows = new ArrayList<>();
        final List<Boolean> dim = new ArrayList<>();
        answer.breakEvenIo().forEach(one ->
        {
            rows.add(List.of(one.place(), one.property(), BreakEvenText.now(one),
                EstimateText.percent(Estimate.of(one.level())), BreakEvenText.span(one),
                BreakEvenText.tried(one)));
            dim.add(!one.isCrossing());
        });

        return new AnswerTable("break-even in I/O: where all direct vCPUs change completions a second",
            List.of("at", "property", "now", "change by", "reached at", "tried"), 2, rows, dim);
    }

    private static AnswerTable ranges(final Answer answer)
    {
        final List<List<String>> rows = new ArrayList<>();
        final List<Boolean> dim = new ArrayList<>();
        for (final Answer.Range range : answer.ranges())
        {
            rows.add(List.of(range.place(), range.figure(), AnswerTable.value(range.figure(), range.low()),
                AnswerTable.value(range.figure(), range.high())));
            dim.add(range.low() <= 0 && range.high() >= 0);
        }

        return new AnswerTable("worth of all direct vCPUs over costs that nobody has measured, " +
            answer.ranges().get(0).ofDraws().size() + " draws from half to twice",
            List.of("at", "figure", "from", "to"), 2, rows, dim);
    }

    private static AnswerTable works(final Answer answer)
    {
        final List<List<String>> rows = new ArrayList<>();
        answer.works().forEach(work -> rows.add(List.of(work.part(), NumberText.count(work.runs()),
            NumberText.count(work.journaled()), NumberText.count(work.events()))));

        return new AnswerTable("runs by part", List.of("part", "runs", "journaled", "events"), 1, rows,
            rows.stream().map(row -> false).toList());
    }

    /** Returns the processor time of the parts, which differs between hosts. */
    public static String processors(final Answer answer)
    {
        final List<String> parts = new ArrayList<>();
        answer.works().forEach(work -> parts.add(work.part() + ' ' + Math.round(work.cpuNs() / SECOND_NS) + " s"));

        return "processor time: " + String.join(", ", parts);
    }

    /** Returns a sentence in lines that are no wider than the text; those below the first are indented. */
    private static List<String> wrapped(final String sentence)
    {
        final List<String> lines = new ArrayList<>();
        final String first = sentence.startsWith(" ") ? "  " : "";
        StringBuilder line = new StringBuilder(first);
        for (final String word : sentence.strip().split(" ", -1))
        {
            if (line.length() + 1 + word.length() > ReportLine.WIDTH)
            {
                lines.add(line.toString());
                line = new StringBuilder(first + "  ");
            }
            line.append(line.toString().isBlank() ? "" : " ").append(word);
        }
        lines.add(line.toString());

        return lines;
    }
}
