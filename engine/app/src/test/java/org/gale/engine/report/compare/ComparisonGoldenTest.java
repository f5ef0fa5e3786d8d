package org.gale.engine.report.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.gale.engine.cli.golden.GoldenFiles;
import org.gale.engine.report.AnsiColours;
import org.junit.jupiter.api.Test;

/** Golden files of a comparison of reports on the wall clock, whose seconds show their noise. */
class ComparisonGoldenTest
{
    private static final String BASELINE = ReportTexts.report(1e6, 1_000, 20);
    private static final String SLOWER = ReportTexts.report(850_000, 2_000, 20).replace("\"vms\":16", "\"vms\":8");

    @Test
    void shouldShowFiguresWithTheirNoiseAsBefore() throws IOException
    {
        final GoldenFiles golden = new GoldenFiles("noise");
        final Comparison comparison =
            Comparison.of(ComparedReport.of("a", BASELINE), ComparedReport.of("b", SLOWER), 0.1);

        golden.check("judged.txt", text(comparison, false));
        golden.check("all.txt", text(comparison, true));
        final StringWriter json = new StringWriter();
        ComparisonJson.write(new Comparisons(List.of(comparison), List.of()), 3, json);
        golden.check("compare.json", json.toString().replace("},{", "},\n{"));

        golden.end();
    }

    private static String text(final Comparison comparison, final boolean isAll)
    {
        final StringWriter out = new StringWriter();
        new ComparisonText(new PrintWriter(out), AnsiColours.NONE).write(comparison, isAll);

        return out.toString();
    }
}
