package org.gale.tables.memory;

/**
 * Stream over the words of a state. A part enumerates its state once, in one method over this stream, and saving,
 * restoring and digesting are implementations of the stream:
 * <pre>
 *     void state(final StateStream stream)
 *     {
 *         enabled = stream.flag(enabled);
 *         base = stream.word(base);
 *     }
 * </pre>
 * Owned by the thread that owns the state.
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
     */
    default int word32(final int value)
    {
        return (int)word(Integer.toUnsignedLong(value));
    }

    /**
     * Passes a boolean through the stream as a word of 0 or 1.
     *
     * @param flag the current value
     * @return the value that the state holds from now on
     */
    default boolean flag(final boolean flag)
    {
        return word(flag ? 1 : 0) != 0;
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
}
