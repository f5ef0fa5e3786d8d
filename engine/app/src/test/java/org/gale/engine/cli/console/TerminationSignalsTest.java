package org.gale.engine.cli.console;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.gale.engine.support.ProcessSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Isolated("raises signals of the process")
class TerminationSignalsTest
{
    private static final int LIMIT_S = 60;

    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    @Test
    void shouldEndInGoodOrderFirstAndAtOnceThenAndOnlyOnce()
    {
        try (TerminationSignals interrupts = signals())
        {
            assertFalse(interrupts.isRaised());

            interrupts.raise();
            assertTrue(interrupts.isRaised());
            interrupts.raise();
            interrupts.raise();
        }

        assertEquals(List.of("first", "at once"), List.copyOf(done));
    }

    @Test
    void shouldTakeASignalOfTheProcess() throws Exception
    {
        try (TerminationSignals interrupts = signals())
        {
            interrupts.install();
            new ProcessSignal("TERM").raise();

            assertEquals("first", done.poll(LIMIT_S, TimeUnit.SECONDS));
            assertTrue(interrupts.isRaised());
        }
    }

    @Test
    void shouldGiveBackTheHandlerThatWasThereMoreThanOnce() throws Exception
    {
        final ProcessSignal signal = new ProcessSignal("TERM");
        final String before = signal.handler();
        for (int i = 0; i < 3; i++)
        {
            try (TerminationSignals interrupts = signals())
            {
                interrupts.install();
                assertNotEquals(before, signal.handler());
            }
        }

        assertEquals(before, signal.handler());
        assertEquals(List.of(), List.copyOf(done));
    }

    private TerminationSignals signals()
    {
        return new TerminationSignals(() -> done.add("first"), () -> done.add("at once"));
    }
}
