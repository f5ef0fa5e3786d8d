package org.gale.engine.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest
{
    private static final long SECOND_NS = 1_000_000_000L;

    private final StringWriter err = new StringWriter();

    private static final String CLEAR = "\r\u001b[K";
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h\r";

    @Test
    void shouldDrawOnlyWhatTakesMoreThanASecond()
    {
        try (ProgressLine line = new ProgressLine(new PrintWriter(err), true, 7))
        {
            line.draw("too early", SECOND_NS);
            assertEquals("", err.toString());

            line.draw("now", SECOND_NS + 7);
            line.draw("too soon", SECOND_NS + 7 + ProgressLine.INTERVAL_NS - 1);
            line.draw("again", SECOND_NS + 7 + ProgressLine.INTERVAL_NS);
        }

        assertEquals(CLEAR + NO_WRAP + "now" + WRAP + CLEAR + NO_WRAP + "again" + WRAP + CLEAR, err.toString());
    }

    @Test
    void shouldDrawNothingWhereThereIsNoTerminal()
    {
        try (ProgressLine line = new ProgressLine(new PrintWriter(err), false, 0))
        {
            line.draw("now", 2 * SECOND_NS);
        }

        assertEquals("", err.toString());
    }

    @Test
    void shouldStayOneLine()
    {
        final ProgressLine line = new ProgressLine(new PrintWriter(err), true, 0);

        line.draw("x".repeat(500), 2 * SECOND_NS);

        assertEquals(CLEAR + NO_WRAP + "x".repeat(100) + WRAP, err.toString());
        line.close();
    }
}
