package org.gale.engine.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.host.HostClock;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the line that an agent draws. */
class LiveLineTest
{
    private static final long LONG_AGO_NS = 2_000_000_000L;

    private final StringWriter err = new StringWriter();
    private final List<String> asked = new ArrayList<>();

    @Test
    void shouldDrawItsTextWhenTheLineIsDueAndClearItAtTheEnd()
    {
        try (LiveLine live = live(true))
        {
            assertEquals(0, live.doWork());
            assertEquals(0, live.doWork());
            assertEquals("gale-live-line", live.roleName());
        }

        assertEquals(List.of("now"), asked, "not due again");
        assertEquals("\r\u001b[K\u001b[?7lnow\u001b[?7h\r\r\u001b[K", err.toString());
    }

    @Test
    void shouldStartNobodyWhereNothingIsShown()
    {
        try (LiveLine live = live(false))
        {
            live.start();
            live.doWork();
        }

        assertEquals(List.of(), asked);
        assertEquals("", err.toString());
    }

    private LiveLine live(final boolean isShown)
    {
        return new LiveLine(
            new ProgressLine(new PrintWriter(err), isShown, HostClock.nanoTime() - LONG_AGO_NS), isShown, () ->
            {
                asked.add("now");
                return "now";
            });
    }
}
