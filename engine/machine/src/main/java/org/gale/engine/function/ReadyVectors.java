package org.gale.engine.function;

import java.util.Arrays;
import org.agrona.collections.ArrayUtil;

/**
 * Next messages of the vectors that are ready: the next trigger of such a vector sends its message to an ITS at once,
 * and nothing of the vector is held. A trigger of another vector takes the long way through the monitor. Derived
 * state, which no saved state has. Owned by the machine's thread.
 * <pre>
 *   message   31 ready | 30:27 ITS | 26:0 data
 *   place     63:32 index of the message of vector 0 | 31:0 number of vectors
 * </pre>
 */
public final class ReadyVectors
{
    private static final int READY = 1 << 31;
    private static final int ITS_SHIFT = 27;
    private static final int DATA_LIMIT = 1 << ITS_SHIFT;

    /** Messages of all vectors, those of a function side by side; 0 for a vector that is not ready. */
    private int[] messages = ArrayUtil.EMPTY_INT_ARRAY;
    /** Places of the messages of each function, by DeviceID; 0 where there is no function. */
    private long[] places = ArrayUtil.EMPTY_LONG_ARRAY;
    /** Places that functions have left, by the number of their vectors; each has the next one in its first element. */
    private final int[] left;
    private int count;

    /** @param vectorLimit of a function */
    ReadyVectors(final int vectorLimit)
    {
        left = new int[vectorLimit + 1];
    }

    /**
     * Adds the vectors of a function, none of which is ready.
     *
     * @return the index of the message of vector 0
     */
    int add(final int deviceId, final int vectors)
    {
        final int index = left[vectors] == 0 ? count : left[vectors] - 1;
        if (index == count)
        {
            count += vectors;
        }
        else
        {
            left[vectors] = messages[index];
            messages[index] = 0;
        }
        messages = count <= messages.length ? messages : Arrays.copyOf(messages, Math.max(count, 2 * messages.length));
        places = deviceId < places.length ? places : Arrays.copyOf(places, Integer.highestOneBit(deviceId | 1) << 1);
        places[deviceId] = (long)index << Integer.SIZE | vectors;

        return index;
    }

    /** Removes the vectors of a function, whose place the next function of as many vectors takes. */
    void remove(final int deviceId)
    {
        final int index = (int)(places[deviceId] >>> Integer.SIZE);
        final int vectors = (int)places[deviceId];
        clear(index, vectors);
        messages[index] = left[vectors];
        left[vectors] = index + 1;
        places[deviceId] = 0;
    }

    /** Says that a vector is ready. One whose data are too wide never is. */
    void set(final int index, final int its, final long data)
    {
        messages[index] = data < DATA_LIMIT ? READY | its << ITS_SHIFT | (int)data : 0;
    }

    /** Says that vectors may not be ready any more. */
    void clear(final int index, final int vectors)
    {
        Arrays.fill(messages, index, index + vectors, 0);
    }

    /**
     * Returns the next message of a vector that is ready. A query of few loads, for runs.
     *
     * @param deviceId any number that is not negative
     * @param vector   any number that is not negative
     * @return a negative number for {@link #its} and {@link #data}; 0 if the vector is not ready
     */
    public int message(final int deviceId, final int vector)
    {
        final long place = deviceId < places.length ? places[deviceId] : 0;

        return vector < (int)place ? messages[(int)(place >>> Integer.SIZE) + vector] : 0;
    }

    /** Returns the ITS that a message leaves to. */
    public static int its(final int message)
    {
        return (message & ~READY) >>> ITS_SHIFT;
    }

    /** Returns the data of a message. */
    public static int data(final int message)
    {
        return message & (DATA_LIMIT - 1);
    }
}
