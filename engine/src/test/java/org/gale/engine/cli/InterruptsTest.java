package org.gale.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptsTest
{
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    @Test
    void shouldEndInGoodOrderFirstAndAtOnceThen()
    {
        try (Interrupts interrupts = new Interrupts(() -> done.add("first"), () -> done.add("at once")))
        {
            assertFalse(interrupts.isRaised());

            interrupts.raise();
            assertTrue(interrupts.isRaised());
            interrupts.raise();
            interrupts.raise();
        }

        assertEquals(List.of("first", "at once", "at once"), done);
    }

    @Test
    void shouldTakeOverAndGiveBackMoreThanOnce()
    {
        for (int i = 0; i < 3; i++)
        {
            try (Interrupts interrupts = new Interrupts(() -> done.add("first"), () -> done.add("at once")))
            {
                interrupts.install();
            }
        }

        assertEquals(List.of(), done);
    }
}
