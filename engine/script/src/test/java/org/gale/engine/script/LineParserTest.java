package org.gale.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest
{
    private final LineParser parser = new LineParser(Verb.MACHINE.spelling());

    @Test
    void shouldFindWordsWhateverSeparatesThem()
    {
        assertTrue(parse("  readl\t0x40   \r"));

        assertEquals(List.of("readl", "0x40"), parser.texts(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t\r", "# only a comment", "   # and spaces"})
    void shouldFindNoWordInABlankLineOrAComment(final String line)
    {
        assertTrue(parse(line));

        assertEquals(0, parser.wordCount());
    }

    @Test
    void shouldEndALineWhereACommentStarts()
    {
        assertTrue(parse("hppi 0# which one?"));

        assertEquals(List.of("hppi", "0"), parser.texts(0));
    }

    @Test
    void shouldRefuseMoreWordsThanThereCanBe()
    {
        assertTrue(parse("x ".repeat(LineParser.WORD_LIMIT)));
        assertFalse(parse("x ".repeat(LineParser.WORD_LIMIT + 1)));
        assertTrue(parse("machine " + "x ".repeat(LineParser.MACHINE_WORD_LIMIT - 1)));
        assertFalse(parse("machine " + "x ".repeat(LineParser.MACHINE_WORD_LIMIT)));
        assertFalse(parse("machines " + "x ".repeat(LineParser.WORD_LIMIT)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "007, 7",
        "18446744073709551615, -1",
        "0x0, 0",
        "0xfF, 255",
        "0x000000000000000000001, 1",
        "0xffffffffffffffff, -1",
        "0x8000000000000000, -9223372036854775808"})
    void shouldReadNumbers(final String word, final long value)
    {
        parse(word);

        assertTrue(parser.parseNumber(0));
        assertEquals(value, parser.number());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "18446744073709551616", "18446744073709551620", "99999999999999999999999", "0x10000000000000000", "0x", "0X1",
        "-1", "+1", "1_000", "12a", "0xg", "banana", "1.0", "1e3", "0b1", "\u00e9"})
    void shouldRefuseAWordThatIsNoNumber(final String word)
    {
        parse(word);

        assertFalse(parser.parseNumber(0));
    }

    private boolean parse(final String line)
    {
        final byte[] bytes = ("??" + line).getBytes(StandardCharsets.ISO_8859_1);

        return parser.parse(bytes, 2, bytes.length - 2);
    }
}
