package org.gale.engine.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.gale.engine.config.TerminalText;
import org.gale.engine.script.MachineTarget;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TerminalTextTest
{
    private final StringWriter err = new StringWriter();

    @Test
    void shouldEscapeControlCharacters()
    {
        assertEquals("a\\x1b[31mb\\r\\n\\t\\x00\\x9bc\u00e9\u00d7",
            TerminalText.of("a\u001b[31mb\r\n\t\0\u009bc\u00e9\u00d7"));
    }

    @Test
    void shouldKeepTheSecondLineOfAMessage()
    {
        assertEquals("full\n  Free some space\\nforged", TerminalText.of("full\n  Free some space\nforged"));
    }

    @Test
    void shouldCutALongMessage()
    {
        final String text = TerminalText.of("x".repeat(TerminalText.LENGTH_LIMIT + 1_000));

        assertTrue(text.endsWith("x... (1,000 more characters)"), text);
        assertEquals("x".repeat(TerminalText.LENGTH_LIMIT), TerminalText.of("x".repeat(TerminalText.LENGTH_LIMIT)));
    }

    @Test
    void shouldEscapeWhatTheUserGave()
    {
        assertEquals(ExitCode.USAGE, run("storm", "--vms", "1\u001b[2J"));
        assertEquals(ExitCode.USAGE, run("check", "a\u001b]0;title\u0007.gt"));
        assertEquals(ExitCode.USAGE, run("no\u001bcommand"));

        assertFalse(err.toString().contains("\u001b"), err.toString());
        assertEquals(3, err.toString().lines().count());
    }

    @Test
    void shouldNameNoClassOfJavaUnlessThatIsAskedFor()
    {
        final StringWriter plain = new StringWriter();
        final StringWriter debug = new StringWriter();
        final RuntimeException failure = new IllegalStateException("what nobody expects");

        assertEquals(ExitCode.INTERNAL, ErrorMessages.print(new PrintWriter(plain), "gale: ", failure, false));
        assertEquals(ExitCode.INTERNAL, ErrorMessages.print(new PrintWriter(debug), "gale: ", failure, true));

        assertEquals("gale: internal error: what nobody expects (-C debug=true shows where)" + System.lineSeparator(),
            plain.toString());
        assertTrue(debug.toString().contains("java.lang.IllegalStateException: what nobody expects"), debug.toString());
    }

    private int run(final String... arguments)
    {
        return GaleCommand.run(GaleCommand.commandLine(MachineTarget::create), new PrintWriter(new StringWriter()),
            new PrintWriter(err, true), arguments);
    }
}
