package org.gale.engine.report.compare;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.json.JsonText;
import org.gale.engine.report.document.DocumentWriter;
import org.gale.engine.report.document.IfThere;
import org.gale.engine.report.document.RecordTree;

/** JSON form of comparisons. A change or removal of a key changes {@link #SCHEMA}; keys may be added. */
public final class ComparisonJson
{
    /** Name and version of the schema. */
    public static final String SCHEMA = "gale.compare/1";

    private ComparisonJson()
    {
    }

    /** Comparisons with one baseline, and the reports without a pair, if there are any. */
    public record Document(String schema, String baseline, double tolerance, List<Compared> compared,
        @IfThere List<ComparedPairs.Unmatched> unmatched, int exit)
    {
    }

    /** Comparison of a report. */
    public record Compared(@JsonUnwrapped Runs runs, List<String> notSound, List<String> doubts, String verdict,
        List<String> differences, List<PathShare> paths, List<Compare> figures, List<String> regressions,
        List<String> unknown)
    {
    }

    /** The two runs, each with the verdict on its interrupts, and the conditions that fail the later one, if any. */
    public record Runs(String report, String baseline, String interrupts, String baselineInterrupts,
        @IfThere List<String> failedConditions)
    {
    }

    /** Figure of two reports; null where one lacks it. */
    public record Compare(String name, Double baseline, Double compared, Double change, Double noise, String verdict)
    {
    }

    /**
     * Writes comparisons, and a line feed. The writer is flushed, not closed.
     *
     * @param exitCode of the command
     */
    public static void write(final Comparisons comparisons, final int exitCode, final Writer writer)
        throws IOException
    {
        final Comparison first = comparisons.all().get(0);
        final Document document = new Document(SCHEMA, first.baseline().name(), first.tolerance(),
            comparisons.all().stream().map(ComparisonJson::compared).toList(), orNull(comparisons.unmatched()),
            exitCode);
        JsonText.indented(writer, json -> DocumentWriter.fields(json, document));
    }

    /** Returns a comparison as it is written. */
    static JsonNode tree(final Comparison comparison)
    {
        return RecordTree.of(compared(comparison));
    }

    private static Compared compared(final Comparison comparison)
    {
        return new Compared(new Runs(comparison.candidate().name(), comparison.baseline().name(),
            ReportSoundness.verdict(comparison.candidate()).text(),
            ReportSoundness.verdict(comparison.baseline()).text(), orNull(comparison.failures())),
            comparison.soundness().faults(),
            comparison.soundness().doubts(), comparison.verdict(), comparison.differences(),
            comparison.paths(),
            comparison.rows().stream().map(ComparisonJson::compared).toList(), comparison.regressions(),
            comparison.unknown());
    }

    private static Compare compared(final Comparison.ComparisonRow row)
    {
        return new Compare(row.metric().name(), orNull(row.before()), orNull(row.after()), orNull(row.change()),
            orNull(row.noise()), row.verdict().text());
    }

    private static <T> List<T> orNull(final List<T> values)
    {
        return values.isEmpty() ? null : values;
    }

    private static Double orNull(final double value)
    {
        return Double.isNaN(value) ? null : (Double)value;
    }
}
