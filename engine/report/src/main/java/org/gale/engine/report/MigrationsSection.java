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
import org.gale.engine.storm.result.MigrationCourse;
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
        final MigrationCourse course = migrations.course();
        final MigrationCourse.Vms vms = course != null && course.vms() != null ? course.vms() :
            new MigrationCourse.Vms(asked.due(), asked.begun(), asked.completed());

        return new MigrationTotals(vms.asked(), vms.started(), vms.completed(), migrations.rolledBack(),
            migrations.held(), times(migrations.stop()),
            migrations.downtime() == null ? null : times(migrations.downtime()),
            course == null ? null : new MigrationTotals.Course(filled(course.rolledBack()),
            filled(course.restoredAgain()), course.vms() == null ? null : asked.begun(), course.precopy()),
            details(migrations.figures()));
    }

    private static Map<String, Long> filled(final Map<String, Long> counts)
    {
        return counts.isEmpty() ? null : counts;
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
            lines.add("migrations  " + NumberText.count(migrations.rolledBack()) + " rolled back" +
                steps(migrations.course()) + DOT + NumberText.counted(migrations.held(), "message") + " held");
            addCourse(lines, migrations.course());
            lines.add("  stop, ns      " + percentiles(migrations.stop()));
            if (migrations.downtime() != null)
            {
                lines.add("  downtime, ns  " + percentiles(migrations.downtime()));
            }
            addDetails(lines, migrations.figures());
        }

        return lines;
    }

    private static void addCourse(final List<String> lines, final MigrationCourse course)
    {
        if (course != null && course.vms() != null)
        {
            lines.add("  VMs           " + NumberText.count(course.vms().started()) + " begun" + DOT +
                NumberText.count(course.vms().completed()) + " completed");
        }
        if (course != null && course.precopy() != null)
        {
            lines.add("  pages sent    " + pages(course.precopy()));
        }
    }

    /** Returns what came of a step that was asked to fail. */
    private static String steps(final MigrationCourse course)
    {
        final StringBuilder text = new StringBuilder();
        if (course != null)
        {
            course.rolledBack().keySet().forEach(step -> text.append(" at ").append(step));
            course.restoredAgain().forEach((step, count) -> text.append(DOT).append(NumberText.count(count))
                .append(" restored again after ").append(step).append(" failed"));
        }

        return text.toString();
    }

    /** Returns the pages there are, and those of each pass. */
    private static String pages(final Map<String, Map<String, Long>> precopy)
    {
        final List<String> words = new ArrayList<>();
        precopy.forEach((pass, tables) -> words.add((words.isEmpty() ? "of" : pass.replace('_', ' ')) + ' ' +
            NumberText.count(tables.values().stream().mapToLong(Long::longValue).sum())));

        return String.join(DOT, words);
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
        lines.add("  interrupts    " + String.join(DOT, NumberText.count(interrupts.inTables()) +
            " pending in images (" + NumberText.count(interrupts.again()) + " for the second time)",
            NumberText.count(interrupts.merged()) + " held and merged when sent",
            NumberText.count(interrupts.acknowledgedAfter()) + " acknowledged by the new VM",
            NumberText.count(interrupts.waiting()) + " waiting"));
        final MigrationResponses responses = figures.responses();
        lines.add("  response of interrupts that lived through one, ns  " + percentiles(responses.lived()));
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
