package org.gale.engine.storm.law;

import org.gale.engine.config.NumberText;

/**
 * Law of what waits for its time: it happens at the time for which it was put, never behind one that is later, and what
 * is taken is what was put. The sum of what was put, each mixed with its time, is that of what was taken in the end.
 * Owned by one thread.
 */
public final class DueLaw
{
    private static final long TIMES = 0x9e3779b97f4a7c15L;
    private static final int HALF = 32;

    private long waiting;
    private long sum;
    private long lastNs = Long.MIN_VALUE;
    private long put;                                               // greatest number
    private long putAtLast = Long.MIN_VALUE;                        // when something was taken last
    private long takenNs;
    private long takenOrder;
    private long lastNumber;
    private String broken;

    /**
     * Notes that something is put.
     *
     * @param number of its own, which grows
     * @param what   it is
     */
    public void put(final long ns, final long number, final long what)
    {
        waiting++;
        put = number;
        sum += mixed(ns, number, what);
    }

    /** Notes that something is taken, whether it happens or not. */
    public void taken(final long ns, final long number, final long what)
    {
        waiting--;
        sum -= mixed(ns, number, what);
    }

    /**
     * Notes the place of what is taken in the order of the queue. What was put before the last one was taken comes
     * behind that one.
     *
     * @param order of things of one time, unsigned; equal ones have the order of their numbers
     */
    public void inOrder(final long ns, final long order, final long number)
    {
        if (broken == null && number <= putAtLast && isBefore(ns, order, number))
        {
            broken = "what was put at place " + number + " for " + NumberText.count(ns) +
                " ns comes after what it was to precede, at place " + lastNumber + " for " +
                NumberText.count(takenNs) + " ns";
        }
        takenNs = ns;
        takenOrder = order;
        lastNumber = number;
        putAtLast = put;
    }

    private boolean isBefore(final long ns, final long order, final long number)
    {
        final int byOrder = Long.compareUnsigned(order, takenOrder);

        return ns != takenNs ? ns < takenNs : byOrder != 0 ? byOrder < 0 : number < lastNumber;
    }

    /** Notes that something that was put for a time happens now. */
    public void happens(final long ns, final long nowNs)
    {
        if (broken == null && (ns != nowNs || ns < lastNs))
        {
            broken = "what was due at " + NumberText.count(ns) + " ns happens at " + NumberText.count(nowNs) + " ns" +
                (ns < lastNs ? ", after what was due at " + NumberText.count(lastNs) + " ns" : "");
        }
        lastNs = ns;
    }

    /** {@return how the law is broken so far; null while it is kept} */
    public String broken()
    {
        return broken;
    }

    /** {@return how the law is broken once all was taken; null if it is kept} */
    public String end()
    {
        return broken == null && (waiting != 0 || sum != 0) ?
            "the times taken from a queue are not those put in: they differ by " + waiting + ", sum " + sum :
            broken;
    }

    private static long mixed(final long ns, final long number, final long what)
    {
        final long mixed = ((ns * TIMES ^ number) * TIMES ^ what) * TIMES;

        return mixed ^ mixed >>> HALF;
    }
}
