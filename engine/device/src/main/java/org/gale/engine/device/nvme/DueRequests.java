package org.gale.engine.device.nvme;

import java.util.function.IntConsumer;

/**
 * Completions and interrupts that a drive has decided on and that are not carried out yet, in their order: a ring. Each
 * request in flight has one completion in it, and one interrupt at most. Owner: the answering thread.
 */
final class DueRequests implements RequestTimes.Sink
{
    private final int[] items;
    private final long[] timesNs;                                   // for which interrupts were decided
    private int head;
    private int count;

    DueRequests(final int slots, final int queues)
    {
        items = new int[2 * slots + queues];
        timesNs = new long[items.length];
    }

    @Override
    public void completed(final int slot)
    {
        add(slot, 0);
    }

    @Override
    public void interrupt(final int queue, final long atNs)
    {
        add(~queue, atNs);
    }

    private void add(final int item, final long atNs)
    {
        assert count < items.length : count;

        final int at = (head + count) % items.length;
        items[at] = item;
        timesNs[at] = atNs;
        count++;
    }

    boolean isEmpty()
    {
        return count == 0;
    }

    /** Returns the time for which the oldest item was decided, an interrupt, ns. */
    long firstNs()
    {
        return timesNs[head];
    }

    /**
     * Takes the oldest item.
     *
     * @return the slot of a completion, or the interrupt of a queue, which is negative
     */
    int take()
    {
        final int item = items[head];
        head = head + 1 == items.length ? 0 : head + 1;
        count--;

        return item;
    }

    /** Returns the queue of an interrupt. */
    static int queue(final int item)
    {
        return ~item;
    }

    /** Gives the queue of each interrupt that is not carried out. */
    void interrupts(final IntConsumer queues)
    {
        for (int i = 0; i < count; i++)
        {
            final int item = items[(head + i) % items.length];
            if (item < 0)
            {
                queues.accept(queue(item));
            }
        }
    }

    void clear()
    {
        count = 0;
    }
}
