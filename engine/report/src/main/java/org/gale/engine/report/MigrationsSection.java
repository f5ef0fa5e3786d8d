package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.report.document.Latencies;
import org.gale.engine.report.document.Migrations;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormMigrations;

/** Section of a report on the migrations of a storm's VMs. Pure functions. */
final class MigrationsSection
{
    private static final String DOT = " \u00b7 ";

    private MigrationsSection()
    {
    }

    /** {@return the section of a document; null of a storm whose VMs do not migrate} */
    static Migrations of(final StormActions actions)
    {
        final StormMigrations migrations = actions.migrations();
        if (migrations == null)
        {
            return null;
        }
        final AskedActions asked = actions.kinds().get(0);

        return new Migrations(asked.due(), asked.begun(), asked.completed(), migrations.rolledBack(),
            migrations.held(), times(migrations.stop()),
            migrations.downtime() == null ? null : times(migrations.downtime()));
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
        }

        return lines;
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
