package org.gale.engine.trace.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Letters and numbers within a line. Pure functions. */
final class LineBytes
{
    static final long NO_NUMBER = -1;

    private static final int TEN = 10;
    private static final VarHandle WORDS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private LineBytes()
    {
    }

    static boolean isDigit(final byte letter)
    {
        return letter >= '0' && letter <= '9';
    }

    static boolean isBlank(final byte letter)
    {
        return letter == ' ' || letter == '\t';
    }

    static boolean isWord(final byte letter)
    {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
            isDigit(letter);
    }

    /** Returns the place of the first such letter, or the end. Eight bytes are compared at a time. */
    static int find(final byte[] bytes, final int from, final int to, final char letter)
    {
        int at = from;
        long found = 0;
        while (found == 0 && at + Long.BYTES <= to)
        {
            final long differences = (long)WORDS.get(bytes, at) ^ letter * ONES;
            found = differences - ONES & ~differences & HIGH_BITS;      // the lowest bit is that of the first zero
            at += Long.BYTES;
        }
        if (found != 0)
        {
            return at - Long.BYTES + Long.numberOfTrailingZeros(found) / Byte.SIZE;
        }
        while (at < to && bytes[at] != letter)
        {
            at++;
        }

        return at;
    }

    /** Returns whether the bytes from a place on are these letters. */
    static boolean startsWith(final byte[] bytes, final int from, final int to, final byte[] letters)
    {
        boolean isEqual = to - from >= letters.length;
        for (int i = 0; isEqual && i < letters.length; i++)
        {
            isEqual = bytes[from + i] == letters[i];
        }

        return isEqual;
    }

    /** Returns the first place from one on that is no blank, or the end. */
    static int endOfBlanks(final byte[] bytes, final int from, final int to)
    {
        int end = from;
        while (end < to && isBlank(bytes[end]))
        {
            end++;
        }

        return end;
    }

    /** Returns the end of the digits that begin at a place. */
    static int endOfDigits(final byte[] bytes, final int from, final int to)
    {
        int end = from;
        while (end < to && isDigit(bytes[end]))
        {
            end++;
        }

        return end;
    }

    /** Returns the number that digits make, or {@link #NO_NUMBER} if there are none or it does not fit a long. */
    static long number(final byte[] bytes, final int from, final int to)
    {
        long value = from == to ? NO_NUMBER : 0;
        for (int i = from; i < to && value >= 0; i++)
        {
            final int digit = bytes[i] - '0';
            value = value > (Long.MAX_VALUE - digit) / TEN ? NO_NUMBER : value * TEN + digit;
        }

        return value;
    }
}
