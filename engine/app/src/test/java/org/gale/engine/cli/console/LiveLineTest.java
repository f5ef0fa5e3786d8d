package org.gale.engine.cli.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.gale.engine.host.HostClock;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the line that an agent draws. */
class LiveLineTest
{
    private static final long LONG_AGO_NS = 2_000_000_000L;
    private static final long AN_HOUR_NS = 3_600_000_000_000L;

    private final StringWriter err = new StringWriter();
    private final List<String> asked = new ArrayList<>();

    @Test
    void shouldDrawItsTextWhenTheLineIsDueAndClearItAtTheEnd()
    {
        try (LiveLine live = live(true, LONG_AGO_NS))
        {
            assertEquals(0, live.doWork());
            assertEquals("gale-live-line", live.roleName());
        }

        assertEquals(List.of("now"), asked);
        assertEquals("\r\u001b[K\u001b[?7lnow\u001b[?7h\r\r\u001b[K", err.toString());
    }

    @Test
    void shouldNotAskForTheTextOfALineThatIsNotDue()
    {
        try (LiveLine live = live(true, -AN_HOUR_NS))
        {
            assertEquals(0, live.doWork());
        }

        assertEquals(List.of(), asked);
        assertEquals("", err.toString());
    }

    @Test
    void shouldStartNobodyWhereNothingIsShown()
    {
        try (LiveLine live = live(false, LONG_AGO_NS))
        {
            live.start();
            live.doWork();
        }

        assertEquals(List.of(), asked);
        assertEquals("", err.toString());
    }

    @Test
    void shouldEndItsThreadWhenItIsClosed()
    {
        try (LiveLine live = live(true, -AN_HOUR_NS))
        {
            live.start();
            assertTrue(isDrawing());
        }

        assertFalse(isDrawing());
    }

    @Test
    void shouldTellThatTheTextFailed() throws InterruptedException
    {
        final CountDownLatch isAsked = new CountDownLatch(1);
        final LiveLine live = new LiveLine(
            new ProgressLine(new PrintWriter(err), true, HostClock.nanoTime() - LONG_AGO_NS), true, () ->
            {
                isAsked.countDown();
                throw new IllegalStateException("no text");
            });
        live.start();
        isAsked.await();

        assertTrue(assertThrows(RuntimeException.class, live::close).toString().contains("no text"));
    }

    @Test
    void shouldSayThatItEndsOnceAsked()
    {
        assertEquals("now", LiveLine.untilEnding(() -> false, () -> "now").get());
        assertEquals("  ending", LiveLine.untilEnding(() -> true, () -> "now").get().substring(0, 8));
    }

    private static boolean isDrawing()
    {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(
            thread -> thread.getName().equals("gale-live-line"));
    }

    private LiveLine live(final boolean isShown, final long sinceNs)
    {
        return new LiveLine(
            new ProgressLine(new PrintWriter(err), isShown, HostClock.nanoTime() - sinceNs), isShown, () ->
            {
                asked.add("now");
                return "now";
            });
    }
}
