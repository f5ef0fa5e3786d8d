package org.gale.engine.script;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ByteLinesTest
{
    private static final int LIMIT = 100;
    private static final int BUFFER = 1 << 16;

    /** Input of at most so many bytes a read. */
    private static final class Trickle extends ByteArrayInputStream
    {
        private final int most;

        private Trickle(final String text, final int most)
        {
            super(text.getBytes(StandardCharsets.US_ASCII));
            this.most = most;
        }

        @Override
        public synchronized int read(final byte[] into, final int offset, final int length)
        {
            return super.read(into, offset, Math.min(length, most));
        }
    }

    @ParameterizedTest(name = "{0} bytes a read")
    @ValueSource(ints = {1, 2, 7, BUFFER})
    void shouldGiveEachLineWithoutItsEnd(final int most) throws IOException
    {
        assertEquals(List.of("a", "", "bc", "\rd", "", "e\r", "f"),
            lines(new Trickle("a\n\nbc\r\n\rd\n\r\ne\r\r\nf", most), LIMIT));
        assertEquals(List.of("a"), lines(new Trickle("a\r", most), LIMIT));
        assertEquals(List.of(""), lines(new Trickle("\n", most), LIMIT));
        assertEquals(List.of(""), lines(new Trickle("\r", most), LIMIT));
        assertEquals(List.of(), lines(new Trickle("", most), LIMIT));
    }

    @ParameterizedTest(name = "{0} bytes a read")
    @ValueSource(ints = {1, 33, BUFFER})
    void shouldPassOverALineThatIsTooLong(final int most) throws IOException
    {
        final String longest = "x".repeat(LIMIT);

        assertEquals(List.of(longest, longest, "TOO_LONG", "a", "TOO_LONG", "TOO_LONG"),
            lines(new Trickle(longest + '\n' + longest + "\r\n" + longest + "x\na\n" + longest.repeat(9) + '\n' +
                longest + "yz", most), LIMIT));
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {BUFFER / 2 - 1, BUFFER / 2, BUFFER / 2 + 1, BUFFER - 1, BUFFER, BUFFER + 1, 3 * BUFFER + 5})
    void shouldHoldLinesThatAreLongerThanARead(final int length) throws IOException
    {
        final String first = "a".repeat(length - 1) + 'b';
        final String second = 'c' + "d".repeat(length - 1);

        for (final int most : new int[]{BUFFER / 2, BUFFER / 2 + 3, Integer.MAX_VALUE})
        {
            assertEquals(List.of(first, second, "e", second),
                lines(new Trickle(first + '\n' + second + "\ne\n" + second, most), 4 * BUFFER));
        }
    }

    @Test
    void shouldRunItsActionBeforeEachRead() throws IOException
    {
        final int[] reads = new int[1];
        final ByteLines lines = new ByteLines(new Trickle("ab\ncd\n", 3), LIMIT, () -> reads[0]++);

        lines.next();
        assertEquals(1, reads[0]);
        lines.next();
        assertEquals(2, reads[0]);
        assertEquals(ByteLines.Found.END, lines.next());
        assertEquals(3, reads[0]);
        assertEquals(ByteLines.Found.END, lines.next());
        assertEquals(3, reads[0]);
    }

    private static List<String> lines(final InputStream in, final int limit) throws IOException
    {
        final ByteLines lines = new ByteLines(in, limit);
        final List<String> found = new ArrayList<>();
        for (ByteLines.Found next = lines.next(); next != ByteLines.Found.END; next = lines.next())
        {
            found.add(next == ByteLines.Found.TOO_LONG ? next.name() :
                new String(lines.bytes(), lines.offset(), lines.length(), StandardCharsets.US_ASCII));
        }

        return found;
    }
}
