package org.gale.tests.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damage to files of any kind: bits, ranges, words, numbers and nesting. Each mutation follows from a seed alone. */
final class FileMutator
{
    private static final int LONGEST_SPAN = 4_096;
    private static final int NESTING = 20_000;
    private static final int WINDOW = 64;
    private static final List<String> ODD = List.of("0", "-1", "1", "2147483648", "-9223372036854775808",
        "9223372036854775807", "18446744073709551616", "1e308", "1e999", "NaN", "0x10", "", "null", "true", "[]", "{}",
        "\"\"", "\"x\"", "~", "*a", "&a", "0.1", "-0", "00", "\0", "\u2028", "\u00e9", "\uffff", "99999999h");
    private static final long[] WORDS = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 0xffff_ffffL, 1L << 40,
        0x7fff_ffffL};

    private final SplittableRandom random;

    FileMutator(final long seed)
    {
        random = new SplittableRandom(seed);
    }

    /** Returns a file with one to three damages. */
    byte[] mutate(final byte[] file, final List<byte[]> others)
    {
        byte[] bytes = file;
        for (int damages = 1 + random.nextInt(3); damages > 0; damages--)
        {
            bytes = damaged(bytes, others);
        }

        return bytes;
    }

    private byte[] damaged(final byte[] file, final List<byte[]> others)
    {
        final int from = random.nextInt(file.length + 1);
        final int to = Math.min(file.length, from + 1 + random.nextInt(LONGEST_SPAN));

        return switch (random.nextInt(12))
        {
            case 0 -> Arrays.copyOf(file, from);                                // cut short
            case 1 -> joined(file, 0, from, file, to, file.length);             // a part is missing
            case 2 -> joined(file, 0, to, file, from, file.length);             // a part twice
            case 3 -> spliced(file, from, others.get(random.nextInt(others.size())));
            case 4 -> filled(file, from, to);
            case 5 -> worded(file);
            case 6, 7 -> numbered(file, from);
            case 8 -> nested(file, from);
            case 9 -> lined(file);
            default -> flipped(file);
        };
    }

    private static byte[] joined(final byte[] first, final int from, final int to, final byte[] second,
        final int secondFrom, final int secondTo)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream(first.length + second.length);
        out.write(first, from, to - from);
        out.write(second, secondFrom, secondTo - secondFrom);

        return out.toByteArray();
    }

    private byte[] spliced(final byte[] file, final int from, final byte[] other)
    {
        final int at = random.nextInt(other.length + 1);
        final int length = random.nextInt(Math.min(LONGEST_SPAN, other.length - at) + 1);

        return joined(joined(file, 0, from, other, at, at + length), 0, from + length, file, from, file.length);
    }

    private byte[] filled(final byte[] file, final int from, final int to)
    {
        final byte[] filled = file.clone();
        Arrays.fill(filled, from, to, (byte)(random.nextBoolean() ? 0 : random.nextInt(256)));

        return filled;
    }

    private byte[] worded(final byte[] file)
    {
        if (file.length < Long.BYTES)
        {
            return file;
        }
        final byte[] worded = file.clone();
        final int at = random.nextInt((file.length >> 3)) << 3;
        ByteBuffer.wrap(worded).order(ByteOrder.LITTLE_ENDIAN).putLong(at, WORDS[random.nextInt(WORDS.length)]);

        return worded;
    }

    /** Puts another value in the place of a number or a word behind a position. */
    private byte[] numbered(final byte[] file, final int from)
    {
        int begin = from;
        while (begin < file.length && begin < from + WINDOW && !Character.isLetterOrDigit(file[begin] & 0x7f))
        {
            begin++;
        }
        int end = begin;
        while (end < file.length && (Character.isLetterOrDigit(file[end] & 0x7f) || file[end] == '.'))
        {
            end++;
        }
        final byte[] value = ODD.get(random.nextInt(ODD.size())).getBytes(StandardCharsets.UTF_8);

        return joined(joined(file, 0, begin, value, 0, value.length), 0, begin + value.length, file, end, file.length);
    }

    private byte[] nested(final byte[] file, final int from)
    {
        final String begin = List.of("[", "{\"a\":", "- ", "(", "{a: ").get(random.nextInt(5));
        final byte[] nest = begin.repeat(1 + random.nextInt(random.nextBoolean() ? 3 : NESTING))
            .getBytes(StandardCharsets.UTF_8);

        return joined(joined(file, 0, from, nest, 0, nest.length), 0, from + nest.length, file, from, file.length);
    }

    /** Removes, doubles or exchanges lines. */
    private byte[] lined(final byte[] file)
    {
        final String[] lines = new String(file, StandardCharsets.ISO_8859_1).split("(?<=\n)", -1);
        final int one = random.nextInt(lines.length);
        final int other = random.nextInt(lines.length);
        final String line = lines[one];
        lines[one] = random.nextInt(3) == 0 ? "" : lines[other];
        if (random.nextBoolean())
        {
            lines[other] = line;
        }

        return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] flipped(final byte[] file)
    {
        final byte[] flipped = file.clone();
        for (int i = random.nextInt(random.nextBoolean() ? 1 : 30); i >= 0 && flipped.length > 0; i--)
        {
            flipped[random.nextInt(flipped.length)] ^= (byte)(1 << random.nextInt(8));
        }

        return flipped;
    }
}
