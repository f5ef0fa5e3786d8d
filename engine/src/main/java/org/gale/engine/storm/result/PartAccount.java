package org.gale.engine.storm.result;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Account of a part of a storm, such as a group of VMs or a phase: {@code carriedIn + offered = delivered + coalesced +
 * rejected + pending}.
 *
 * @param carriedIn events that were pending when the part began; 0 of a part that begins with the storm
 * @param offered   events that the engine took
 * @param delivered first acknowledges
 * @param coalesced events that merged with one that was pending
 * @param rejected  events that were rejected, whatever the reason
 * @param pending   events that are pending at the end of the part, those included that are taken and not applied yet
 */
public record PartAccount(
    long carriedIn, long offered, long delivered, long coalesced, long rejected, long pending)
{
    /** Account of a part in which nothing was offered. */
    public static final PartAccount NONE = new PartAccount(0, 0, 0, 0, 0, 0);

    /** Returns the remainder of the identity: more than 0 lost, less than 0 invented. */
    public long remainder()
    {
        return carriedIn + offered - delivered - coalesced - rejected - pending;
    }

    /** Returns the account of what followed an earlier part, where both begin with the storm. */
    public PartAccount since(final PartAccount before)
    {
        return new PartAccount(before.pending, offered - before.offered, delivered - before.delivered,
            coalesced - before.coalesced, rejected - before.rejected, pending);
    }

    /** Returns the account of this part and another one that lasts as long. */
    public PartAccount plus(final PartAccount other)
    {
        return new PartAccount(carriedIn + other.carriedIn, offered + other.offered, delivered + other.delivered,
            coalesced + other.coalesced, rejected + other.rejected, pending + other.pending);
    }

    /** Returns all but what was carried in by the names of {@link Figures}, in the order of reports. */
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
}
