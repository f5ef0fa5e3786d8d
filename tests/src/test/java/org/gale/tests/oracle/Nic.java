package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Receive queue of a NIC: packets, the moderation that merges them, and the driver that polls. */
final class Nic implements Models.Queue
{
    private static final double SECOND_NS = 1e9;
    private static final int PACKETS_LIMIT = 256;
    private static final long LONG_AGO_NS = Long.MIN_VALUE / 4;

    private final Times gaps;
    private final Dim dim;
    private final boolean isFromInterrupt;
    private final long budget;
    private final long perPacketNs;
    /** Times of all packets that were drawn. */
    private final List<Long> packetsNs = new ArrayList<>();
    private long periodNs;
    private long limit;
    private int arrived;
    private int covered;
    private int taken;
    private long found;
    private boolean isMasked;
    private long maskedFromNs;
    private long lastInterruptNs = LONG_AGO_NS;
    private long nextNs;
    private long handlers;
    private long moderatedNs;
    private long maskedNs;
    private int handled;
    private long interrupts;
    /** Polls in a row that found nothing, after which the driver lets it interrupt again; 0 if after any. */
    private final long patience;
    private long emptyPolls = Long.MAX_VALUE - 1;
    private boolean isPostponed;
    private long postponements;
    private long ownPolls;

    Nic(final JsonNode traffic, final int events, final long patience, final SplittableRandom random)
    {
        this.patience = patience;
        final String moderation = traffic.get("moderation").asText();
        final boolean isEqe = traffic.get("period").asText().equals("eqe");
        gaps = gaps(traffic.get("arrivals").asText(), events * SECOND_NS / traffic.get("rate").asDouble(), random);
        dim = moderation.equals("dim") ? new Dim(isEqe) : null;
        isFromInterrupt = isEqe || moderation.equals("none");
        budget = traffic.get("budget").asLong();
        perPacketNs = Numbers.ns(traffic.get("per-packet").asText());
        periodNs = moderation.startsWith("{") ? Numbers.ns(Numbers.all(moderation).get(0)) : 0;
        limit = isFromInterrupt ? Long.MAX_VALUE : PACKETS_LIMIT;
        moderate();
        notice(0);
    }

    /** Returns the times between two events of a rate. */
    static Times gaps(final String arrivals, final double meanNs, final SplittableRandom random)
    {
        return switch (arrivals)
        {
            case "poisson" -> Gaps.poisson(meanNs, random);
            case "constant" -> Gaps.even(meanNs, random);
            default -> Gaps.bursts(arrivals, meanNs, random);
        };
    }

    private void moderate()
    {
        if (dim != null)
        {
            periodNs = dim.periodNs();
            limit = dim.packets();
        }
    }

    /** Returns the time of a packet, from 0. */
    private long packetNs(final long index)
    {
        while (packetsNs.size() <= index)
        {
            packetsNs.add((packetsNs.isEmpty() ? 0 : packetsNs.get(packetsNs.size() - 1)) + gaps.nextNs());
        }

        return packetsNs.get((int)index);
    }

    private void arrive(final long nowNs)
    {
        while (packetNs(arrived) <= nowNs)
        {
            arrived++;
        }
    }

    /** Finds the time of the next interrupt, for the packets that none was sent for. */
    private void notice(final long nowNs)
    {
        final boolean isFull = arrived - covered >= limit;
        nextNs = isFull ? nowNs : Math.max(nowNs, isFromInterrupt ? behindInterruptNs() : behindPacketNs());
    }

    private long behindInterruptNs()
    {
        final long dueNs = Math.max(packetNs(covered), lastInterruptNs + periodNs);

        return limit == Long.MAX_VALUE ? dueNs : Math.min(dueNs, packetNs(covered + limit - 1));
    }

    /** Returns when a period has passed behind the last packet, or the limit of packets has come. */
    private long behindPacketNs()
    {
        int last = Math.max(covered, arrived - 1);
        while (last - covered + 1 < limit && packetNs(last + 1) < packetNs(last) + periodNs)
        {
            last++;
        }

        return last - covered + 1 == limit ? packetNs(last) : packetNs(last) + periodNs;
    }

    @Override
    public long nextNs()
    {
        return nextNs;
    }

    @Override
    public boolean fire(final long nowNs)
    {
        moderatedNs += nowNs - packetNs(covered);
        arrive(nowNs);
        interrupts++;
        lastInterruptNs = nowNs;
        covered = arrived;
        notice(nowNs);

        return true;
    }

    @Override
    public void acknowledged(final long nowNs)
    {
        handlers++;
        isPostponed = false;
        isMasked = true;
        maskedFromNs = nowNs;
        nextNs = Numbers.NEVER;
        found = budget;
    }

    @Override
    public long prolongedNs(final long nowNs)
    {
        arrive(nowNs);
        if (isPostponed)
        {
            ownPolls++;
            isPostponed = false;
            found = budget;
        }
        long ns = 0;
        while (ns == 0 && found == budget)
        {
            found = Math.min(budget, arrived - taken);
            taken += (int)found;
            covered = taken;
            ns = found * perPacketNs;
        }
        if (ns == 0 && isMasked)
        {
            emptyPolls = found == 0 ? emptyPolls + 1 : 0;
            isPostponed = emptyPolls < patience;
            postponements += isPostponed ? 1 : 0;
        }
        if (ns == 0 && isMasked && !isPostponed)
        {
            emptyPolls = Long.MAX_VALUE - 1;                        // only one that finds a packet postpones again
            isMasked = false;
            maskedNs += nowNs - maskedFromNs;
            if (dim != null && dim.decides(nowNs, taken, handlers))
            {
                moderate();
            }
            notice(nowNs);
        }

        return ns;
    }

    @Override
    public boolean isQuiet()
    {
        return !isMasked;
    }

    @Override
    public boolean isPostponed()
    {
        return isPostponed;
    }

    @Override
    public long polls(final boolean areOwn)
    {
        return areOwn ? ownPolls : postponements;
    }

    @Override
    public void handled(final long nowNs)
    {
        // The vector was unmasked behind the last poll.
    }

    @Override
    public List<Long> takeRequests()
    {
        final List<Long> requests = List.copyOf(packetsNs.subList(handled, taken));
        handled = taken;

        return requests;
    }

    @Override
    public void witness(final Map<String, Long> counts)
    {
        counts.merge("packets.polled", (long)taken, Long::sum);
        counts.merge("packets.handled", (long)handled, Long::sum);
        counts.merge("packets.interrupts", interrupts, Long::sum);
        if (patience > 0)
        {
            counts.merge("packets.deferred", postponements, Long::sum);
            counts.merge("packets.by_timer", ownPolls, Long::sum);
        }
    }

    @Override
    public long completions()
    {
        return taken;
    }

    @Override
    public long heldNs(final String reason)
    {
        return reason.equals("moderation") ? moderatedNs : reason.equals("mask") ? maskedNs : 0;
    }
}
