package org.gale.engine.device.nvme;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.device.pci.Recorder;
import org.gale.engine.storm.scenario.SettingValues;

/**
 * Record of the operations of a drive with their times. Fed with it in virtual time, a drive of the same job decides on
 * the same interrupts. A record that is full ends, and is compared no further. Owner: the answering thread.
 */
public final class Stamps
{
    private static final int LIMIT = 1 << 22;
    private static final int FIRST_LENGTH = 1 << 10;
    private static final int OPERATION_SHIFT = 60;
    private static final int FIRST_SHIFT = 32;
    private static final long FIRST_MASK = (1L << (OPERATION_SHIFT - FIRST_SHIFT)) - 1;

    private static final int SUBMIT = 0;
    private static final int DROP = 1;
    private static final int DROP_QUEUE = 2;
    private static final int CLEAR = 3;
    private static final int COALESCE = 4;

    private final Recorder recorder;
    private long[] timesNs = new long[FIRST_LENGTH];
    private long[] words = new long[FIRST_LENGTH];
    private int count;
    private boolean isWhole = true;

    /**
     * Makes an empty record.
     *
     * @param recorder takes each stamp, too
     */
    public Stamps(final Recorder recorder)
    {
        this.recorder = recorder;
    }

    void submit(final long nowNs, final int slot, final int queue)
    {
        add(nowNs, SUBMIT, slot, queue);
    }

    void drop(final long nowNs, final int slot)
    {
        add(nowNs, DROP, slot, 0);
    }

    void dropQueue(final long nowNs, final int queue)
    {
        add(nowNs, DROP_QUEUE, queue, 0);
    }

    void clear(final long nowNs)
    {
        add(nowNs, CLEAR, 0, 0);
    }

    void coalesce(final long nowNs, final int threshold, final long timeNs)
    {
        add(nowNs, COALESCE, threshold, (int)timeNs);
    }

    private void add(final long nowNs, final int operation, final int first, final int second)
    {
        final long word =
            (long)operation << OPERATION_SHIFT | (long)first << FIRST_SHIFT | Integer.toUnsignedLong(second);
        recorder.stamp(operation, word);
        add(nowNs, word);
    }

    /** Adds a stamp as a recorder has taken it. */
    public void add(final long nowNs, final long word)
    {
        if (count == LIMIT)
        {
            isWhole = false;
            return;
        }
        if (count == words.length)
        {
            timesNs = Arrays.copyOf(timesNs, 2 * count);
            words = Arrays.copyOf(words, 2 * count);
        }
        timesNs[count] = nowNs;
        words[count] = word;
        count++;
    }

    /** Returns the number of stamps. */
    int count()
    {
        return count;
    }

    /** Returns whether all stamps are there. */
    boolean isWhole()
    {
        return isWhole;
    }

    /** Returns the interrupts of each queue, as a drive that is idle at first decides on them in virtual time. */
    List<Long> decided(
        final SettingValues values, final long seed, final int queues, final int slots, final long endNs)
    {
        final RequestTimes times = repeated(values, seed, queues, slots, endNs);

        return IntStream.range(0, queues).mapToObj(times::interrupts).toList();
    }

    /** Returns the times of a drive that is idle at first, after the same operations in virtual time. */
    public RequestTimes repeated(
        final SettingValues values, final long seed, final int queues, final int slots, final long endNs)
    {
        final RequestTimes times = new RequestTimes(values, seed, queues, slots);
        final RequestTimes.Sink nobody = new RequestTimes.Sink()
        {
            @Override
            public void completed(final int slot)
            {
                assert slot >= 0;
            }

            @Override
            public void interrupt(final int queue, final long atNs)
            {
                assert queue >= 0 && atNs >= 0;
            }
        };
        for (int i = 0; i < count; i++)
        {
            times.advance(timesNs[i], nobody);
            final int first = (int)(words[i] >>> FIRST_SHIFT & FIRST_MASK);
            final int second = (int)words[i];
            switch ((int)(words[i] >>> OPERATION_SHIFT))
            {
                case SUBMIT -> times.submit(timesNs[i], first, second);
                case DROP -> times.drop(first);
                case DROP_QUEUE -> times.dropQueue(first);
                case CLEAR -> times.clear();
                case COALESCE -> times.coalesce(first, second);
                default -> throw new IllegalStateException("stamp " + Long.toHexString(words[i]));
            }
        }
        times.advance(endNs, nobody);

        return times;
    }
}
