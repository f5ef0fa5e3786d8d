package org.gale.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExitCodeTest
{
    @Test
    void shouldChooseTheFirstOfThoseThatApply()
    {
        assertEquals(0, ExitCode.first());
        assertEquals(0, ExitCode.first(0, 0));
        assertEquals(1, ExitCode.first(130, 3, 8, 5, 7, 6, 1));
        assertEquals(6, ExitCode.first(130, 3, 8, 5, 7, 6));
        assertEquals(7, ExitCode.first(130, 3, 8, 5, 7));
        assertEquals(5, ExitCode.first(130, 3, 8, 5));
        assertEquals(8, ExitCode.first(130, 3, 8));
        assertEquals(3, ExitCode.first(130, 3, 0));
        assertEquals(130, ExitCode.first(0, 130));
    }
}
