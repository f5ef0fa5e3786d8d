package org.gale.engine.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReplyBufferTest
{
    private final ReplyBuffer reply = new ReplyBuffer();

    @Test
    void shouldKnowAFailureAtAnOffset()
    {
        reply.append("OK FAIL");

        assertFalse(reply.isFail(0));
        assertTrue(reply.isFail(3));
        assertFalse(reply.isFail(4));
        reply.clear();
        reply.append("FAI");
        assertFalse(reply.isFail(0));
    }

    @Test
    void shouldShowWhatIsNoPrintableCharacterAsAQuestionMark()
    {
        reply.append(" ~\u007f\u001f\n\u00e9");

        assertEquals(" ~????", reply.text(0));
    }

    @ParameterizedTest(name = "{0} characters")
    @CsvSource({"59, false", "60, false", "61, true"})
    void shouldCutAQuotedWordAt60Characters(final int count, final boolean isCut)
    {
        final byte[] word = ("<" + "a".repeat(count) + ">").getBytes(StandardCharsets.US_ASCII);

        reply.appendQuoted(word, 1, count);

        assertEquals("'" + "a".repeat(Math.min(count, 60)) + (isCut ? "...'" : "'"), reply.text(0));
        reply.clear();
        reply.appendQuoted(new byte[]{' ', '~', 0x7f, 0x1f, (byte)0xe9}, 0, 5);
        assertEquals("' ~???'", reply.text(0));
    }

    @ParameterizedTest(name = "{0} bytes are there")
    @CsvSource({"4077", "4078", "4079", "4094", "4095", "4096", "8191", "8192"})
    void shouldGrowForWhateverIsAppended(final int before)
    {
        final String filled = "x".repeat(before);

        reply.append(filled).appendHex(0x123L);
        assertEquals(filled + "0x0000000000000123", reply.text(0));
        reply.clear();
        reply.append(filled).appendUnsigned(-1L);
        assertEquals(filled + "18446744073709551615", reply.text(0));
        reply.clear();
        reply.append(filled).appendHex(new byte[]{0x1f, (byte)0xa0}, 2);
        assertEquals(filled + "0x1fa0", reply.text(0));
        reply.clear();
        reply.append(filled).append('y');
        assertEquals(filled + 'y', reply.text(0));
    }

    @Test
    void shouldGrowToWhatIsNeededAtOnce()
    {
        reply.append("x".repeat(10_000)).append("y".repeat(20_000));

        assertEquals("x".repeat(10_000) + "y".repeat(20_000), reply.text(0));
        assertEquals(30_000, reply.length());
    }

    @Test
    void shouldGiveTheTextWithoutTheEndOfItsLine() throws IOException
    {
        assertSame(reply, reply.append("a").endLine());
        reply.append("b").endLine();

        assertEquals("a\nb", reply.text(0));
        assertEquals("b", reply.text(2));
        assertEquals("", reply.text(4));
        assertEquals('b', reply.bytes()[2]);
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        reply.writeTo(out);
        assertEquals("a\nb\n", out.toString(StandardCharsets.US_ASCII));
        assertEquals(0, reply.length());
    }

    @Test
    void shouldAppendZeroAsADigit()
    {
        reply.appendUnsigned(0).append(' ').appendUnsigned(10);

        assertEquals("0 10", reply.text(0));
    }
}
