package org.gale.engine.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.EnginesOfStorm;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;

/** Table of the slowest responses of a run, each with its cause. Pure functions. */
public final class OutlierText
{
    private OutlierText()
    {
    }

    /** Returns the lines of the table; none if there are no outliers. */
    static List<String> lines(
        final StormDescription description, final List<StormLatencies.Explained> outliers, final Spelling spelling)
    {
        final List<String> lines = new ArrayList<>();
        if (!outliers.isEmpty())
        {
            lines.add("");
            final boolean isOfModel = outliers.get(0).outlier().model() != null;
            lines.add(row("slowest, ns", "at, s", isOfModel ? "" : column("command"), "VM", "LPI", "longest",
                isOfModel ? "path" : "cause"));
            outliers.forEach(outlier -> lines.add(row(outlier, isOfModel)));
            lines.add(hint(description, outliers.get(0), spelling));
        }

        return lines;
    }

    /** Returns the row of an outlier; on the virtual clock its command is its host's. */
    private static String row(final StormLatencies.Explained explained, final boolean isOfModel)
    {
        final Outlier outlier = explained.outlier();

        return row(NumberText.count(outlier.responseNs()),
            String.format(Locale.ROOT, "%.3f", explained.atNs() / 1e9),
            isOfModel ? "" : column(NumberText.count(outlier.command())),
            Integer.toString(outlier.vmId()), outlier.shortName(), outlier.longestStage(),
            explained.label());
    }

    private static String row(
        final String response,
        final String at,
        final String command,
        final String vm,
        final String lpi,
        final String stage,
        final String cause)
    {
        return String.format(
            Locale.ROOT, "%-13s %9s%s %4s %8s  %-13s%s", response, at, command, vm, lpi, stage, cause);
    }

    private static String column(final String command)
    {
        return String.format(Locale.ROOT, "%15s", command);
    }

    /** Returns the line that says how to go to a command. */
    public static String hint(
        final StormDescription description, final StormLatencies.Explained outlier, final Spelling spelling)
    {
        return isKept(description) ? "go there: " + step(description, outlier, spelling) :
            "(with " + spelling.of(StormSettings.JOURNAL) + " DIR: " + step(description, outlier, spelling) + ')';
    }

    /** Returns whether the journal of a storm outlives it. */
    public static boolean isKept(final StormDescription description)
    {
        return description.hasJournal() && !description.temporary();
    }

    /** Returns the line that steps to a command: with {@code DIR} for a journal that does not outlive its storm. */
    public static String step(
        final StormDescription description, final StormLatencies.Explained outlier, final Spelling spelling)
    {
        final Path journal = Path.of(isKept(description) ? description.journal() : "DIR");

        return spelling.step(outlier.engine() == StormLatencies.Explained.ALONE ? journal :
            journal.resolve(EnginesOfStorm.name(outlier.engine())), outlier.outlier().command());
    }
}
