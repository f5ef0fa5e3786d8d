package org.gale.engine.report.compare;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.TerminalText;
import org.gale.engine.report.AnsiColours;
import org.gale.engine.report.compare.Comparison.ComparisonRow;
import org.gale.engine.report.compare.Comparison.ComparisonVerdict;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.result.RunVerdict;

/** Text of comparisons: the runs, a row a figure, the verdict. Used by one thread. */
public final class ComparisonText
{
    private static final String DOT = " \u00b7 ";
    private static final int NAME_WIDTH = 26;
    private static final int LENGTH_LIMIT = 400;

    private final PrintWriter out;
    private final AnsiColours colours;

    /** Makes a text on a stream, with or without colours. */
    public ComparisonText(final PrintWriter out, final AnsiColours colours)
    {
        this.out = out;
        this.colours = colours;
    }

    /**
     * Writes one comparison, whose verdict says why a report is not sound.
     *
     * @param isAll true for all figures, false for those that are judged
     */
    public void write(final Comparison comparison, final boolean isAll)
    {
        head("baseline ", comparison.baseline());
        head("compared ", comparison.candidate());
        comparison.differences().forEach(difference -> out.println("differs  " + plain(difference)));
        if (!comparison.paths().isEmpty())
        {
            out.println("paths    " + plain(PathShare.text(comparison.paths())));
        }
        out.println();
        final List<ComparisonRow> rows =
            comparison.rows().stream().filter(row -> isAll || row.metric().is(Figure.Use.JUDGED)).toList();
        final int width =
            rows.stream().mapToInt(row -> row.metric().label().length() + 1).reduce(NAME_WIDTH, Math::max);
        out.println(String.format(Locale.ROOT, "%-" + width + "s%17s%17s%10s%10s   %s",
            "", "baseline", "compared", "change", "noise", "verdict"));
        rows.forEach(row -> row(row, width));
        out.println();
        out.println(verdict(comparison));
        out.flush();
    }

    /** Writes the verdict of several comparisons in a line; nothing for one alone. */
    public void summary(final Comparisons comparisons)
    {
        if (comparisons.all().size() + comparisons.unmatched().size() < 2)
        {
            return;
        }
        final long failed = comparisons.count(Outcome.CHECK_FAILED);
        final long unknown = comparisons.count(Outcome.SKIPPED);
        final String text = "all      " + NumberText.counted(comparisons.all().size(), "report") + " compared" +
            DOT + failed + " failed" + DOT + unknown + " unknown";
        out.println();
        out.println(failed + unknown == 0 ? colours.good(text) : colours.bad(text));
        out.flush();
    }

    /** Writes a line that says why a report is not sound, if there is a reason. */
    public void unsound(final String report, final List<String> faults)
    {
        if (!faults.isEmpty())
        {
            out.println(colours.bad(plain(report) + ": not sound: " + plain(String.join(", ", faults))));
            out.flush();
        }
    }

    private void head(final String label, final ComparedReport report)
    {
        if (report.isPoint())
        {
            out.println(label + plain(report.name()) + DOT +
                NumberText.counted(report.json().path("results").asLong(), "run"));
            return;
        }
        final String job = report.json().at("/config/job").asText();
        final String origin = "gale " + report.json().at("/host/version").asText() + DOT + "JDK " +
            report.json().at("/host/jdk").asText() + DOT +
            (job.isEmpty() ? report.json().at("/config/profile").asText() : job);
        final JsonNode latency = report.json().path("latency_ns");
        final String sampled =
            latency.path("delivered").isNumber() ? DOT + "sampled " + latency.path("sampled").asText() : "";
        out.println(label + plain(report.name()) + DOT + plain(origin + sampled));
        proven("         ", report);
    }

    /** Writes the verdict on the interrupts of a run, which its report has. */
    public void proven(final String before, final ComparedReport report)
    {
        final RunVerdict verdict = ReportSoundness.verdict(report);
        out.println(before + colours.verdict(verdict.isProven(), plain(verdict.text())));
    }

    private void row(final ComparisonRow row, final int width)
    {
        final boolean isPlain = row.verdict() != ComparisonVerdict.REGRESSION &&
            row.verdict() != ComparisonVerdict.BETTER;
        final String verdict = row.verdict().text();
        out.println(String.format(Locale.ROOT, "%-" + width + "s%17s%17s%10s%10s   %s",
            plain(row.metric().label()),
            value(row.before()), value(row.after()), row.changeText(), row.noiseText(),
            isPlain ? verdict : colours.verdict(row.verdict() == ComparisonVerdict.BETTER, verdict)).stripTrailing());
    }

    private String verdict(final Comparison comparison)
    {
        final String verdict = "verdict  " + plain(comparison.verdict());

        return comparison.outcome() == Outcome.OK ? colours.good(verdict) : colours.bad(verdict);
    }

    private static String value(final double value)
    {
        if (Double.isNaN(value))
        {
            return "-";
        }

        return value == Math.rint(value) ? NumberText.count((long)value) :
            BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** Returns a text without control characters and of bounded length: reports come from anywhere. */
    static String plain(final String text)
    {
        final String shown = TerminalText.line(text);

        return shown.length() <= LENGTH_LIMIT ? shown : shown.substring(0, LENGTH_LIMIT) + "...";
    }
}
