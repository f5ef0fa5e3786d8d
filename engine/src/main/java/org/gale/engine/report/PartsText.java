package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figure.Use;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.StormParts;

/** Tables of the parts of a storm, for its text report. Pure functions. */
final class PartsText
{
    private static final int GAP = 2;
    private static final int NAME_WIDTH = 12;
    private static final List<String> ACCOUNT = Figures.columns(Use.TEXT, "").stream().map(Figure::name).toList();

    private PartsText()
    {
    }

    /** Returns the account of each group of VMs; no lines if there is one group. */
    static List<String> groups(final StormParts parts)
    {
        final List<List<String>> rows = new ArrayList<>();
        rows.add(row("group", List.of("VMs"), ACCOUNT));
        parts.groups().forEach(group -> rows.add(row(
            group.name(), List.of(NumberText.count(group.vms())), figures(group.account()))));

        return parts.hasGroups() ? lines(rows) : List.of();
    }

    /** Returns the account of each phase; no lines if there is none. */
    static List<String> phases(final StormParts parts)
    {
        final List<List<String>> rows = new ArrayList<>();
        rows.add(row("phase", List.of("carried in"), ACCOUNT));
        parts.phases().forEach(phase -> rows.add(row(
            phase.name(), List.of(NumberText.count(phase.account().carriedIn())), figures(phase.account()))));

        return parts.phases().isEmpty() ? List.of() : lines(rows);
    }

    /**
     * Returns the response times of each group of VMs, and of each phase that was measured; no lines without both.
     *
     * @param delivered interrupts of each group in the measured part
     */
    static List<String> responses(final StormParts parts, final MeasuredDeliveries delivered)
    {
        return latencies("response", parts, StormParts.OfGroup::response, StormParts.OfPhase::response,
            group -> MeasuredDeliveries.sampled(
                parts.groups().get(group).response().count(), delivered.ofGroup(group)));
    }

    /** Returns the latencies of the requests of the same parts; no lines in a storm without. */
    static List<String> requests(final StormParts parts)
    {
        return latencies(Latency.REQUEST.label(), parts, StormParts.OfGroup::request, StormParts.OfPhase::request,
            group -> NumberText.count(parts.groups().get(group).request().count()));
    }

    /** Returns the tables of both, each behind an empty line. */
    static List<String> latencies(final StormParts parts, final MeasuredDeliveries delivered)
    {
        final List<String> lines = new ArrayList<>();
        for (final List<String> table : List.of(responses(parts, delivered), requests(parts)))
        {
            lines.addAll(table.isEmpty() ? table : List.of(""));
            lines.addAll(table);
        }

        return lines;
    }

    private static List<String> latencies(final String name, final StormParts parts,
        final Function<StormParts.OfGroup, LatencySummary> ofGroup,
        final Function<StormParts.OfPhase, LatencySummary> ofPhase, final IntFunction<String> samples)
    {
        final List<List<String>> rows = new ArrayList<>();
        rows.add(row(name + ", ns", List.of("samples"),
            Percentile.of(Use.TEXT).stream().map(Percentile::name).toList()));
        for (int i = 0; i < parts.groups().size() && parts.hasGroups(); i++)
        {
            final StormParts.OfGroup group = parts.groups().get(i);
            if (group.vms() > 0 && ofGroup.apply(group) != null)
            {
                rows.add(row(group.name(), List.of(samples.apply(i)), figures(ofGroup.apply(group))));
            }
        }
        for (final StormParts.OfPhase phase : parts.phases())
        {
            final LatencySummary latency = ofPhase.apply(phase);
            if (!phase.name().equals(StormParts.BEFORE) && latency != null)
            {
                rows.add(row(phase.name(), List.of(NumberText.count(latency.count())), figures(latency)));
            }
        }

        return rows.size() > 1 ? lines(rows) : List.of();
    }

    private static List<String> row(final String name, final List<String> first, final List<String> others)
    {
        final List<String> row = new ArrayList<>();
        row.add(name);
        row.addAll(first);
        row.addAll(others);

        return row;
    }

    private static List<String> figures(final EventAccount account)
    {
        return ACCOUNT.stream().map(name -> NumberText.count(account.figures().get(name))).toList();
    }

    private static List<String> figures(final LatencySummary latency)
    {
        return Percentile.of(Use.TEXT).stream().map(one -> LatencyTable.text(latency.value(one))).toList();
    }

    /** Returns rows as lines: names on the left, and each other column as wide as its longest cell. */
    private static List<String> lines(final List<List<String>> rows)
    {
        final List<String> lines = new ArrayList<>();
        for (final List<String> row : rows)
        {
            final StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++)
            {
                final String space = " ".repeat(width(rows, i) - row.get(i).length());
                line.append(i == 0 ? row.get(i) + space : space + row.get(i));
            }
            lines.add(line.toString());
        }

        return lines;
    }

    private static int width(final List<List<String>> rows, final int column)
    {
        int width = column == 0 ? NAME_WIDTH : 0;
        for (final List<String> row : rows)
        {
            width = Math.max(width, (column == 0 ? 0 : GAP) + row.get(column).length());
        }

        return width;
    }
}
