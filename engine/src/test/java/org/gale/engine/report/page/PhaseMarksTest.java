package org.gale.engine.report.page;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Marks of phases on a picture of 814 s, a unit for a second. */
class PhaseMarksTest
{
    private static final long SECOND = 1_000_000_000;

    @Test
    void shouldNameAPhaseWhoseNameTouchesNeitherAnotherNorTheEnd()
    {
        assertEquals(List.of("line phase 70.0 20.0 70.0 154.0", "text phase 75.0 32.0 start: ab",
            "line phase 89.0 20.0 89.0 154.0",
            "line phase 90.0 20.0 90.0 154.0", "text phase 95.0 32.0 start: ef",
            "line phase 849.0 20.0 849.0 154.0", "text phase 854.0 32.0 start: wxyz"),
            draw(mark("ab", 0), mark("cd", 19), mark("ef", 20), mark("wxyz", 779), mark("end", 814)));
        assertEquals(List.of("line phase 850.0 20.0 850.0 154.0"), draw(mark("wxyz", 780)));
    }

    private static PhaseMarks.Mark mark(final String name, final long startS)
    {
        return new PhaseMarks.Mark(name, startS * SECOND);
    }

    private static List<String> draw(final PhaseMarks.Mark... marks)
    {
        final Markup page = new Markup();
        new PhaseMarks(List.of(marks)).draw(new Plot(page, 200), Scale.linear(814, Plot.LEFT, Plot.RIGHT), 20);

        return PageElements.of(page);
    }
}
