package org.gale.engine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.report.document.Actions;
import org.gale.engine.report.document.Latencies;
import org.gale.engine.report.document.MigrationTotals;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MigrationCourse;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormMigrations;

/** Sections of a report on the actions between the events of a storm, and on migrations of its VMs. Pure functions. */
final class ActionsSection
{
    private static final String DOT = " \u00b7 ";

    private ActionsSection()
    {
    }

    /** {@return the actions of a document; null of a storm without any} */
    static Actions of(final StormActions actions)
    {
        if (actions.kinds().isEmpty())
        {
            return null;
        }
        final Map<String, Actions.ActionKind> kinds = new LinkedHashMap<>();
        for (final AskedActions kind : actions.kinds())
        {
            kinds.put(kind.key(), new Actions.ActionKind(
                kind.plain(), kind.due(), kind.begun(), kind.completed(), kind.isKept()));
        }
        final ActionTimeline timeline = actions.timeline();
        final List<ActionTimeline.Slice> slices = timeline.slices();

        return new Actions(kinds, new Actions.Timeline(timeline.startNs(), timeline.sliceNs(),
            slices.stream().map(ActionTimeline.Slice::ended).toList(),
            slices.stream().map(ActionTimeline.Slice::openNs).toList(),
            slices.stream().map(ActionTimeline.Slice::heldNs).toList(),
            slices.stream().map(ActionTimeline.Slice::moves).toList()));
    }

    /** {@return the migrations of a document; null of a storm whose VMs do not migrate} */
    static MigrationTotals migrations(final StormActions actions)
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
            filled(course.restoredAgain()), course.vms() == null ? null : asked.begun(), course.precopy()));
    }

    private static Map<String, Long> filled(final Map<String, Long> counts)
    {
        return counts.isEmpty() ? null : counts;
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
            if (migrations.course() != null && migrations.course().vms() != null)
            {
                final MigrationCourse.Vms vms = migrations.course().vms();
                lines.add("  VMs           " + NumberText.count(vms.started()) + " begun" + DOT +
                    NumberText.count(vms.completed()) + " completed");
            }
            if (migrations.course() != null && migrations.course().precopy() != null)
            {
                lines.add("  pages sent    " + pages(migrations.course().precopy()));
            }
            lines.add("  stop, ns      " + percentiles(migrations.stop()));
            if (migrations.downtime() != null)
            {
                lines.add("  downtime, ns  " + percentiles(migrations.downtime()));
            }
        }

        return lines;
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
