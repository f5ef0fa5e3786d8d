package org.gale.engine.report.sweep;

import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.storm.figure.Figure;
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

    private static Figure metric(final Figure.Unit unit)
    {
        return Figure.other("a", unit, Figure.Better.LOWER);
    }
}
