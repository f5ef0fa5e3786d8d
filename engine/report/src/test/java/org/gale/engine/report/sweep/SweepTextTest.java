package org.gale.engine.report.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.result.answer.Estimate;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SweepTextTest
{
    @Test
    void shouldListTwentyRunsAndCountTheRest()
    {
        final List<Integer> runs = IntStream.rangeClosed(1, 21).boxed().toList();
        final String twenty = "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20";

        assertEquals("7", SweepText.listed(List.of(7)));
        assertEquals(twenty, SweepText.listed(runs.subList(0, 20)));
        assertEquals(twenty + " and 1 more", SweepText.listed(runs));
    }

    @Test
    void shouldShowFractionsOfNumbersAlone()
    {
        assertEquals("-", SweepText.text(metric(Figure.Unit.NUMBER), Double.NaN));
        assertEquals("1,234", SweepText.text(metric(Figure.Unit.NUMBER), 1234));
        assertEquals("0.5", SweepText.text(metric(Figure.Unit.NUMBER), 0.5));
        assertEquals("1,235", SweepText.text(metric(Figure.Unit.NANOSECONDS), 1234.5));
    }

    @Test
    void shouldShowMeansWithTheirIntervals()
    {
        assertEquals("1,235 [1,200, 1,271]",
            SweepText.mean(metric(Figure.Unit.NANOSECONDS), new Estimate(1234.6, 1199.6, 1271.0)));
        assertEquals("0.50 [0.25, 0.75]", SweepText.mean(metric(Figure.Unit.NUMBER), new Estimate(0.5, 0.25, 0.75)));
        assertEquals("-", SweepText.mean(metric(Figure.Unit.NUMBER), new Estimate(0.5, null, null)));
        assertEquals("-", SweepText.mean(metric(Figure.Unit.NUMBER), (Estimate)null));
    }

    @Test
    void shouldHaveAMeanOfEachPointOverTheSeedsThatHaveTheFigure()
    {
        final PairedPoints.Runs runs = new PairedPoints.Runs(2, 3);
        runs.add(0, 10);
        runs.add(2, 14);
        runs.add(4, 20);

        assertEquals(Arrays.asList(Estimate.of(10, 14), null), runs.means());
    }

    private static Figure metric(final Figure.Unit unit)
    {
        return Figure.other("a", unit, Figure.Better.LOWER);
    }
}
