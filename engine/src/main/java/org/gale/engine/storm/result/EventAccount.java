package org.gale.engine.storm.result;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Account of the events of a storm, or of a part of it, such as a VM, a group of VMs or a phase: {@code carriedIn +
 * offered = delivered + coalesced + rejected + pending}.
 *
 * @param carriedIn events that were pending when the part began; 0 of a part that begins with the storm
 * @param offered   events that the engine took
 * @param delivered first acknowledges
 * @param coalesced events that merged with one that was pending
 * @param rejected  events that were rejected, whatever the reason
 * @param pending   events that are pending at the end of the part, those included that are taken and not applied yet
 */
public record EventAccount(
    long carriedIn, long offered, long delivered, long coalesced, long rejected, long pending)
{
    /** Account of a part in which nothing was offered. */
    public static final EventAccount NONE = new EventAccount(0, 0, 0, 0, 0, 0);

    /** Returns the remainder of the identity: more than 0 lost, less than 0 invented. */
    public long remainder()
    {
        return carriedIn + offered - delivered - coalesced - rejected - pending;
    }

    /** Returns the account of what followed an earlier part, where both begin with the storm. */
    public EventAccount since(final EventAccount before)
    {
        return new EventAccount(before.pending, offered - before.offered, delivered - before.delivered,
            coalesced - before.coalesced, rejected - before.rejected, pending);
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
            Math.addExact(rejected, other.rejected), Math.addExact(pending, other.pending));
    }

    /**
     * Returns the account of this part and the next one, to which this one handed on what was pending. The account
     * without events is the zero.
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
        if (next.carriedIn != pending)
        {
            throw new IllegalArgumentException("a part does not begin where the other ended: carriedIn=" +
                next.carriedIn + ", pending=" + pending);
        }
        final EventAccount sum = plus(next);

        return new EventAccount(carriedIn, sum.offered, sum.delivered, sum.coalesced, sum.rejected, next.pending);
    }

    private boolean isZero()
    {
        return (carriedIn | offered | delivered | coalesced | rejected | pending) == 0;
    }

    /** Returns all but what was carried in by the names of figures, in the order of reports. */
    public Map<String, Long> figures()
    {
        final Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("offered", offered);
        figures.put("delivered", delivered);
        figures.put("coalesced", coalesced);
        figures.put("pending", pending);
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
