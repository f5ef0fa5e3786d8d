package org.gale.engine.report;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

class FailureKeeperTest
{
    @Test
    void shouldWriteAllBytesOnceItIsFlushedOrClosed() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final FailureKeeper kept = new FailureKeeper(new BufferedOutputStream(out, 16));

        kept.write('a');
        kept.write(new byte[]{'x', 'b', 'c', 'x'}, 1, 2);
        assertEquals("", out.toString(UTF_8));
        kept.flush();
        assertEquals("abc", out.toString(UTF_8));
        kept.write('d');
        kept.close();
        assertEquals("abcd", out.toString(UTF_8));
        kept.rethrow();
    }

    @Test
    void shouldWriteNothingAfterAFailure()
    {
        final Failing failing = new Failing();
        final FailureKeeper kept = new FailureKeeper(failing);

        final IOException first = assertThrows(IOException.class, () -> kept.write('a'));

        assertEquals("write 1", first.getMessage());
        assertSame(first, assertThrows(IOException.class, () -> kept.write('b')));
        assertSame(first, assertThrows(IOException.class, kept::flush));
        assertSame(first, assertThrows(IOException.class, kept::close));
        assertSame(first, assertThrows(IOException.class, kept::rethrow));
        assertEquals(1, failing.calls);
    }

    @Test
    void shouldKeepTheFailureOfAFlush()
    {
        final Failing failing = new Failing();
        final FailureKeeper kept = new FailureKeeper(failing);

        final IOException first = assertThrows(IOException.class, kept::close);

        assertEquals("flush 1", first.getMessage());
        assertSame(first, assertThrows(IOException.class, () -> kept.write('b')));
        assertSame(first, assertThrows(IOException.class, kept::rethrow));
        assertEquals(1, failing.calls);
    }

    /** Stream that fails in each call, and says in which. */
    private static final class Failing extends OutputStream
    {
        private int calls;

        @Override
        public void write(final int value) throws IOException
        {
            calls++;
            throw new IOException("write " + calls);
        }

        @Override
        public void flush() throws IOException
        {
            calls++;
            throw new IOException("flush " + calls);
        }
    }
}
