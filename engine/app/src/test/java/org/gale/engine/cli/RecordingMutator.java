package org.gale.engine.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Damage to recorded texts as users meet it: each mutation follows from a seed alone. */
final class RecordingMutator
{
    private static final int LONGEST_SPAN = 4_096;

    private final List<byte[]> recordings;

    /**
     * Makes a mutator.
     *
     * @param recordings texts to damage; a splice takes two of them
     */
    RecordingMutator(final List<byte[]> recordings)
    {
        this.recordings = recordings;
    }

    /** Returns a recording with one to four damages. */
    byte[] text(final int seed)
    {
        final Random random = new Random(seed);
        byte[] text = any(random);
        for (int damages = 1 + random.nextInt(4); damages > 0; damages--)
        {
            text = damaged(text, random);
        }

        return text;
    }

    private byte[] damaged(final byte[] text, final Random random)
    {
        final int from = random.nextInt(text.length + 1);
        final int to = Math.min(text.length, from + random.nextInt(LONGEST_SPAN));
        final ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + LONGEST_SPAN);
        switch (random.nextInt(7))
        {
            case 0:                                                             // cut short
                out.write(text, 0, from);
                break;
            case 1:                                                             // a part is missing
                out.write(text, 0, from);
                out.write(text, to, text.length - to);
                break;
            case 2:                                                             // another recording in the middle
                final byte[] other = any(random);
                final int begin = random.nextInt(other.length);
                out.write(text, 0, from);
                out.write(other, begin, other.length - begin);
                out.write(text, from, text.length - from);
                break;
            case 3:                                                             // lines twice
                out.write(text, 0, to);
                out.write(text, from, text.length - from);
                break;
            case 4:                                                             // bytes flipped
                final byte[] flipped = text.clone();
                for (int i = random.nextInt(100); i >= 0 && flipped.length > 0; i--)
                {
                    flipped[random.nextInt(flipped.length)] ^= (byte)(1 << random.nextInt(8));
                }
                return flipped;
            case 5:                                                             // a number of any size
                out.write(text, 0, from);
                out.writeBytes("9".repeat(1 + random.nextInt(30)).getBytes(StandardCharsets.US_ASCII));
                out.write(text, from, text.length - from);
                break;
            default:
                return clocksMixed(text, random);
        }

        return out.toByteArray();
    }

    /** Returns a text in which some lines have the times of another clock. */
    private static byte[] clocksMixed(final byte[] text, final Random random)
    {
        final String offset = Integer.toString(random.nextInt(1_000_000));
        final StringBuilder mixed = new StringBuilder(text.length + LONGEST_SPAN);
        for (final String line : new String(text, StandardCharsets.ISO_8859_1).split("(?<=\n)", -1))
        {
            mixed.append(random.nextBoolean() ? line : line.replaceFirst(" [0-9]+([.][0-9]+: )", " " + offset + "$1"));
        }

        return mixed.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] any(final Random random)
    {
        return recordings.get(random.nextInt(recordings.size()));
    }
}
