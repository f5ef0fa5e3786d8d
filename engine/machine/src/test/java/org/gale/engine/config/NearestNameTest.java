package org.gale.engine.config;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class NearestNameTest
{
    private static final List<String> NAMES = List.of("storm", "script", "check", "compare");

    @Test
    void shouldFindTheNameOfAMisspelledWord()
    {
        assertEquals(Optional.of("storm"), NearestName.to("strom", NAMES));
        assertEquals(Optional.of("storm"), NearestName.to("STORM", NAMES));
        assertEquals(Optional.of("check"), NearestName.to("chek", NAMES));
        assertEquals(": did you mean 'script'?", NearestName.hint("scripts", NAMES));
    }

    @Test
    void shouldFindNothingWhenNoneIsNear()
    {
        assertEquals(Optional.empty(), NearestName.to("banana", NAMES));
        assertEquals(Optional.empty(), NearestName.to("storm".repeat(1000), NAMES));
        assertEquals("", NearestName.hint("", NAMES));
    }

    @Test
    void shouldCountEdits()
    {
        assertEquals(0, NearestName.distance("readl", "readl"));
        assertEquals(1, NearestName.distance("raedl", "readl"));
        assertEquals(1, NearestName.distance("read", "readl"));
        assertEquals(2, NearestName.distance("rdal", "readl"));
        assertEquals(5, NearestName.distance("", "readl"));
    }
}
