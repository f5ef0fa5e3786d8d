package org.gale.tables.memory;

/**
 * Stream over the words of a state. A part enumerates its state once, in one method over this stream. Saving, restoring
 * and digesting are implementations of the stream:
 * <pre>
 *     void state(final StateStream stream)
 *     {
 *         enabled = stream.flag(enabled);
 *         base = stream.bits("IRS_IST_BASER", base, BASER_MASK);
 *     }
 * </pre>
 * A list of unknown length passes the number of each element and an end that is no element:
 * <pre>
 *     int vmId = stream.number("VM", next(0), 0, END);
 *     while (vmId &lt; END)
 *     {
 *         vms[vmId] = passed(stream, vms[vmId]);
 *         vmId = stream.number("VM", next(vmId + 1), vmId + 1, END);
 *     }
 * </pre>
 * Restored words may be hostile: one that the state cannot hold is a {@link StateException}, never masked. Owned by the
 * thread that owns the state.
 */
public interface StateStream
{
    /**
     * Passes a word through the stream.
     *
     * @param word the current word of the state
     * @return the word that the state holds from now on: the saved one where the state is being restored, else
     *     {@code word}
     */
    long word(long word);

    /**
     * Returns whether the state is being restored, so that derived state has to be built anew.
     */
    boolean isRestoring();

    /**
     * Passes an int through the stream as a word of its own, not sign-extended.
     *
     * @param value the current value
     * @return the value that the state holds from now on
     * @throws StateException if the word has more than 32 bits
     */
    default int word32(final int value)
    {
        return (int)bits("word of 32 bits", Integer.toUnsignedLong(value), 0xffff_ffffL);
    }

    /**
     * Passes a boolean through the stream as a word of 0 or 1.
     *
     * @param flag the current value
     * @return the value that the state holds from now on
     * @throws StateException if the word is neither
     */
    default boolean flag(final boolean flag)
    {
        return bits("flag", flag ? 1 : 0, 1) != 0;
    }

    /**
     * Passes a word that has certain bits only through the stream.
     *
     * @param name name of the word, for a message
     * @param word the current word
     * @param mask the bits that the word may have
     * @return the word that the state holds from now on
     * @throws StateException if the word has other bits
     */
    default long bits(final String name, final long word, final long mask)
    {
        final long passed = word(word);
        if ((passed & ~mask) != 0)
        {
            throw new StateException(
                name + " has bits outside 0x" + Long.toHexString(mask) + ": 0x" + Long.toHexString(passed));
        }

        return passed;
    }

    /**
     * Passes a number through the stream.
     *
     * @param name   name of the number, for a message
     * @param number the current number
     * @param min    the lowest number that the state can hold
     * @param max    the highest number that the state can hold
     * @return the number that the state holds from now on
     * @throws StateException if the number is outside the range
     */
    default long number(final String name, final long number, final long min, final long max)
    {
        final long passed = word(number);
        if (passed < min || passed > max)
        {
            throw new StateException(name + " is not in " + min + " to " + max + ": " + passed);
        }

        return passed;
    }

    /**
     * Passes an int through the stream, see {@link #number(String, long, long, long)}.
     *
     * @return the number that the state holds from now on
     */
    default int number(final String name, final int number, final int min, final int max)
    {
        return (int)number(name, (long)number, (long)min, (long)max);
    }

    /**
     * Passes all words of an array of fixed length through the stream.
     *
     * @param words the current words, replaced where the state is being restored
     */
    default void words(final long[] words)
    {
        for (int i = 0; i < words.length; i++)
        {
            words[i] = word(words[i]);
        }
    }

    /**
     * Passes the words of a page through the stream.
     *
     * @param offset of the page in the memory, in bytes
     */
    default void page(final PhysicalMemory memory, final long offset)
    {
        for (long at = offset; at < offset + PhysicalMemory.PAGE_SIZE; at += Long.BYTES)
        {
            final long word = memory.longAt(at);
            final long passed = word(word);
            if (passed != word)
            {
                memory.putLongAt(at, passed);
            }
        }
    }

    /** Passes a part that keeps its digest through the stream. A digest uses that instead. */
    default void part(final StatePart part)
    {
        part.state(this);
    }

    /**
     * Passes all pages of a memory that are not zero through the stream; the memory is all zeros where it is being
     * restored. A digest uses the hashes that it keeps of the pages instead.
     */
    default void memory(final PhysicalMemory memory)
    {
        final int count = memory.pageCount();
        int page = number("page", memory.nextNonZeroPage(0), 0, count);
        while (page < count)
        {
            page(memory, (long)page * PhysicalMemory.PAGE_SIZE);
            page = number("page", memory.nextNonZeroPage(page + 1), page + 1, count);
        }
    }
}
