package org.gale.engine.device.nvme;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.device.proof.QueueAccount;
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
    private static final int END = 5;

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
        add(nowNs, record(operation, first, second));
    }

    private long record(final int operation, final int first, final int second)
    {
        final long word =
            (long)operation << OPERATION_SHIFT | (long)first << FIRST_SHIFT | Integer.toUnsignedLong(second);
        recorder.stamp(operation, word);

        return word;
    }

    /** Returns whether a word is the end of a run: what a queue came to. */
    public static boolean isEnd(final long word)
    {
        return word >>> OPERATION_SHIFT == END;
    }

    /** Returns the interrupts of a queue in a word that is the end of a run. */
    public static long interruptsOf(final long word)
    {
        return Integer.toUnsignedLong((int)word);
    }

    /** Returns the queue of a submission, or of the end of a run; -1 of another word. */
    public static int queueOf(final long word)
    {
        return switch ((int)(word >>> OPERATION_SHIFT))
        {
            case SUBMIT -> (int)word;
            case END -> (int)(word >>> FIRST_SHIFT & FIRST_MASK);
            default -> -1;
        };
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
    public boolean isWhole()
    {
        return isWhole;
    }

    /**
     * Ends the record with the interrupts of each queue that were written or withheld. Returns those on which a drive
     * that is idle at first decides in virtual time.
     *
     * @param accounts of the admin queue and of each I/O queue
     */
    List<Long> end(final SettingValues values, final long seed, final QueueAccount[] accounts, final long endNs)
    {
        final int queues = accounts.length - 1;
        for (int queue = 0; queue < queues; queue++)
        {
            record(END, queue, (int)(accounts[queue + 1].interrupts() + accounts[queue + 1].withheld()));
        }
        final RequestTimes times = repeated(values, seed, queues, endNs);

        return IntStream.range(0, queues).mapToObj(times::interrupts).toList();
    }

    /** Returns the times of a drive that is idle at first, after the same operations in virtual time. */
    public RequestTimes repeated(final SettingValues values, final long seed, final int queues, final long endNs)
    {
        final RequestTimes times = new RequestTimes(values, seed, queues, IoRequests.slots(queues));
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
