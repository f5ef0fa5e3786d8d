package org.gale.engine.report.compare;

import java.util.List;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.Steadiness;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the comparison of answers on hosts that are overloaded on one side. */
class AnswerComparisonTest
{
    private static final String OVERLOADED = "overloaded";
    private static final Long SAMPLES = 1_000L;

    @Test
    void shouldNameTheOverloadedBaselineInPlaceOfAWorth()
    {
        final AnswerComparison comparison = compared(-1_000, null, 2_000, OVERLOADED);

        assertEquals(List.of("worth of mean", "-1.0 us [-1.0, -1.0]", OVERLOADED, "-", "the sign has turned"),
            cells(comparison, "all direct"));
        assertTrue(comparison.isTurned(), "the sign of an overloaded host is known");
    }

    @Test
    void shouldCompareWorthsOfHostsThatAreNotOverloaded()
    {
        assertEquals(List.of("worth of mean", "1.0 us [1.0, 1.0]", "2.0 us [2.0, 2.0]", "1.0 us [1.0, 1.0]"),
            cells(compared(1_000, null, 2_000, null), "all direct"));
    }

    @Test
    void shouldCompareNoSizesOfWhatIsOverloadedBothTimes()
    {
        final AnswerComparison comparison = compared(1_000, OVERLOADED, 2_000, OVERLOADED);

        assertTrue(comparison.changes().stream().noneMatch(AnswerComparison.Change::isWorth), "a worth is compared");
    }

    private static List<String> cells(final AnswerComparison comparison, final String choice)
    {
        final String line = comparison.lines().stream()
            .filter(one -> one.startsWith(choice) && one.contains("worth of mean")).findFirst().orElseThrow();

        return List.of(line.substring(line.indexOf("worth")).strip().split(" {2,}", -1));
    }

    private static AnswerComparison compared(
        final double worthBefore, final String before, final double worthAfter, final String after)
    {
        return AnswerComparison.of(new AnswerFile.Read(answer(worthBefore, before), MissingNode.getInstance()),
            new AnswerFile.Read(answer(worthAfter, after), MissingNode.getInstance()));
    }

    /** @param verdict on the host without direct vCPUs */
    private static Answer answer(final double worth, final String verdict)
    {
        return new Answer(new Answer.Head("direct", "j", "c", "v", "17", 2, List.of(), List.of(1L, 2L), "drawn"),
            List.of(), List.of("direct", "ids", "order", "place"),
            List.of(row("none", 0, null, verdict), row("all direct", worth, estimate(worth), null)), List.of(),
            Answer.OfCosts.NONE, List.of(), new Steadiness(null, 0, 0, List.of()));
    }

    private static Answer.AnswerRow row(
        final String choice, final double worth, final Estimate worthOf, final String verdict)
    {
        final double value = 10_000 - worth;

        return new Answer.AnswerRow(List.of(choice, "8", "-", "4:1"), List.of(new Answer.AnswerFigure("mean",
            estimate(value), worthOf, null, null, verdict, SAMPLES, List.of(value, value),
            List.of(SAMPLES, SAMPLES))));
    }

    private static Estimate estimate(final double value)
    {
        return new Estimate(value, value - 1, value + 1);
    }
}
