package org.gale.engine.cli.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TerminationSignalsTest
{
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    @Test
    void shouldEndInGoodOrderFirstAndAtOnceThenAndOnlyOnce()
    {
        try (TerminationSignals interrupts =
                new TerminationSignals(() -> done.add("first"), () -> done.add("at once")))
        {
            assertFalse(interrupts.isRaised());

            interrupts.raise();
            assertTrue(interrupts.isRaised());
            interrupts.raise();
            interrupts.raise();
        }

        assertEquals(List.of("first", "at once"), done);
    }

    @Test
    void shouldTakeOverAndGiveBackMoreThanOnce()
    {
        for (int i = 0; i < 3; i++)
        {
            try (TerminationSignals interrupts =
                new TerminationSignals(() -> done.add("first"), () -> done.add("at once")))
            {
                interrupts.install();
            }
        }

        assertEquals(List.of(), done);
    }
}
