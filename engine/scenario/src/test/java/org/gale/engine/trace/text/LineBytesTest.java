package org.gale.engine.trace.text;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LineBytesTest
{
    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "00012, 12", "9223372036854775807, 9223372036854775807", "9223372036854775808, -1",
        "18446744073709551617, -1", "99999999999999999999999999, -1", "'', -1"})
    void shouldReadNoNumberThatDoesNotFit(final String digits, final long number)
    {
        assertEquals(number, LineBytes.number(bytes(digits), 0, digits.length()));
    }

    @Test
    void shouldCompareLettersWithinTheLineAlone()
    {
        assertTrue(LineBytes.startsWith(bytes("an irq"), 3, 6, bytes("irq")));
        assertFalse(LineBytes.startsWith(bytes("an irq"), 3, 5, bytes("irq")), "the line ends before");
        assertFalse(LineBytes.startsWith(bytes("an irw"), 3, 6, bytes("irq")));
    }

    @ParameterizedTest
    @CsvSource({"0, 19, 3", "4, 19, 12", "4, 12, 12", "13, 19, 19", "0, 3, 3"})
    void shouldFindTheFirstLetterOrTheEnd(final int from, final int to, final int at)
    {
        assertEquals(at, LineBytes.find(bytes("abc:efghijkl:nopqrs:"), from, to, ':'));
    }

    private static byte[] bytes(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
