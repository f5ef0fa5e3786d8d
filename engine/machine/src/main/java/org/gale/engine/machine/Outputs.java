package org.gale.engine.machine;

import java.util.Objects;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.tables.memory.Mix;
import org.gale.ringbuf.CommandWords;
import org.gale.tables.memory.StateStream;

/**
 * Log of the outputs of a machine's commands since it was last cleared, and the digest of all outputs since the start.
 * <pre>
 *  63    60 59                 44 43                                            0
 *  +-------+---------------------+----------------------------------------------+
 *  | kind  |         PE          |                    value                     |
 *  +-------+---------------------+----------------------------------------------+
 *   VALUE    PE 0                 0; the next word is the value
 *   ACK      PE                   INTID 31:0 that a turn acknowledged
 *   SIGNAL   PE                   irq, fiq, virq, vfiq in bits 3:0
 *   DOORBELL VM in place of PE    VPE 15:0; the next word is the LPI
 * </pre>
 * The log is off-heap and of fixed length. Each opcode has a limit of output words: {@link #WORDS_PER_COMMAND_LIMIT},
 * and for a turn its budget in addition. The engine clears the log whenever less than that is left. Doorbells beyond
 * the limit of one command are counted, and their LPIs are pending, but they are not in the log. Owned by the machine's
 * thread.
 */
public final class Outputs implements IrsOutputs, TurnLog, AutoCloseable
{
    /** Kind of the result of a load, a register read or an acknowledge instruction. */
    public static final int VALUE = 1;
    /** Kind of an interrupt that a turn acknowledged, dropped and deactivated. */
    public static final int ACK = 2;
    /** Kind of a change of the signals of a PE. */
    public static final int SIGNAL = 3;
    /** Kind of a doorbell that rang. */
    public static final int DOORBELL = 4;
    /** Limit of the words that one command puts out, but for a turn's acknowledges. */
    public static final int WORDS_PER_COMMAND_LIMIT = 16 * 1024;

    private static final int CAPACITY_WORDS = 128 * 1024;
    private static final int DOORBELL_LIMIT = 1024;
    private static final int KIND_SHIFT = 60;
    private static final int PE_SHIFT = 44;

    static
    {
        assert DOORBELL >>> (Long.SIZE - KIND_SHIFT) == 0 : "a kind does not fit";
        assert PE_SHIFT + Short.SIZE <= KIND_SHIFT : "PE and kind overlap";
        assert CAPACITY_WORDS > WORDS_PER_COMMAND_LIMIT : "no command fits";
    }

    private final long allocation;
    private final UnsafeBuffer buffer;
    private final WordChain chain = new WordChain();
    private int words;
    private int hashed;
    private long lastValue;
    private long doorbells;
    private int doorbellsOfCommand;
    private int limit = CAPACITY_WORDS;

    public Outputs()
    {
        allocation = UnsafeApi.allocateMemory((long)CAPACITY_WORDS * Long.BYTES);
        buffer = new UnsafeBuffer(allocation, CAPACITY_WORDS * Long.BYTES);
    }

    /** Returns the number of words in the log. */
    public int words()
    {
        return words;
    }

    /**
     * Returns a word of the log.
     *
     * @param index 0 to {@code words() − 1}
     * @return the encoded output word
     */
    public long word(final int index)
    {
        return UnsafeApi.getLong(allocation + ((long)Objects.checkIndex(index, words) << 3));
    }

    /**
     * Copies words of the log, as many as remain and as the array can hold.
     *
     * @param index of the first word to copy
     * @return the number of words copied
     */
    public int copy(final int index, final long[] to)
    {
        final int count = Math.min(words - index, to.length);
        CommandWords.copy(buffer, index << 3, to, 0, count);

        return count;
    }

    /** Returns the kind of a word that begins an output. */
    public static int kind(final long word)
    {
        return (int)(word >>> KIND_SHIFT);
    }

    /** Returns the PE of an output, or the VM of a doorbell. */
    public static int pe(final long word)
    {
        return (int)(word >>> PE_SHIFT) & 0xffff;
    }

    /** Returns bits 31:0 of an output's first word. */
    public static int value(final long word)
    {
        return (int)word;
    }

    /** Returns the number of words of an output, by its first word. */
    public static int length(final long word)
    {
        final int kind = kind(word);

        return kind == VALUE || kind == DOORBELL ? 2 : 1;
    }

    /** Returns whether the log has room for the outputs of any one command. */
    public boolean hasRoom()
    {
        return words + WORDS_PER_COMMAND_LIMIT <= CAPACITY_WORDS;
    }

    /** Clears the log. Its outputs stay in the digest. */
    public void clear()
    {
        hashRest();
        words = 0;
        hashed = 0;
    }

    /** Returns the last VALUE that was put out. */
    public long lastValue()
    {
        return lastValue;
    }

    /** Returns the number of doorbells that rang since the start. */
    public long doorbells()
    {
        return doorbells;
    }

    /** Returns the digest of every output since the start, in order, wherever the log was cleared. */
    public long digest()
    {
        hashRest();

        return Mix.of(chain.value(), doorbells);
    }

    @Override
    public void doorbell(final int vmId, final int vpeId, final int lpiId)
    {
        assert (vmId & 0xffff) == vmId && vpeId >= 0 : "vmId=" + vmId + ", vpeId=" + vpeId;
        doorbells++;
        if (doorbellsOfCommand++ < DOORBELL_LIMIT)
        {
            put(((long)DOORBELL << KIND_SHIFT) | ((long)vmId << PE_SHIFT) | vpeId);
            put(lpiId);
        }
    }

    @Override
    public void acknowledged(final int pe, final int intid)
    {
        put(((long)ACK << KIND_SHIFT) | ((long)pe << PE_SHIFT) | Integer.toUnsignedLong(intid));
    }

    /**
     * Passes the digest of all outputs so far, and counts, through a stream. The log is left out: it is empty after a
     * restore.
     */
    public void state(final StateStream stream)
    {
        hashRest();
        chain.state(stream);
        lastValue = stream.word(lastValue);
        doorbells = stream.word(doorbells);
    }

    public void beginCommand()
    {
        doorbellsOfCommand = 0;
    }

    /**
     * Copies the values of the log, without other outputs.
     *
     * @param to destination, filled as far as it has room
     * @return the number of values copied
     */
    public int values(final long[] to)
    {
        return values(0, to);
    }

    /**
     * Copies the values of the log from an output on, without other outputs.
     *
     * @param from index of the first word of an output
     * @param to   destination, filled as far as it has room
     * @return the number of values copied
     */
    public int values(final int from, final long[] to)
    {
        int count = 0;
        for (int at = from; at < words && count < to.length; at += length(word(at)))
        {
            if (kind(word(at)) == VALUE)
            {
                to[count++] = word(at + 1);
            }
        }

        return count;
    }

    /** Puts out a value. */
    public void result(final long value)
    {
        lastValue = value;
        put((long)VALUE << KIND_SHIFT);
        put(value);
    }

    public void signal(final int pe, final int signals)
    {
        assert (pe & 0xffff) == pe : "pe=" + pe;
        put(((long)SIGNAL << KIND_SHIFT) | ((long)pe << PE_SHIFT) | signals);
    }

    /** Releases the memory. Idempotent. */
    @Override
    public void close()
    {
        if (limit != 0)
        {
            limit = 0;                                                          // every access is refused from now on
            words = 0;
            hashed = 0;
            buffer.wrap(0, 0);
            UnsafeApi.freeMemory(allocation);
        }
    }

    private void put(final long word)
    {
        UnsafeApi.putLong(allocation + ((long)Objects.checkIndex(words, limit) << 3), word);
        words++;
    }

    private void hashRest()
    {
        assert hashed >= 0 && hashed <= words : hashed + " of " + words;
        chain.add(buffer, hashed << 3, words - hashed);
        hashed = words;
    }
}
