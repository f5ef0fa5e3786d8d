package org.gale.engine.report.verdict;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.compare.ComparedPairs;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.compare.Comparison;
import org.gale.engine.report.document.FigureValue;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figures;

/** Verdicts and measures of reports that are compared. Pure functions. */
public final class ComparedVerdicts
{
    private ComparedVerdicts()
    {
    }

    /**
     * Returns the verdict on one report by its conditions.
     *
     * @param faults   for which it is not sound
     * @param failures of its conditions
     * @param doubts   for which there is no verdict
     */
    public static Verdict of(final ComparedReport report, final List<String> faults, final List<String> failures,
        final List<String> doubts)
    {
        final List<String> details = new ArrayList<>(faults);
        details.addAll(failures);
        details.addAll(doubts);
        final Verdict.Status status = !faults.isEmpty() || !failures.isEmpty() ? Verdict.Status.FAILED :
            doubts.isEmpty() ? Verdict.Status.PASSED : Verdict.Status.SKIPPED;

        return new Verdict(report.name(), status, details.isEmpty() ? "" : details.get(0), details, 0);
    }

    /** Returns the verdict on a report without a pair: none. */
    public static Verdict of(final ComparedPairs.Unmatched report)
    {
        return new Verdict(report.report(), Verdict.Status.SKIPPED, "unknown: " + report.reason(), List.of(), 0);
    }

    /** Returns the verdict on a comparison. */
    public static Verdict of(final Comparison comparison)
    {
        final List<String> failures = named(comparison.candidate(), comparison.failures());
        final List<String> details = new ArrayList<>(comparison.differences());
        details.addAll(failures);
        for (final Comparison.ComparisonRow row : comparison.rows())
        {
            if (row.metric().is(Figure.Use.JUDGED))
            {
                details.add(String.format(Locale.ROOT, "%-26s %s / %s  %s  %s", row.metric().label(),
                    number(row.before()), number(row.after()), row.changeText(), row.verdict().text()));
            }
        }
        final Outcome outcome = comparison.outcome();
        final String message = failures.isEmpty() ? comparison.verdict() : failures.get(0);
        final Verdict.Status status = outcome == Outcome.OK ? Verdict.Status.PASSED :
            outcome == Outcome.SKIPPED ? Verdict.Status.SKIPPED : Verdict.Status.FAILED;

        return new Verdict(comparison.candidate().name(), status, message, details, 0);
    }

    /** {@return the conditions that a run fulfils, each after the name of its report} */
    public static List<String> named(final ComparedReport report, final List<String> failures)
    {
        return failures.stream().map(failure -> report.name() + ": " + failure).toList();
    }

    private static String number(final double value)
    {
        return Double.isNaN(value) ? "-" : GateChange.text(BigDecimal.valueOf(value).stripTrailingZeros());
    }

    /** Returns the judged figures of a report. */
    public static List<Measure> measures(final ComparedReport report)
    {
        final List<Measure> measures = new ArrayList<>();
        for (final Figure figure : Figures.ALL)
        {
            final double value = FigureValue.of(figure, report.json());
            if (figure.is(Figure.Use.JUDGED) && !Double.isNaN(value))
            {
                measures.add(new Measure(report.name() + ' ' + figure.name(), unit(figure),
                    BigDecimal.valueOf(value).stripTrailingZeros(), figure.better() != Figure.Better.HIGHER));
            }
        }

        return measures;
    }

    private static String unit(final Figure figure)
    {
        return switch (figure.unit())
        {
            case NANOSECONDS -> "ns";
            case PER_SECOND -> "1/s";
            case NUMBER -> "";
        };
    }
}
