package org.gale.engine.cli.console;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Test of what the program says of itself; that of its jar is shown by tests of processes. */
class ProgramTest
{
    @Test
    void shouldSayThatClassesOutsideOfAJarHaveNoVersion()
    {
        assertEquals("(no version: not run from its jar)", Program.version());
    }
}
