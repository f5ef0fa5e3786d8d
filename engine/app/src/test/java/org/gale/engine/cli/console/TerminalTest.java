package org.gale.engine.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what counts as a terminal, and of when it is coloured. */
class TerminalTest
{
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "/dev/pts/7,          true",
        "/dev/tty1,           true",
        "/dev/console,        true",
        "/dev/null,           false",
        "pipe:[4711],         false",
        "/home/dev/pts/7,     false"})
    void shouldKnowATerminalByWhatItsStreamNames(final String target, final boolean isDevice) throws IOException
    {
        assertEquals(isDevice, Terminal.isDevice(Files.createSymbolicLink(directory.resolve("1"), Path.of(target))));
    }

    @Test
    void shouldTakeAClosedStreamForNoTerminal()
    {
        assertFalse(Terminal.isDevice(directory.resolve("1")));
    }

    /** Builds give tests pipes. */
    @Test
    void shouldTakeThePipesOfTheseTestsForNoTerminal()
    {
        assertFalse(Terminal.isDevice(Terminal.STDIN));
        assertFalse(Terminal.isTerminal(Terminal.STDOUT));
        assertFalse(Terminal.isColoured());
    }

    @Test
    void shouldRedrawNothingOnADumbTerminal()
    {
        assertTrue(Terminal.isTerminal("xterm", true));
        assertTrue(Terminal.isTerminal(null, true));
        assertFalse(Terminal.isTerminal("dumb", true));
        assertFalse(Terminal.isTerminal("xterm", false));
    }

    @Test
    void shouldColourATerminalUnlessTheUserWantsNone()
    {
        assertTrue(Terminal.isColoured(null, true));
        assertTrue(Terminal.isColoured("", true));
        assertFalse(Terminal.isColoured("1", true));
        assertFalse(Terminal.isColoured(null, false));
    }
}
