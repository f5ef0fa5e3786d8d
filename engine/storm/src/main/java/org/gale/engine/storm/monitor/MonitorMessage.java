package org.gale.engine.storm.monitor;

import java.util.HexFormat;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Message between Gale and the monitor of a user, little-endian. IMAGE and DONE go on with words, as many as their last
 * field says.
 * <pre>
 *   0     type 31:0, number of the question 63:32
 *   8     function 31:0, vector 63:32
 *   16    value
 *   24    second value, or the number of the words behind it
 * </pre>
 * A message is a value in a buffer of its own. Owned by the thread of the run.
 */
final class MonitorMessage
{
    /** Newest version of the protocol: questions about triggers may come before earlier ones are answered. */
    static final int VERSION = 2;
    /** Version of a monitor that is asked one question at a time. */
    static final int ONE_AT_A_TIME = 1;
    /** Bytes of a message without its words. */
    static final int LENGTH = 4 * Long.BYTES;
    /** Limit of the words of a message. */
    static final int WORD_LIMIT = 64;
    /** Function of a level pin, whose vector is the SPI. */
    static final int PIN = -1;

    private static final int NUMBER = Integer.BYTES;
    private static final int FUNCTION = 2 * Integer.BYTES;
    private static final int VECTOR = 3 * Integer.BYTES;
    private static final int VALUE = 4 * Integer.BYTES;
    private static final int SECOND = 6 * Integer.BYTES;

    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[LENGTH + WORD_LIMIT * Long.BYTES]);
    private MonitorType type = MonitorType.DONE;

    /** Begins a message without words. */
    void set(final MonitorType of, final int function, final int vector, final long value, final long second)
    {
        type = of;
        bytes.putInt(0, of.number());
        bytes.putInt(FUNCTION, function);
        bytes.putInt(VECTOR, vector);
        bytes.putLong(VALUE, value);
        bytes.putLong(SECOND, second);
    }

    /** Sets the number of the question. */
    void number(final int number)
    {
        bytes.putInt(NUMBER, number);
    }

    /** Sets a word of a message that has some. */
    void word(final int index, final long value)
    {
        bytes.putLong(LENGTH + index * Long.BYTES, value);
    }

    /** Returns the bytes of the message. */
    UnsafeBuffer bytes()
    {
        return bytes;
    }

    /** Returns the length of the message in bytes. */
    int length()
    {
        return LENGTH + words() * Long.BYTES;
    }

    /**
     * Reads a message without its words.
     *
     * @return false if its type is unknown, or it has too many words
     */
    boolean read(final DirectBuffer from, final int offset)
    {
        bytes.putBytes(0, from, offset, LENGTH);
        type = MonitorType.byNumber(bytes.getInt(0));

        return type != null && (!type.hasWords() || (second() >= 0 && second() <= WORD_LIMIT));
    }

    /** Reads the words of a message. */
    void readWords(final DirectBuffer from, final int offset)
    {
        bytes.putBytes(LENGTH, from, offset, words() * Long.BYTES);
    }

    /** Returns the type; null of one that is unknown. */
    MonitorType type()
    {
        return type;
    }

    int number()
    {
        return bytes.getInt(NUMBER);
    }

    int function()
    {
        return bytes.getInt(FUNCTION);
    }

    int vector()
    {
        return bytes.getInt(VECTOR);
    }

    long value()
    {
        return bytes.getLong(VALUE);
    }

    long second()
    {
        return bytes.getLong(SECOND);
    }

    long word(final int index)
    {
        return bytes.getLong(LENGTH + index * Long.BYTES);
    }

    /** Returns the number of words. */
    int words()
    {
        return type != null && type.hasWords() ? (int)second() : 0;
    }

    /** Returns the bytes of the message without its words, as hexadecimal numbers. */
    String hex()
    {
        final byte[] array = new byte[LENGTH];
        bytes.getBytes(0, array);

        return HexFormat.ofDelimiter(" ").formatHex(array);
    }

    /** Returns what a question is about, for messages. */
    String text()
    {
        final String of = function() == PIN ? " of SPI " + vector() : type == MonitorType.HELLO ? "" :
            " of function " + function() + (type.isOfVector() ? ", vector " + vector() : "");

        return type + " (message " + Integer.toUnsignedString(number()) + ")" + of;
    }
}
