package org.gale.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest
{
    private static final List<String> NAMES = List.of("storm", "script", "check", "compare");

    @Test
    void shouldFindTheNameThatIsASlipAway()
    {
        assertEquals(Optional.of("storm"), Nearest.to("strom", NAMES));
        assertEquals(Optional.of("storm"), Nearest.to("STORM", NAMES));
        assertEquals(Optional.of("check"), Nearest.to("chek", NAMES));
        assertEquals(": did you mean 'script'?", Nearest.hint("scripts", NAMES));
    }

    @Test
    void shouldFindNothingWhenNoneIsNear()
    {
        assertEquals(Optional.empty(), Nearest.to("banana", NAMES));
        assertEquals(Optional.empty(), Nearest.to("storm".repeat(1000), NAMES));
        assertEquals("", Nearest.hint("", NAMES));
    }

    @Test
    void shouldCountEdits()
    {
        assertEquals(0, Nearest.distance("readl", "readl"));
        assertEquals(1, Nearest.distance("raedl", "readl"));
        assertEquals(1, Nearest.distance("read", "readl"));
        assertEquals(2, Nearest.distance("rdal", "readl"));
        assertEquals(5, Nearest.distance("", "readl"));
    }
}
