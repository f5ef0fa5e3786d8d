package org.gale.engine.report.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

/**
 * Reports of files, each with the baseline that has the same values.
 *
 * @param pairs     in the order of the files and of their reports
 * @param unmatched reports whose values another file lacks
 */
public record ComparedPairs(List<Pair> pairs, List<Unmatched> unmatched)
{
    /**
     * Report without a pair.
     *
     * @param report its name
     * @param reason that it has none, as a sentence
     */
    public record Unmatched(String report, String reason)
    {
        private static Unmatched of(final ReportFile lacking, final ComparedReport report)
        {
            return new Unmatched(report.name(), lacking.name() + " lacks what " + report.name() + " has");
        }
    }

    /** Report and its baseline. */
    public record Pair(ComparedReport baseline, ComparedReport candidate)
    {
    }

    public ComparedPairs
    {
        pairs = List.copyOf(pairs);
        unmatched = List.copyOf(unmatched);
    }

    /**
     * Pairs the reports of files with those of the first one.
     *
     * @throws OutcomeException if one file holds a series and another one does not, or two have no values in common
     */
    public static ComparedPairs of(final List<ReportFile> files)
    {
        final ReportFile baseline = files.get(0);
        final Map<String, ComparedReport> before = baseline.byValues();
        final List<Pair> pairs = new ArrayList<>();
        final List<Unmatched> unmatched = new ArrayList<>();
        for (final ReportFile file : files.subList(1, files.size()))
        {
            if (file.isSeries() != baseline.isSeries())
            {
                throw new OutcomeException(Outcome.USAGE, baseline.name() + " holds " + words(baseline) + ", " +
                    file.name() + " holds " + words(file) + ": compare a series with a series");
            }
            final Map<String, ComparedReport> after = file.byValues();
            final int pairsBefore = pairs.size();
            after.forEach((values, report) ->
            {
                final ComparedReport same = before.get(values);
                if (same == null)
                {
                    unmatched.add(Unmatched.of(baseline, report));
                }
                else
                {
                    pairs.add(new Pair(same, report));
                }
            });
            if (pairs.size() == pairsBefore)
            {
                throw new OutcomeException(Outcome.USAGE, baseline.name() + " and " + file.name() +
                    " have no values in common (" + baseline.reports().get(0).label() + " / " +
                    file.reports().get(0).label() + ')');
            }
            before.keySet().stream().filter(values -> !after.containsKey(values)).forEach(
                values -> unmatched.add(Unmatched.of(file, before.get(values))));
        }

        return new ComparedPairs(pairs, unmatched);
    }

    private static String words(final ReportFile file)
    {
        return file.isSeries() ? "a series of " + file.reports().size() : "one report";
    }
}
