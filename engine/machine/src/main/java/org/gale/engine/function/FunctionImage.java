package org.gale.engine.function;

/**
 * Image of a function as words: its controls, its table, its mask and pending bits. What an eventfd holds is taken into
 * the pending bits, as a monitor drains its eventfds before it saves. Behind them are the bits that are owed, by which
 * a restore proves that the monitor saved them. Owned by the machine's thread.
 * <pre>
 *   0          vectors 31:0, MSI-X enable 32, function mask 33
 *   1          address and data of each vector, two words
 *   then       mask bits, pending bits, owed bits, a word for 64 vectors each
 * </pre>
 */
final class FunctionImage
{
    /** Limit of the words of an image. */
    static final int WORD_LIMIT = wordCount(FunctionFrame.VECTOR_LIMIT);

    private static final long ENABLED = 1L << 32;
    private static final long MASKED = 1L << 33;

    private FunctionImage()
    {
    }

    /** Returns the image of a function. */
    static long[] of(final MsixFunction function, final boolean hasPendingBits)
    {
        final long[] words = new long[wordCount(function.vectors)];
        words[0] = function.vectors | (function.isEnabled ? ENABLED : 0) | (function.isMasked ? MASKED : 0);
        int at = 1;
        for (int vector = 0; vector < function.vectors; vector++)
        {
            words[at++] = function.address(vector);
            words[at++] = Integer.toUnsignedLong(function.data(vector));
        }
        final int bits = function.pending.wordCount();
        for (int i = 0; i < bits; i++)
        {
            words[at + i] = function.masked.word(i);
            words[at + bits + i] = hasPendingBits ? function.pending.word(i) | function.signalled.word(i) : 0;
            words[at + 2 * bits + i] = function.owedPending.word(i) | function.owedInEventfd.word(i);
        }

        return words;
    }

    /** Returns whether words are an image of a function with so many vectors. */
    static boolean isOf(final MsixFunction function, final long[] words)
    {
        if (words.length != wordCount(function.vectors) ||
            (words[0] & ~(ENABLED | MASKED)) != function.vectors)
        {
            return false;
        }
        final int bits = function.pending.wordCount();
        final int begin = words.length - 3 * bits;
        boolean isImage = true;
        for (int at = 2; at < begin; at += 2)
        {
            isImage &= words[at] >>> Integer.SIZE == 0;
        }
        for (int at = begin; at < words.length; at++)
        {
            isImage &= (words[at] & ~function.masked.all((at - begin) % bits)) == 0;
        }

        return isImage;
    }

    /** Returns the bits of an image that are owed, of 64 vectors. */
    static long owed(final MsixFunction function, final long[] words, final int index)
    {
        return words[words.length - function.pending.wordCount() + index];
    }

    /** Restores a function, of which nothing is held. */
    static void restore(final MsixFunction function, final long[] words)
    {
        function.resetTable();
        function.isEnabled = (words[0] & ENABLED) != 0;
        function.isMasked = (words[0] & MASKED) != 0;
        int at = 1;
        for (int vector = 0; vector < function.vectors; vector++)
        {
            function.address(vector, words[at++]);
            function.data(vector, (int)words[at++]);
        }
        final int bits = function.pending.wordCount();
        for (int i = 0; i < bits; i++)
        {
            function.masked.word(i, words[at + i]);
            function.pending.word(i, words[at + bits + i]);
            function.owedPending.word(i, words[at + 2 * bits + i]);
        }
    }

    private static int wordCount(final int vectors)
    {
        return 1 + 2 * vectors + 3 * VectorBits.wordCount(vectors);
    }
}
