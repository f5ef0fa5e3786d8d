package org.gale.engine.report.compare;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

import org.gale.engine.report.AnsiColours;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the text of a comparison: its colours, and what it names. */
class ComparisonTextTest
{
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String RESET = "\u001b[0m";
    private static final String BASELINE = ReportTexts.report(1e6, 1_000, 20);
    private static final String SLOWER = ReportTexts.report(850_000, 2_000, 20);

    @Test
    void shouldColourRegressionsAndWhatIsBetterAlone()
    {
        final String worse = text(SLOWER, AnsiColours.COLOURED, true);
        assertTrue(worse.contains("   " + RED + "regression" + RESET + "\n"), worse);
        assertTrue(worse.contains("   worse\n"), worse);
        assertTrue(worse.contains("   same\n"), worse);
        assertTrue(worse.contains("\n" + RED + "verdict  5 regressions"), worse);

        final String better = text(ReportTexts.report(2e6, 1_000, 20), AnsiColours.COLOURED, false);
        assertTrue(better.contains("   " + GREEN + "better" + RESET + "\n"), better);
        assertTrue(better.contains("\n" + GREEN + "verdict  "), better);
    }

    @Test
    void shouldNameWhatDiffersAndEndWithWhatIsNotSound()
    {
        final List<String> lines = text(SLOWER.replace("\"exit\":0", "\"exit\":7").replace("\"vms\":16", "\"vms\":8"),
            AnsiColours.NONE, false).lines().toList();

        assertEquals("baseline a \u00b7 gale 0.1.0 \u00b7 JDK 17 \u00b7 default", lines.get(0));
        assertEquals("         no interrupt lost, none invented", lines.get(1));
        assertEquals("         unproved: a law is broken", lines.get(3));
        assertTrue(lines.get(4).startsWith("differs  ") && lines.get(4).contains("vms"), lines.get(4));
        assertEquals("", lines.get(5));
        assertEquals("verdict  not sound: exit code 7", lines.get(lines.size() - 1));
    }

    @Test
    void shouldSayHowManyInterruptsWereSampled()
    {
        final String sampled = SLOWER.replaceFirst(
            "\"latency_ns\":\\{", "\"latency_ns\":{\"sampled\":\"1,000 of 16,000\",\"delivered\":16000,");

        final List<String> lines = text(sampled, AnsiColours.NONE, false).lines().toList();

        assertEquals("compared b \u00b7 gale 0.1.0 \u00b7 JDK 17 \u00b7 default \u00b7 sampled 1,000 of 16,000",
            lines.get(2));
        assertEquals("compared b \u00b7 gale 0.1.0 \u00b7 JDK 17 \u00b7 default", text(SLOWER.replaceFirst(
            "\"latency_ns\":\\{", "\"latency_ns\":{\"sampled\":\"1:16\","), AnsiColours.NONE, false).lines().toList()
            .get(2), "of an earlier version");
    }

    @Test
    void shouldCutATextAt400CharactersAndShowNoControlCharacters()
    {
        assertEquals("x".repeat(400), ComparisonText.plain("x".repeat(400)));
        assertEquals("x".repeat(400) + "...", ComparisonText.plain("x".repeat(401)));
        assertTrue(ComparisonText.plain("a\u001b[2Jb").chars().noneMatch(c -> c < ' '));
    }

    private static String text(final String report, final AnsiColours colours, final boolean isAll)
    {
        final StringWriter out = new StringWriter();
        new ComparisonText(new PrintWriter(out), colours).write(comparison(report), isAll);

        return out.toString();
    }

    private static Comparison comparison(final String report)
    {
        return Comparison.of(ComparedReport.of("a", BASELINE), ComparedReport.of("b", report), 0.1);
    }
}
