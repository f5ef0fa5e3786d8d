package org.gale.engine.storm.result;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Account of the events of a storm, or of a part of it, such as a VM, a group of VMs or a phase: {@code carriedIn +
 * offered = delivered + coalesced + rejected + pending + held}.
 *
 * @param carriedIn events that were pending or held when the part began; 0 of a part that begins with the storm
 * @param offered   events that the engine took
 * @param delivered first acknowledges
 * @param coalesced events that merged with one that was pending
 * @param rejected  events that were rejected, whatever the reason
 * @param pending   events that are pending at the end of the part, those included that are taken and not applied yet
 * @param held      events that eventfds and pending bits of vectors hold at the end of the part; 0 without vectors
 */
public record EventAccount(
    long carriedIn, long offered, long delivered, long coalesced, long rejected, long pending, long held)
{
    /** Name of the figure of events that vectors hold. */
    public static final String HELD = "held";
    /** Account of a part in which nothing was offered. */
    public static final EventAccount NONE = new EventAccount(0, 0, 0, 0, 0, 0);

    /** Makes an account in which nothing is held in front of the ITS. */
    public EventAccount(final long carriedIn, final long offered, final long delivered, final long coalesced,
        final long rejected, final long pending)
    {
        this(carriedIn, offered, delivered, coalesced, rejected, pending, 0);
    }

    /** Returns the remainder of the identity: more than 0 lost, less than 0 invented. */
    public long remainder()
    {
        return carriedIn + offered - delivered - coalesced - rejected - pending - held;
    }

    /** Returns the account of what followed an earlier part, where both begin with the storm. */
    public EventAccount since(final EventAccount before)
    {
        return new EventAccount(before.handedOn(), offered - before.offered, delivered - before.delivered,
            coalesced - before.coalesced, rejected - before.rejected, pending, held);
    }

    /** Returns the events that the next part begins with. */
    public long handedOn()
    {
        return pending + held;
    }

    /**
     * Returns the account of this part and another one that lasts as long.
     *
     * @throws ArithmeticException if a count is beyond all limits
     */
    public EventAccount plus(final EventAccount other)
    {
        return new EventAccount(Math.addExact(carriedIn, other.carriedIn), Math.addExact(offered, other.offered),
            Math.addExact(delivered, other.delivered), Math.addExact(coalesced, other.coalesced),
            Math.addExact(rejected, other.rejected), Math.addExact(pending, other.pending),
            Math.addExact(held, other.held));
    }

    /**
     * Returns the account of this part and the next one, to which this one handed on what was pending or held. The
     * account without events is the zero.
     *
     * @throws IllegalArgumentException if the other part does not begin where this one ended
     * @throws ArithmeticException      if a count is beyond all limits
     */
    public EventAccount then(final EventAccount next)
    {
        if (isZero() || next.isZero())
        {
            return isZero() ? next : this;
        }
        if (next.carriedIn != handedOn())
        {
            throw new IllegalArgumentException("a part does not begin where the other ended: carriedIn=" +
                next.carriedIn + ", pending=" + handedOn());
        }
        final EventAccount sum = plus(next);

        return new EventAccount(carriedIn, sum.offered, sum.delivered, sum.coalesced, sum.rejected, next.pending,
            next.held);
    }

    /** Returns whether this is {@link #NONE}. */
    public boolean isZero()
    {
        return (carriedIn | offered | delivered | coalesced | rejected | pending | held) == 0;
    }

    /**
     * Returns all but what was carried in by the names of figures, in the order of reports. An account in which nothing
     * is held has no {@link #HELD}.
     */
    public Map<String, Long> figures()
    {
        final Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("offered", offered);
        figures.put("delivered", delivered);
        figures.put("coalesced", coalesced);
        figures.put("pending", pending);
        if (held != 0)
        {
            figures.put(HELD, held);
        }
        figures.put("rejected", rejected);
        figures.put("remainder", remainder());

        return figures;
    }

    /** Returns the account of events that are counted where they enter and are acknowledged: the others are pending. */
    public static EventAccount counted(final long carriedIn, final long offered, final long delivered)
    {
        return new EventAccount(carriedIn, offered, delivered, 0, 0, carriedIn + offered - delivered);
    }

    /** Returns the account of events that reached nothing: all were rejected. */
    public static EventAccount rejected(final long events)
    {
        return new EventAccount(0, events, 0, 0, events, 0);
    }
}
