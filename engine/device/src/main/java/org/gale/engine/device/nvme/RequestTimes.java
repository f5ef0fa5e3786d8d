package org.gale.engine.device.nvme;

import java.util.Arrays;
import org.gale.engine.storm.model.IoDrive;
import org.gale.engine.storm.scenario.SettingValues;

/**
 * Times of the requests of a drive: when each completes, and when its queue interrupts. They follow from the stamps of
 * the submissions and the seed alone, however late the thread is that acts on them. Owner: the answering thread.
 */
public final class RequestTimes
{
    private final IoDrive drive;
    private final SettingValues values;
    private final int[] queues;                                     // by slot
    private final boolean[] isDropped;                              // by slot
    private final long[] interrupts;                                // by queue
    private boolean isCoalescing;

    /**
     * Makes the times of an idle drive.
     *
     * @param values of all settings of the kind {@code io}
     * @param queues that interrupt
     * @param slots  limit of the requests in flight
     */
    public RequestTimes(final SettingValues values, final long seed, final int queues, final int slots)
    {
        this(values, queues, slots, new IoDrive(values, IoDrive.service(values, seed), queues, slots));
    }

    /**
     * Makes the times of a drive.
     *
     * @param drive that decides, idle
     */
    RequestTimes(final SettingValues values, final int queues, final int slots, final IoDrive drive)
    {
        this.drive = drive;
        this.values = values;
        this.queues = new int[slots];
        isDropped = new boolean[slots];
        interrupts = new long[queues];
        isCoalescing = IoDrive.threshold(values) > 1;
    }

    /** Taker of what a drive does. */
    public interface Sink
    {
        /** Takes a request that is complete. */
        void completed(int slot);

        /** Takes the interrupt of a queue, which is due at a time of the model, ns. */
        void interrupt(int queue, long atNs);
    }

    /** Submits a request at a time up to which the drive has advanced. */
    void submit(final long nowNs, final int slot, final int queue)
    {
        queues[slot] = queue;
        isDropped[slot] = false;
        drive.enter(nowNs, slot);
    }

    /** Lets a request end without a completion. */
    void drop(final int slot)
    {
        isDropped[slot] = true;
    }

    /** Forgets the completions of a queue that have not interrupted yet. */
    void dropQueue(final int queue)
    {
        drive.drop(queue);
    }

    /** Drops all requests, as a reset does, and coalesces as the job says. */
    void clear()
    {
        drive.clear();
        drive.coalesce(IoDrive.threshold(values), IoDrive.timeNs(values));
        Arrays.fill(isDropped, false);
    }

    /** Changes the coalescing of all queues. */
    void coalesce(final int threshold, final long timeNs)
    {
        isCoalescing |= threshold > 1;
        drive.coalesce(threshold, timeNs);
    }

    /** Returns whether an interrupt was ever to be for several completions. */
    boolean isCoalescing()
    {
        return isCoalescing;
    }

    /** Returns the time of what comes next; {@link Long#MAX_VALUE} if nothing does. */
    long nextNs()
    {
        return drive.nextNs();
    }

    /** Lets happen what is due up to a time: at most a completion and an interrupt for each slot. */
    void advance(final long untilNs, final Sink sink)
    {
        while (drive.nextNs() <= untilNs)
        {
            final long nowNs = drive.nextNs();
            if (drive.isItemFirst())
            {
                final int slot = drive.takeItem();
                drive.serve(nowNs);
                sink.completed(slot);
                if (!isDropped[slot] && drive.isPostedForInterrupt(nowNs, queues[slot]))
                {
                    interrupt(queues[slot], nowNs, sink);
                }
            }
            else
            {
                interrupt(drive.timeOut(nowNs), nowNs, sink);
            }
        }
    }

    private void interrupt(final int queue, final long atNs, final Sink sink)
    {
        interrupts[queue]++;
        sink.interrupt(queue, atNs);
    }

    /** Returns the interrupts of a queue so far. */
    public long interrupts(final int queue)
    {
        return interrupts[queue];
    }
}
