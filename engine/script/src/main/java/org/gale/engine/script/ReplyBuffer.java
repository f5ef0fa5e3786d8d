package org.gale.engine.script;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Buffer of replies as ASCII bytes, built without allocating once the buffer has grown. Owned by the thread of the
 * session.
 */
public final class ReplyBuffer
{
    private static final byte[] OK = "OK\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FAIL = "FAIL".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int INITIAL_LENGTH = 4096;
    private static final int DECIMAL_DIGIT_LIMIT = 20;
    private static final int QUOTED_LIMIT = 60;

    private final byte[] digits = new byte[DECIMAL_DIGIT_LIMIT];
    private byte[] bytes = new byte[INITIAL_LENGTH];
    private int length;

    /** Returns the bytes; those before {@link #length} are replies. */
    public byte[] bytes()
    {
        return bytes;
    }

    public int length()
    {
        return length;
    }

    /** Returns whether the reply at an offset is a failure. */
    boolean isFail(final int offset)
    {
        return length - offset >= FAIL.length &&
            Arrays.equals(bytes, offset, offset + FAIL.length, FAIL, 0, FAIL.length);
    }

    public void clear()
    {
        length = 0;
    }

    /** Removes the replies from an offset on. */
    void cut(final int offset)
    {
        length = offset;
    }

    /** Writes everything to the stream and clears the buffer. */
    public void writeTo(final OutputStream out) throws IOException
    {
        out.write(bytes, 0, length);
        length = 0;
    }

    /** Returns the text in the buffer from an offset, without the end of line. */
    public String text(final int offset)
    {
        final boolean endsLine = length > offset && bytes[length - 1] == '\n';

        return new String(bytes, offset, length - offset - (endsLine ? 1 : 0), StandardCharsets.US_ASCII);
    }

    /** Appends the reply {@code OK}, with its end of line. */
    ReplyBuffer ok()
    {
        ensure(OK.length);
        System.arraycopy(OK, 0, bytes, length, OK.length);
        length += OK.length;

        return this;
    }

    ReplyBuffer append(final String ascii)
    {
        final int count = ascii.length();
        ensure(count);
        for (int i = 0; i < count; i++)
        {
            final char c = ascii.charAt(i);
            bytes[length + i] = isPrintable(c) ? (byte)c : (byte)'?';      // one reply, one line, whatever it says
        }
        length += count;

        return this;
    }

    ReplyBuffer append(final char c)
    {
        ensure(1);
        bytes[length++] = (byte)c;

        return this;
    }

    ReplyBuffer appendUnsigned(final long value)
    {
        int count = 0;
        long rest = value;
        do
        {
            final long quotient = Long.divideUnsigned(rest, 10);
            digits[count++] = (byte)('0' + (int)(rest - quotient * 10));
            rest = quotient;
        }
        while (rest != 0);

        ensure(count);
        while (count > 0)
        {
            bytes[length++] = digits[--count];
        }

        return this;
    }

    /** Appends {@code 0x} and 16 digits. */
    ReplyBuffer appendHex(final long value)
    {
        ensure(18);
        int at = length;
        bytes[at++] = '0';
        bytes[at++] = 'x';
        for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4)
        {
            bytes[at++] = HEX_DIGITS[(int)(value >>> shift) & 0xf];
        }
        length = at;

        return this;
    }

    /** Appends {@code 0x} and the bytes in their order. */
    ReplyBuffer appendHex(final byte[] source, final int count)
    {
        ensure(2 + 2 * count);
        bytes[length++] = '0';
        bytes[length++] = 'x';
        for (int i = 0; i < count; i++)
        {
            bytes[length++] = HEX_DIGITS[(source[i] >>> 4) & 0xf];
            bytes[length++] = HEX_DIGITS[source[i] & 0xf];
        }

        return this;
    }

    /** Appends a word of the user in quotes: one line, printable, and not longer than fits a message. */
    ReplyBuffer appendQuoted(final byte[] source, final int offset, final int count)
    {
        append('\'');
        for (int i = 0; i < Math.min(count, QUOTED_LIMIT); i++)
        {
            final char c = (char)(source[offset + i] & 0xff);
            append(isPrintable(c) ? c : '?');
        }

        return append(count > QUOTED_LIMIT ? "...'" : "'");
    }

    /** Inserts a line of ASCII, with its end of line, before the reply at an offset; returns the offset after it. */
    int insertLine(final int offset, final String ascii)
    {
        final int end = length;
        append(ascii).endLine();
        final byte[] line = Arrays.copyOfRange(bytes, end, length);
        System.arraycopy(bytes, offset, bytes, offset + line.length, end - offset);
        System.arraycopy(line, 0, bytes, offset, line.length);

        return offset + line.length;
    }

    ReplyBuffer endLine()
    {
        return append('\n');
    }

    private static boolean isPrintable(final char c)
    {
        return c >= ' ' && c <= '~';
    }

    private void ensure(final int count)
    {
        if (bytes.length - length < count)
        {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
