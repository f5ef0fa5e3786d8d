package org.gale.engine.script;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Lines of a stream, as bytes in a reused buffer, each up to a limit. Owned by the thread that reads. */
public final class ByteLines
{
    /**
     * Limit of the length of a line of a session or a transcript: a block of 1 MiB in hex digits, and the words before
     * it.
     */
    public static final int LENGTH_LIMIT = 2 * MemoryVerbs.BLOCK_LIMIT + 4096;

    private static final int READ_LENGTH = 1 << 16;
    private static final VarHandle WORD =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = LOW_BITS << 7;
    private static final long LINE_FEEDS = LOW_BITS * '\n';

    /** Action before a read that may wait. */
    @FunctionalInterface
    interface BeforeRead
    {
        void run() throws IOException;
    }

    /** Result of {@link #next}. */
    public enum Found
    {
        LINE,
        TOO_LONG,
        END
    }

    private final InputStream in;
    private final int lengthLimit;
    private final BeforeRead beforeRead;
    private byte[] bytes = new byte[READ_LENGTH];
    private int lineStart;
    private int lineEnd;
    private int nextStart;
    private int filled;
    private boolean isAtEnd;
    private boolean isEnded;

    public ByteLines(final InputStream in, final int lengthLimit)
    {
        this(in, lengthLimit, () -> {});
    }

    public ByteLines(final InputStream in, final int lengthLimit, final BeforeRead beforeRead)
    {
        this.in = in;
        this.lengthLimit = lengthLimit;
        this.beforeRead = beforeRead;
    }

    /** Moves to the next line. The last line may lack its end. A line that is too long is passed over. */
    public Found next() throws IOException
    {
        lineStart = nextStart;
        int scannedCount = 0;
        boolean isTooLong = false;
        while (true)
        {
            final int end = indexOfLineEnd(lineStart + scannedCount);
            if (end < filled)
            {
                nextStart = end + 1;
                isEnded = true;
                return line(end, isTooLong);
            }

            scannedCount = filled - lineStart;
            if (scannedCount > lengthLimit + 1)                                 // the last one may be a carriage return
            {
                isTooLong = true;
                filled = lineStart;
                scannedCount = 0;
            }
            if (isAtEnd || !fill())
            {
                nextStart = filled;
                isEnded = false;
                return filled > lineStart || isTooLong ? line(filled, isTooLong) : Found.END;
            }
        }
    }

    /** Returns whether a line feed ended the line that was found last. */
    boolean isEnded()
    {
        return isEnded;
    }

    public byte[] bytes()
    {
        return bytes;
    }

    public int offset()
    {
        return lineStart;
    }

    public int length()
    {
        return lineEnd - lineStart;
    }

    private int indexOfLineEnd(final int start)
    {
        int i = start;
        while (i + Long.BYTES <= filled)
        {
            final long found = lineFeeds((long)WORD.get(bytes, i));
            if (found != 0)
            {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < filled && bytes[i] != '\n')
        {
            i++;
        }

        return i;
    }

    /** Returns bits of which the lowest one is in the first of eight bytes that is a line feed; 0 without one. */
    private static long lineFeeds(final long word)
    {
        final long difference = word ^ LINE_FEEDS;

        return difference - LOW_BITS & ~difference & HIGH_BITS;
    }

    private Found line(final int end, final boolean isTooLong)
    {
        lineEnd = end > lineStart && bytes[end - 1] == '\r' ? end - 1 : end;

        return isTooLong || length() > lengthLimit ? Found.TOO_LONG : Found.LINE;
    }

    /** Reads more bytes of the line, which moves to the front of the buffer if it must. */
    private boolean fill() throws IOException
    {
        if (bytes.length - filled < READ_LENGTH / 2)
        {
            System.arraycopy(bytes, lineStart, bytes, 0, filled - lineStart);
            filled -= lineStart;
            lineStart = 0;
        }
        if (bytes.length - filled < READ_LENGTH / 2)
        {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }

        beforeRead.run();
        final int count = in.read(bytes, filled, bytes.length - filled);
        isAtEnd = count < 0;
        filled += Math.max(count, 0);

        return count >= 0;
    }
}
