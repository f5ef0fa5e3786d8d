package org.gale.engine.script;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parser that splits a line into words and reads those that are numbers, in place and without allocating. A line is any
 * bytes; the session finds out whether a word belongs to the protocol. Owned by the thread of the session.
 */
final class LineParser
{
    /** Limit of the words of a line, more than any command has. */
    static final int WORD_LIMIT = 64;
    /** Limit of the words of a line that configures a machine: a board has many keys. */
    static final int MACHINE_WORD_LIMIT = 512;

    /** Number of decimal digits that always fit into 64 bits. */
    private static final int SAFE_DIGITS = 19;

    private final int[] starts = new int[MACHINE_WORD_LIMIT];
    private final int[] ends = new int[MACHINE_WORD_LIMIT];
    private final long[] numbers = new long[MACHINE_WORD_LIMIT];
    private final boolean[] areNumbers = new boolean[MACHINE_WORD_LIMIT];
    private final byte[] longVerb;
    private byte[] bytes;
    private int count;
    private long number;

    /**
     * Makes a parser.
     *
     * @param longVerb first word of the lines that may have {@link #MACHINE_WORD_LIMIT} words
     */
    LineParser(final String longVerb)
    {
        this.longVerb = longVerb.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Finds the words of a line.
     *
     * @return false if there are more than {@link #wordLimit}.
     */
    boolean parse(final byte[] line, final int offset, final int length)
    {
        bytes = line;
        count = 0;
        final int end = offset + length;
        int position = offset;
        while (true)
        {
            while (position < end && isSpace(line[position]))
            {
                position++;
            }
            if (position == end || line[position] == '#')
            {
                return true;
            }
            if (count >= WORD_LIMIT && count == wordLimit())
            {
                return false;
            }

            starts[count] = position;
            while (position < end && !isSpaceOrComment(line[position]))
            {
                position++;
            }
            ends[count] = position;
            areNumbers[count] = parseNumberAt(starts[count], position);
            numbers[count++] = number;
        }
    }

    /** Returns the limit of the words of this line. */
    int wordLimit()
    {
        return count > 0 && length(0) == longVerb.length &&
            Arrays.equals(bytes, starts[0], ends[0], longVerb, 0, longVerb.length) ? MACHINE_WORD_LIMIT : WORD_LIMIT;
    }

    int wordCount()
    {
        return count;
    }

    byte[] bytes()
    {
        return bytes;
    }

    int start(final int word)
    {
        return starts[word];
    }

    int length(final int word)
    {
        return ends[word] - starts[word];
    }

    int find(final int word, final NameTable names)
    {
        return names.indexOf(bytes, starts[word], length(word));
    }

    String text(final int word)
    {
        return new String(bytes, starts[word], length(word), StandardCharsets.ISO_8859_1);
    }

    List<String> texts(final int firstWord)
    {
        final List<String> texts = new ArrayList<>();
        for (int word = firstWord; word < count; word++)
        {
            texts.add(text(word));
        }

        return texts;
    }

    /**
     * Reads an unsigned number of up to 64 bits, decimal or {@code 0x…}.
     *
     * @return whether the word is one; {@link #number} is its value then.
     */
    boolean parseNumber(final int word)
    {
        number = numbers[word];

        return areNumbers[word];
    }

    /**
     * Reads an unsigned number of up to 64 bits from the first characters of a word.
     *
     * @param length of the number in characters, at most that of the word
     * @return whether they are one; {@link #number} is its value then.
     */
    boolean parseNumber(final int word, final int length)
    {
        return parseNumberAt(starts[word], starts[word] + length);
    }

    /** Reads an unsigned number of up to 64 bits from the characters of a word behind the first ones. */
    boolean parseNumberBehind(final int word, final int offset)
    {
        return parseNumberAt(starts[word] + offset, ends[word]);
    }

    /** Returns the value that {@link #parseNumber} found. */
    long number()
    {
        return number;
    }

    /** Returns whether the word begins with {@code 0x}. */
    boolean isHex(final int word)
    {
        return length(word) >= 2 && bytes[starts[word]] == '0' && bytes[starts[word] + 1] == 'x';
    }

    /**
     * Reads the bytes of a block, given as {@code 0x} and two digits a byte in address order. The caller has checked
     * the number of digits.
     *
     * @return false if one of the digits is none.
     */
    boolean parseBlock(final int word, final byte[] destination, final int lengthBytes)
    {
        int position = starts[word] + 2;
        for (int i = 0; i < lengthBytes; i++)
        {
            final int high = hexDigit(bytes[position++]);
            final int low = hexDigit(bytes[position++]);
            if ((high | low) < 0)
            {
                return false;
            }
            destination[i] = (byte)(high << 4 | low);
        }

        return true;
    }

    private boolean parseNumberAt(final int start, final int end)
    {
        final boolean isHex = end - start >= 2 && bytes[start] == '0' && bytes[start + 1] == 'x';

        return isHex ? parseHex(start + 2, end) : parseDecimal(start, end);
    }

    private boolean parseHex(final int start, final int end)
    {
        long value = 0;
        for (int i = start; i < end; i++)
        {
            final int digit = hexDigit(bytes[i]);
            if (digit < 0 || value >>> (Long.SIZE - 4) != 0)
            {
                return false;
            }
            value = value << 4 | digit;
        }
        number = value;

        return end > start;
    }

    private boolean parseDecimal(final int start, final int end)
    {
        long value = 0;
        for (int i = start; i < end; i++)
        {
            final int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || (i - start >= SAFE_DIGITS && isBeyondDecimal(value, digit)))
            {
                return false;
            }
            value = value * 10 + digit;
        }
        number = value;

        return end > start;
    }

    private static boolean isBeyondDecimal(final long value, final int digit)
    {
        final int order = Long.compareUnsigned(value, 0x1999999999999999L);        // (2^64 - 1) / 10, remainder 5

        return order > 0 || (order == 0 && digit > 5);
    }

    private static int hexDigit(final byte digit)
    {
        if (digit >= '0' && digit <= '9')
        {
            return digit - '0';
        }
        final int lower = digit | 0x20;

        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private static boolean isSpaceOrComment(final byte b)
    {
        return b <= '#' && (b == '#' || isSpace(b));
    }

    private static boolean isSpace(final byte b)
    {
        return b <= ' ' && (b == ' ' || b == '\t' || b == '\r');
    }
}
