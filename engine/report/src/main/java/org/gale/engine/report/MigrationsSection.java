package org.gale.engine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.report.document.Latencies;
import org.gale.engine.report.document.MigrationDetails;
import org.gale.engine.report.document.MigrationTotals;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MigratedInterrupts;
import org.gale.engine.storm.result.MigrationFigures;
import org.gale.engine.storm.result.MigrationResponses;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormMigrations;

/** Section of a report on migrations of the VMs of a storm, and its lines of a text. Pure functions. */
final class MigrationsSection
{
    private static final String DOT = " \u00b7 ";

    private MigrationsSection()
    {
    }

    /** {@return the migrations of a document; null of a storm whose VMs do not migrate} */
    static MigrationTotals of(final StormActions actions)
    {
        final StormMigrations migrations = actions.migrations();
        if (migrations == null)
        {
            return null;
        }
        final AskedActions asked = actions.kinds().get(0);

        return new MigrationTotals(asked.due(), asked.begun(), asked.completed(), migrations.rolledBack(),
            migrations.held(), times(migrations.stop()),
            migrations.downtime() == null ? null : times(migrations.downtime()), details(migrations.figures()));
    }

    private static MigrationDetails details(final MigrationFigures figures)
    {
        final Map<String, Latencies.Times> parts = new LinkedHashMap<>();
        figures.parts().forEach((name, part) -> parts.put(name, times(part)));
        final Map<String, Long> bytes = new LinkedHashMap<>();
        bytes.put(MigrationDetails.ALL, figures.bytes());
        bytes.putAll(figures.imageBytes());
        final MigratedInterrupts interrupts = figures.interrupts();
        final MigrationResponses responses = figures.responses();
        final Map<String, Long> delivered = new LinkedHashMap<>();
        delivered.put(MigrationResponses.LIVED, responses.deliveredLived());
        delivered.put(MigrationResponses.OTHERS, responses.deliveredOthers());
        final Map<String, Latencies.Times> response = new LinkedHashMap<>();
        response.put(MigrationResponses.LIVED, times(responses.lived()));
        response.put(MigrationResponses.OTHERS, times(responses.others()));

        return new MigrationDetails(parts.isEmpty() ? null : parts, bytes, new MigrationDetails.Interrupts(
            interrupts.inTables(), interrupts.again(), interrupts.merged(), interrupts.acknowledgedAfter(),
            interrupts.waiting()), delivered, response);
    }

    private static Latencies.Times times(final Histogram histogram)
    {
        return LatencySection.times(LatencySummary.of(histogram), true);
    }

    /** Returns the lines of a text; none of a storm whose VMs do not migrate. */
    static List<String> lines(final StormActions actions)
    {
        final StormMigrations migrations = actions.migrations();
        final List<String> lines = new ArrayList<>();
        if (migrations != null)
        {
            lines.add("migrations  " + NumberText.count(migrations.rolledBack()) + " rolled back" + DOT +
                NumberText.counted(migrations.held(), "message") + " held");
            lines.add("  stop, ns      " + percentiles(migrations.stop()));
            if (migrations.downtime() != null)
            {
                lines.add("  downtime, ns  " + percentiles(migrations.downtime()));
            }
            addDetails(lines, migrations.figures());
        }

        return lines;
    }

    private static void addDetails(final List<String> lines, final MigrationFigures figures)
    {
        figures.parts().forEach((name, part) ->
            lines.add("    " + name + ", ns" + " ".repeat(8 - name.length()) + percentiles(part)));
        final List<String> bytes = new ArrayList<>();
        bytes.add(NumberText.count(figures.bytes()));
        figures.imageBytes().forEach((name, size) -> bytes.add(name + ' ' + NumberText.count(size)));
        lines.add("  images, bytes " + String.join(DOT, bytes));
        final MigratedInterrupts interrupts = figures.interrupts();
        lines.add("  interrupts    " + String.join(DOT, NumberText.count(interrupts.inTables()) + " in tables",
            NumberText.count(interrupts.again()) + " of them again", NumberText.count(interrupts.merged()) +
            " held and merged", NumberText.count(interrupts.acknowledgedAfter()) + " acknowledged after",
            NumberText.count(interrupts.waiting()) + " waiting"));
        final MigrationResponses responses = figures.responses();
        lines.add("  response of those that lived through one, ns  " + percentiles(responses.lived()));
        lines.add("  response of the others, ns                    " + percentiles(responses.others()));
    }

    private static String percentiles(final Histogram histogram)
    {
        final LatencySummary summary = LatencySummary.of(histogram);
        final List<String> words = new ArrayList<>();
        for (final Percentile percentile : Percentile.ALL)
        {
            if (summary.value(percentile) != LatencySummary.NONE)
            {
                words.add(percentile.key() + ' ' + NumberText.count(summary.value(percentile)));
            }
        }

        return words.isEmpty() ? "none" : String.join(DOT, words);
    }
}
