package org.gale.engine.witness;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.gale.engine.command.MsixVerb;
import org.gale.ringbuf.CommandWord;

/**
 * Image of a function as words, in parts as commands bring them: controls, address and data of each vector, and a bit
 * for each vector that is masked, is pending, and has an event. Owned by the thread that owns the machine.
 */
final class ShadowImage
{
    private static final long[] NOTHING = {};
    private static final int ENABLED = 32;
    private static final int MASKED = 33;

    private long[] words = NOTHING;
    /** Whether parts came that nobody has seen: before a snapshot. */
    private boolean isUnknown;

    /** Forgets what came. */
    void clear()
    {
        words = NOTHING;
        isUnknown = false;
    }

    /** Notes that parts may have come before. */
    void forget()
    {
        isUnknown = true;
    }

    /** Takes the words of a command. */
    void stage(final DirectBuffer frame, final int offset)
    {
        final int first = (int)MsixVerb.operand(frame, offset, 0);
        final int count = CommandWord.length(frame.getLong(offset)) - 2;
        words = words.length < first + count ? Arrays.copyOf(words, first + count) : words;
        for (int i = 0; i < count; i++)
        {
            words[first + i] = MsixVerb.operand(frame, offset, 1 + i);
        }
    }

    /** Takes words as a query shows them. */
    void read(final String text)
    {
        final String[] shown = text.split(" ", -1);
        words = new long[shown.length];
        Arrays.setAll(words, i -> Long.parseUnsignedLong(shown[i], 16));
    }

    /** Returns whether this is a known image of a function with so many vectors. */
    boolean isOf(final int vectors)
    {
        return !isUnknown && words.length == 1 + 2 * vectors + 3 * bitWords(vectors) && (int)words[0] == vectors;
    }

    boolean isEnabled()
    {
        return (words[0] >>> ENABLED & 1) != 0;
    }

    boolean isMasked()
    {
        return (words[0] >>> MASKED & 1) != 0;
    }

    long address(final int vector)
    {
        return words[1 + 2 * vector];
    }

    int data(final int vector)
    {
        return (int)words[2 + 2 * vector];
    }

    boolean isMasked(final int vector)
    {
        return isSet(3, vector);
    }

    boolean isPending(final int vector)
    {
        return isSet(2, vector);
    }

    boolean hasEvent(final int vector)
    {
        return isSet(1, vector);
    }

    /** Returns a bit of a block of bits, counted from the end. */
    private boolean isSet(final int block, final int vector)
    {
        final int at = words.length - block * bitWords((int)words[0]) + (vector >>> 6);

        return (words[at] >>> vector & 1) != 0;
    }

    private static int bitWords(final int vectors)
    {
        return (vectors + Long.SIZE - 1) / Long.SIZE;
    }
}
