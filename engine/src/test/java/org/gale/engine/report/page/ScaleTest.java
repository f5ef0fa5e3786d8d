package org.gale.engine.report.page;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Scales of the charts: where values lie, where lines are drawn, and how they are labelled. */
class ScaleTest
{
    private static final double EXACT = 1e-9;

    @ParameterizedTest(name = "{0} ns: {1}")
    @CsvSource({
        "0, 0 ns", "1, 1 ns", "999, 999 ns", "1000, 1 \u00b5s", "12500, 12.5 \u00b5s", "999000, 999 \u00b5s",
        "1000000, 1 ms", "2250000, 2.25 ms", "999000000, 999 ms", "1000000000, 1 s", "60000000000, 60 s" })
    void shouldLabelATimeInTheUnitThatFits(final double ns, final String label)
    {
        assertEquals(label, Scale.time(ns));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({ "7, 7", "1.234, 1.23", "9.999, 10", "10.04, 10.0", "12.34, 12.3", "100.4, 100", "99.96, 100.0" })
    void shouldShowThreeDigitsThatMatter(final double value, final String text)
    {
        assertEquals(text, Scale.number(value));
    }

    @Test
    void shouldEndAtPowersOfTen()
    {
        final Scale scale = Scale.decades(250, 7_000, 10, 50);

        assertEquals(List.of(100.0, 1_000.0, 10_000.0), scale.ticks());
        assertEquals(10, scale.at(100), EXACT);
        assertEquals(30, scale.at(1_000), EXACT);
        assertEquals(50, scale.at(10_000), EXACT);
        assertEquals(10, scale.at(0), EXACT);
        assertEquals(50, scale.at(1e9), EXACT);
        assertEquals(List.of(1.0, 10.0), Scale.decades(0, 0, 0, 1).ticks());
        assertEquals(List.of(1_000.0, 10_000.0), Scale.decades(1_000, 1_000, 0, 1).ticks());
    }

    @Test
    void shouldDrawAtMostSixStepsOfALinearScale()
    {
        assertEquals(List.of(0.0, 2.0, 4.0, 6.0, 8.0, 10.0), Scale.linear(10, 0, 1).ticks());
        assertEquals(List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0), Scale.linear(6, 0, 1).ticks());
        assertEquals(List.of(0.0, 50.0, 100.0, 150.0, 200.0, 250.0), Scale.linear(299, 0, 1).ticks());
        final Scale upwards = Scale.linear(4, 80, 20);
        assertEquals(80, upwards.at(0), EXACT);
        assertEquals(50, upwards.at(2), EXACT);
        assertEquals(20, upwards.at(9), EXACT);
        assertEquals(1, Scale.linear(0, 0, 1).at(1), EXACT);
    }

    @Test
    void shouldFitValuesThatDoNotBeginAtZero()
    {
        final Scale near = Scale.fitted(9_200, 10_800, 0, 100);

        assertEquals(List.of(9_000.0, 9_500.0, 10_000.0, 10_500.0, 11_000.0), near.ticks());
        assertEquals(0, near.at(9_000), EXACT);
        assertEquals(25, near.at(9_500), EXACT);
        assertEquals(100, near.at(11_000), EXACT);
        assertEquals(List.of(-2.0, -1.0, 0.0, 1.0, 2.0, 3.0), Scale.fitted(-2, 3, 0, 1).ticks());
        assertEquals(List.of(0.0, 2.0, 4.0, 6.0, 8.0, 10.0), Scale.fitted(0, 10, 0, 1).ticks());
        assertEquals(List.of(0.0, 5.0, 10.0, 15.0, 20.0), Scale.fitted(2, 19, 0, 1).ticks());
        assertEquals(List.of(1.0, 10.0, 100.0), Scale.fitted(2, 20, 0, 1).ticks());
        assertEquals(List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0), Scale.fitted(5, 5, 0, 1).ticks());
    }

    @Test
    void shouldBeginAndEndWhereItIsTold()
    {
        final Scale scale = new Scale(10, 30, 100, 200, false);

        assertEquals(List.of(100.0, 150.0, 200.0, 100.0, 200.0),
            List.of(scale.at(10), scale.at(20), scale.at(30), scale.at(5), scale.at(31)));
        assertEquals(new Scale(0, 1, 5, 6, false), Scale.linear(0, 5, 6));
        assertEquals(new Scale(0, 1, 5, 6, false), Scale.linear(-3, 5, 6));
    }
}
