package org.gale.engine.trace.text;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.gale.engine.trace.text.LineBytes.isBlank;
import static org.gale.engine.trace.text.LineBytes.startsWith;

/**
 * Line that a mail has wrapped or encoded. It is held until the next one, which may be its rest. Encodings are those of
 * quoted-printable texts, {@code =3D} and {@code =20}, and quotes of a reply. Owner: the calling thread.
 */
final class WrappedLine
{
    private static final byte[] EQUALS = "=3D".getBytes(US_ASCII);
    private static final byte[] BLANK = "=20".getBytes(US_ASCII);
    private static final int CODE_LENGTH = 3;
    private static final int HEX = 16;

    private byte[] held;
    private boolean hasBlank;
    private long heldNumber;

    /** Returns whether a line is held. */
    boolean isHeld()
    {
        return held != null;
    }

    long heldNumber()
    {
        return heldNumber;
    }

    byte[] held()
    {
        return held;
    }

    /**
     * Holds a line of a text.
     *
     * @param blank true to put a blank between it and its rest
     */
    void hold(final byte[] bytes, final int start, final int end, final boolean blank, final TextLines text)
    {
        held = Arrays.copyOfRange(bytes, start, end);
        hasBlank = blank;
        heldNumber = text.number();
    }

    /** Holds no line any more. */
    void clear()
    {
        held = null;
    }

    /** Returns the held line with the further one behind it, decoded. */
    byte[] joined(final byte[] bytes, final int start, final int end)
    {
        int from = start;
        while (from < end && (isBlank(bytes[from]) || bytes[from] == '>'))
        {
            from++;
        }
        final byte[] rest = isEncoded(bytes, from, end) ? decoded(bytes, from, end) :
            Arrays.copyOfRange(bytes, from, end);
        final int at = held.length + (hasBlank ? 1 : 0);
        final byte[] joined = Arrays.copyOf(held, at + rest.length);
        joined[at - 1] = hasBlank ? (byte)' ' : joined[at - 1];
        System.arraycopy(rest, 0, joined, at, rest.length);

        return joined;
    }

    /** Returns whether an encoded line goes on with the next one. */
    static boolean isContinued(final byte[] bytes, final int start, final int end)
    {
        return end > start && bytes[end - 1] == '=';
    }

    /** Returns whether a line has codes of a quoted-printable text. */
    static boolean isEncoded(final byte[] bytes, final int start, final int end)
    {
        int at = LineBytes.find(bytes, start, end, '=');
        while (at < end && !startsWith(bytes, at, end, EQUALS) && !startsWith(bytes, at, end, BLANK) && at + 1 < end)
        {
            at = LineBytes.find(bytes, at + 1, end, '=');
        }

        return at < end;
    }

    /** Returns a line without its codes; an equals sign at its end, which continues it, is left out. */
    static byte[] decoded(final byte[] bytes, final int start, final int end)
    {
        final byte[] decoded = new byte[end - start];
        int length = 0;
        int at = start;
        while (at < end)
        {
            final int code = bytes[at] == '=' && at + CODE_LENGTH <= end ? code(bytes, at + 1) : -1;
            if (code >= 0)
            {
                decoded[length++] = (byte)code;
                at += CODE_LENGTH;
            }
            else
            {
                if (bytes[at] != '=' || at + 1 < end)
                {
                    decoded[length++] = bytes[at];
                }
                at++;
            }
        }

        return Arrays.copyOf(decoded, length);
    }

    /** Returns the letter of two hexadecimal digits, or -1 if they are none. */
    private static int code(final byte[] bytes, final int at)
    {
        final int high = Character.digit(bytes[at], HEX);
        final int low = Character.digit(bytes[at + 1], HEX);

        return high < 0 || low < 0 ? -1 : high * HEX + low;
    }
}
