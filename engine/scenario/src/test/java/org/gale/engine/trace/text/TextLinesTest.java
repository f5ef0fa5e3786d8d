package org.gale.engine.trace.text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TextLinesTest
{
    @Test
    void shouldGiveLinesOfAnyLength() throws IOException
    {
        final Random random = new Random(1);
        final List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++)
        {
            expected.add("x".repeat(random.nextInt(i % 20 == 0 ? 600_000 : 3_000)));
        }
        expected.add("last");

        final TextLines text = text(String.join("\n", expected));

        for (final String line : expected)
        {
            assertTrue(text.next());
            assertEquals(Math.min(line.length(), TextLines.LINE_LIMIT), text.end() - text.start());
            assertEquals(line.length() > TextLines.LINE_LIMIT, text.isCut());
        }
        assertFalse(text.next());
        assertEquals(expected.size(), text.number());
    }

    @Test
    void shouldEndLinesAsOtherSystemsDo() throws IOException
    {
        final TextLines text = text("a\r\n\r\n\nb\r\n");

        assertEquals(List.of("a", "", "", "b"), Stream.of(1, 2, 3, 4).map(number -> next(text)).toList());
        assertFalse(text.next());
    }

    @Test
    void shouldFindTheLimitItself() throws IOException
    {
        final TextLines text = text("x".repeat(TextLines.LINE_LIMIT) + "\n" + "x".repeat(TextLines.LINE_LIMIT + 1));

        text.next();
        assertFalse(text.isCut());
        text.next();
        assertTrue(text.isCut());
    }

    @Test
    void shouldEndWhereGzipIsCutAtAnyPlace() throws IOException
    {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed))
        {
            gzip.write("some lines\n".repeat(50).getBytes(ISO_8859_1));
        }
        for (int length = 2; length < packed.size(); length++)
        {
            final TextLines text =
                new TextLines(new ByteArrayInputStream(Arrays.copyOf(packed.toByteArray(), length)), "t");
            while (text.next())
            {
                assertTrue("some lines".startsWith(text(text)), text(text));
            }
            assertTrue(text.isDamaged(), "length " + length);
        }
        assertFalse(text("some lines").isDamaged());
    }

    private static String next(final TextLines text)
    {
        try
        {
            assertTrue(text.next());
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }

        return text(text);
    }

    private static String text(final TextLines text)
    {
        return new String(text.bytes(), text.start(), text.end() - text.start(), ISO_8859_1);
    }

    private static TextLines text(final String text) throws IOException
    {
        return new TextLines(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), "t");
    }
}
