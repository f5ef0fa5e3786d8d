package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figure.Use;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormTotals;

/** Tables of the parts of a storm, for its text report. Pure functions. */
final class PartsText
{
    private static final int NAME_WIDTH = 12;
    private static final List<String> ACCOUNT = Figures.columns(Use.TEXT, "").stream().map(Figure::name).toList();

    private PartsText()
    {
    }

    /** Returns the account of each group of VMs; no lines if there is one group. */
    static List<String> groups(final StormTotals totals)
    {
        return accounts("group", "VMs", totals.hasGroups() ? totals.groups() : List.of(), Part::vms);
    }

    /** Returns the account of each phase; no lines if there is none. */
    static List<String> phases(final StormTotals totals)
    {
        return accounts("phase", "carried in", totals.phases(), phase -> phase.account().carriedIn());
    }

    private static List<String> accounts(
        final String kind, final String first, final List<Part> parts, final ToLongFunction<Part> value)
    {
        final List<List<String>> rows = new ArrayList<>();
        rows.add(row(kind, first, ACCOUNT));
        parts.forEach(part -> rows.add(
            row(part.name(), NumberText.count(value.applyAsLong(part)), figures(part.account()))));

        return parts.isEmpty() ? List.of() : TextTable.lines(rows, column -> column == 0, NAME_WIDTH);
    }

    /**
     * Returns tables of the response times and of the latencies of requests, each after an empty line: of each group of
     * VMs if there are several, and of each phase that was measured.
     *
     * @param delivered interrupts of each group in the measured part
     */
    static List<String> latencies(final StormTotals totals, final MeasuredDeliveries delivered)
    {
        final List<String> lines = new ArrayList<>();
        for (final Latency latency : List.of(Latency.RESPONSE, Latency.REQUEST))
        {
            final List<List<String>> rows = new ArrayList<>();
            rows.add(row(latency.label() + ", ns", "samples",
                Percentile.of(Use.TEXT).stream().map(Percentile::name).toList()));
            for (int i = 0; i < totals.groupNames().size(); i++)
            {
                final int index = i;
                add(rows, totals.groups().get(i), latency, samples -> latency == Latency.REQUEST ?
                    NumberText.count(samples) : MeasuredDeliveries.sampled(samples, delivered.ofGroup(index)));
            }
            totals.phases().stream().filter(phase -> !phase.name().equals(StormTotals.BEFORE))
                .forEach(phase -> add(rows, phase, latency, NumberText::count));
            lines.addAll(rows.size() > 1 ? List.of("") : List.of());
            lines.addAll(rows.size() > 1 ? TextTable.lines(rows, column -> column == 0, NAME_WIDTH) : List.of());
        }

        return lines;
    }

    private static void add(final List<List<String>> rows, final Part part, final Latency latency,
        final LongFunction<String> samples)
    {
        final LatencySummary of = part.latency(latency);
        if (of != null)
        {
            rows.add(row(part.name(), samples.apply(of.count()), Percentile.of(Use.TEXT).stream()
                .map(percentile -> LatencyTable.text(of.value(percentile))).toList()));
        }
    }

    private static List<String> row(final String name, final String first, final List<String> others)
    {
        return Stream.concat(Stream.of(name, first), others.stream()).toList();
    }

    private static List<String> figures(final EventAccount account)
    {
        return ACCOUNT.stream().map(name -> NumberText.count(account.figures().get(name))).toList();
    }
}
