package org.gale.engine.storm.model;

/**
 * Items of a model, each with the time at which it is due: a heap. Items of equal times come in the order in which they
 * were added. Owned by one thread.
 */
final class TimedItems
{
    private final long[] timesNs;
    private final long[] orders;
    private final int[] items;
    private int count;
    private long added;

    /**
     * Makes an empty heap.
     *
     * @param limit of the items in it
     */
    TimedItems(final int limit)
    {
        timesNs = new long[limit];
        orders = new long[limit];
        items = new int[limit];
    }

    /** Returns the time of the first item; {@link TrafficModel#NEVER} if there is none. */
    long firstNs()
    {
        return count == 0 ? TrafficModel.NEVER : timesNs[0];
    }

    /** Returns the number of items. */
    int count()
    {
        return count;
    }

    /** Adds an item. */
    void add(final long ns, final int item)
    {
        int at = count++;
        for (int above = (at - 1) / 2; at > 0 && ns < timesNs[above]; above = (at - 1) / 2)
        {
            move(above, at);
            at = above;
        }
        put(at, ns, added++, item);
    }

    /** Removes the first item and returns it. */
    int take()
    {
        final int first = items[0];
        count--;
        final long ns = timesNs[count];
        final long order = orders[count];
        int at = 0;
        int below = firstBelow(at);
        while (below < count && isBefore(timesNs[below], orders[below], ns, order))
        {
            move(below, at);
            at = below;
            below = firstBelow(at);
        }
        put(at, ns, order, items[count]);

        return first;
    }

    private int firstBelow(final int index)
    {
        final int left = 2 * index + 1;
        final int right = left + 1;

        return right < count && isBefore(timesNs[right], orders[right], timesNs[left], orders[left]) ? right : left;
    }

    private static boolean isBefore(final long ns, final long order, final long otherNs, final long otherOrder)
    {
        return ns < otherNs || (ns == otherNs && order < otherOrder);
    }

    private void move(final int from, final int to)
    {
        put(to, timesNs[from], orders[from], items[from]);
    }

    private void put(final int index, final long ns, final long order, final int item)
    {
        timesNs[index] = ns;
        orders[index] = order;
        items[index] = item;
    }
}
