package org.gale.engine.storm.virtual;

import java.util.Arrays;
import org.agrona.collections.LongHashSet;
import org.gale.engine.command.Commands;

/**
 * Vectors that guests have shut down, and the events that wait for them, in the order in which they came, each with its
 * intended time. Owned by one thread.
 */
final class ShutVectors
{
    private static final int FIRST_LENGTH = 16;

    private final LongHashSet shut = new LongHashSet();
    private long[] words = new long[FIRST_LENGTH];
    private long[] intendedNs = new long[FIRST_LENGTH];
    private int count;
    private long waited;
    private boolean isOpened;
    private int closed;                                             // queues, also those whose vectors are open
    private boolean isEnding;

    /** Taker of events whose vectors are open again. */
    @FunctionalInterface
    interface Taker
    {
        /** Takes an event. */
        void opened(long word, long intendedNs);
    }

    /** Shuts down the vector of an event, or opens it again. */
    void set(final int device, final int event, final boolean isShut)
    {
        if (isShut)
        {
            shut.add(Commands.msi(device, event, 0));
        }
        else
        {
            isOpened |= shut.remove(Commands.msi(device, event, 0));
        }
    }

    /** Has an event wait if its vector is shut down. Returns whether it waits. */
    boolean takes(final long word, final long ns)
    {
        final boolean isShut = !shut.isEmpty() &&
            shut.contains(Commands.msi(Commands.msiDeviceId(word), Commands.msiEventId(word), 0));
        if (isShut)
        {
            waited++;
            keep(word, ns);
        }

        return isShut;
    }

    private void keep(final long word, final long ns)
    {
        if (count == words.length)
        {
            words = Arrays.copyOf(words, 2 * count);
            intendedNs = Arrays.copyOf(intendedNs, 2 * count);
        }
        words[count] = word;
        intendedNs[count++] = ns;
    }

    /** Gives the events whose vectors are open to a taker, if any vector was opened. */
    void release(final Taker taker)
    {
        final int before = isOpened ? count : 0;
        isOpened = false;
        count -= before;
        for (int i = 0; i < before; i++)
        {
            final long word = words[i];
            if (shut.contains(Commands.msi(Commands.msiDeviceId(word), Commands.msiEventId(word), 0)))
            {
                keep(word, intendedNs[i]);
            }
            else
            {
                taker.opened(word, intendedNs[i]);
            }
        }
    }

    /** Counts queues to which nothing is given from now on; fewer than none are open again. */
    void closed(final int queues)
    {
        closed += queues;
    }

    /** Notes that no source goes on any more. */
    void ends()
    {
        isEnding = true;
    }

    /** Returns whether no source goes on any more. */
    boolean isEnding()
    {
        return isEnding;
    }

    /** Returns whether events wait, or requests of sources that go on, until a vCPU is online. */
    boolean holdsBack()
    {
        return count > 0 || (closed > 0 && !isEnding);
    }

    /** Returns the events that wait. */
    int count()
    {
        return count;
    }

    /** Returns the events that have waited so far. */
    long waited()
    {
        return waited;
    }
}
