package org.gale.engine.storm.virtual;

import java.util.Arrays;
import org.gale.engine.storm.law.DueLaw;

/**
 * Queue of the events to come, a heap. Events are ordered by time, kind, VM, VPE and device, and equal ones by the
 * number of their insertion. Their order never depends on a hash or an address. An event that was cancelled
 * stays in the queue; its owner no longer knows its number. It grows while it warms up. Owned by one thread.
 * <pre>
 *   order   63   60 59         40 39          20 19          0
 *           | kind |     VM      |     VPE      |   device   |
 * </pre>
 */
final class EventQueue
{
    /** Number of no event. */
    static final long NONE = 0;

    private static final int KIND_SHIFT = 60;
    private static final int VM_SHIFT = 40;
    private static final int VPE_SHIFT = 20;
    private static final int FIELD_MASK = (1 << VPE_SHIFT) - 1;
    private static final int FIRST_LENGTH = 256;
    /** Events of which the first two are compared with one another. */
    private static final int ORDER_TURN = 16;

    private final DueLaw law = new DueLaw();
    private long[] times = new long[FIRST_LENGTH];
    private long[] orders = new long[FIRST_LENGTH];
    private long[] numbers = new long[FIRST_LENGTH];
    private long[] words = new long[FIRST_LENGTH];
    private long[] sinceNs = new long[FIRST_LENGTH];
    private int size;
    private int removed;
    private long last;

    /** Returns the order of events of a kind at one time. */
    static long order(final int kind, final int vm, final int vpe, final int device)
    {
        return (long)kind << KIND_SHIFT | (long)vm << VM_SHIFT | (long)vpe << VPE_SHIFT | device;
    }

    /** Returns the kind of an event. */
    static int kind(final long order)
    {
        return (int)(order >>> KIND_SHIFT);
    }

    /** Returns the VM of an event. */
    static int vm(final long order)
    {
        return (int)(order >>> VM_SHIFT) & FIELD_MASK;
    }

    /** Returns the VPE of an event, within its VM; of an event of a PE, the PE. */
    static int vpe(final long order)
    {
        return (int)(order >>> VPE_SHIFT) & FIELD_MASK;
    }

    /**
     * Adds an event.
     *
     * @return its number, at least 1
     */
    long add(final long ns, final long order)
    {
        return add(ns, order, 0, 0);
    }

    /**
     * Adds an event with a message.
     *
     * @param word    of the message
     * @param fromNs intended time of the message
     * @return its number, at least 1
     */
    long add(final long ns, final long order, final long word, final long fromNs)
    {
        if (size == times.length)
        {
            grow();
        }
        last++;
        law.put(ns, last, order ^ word);
        int at = size++;
        int above = (at - 1) >>> 1;
        while (at > 0 && isBefore(ns, order, last, above))
        {
            copy(above, at);
            at = above;
            above = (at - 1) >>> 1;
        }
        set(at, ns, order, last, word, fromNs);

        return last;
    }

    /** Returns the time of the first event; {@link Long#MAX_VALUE} if there is none. */
    long nextNs()
    {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** Returns the order of the first event. */
    long order()
    {
        return orders[0];
    }

    /** Returns the number of the first event. */
    long number()
    {
        return numbers[0];
    }

    /** Returns the message of the first event. */
    long word()
    {
        return words[0];
    }

    /** Returns the intended time of the message of the first event. */
    long fromNs()
    {
        return sinceNs[0];
    }

    /** {@return how the law is broken that events happen at their times; null while it is kept} */
    String broken()
    {
        return law.broken();
    }

    /** Notes that the first event happens now, unless it was cancelled. */
    void happens(final long nowNs)
    {
        law.happens(times[0], nowNs);
    }

    /** Removes all events of a run that has ended, and returns how its law is broken; null if it is kept. */
    String end()
    {
        while (size > 0)
        {
            happens(times[0]);
            remove();
        }

        return law.end();
    }

    /** Removes the first event. */
    void remove()
    {
        law.taken(times[0], numbers[0], orders[0] ^ words[0]);
        removed++;
        if ((removed & ORDER_TURN - 1) <= 1)                        // a comparison of each would take some percent
        {
            law.inOrder(times[0], orders[0], numbers[0]);
        }
        size--;
        int at = 0;
        int below = 1;
        while (below < size)
        {
            below += below + 1 < size && isBefore(times[below + 1], orders[below + 1], numbers[below + 1], below) ?
                1 : 0;
            if (!isBefore(times[below], orders[below], numbers[below], size))
            {
                break;
            }
            copy(below, at);
            at = below;
            below = 2 * at + 1;
        }
        copy(size, at);
    }

    private boolean isBefore(final long ns, final long order, final long number, final int other)
    {
        if (ns != times[other])
        {
            return ns < times[other];
        }

        return order != orders[other] ? Long.compareUnsigned(order, orders[other]) < 0 : number < numbers[other];
    }

    private void copy(final int from, final int to)
    {
        set(to, times[from], orders[from], numbers[from], words[from], sinceNs[from]);
    }

    private void set(
        final int at, final long ns, final long order, final long number, final long word, final long fromNs)
    {
        times[at] = ns;
        orders[at] = order;
        numbers[at] = number;
        words[at] = word;
        sinceNs[at] = fromNs;
    }

    private void grow()
    {
        final int length = 2 * size;
        times = Arrays.copyOf(times, length);
        orders = Arrays.copyOf(orders, length);
        numbers = Arrays.copyOf(numbers, length);
        words = Arrays.copyOf(words, length);
        sinceNs = Arrays.copyOf(sinceNs, length);
    }
}
