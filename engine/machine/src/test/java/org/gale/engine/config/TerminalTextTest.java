package org.gale.engine.config;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class TerminalTextTest
{
    @ParameterizedTest
    @MethodSource("lines")
    void shouldEscapeEachControlCharacterOfALine(final String text, final String line)
    {
        assertEquals(line, TerminalText.line(text));
    }

    static Stream<Arguments> lines()
    {
        return Stream.of(
            Arguments.of("a\nb", "a\\nb"),
            Arguments.of("a\n  b", "a\\n  b"),
            Arguments.of("\r\t", "\\r\\t"),
            Arguments.of("\u001b[31m", "\\x1b[31m"),
            Arguments.of("\u0085", "\\x85"),
            Arguments.of("\u007f", "\\x7f"),
            Arguments.of("caf\u00e9 ~", "caf\u00e9 ~"));
    }

    @Test
    void shouldKeepTheLineFeedOfASecondLine()
    {
        assertEquals("one\n  two\\n three\\n\n  four", TerminalText.of("one\n  two\n three\n\n  four"));
        assertEquals("end\\n", TerminalText.of("end\n"));
        assertEquals("\\x1b[0m", TerminalText.of("\u001b[0m"));
    }

    @Test
    void shouldCutAMessageBehindItsLimit()
    {
        final String whole = "x".repeat(TerminalText.LENGTH_LIMIT);

        assertEquals(whole, TerminalText.of(whole));
        assertEquals(whole + "... (1 more characters)", TerminalText.of(whole + 'y'));
        assertEquals(whole + "... (2,000 more characters)", TerminalText.of(whole + "y".repeat(2_000)));
    }
}
