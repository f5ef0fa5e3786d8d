package org.gale.engine.command;

/**
 * Words of an answer that a monitor outside of the machine gives to one command, as {@link MsixVerb#ANSWER} carries
 * them.
 * <pre>
 *   0        state of the vector 2:0: masked, pending, eventfd above 0 | messages 31:16 | bit words 47:32
 *   then     three words a message: function 63:32 and vector 31:0, address, data
 *   then     bits of 64 vectors a word: of a load its bits, of a save those that are saved, of a step of a whole
 *            function the pending bits and then the eventfds above 0
 * </pre>
 * Pure functions.
 */
public final class MonitorAnswer
{
    /** State of a vector whose table entry is masked. */
    public static final int MASKED = 1;
    /** State of a vector whose pending bit is set. */
    public static final int PENDING = 2;
    /** State of a vector whose eventfd is above 0. */
    public static final int SIGNALLED = 4;
    /** Function of a message that raises a level pin, whose vector is the SPI. */
    public static final int OF_PIN = -1;
    /** Limit of the messages of an answer: one of each vector of a function. */
    public static final int MESSAGE_LIMIT = 2048;
    /** Limit of the words of bits: two for 64 vectors. */
    public static final int BIT_WORD_LIMIT = 2 * MESSAGE_LIMIT / Long.SIZE;
    /** Limit of the words of an answer. */
    public static final int WORD_LIMIT = 1 + 3 * MESSAGE_LIMIT + BIT_WORD_LIMIT;

    private static final int MESSAGE_SHIFT = 16;
    private static final int BIT_SHIFT = 32;
    private static final int COUNT_MASK = 0xffff;
    private static final int STATE_MASK = MASKED | PENDING | SIGNALLED;
    private static final int MESSAGE_WORDS = 3;

    private MonitorAnswer()
    {
    }

    /**
     * Returns the first word.
     *
     * @param state of the vector
     * @return the encoded word
     */
    public static long head(final int state, final int messages, final int bitWords)
    {
        return state | (long)messages << MESSAGE_SHIFT | (long)bitWords << BIT_SHIFT;
    }

    /**
     * Returns the word that names the vector of a message.
     *
     * @return the encoded word
     */
    public static long name(final int function, final int vector)
    {
        return (long)function << Integer.SIZE | Integer.toUnsignedLong(vector);
    }

    /** Returns the state of the vector. */
    public static int state(final long head)
    {
        return (int)head & STATE_MASK;
    }

    /** Returns the number of messages. */
    public static int messages(final long head)
    {
        return (int)(head >>> MESSAGE_SHIFT) & COUNT_MASK;
    }

    /** Returns the number of words of bits. */
    public static int bitWords(final long head)
    {
        return (int)(head >>> BIT_SHIFT) & COUNT_MASK;
    }

    /** Returns the index of the first word of a message. */
    public static int messageIndex(final int message)
    {
        return 1 + MESSAGE_WORDS * message;
    }

    /** Returns the index of the first word of bits. */
    public static int bitIndex(final long head)
    {
        return messageIndex(messages(head));
    }

    /** Returns the number of words of an answer with such a first word. */
    public static int words(final long head)
    {
        return bitIndex(head) + bitWords(head);
    }
}
