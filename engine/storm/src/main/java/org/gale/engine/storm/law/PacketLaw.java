package org.gale.engine.storm.law;

import java.util.Map;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.PollKind;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.OpenStream;

/**
 * Law of a receive queue. Packets that were offered are polled or in the ring, at each poll. An interrupt is sent when
 * it is due by the moderation, the stamps of the packets and that of the last interrupt, and at no other time. The
 * witness knows a packet once its gap was drawn. A driver that defers interrupts polls without one, until so many polls
 * in a row were empty. Owned by the thread that drives the model.
 */
final class PacketLaw extends QueueLaw
{
    /** Limit of the packets that are known ahead. */
    private static final int AHEAD_LIMIT = 512;
    /** Packets whose arrivals are kept at most. */
    private static final int ARRIVED_LIMIT = 16_384;
    /** Standard deviations by which the time of Poisson arrivals may differ. */
    private static final double DEVIATIONS = 6;
    private static final double ROUNDING = 1e-9;
    private static final long LONG_AGO_NS = Long.MIN_VALUE / 4;

    private final boolean isByInterrupt;
    private final long fixedNs;                                     // of a moderation without rules of its own, or -1
    private final boolean isUnmaskedEarly;                          // by the driver, before it polls
    private final long budget;
    private final long perPacketNs;
    private final long[] aheadNs = new long[AHEAD_LIMIT];           // a ring: packets that have not arrived
    private long[] arrivedNs = new long[AHEAD_LIMIT];               // of the last packets, a ring
    private long maskedFromNs;
    private int aheadHead;
    private int aheadCount;
    private final double meanNs;                                    // between two packets
    private final boolean isPoisson;
    private final BurstLaw bursts;                                  // null of arrivals without
    private GapCourse course;                                       // null of arrivals with bursts
    private final DimLaw dim;                                       // null of another moderation
    private long drawn;
    private long drawnNs;
    private long periodNs;
    private long limit;
    private long offered;
    private long polled;
    private long handled;
    private long covered;                                           // that need no interrupt more
    private long firstNs;                                           // arrival of the first of the others
    private long lastNs;                                            // last arrival
    private long quietNs;                                           // when a period without a packet was over, or will
    private long sentNs = LONG_AGO_NS;
    private long found;
    private boolean isMasked;
    private long interrupts;
    private long handlers;
    private final long defer;                                       // empty polls in a row; 0 of no deferral
    private long empty;                                             // since one has found a packet
    private boolean isPolledLater;
    private long deferred;
    private long byTimer;

    PacketLaw(final Call call, final ModelShape shape, final int events, final long defer)
    {
        super(call);
        final OpenStream packets = OpenStream.of(shape.values());
        meanNs = events * 1e9 / packets.perS();
        isPoisson = packets.spacing().isPoisson();
        bursts = packets.spacing().bursts() == null ? null : new BurstLaw(packets.spacing().bursts(), meanNs);
        final String moderation = Keys.text(shape, "moderation");
        isByInterrupt = Keys.text(shape, "period").equals("eqe") || moderation.equals("none");
        dim = moderation.equals("dim") ? new DimLaw(isByInterrupt) : null;
        fixedNs = moderation.equals("dim") ? -1 : moderation.equals("none") ? 0 : Keys.fixedNs(moderation);
        isUnmaskedEarly = Keys.textOr(shape, "driver", "").equals("unmask-first");
        this.defer = defer;
        empty = defer;                                              // nothing was found yet that could be awaited
        budget = Keys.number(shape, "budget");
        perPacketNs = Keys.number(shape, "per-packet");
    }

    @Override
    public void moderated(final long ns, final int packets)
    {
        periodNs = ns;
        limit = packets;
        if (fixedNs >= 0 && ns != fixedNs)
        {
            breaks("its period is " + ns + " ns, and the job asks for " + fixedNs);
        }
        final String broken = dim == null ? null : dim.set(ns, packets, handlers);
        if (broken != null)
        {
            breaks(broken);
        }
    }

    @Override
    public void seeded(final int source, final long seed)
    {
        course = bursts == null ? new GapCourse(meanNs, isPoisson, seed) : null;
    }

    @Override
    public void gap(final int source, final long ns)
    {
        touch();
        final String other = course == null ? null : course.gap(ns);
        if (other != null)
        {
            breaks(other);
        }
        if (aheadCount == AHEAD_LIMIT)
        {
            arrive();
        }
        drawnNs += ns;
        drawn++;
        if (bursts != null)
        {
            final String broken = bursts.gap(ns);
            if (broken != null)
            {
                breaks(broken);
            }
        }
        else if ((drawn & (DrawLaw.TURN - 1)) == 0)
        {
            rate();
        }
        if (aheadCount == AHEAD_LIMIT)
        {
            breaks("more than " + AHEAD_LIMIT + " packets are drawn ahead");
            return;
        }
        aheadNs[(aheadHead + aheadCount) & (AHEAD_LIMIT - 1)] = drawnNs;
        aheadCount++;
    }

    /** Compares the time of all packets with that which their rate gives. */
    private void rate()
    {
        final double count = drawn;
        final double dueNs = count * meanNs;
        final double allowedNs = (isPoisson ? DEVIATIONS * Math.sqrt(count) : 1) * meanNs + 1 + dueNs * ROUNDING;
        if (Math.abs(drawnNs - dueNs) > allowedNs)
        {
            breaks(drawn + " packets come in " + drawnNs + " ns, and its rate gives them " + Math.round(dueNs) +
                " ns, within " + Math.round(allowedNs));
        }
    }

    /** Lets all packets arrive that come until now. */
    private void arrive()
    {
        final long nowNs = nowNs();
        while (aheadCount > 0 && aheadNs[aheadHead] <= nowNs)
        {
            lastNs = aheadNs[aheadHead];
            if (offered - handled == arrivedNs.length && arrivedNs.length < ARRIVED_LIMIT)
            {
                keepMore();
            }
            arrivedNs[(int)offered & (arrivedNs.length - 1)] = lastNs;
            aheadHead = (aheadHead + 1) & (AHEAD_LIMIT - 1);
            aheadCount--;
            firstNs = offered == covered ? lastNs : firstNs;
            // A packet restarts the period, unless that was over before it.
            quietNs = offered == covered || lastNs < quietNs ? lastNs + periodNs : quietNs;
            offered++;
        }
    }

    /** Makes a ring of twice the length with the same packets. */
    private void keepMore()
    {
        final long[] before = arrivedNs;
        arrivedNs = new long[2 * before.length];
        for (long packet = offered - before.length; packet < offered; packet++)
        {
            arrivedNs[(int)packet & (arrivedNs.length - 1)] = before[(int)packet & (before.length - 1)];
        }
    }

    /** Returns when an interrupt is due for what has arrived by now. */
    private long dueForArrivedNs()
    {
        return offered - covered >= limit ? lastNs : isByInterrupt ? Math.max(firstNs, sentNs + periodNs) : quietNs;
    }

    @Override
    boolean countsWork()
    {
        return true;
    }

    @Override
    long work()
    {
        return polled;
    }

    @Override
    void raised()
    {
        arrive();
        if (isMasked && !isUnmaskedEarly)
        {
            breaks("it interrupts while its vector is masked");
        }
        else if (offered == covered)
        {
            invents("it interrupts without a packet");
        }
        else if (dueForArrivedNs() > nowNs())
        {
            breaks("it interrupts " + (dueForArrivedNs() - nowNs()) + " ns early");
        }
        held(Hold.MODERATION, offered == covered ? nowNs() : firstNs);
        interrupts++;
        covered = offered;
        sentNs = nowNs();
    }

    @Override
    void acted()
    {
        // What is due is compared with the time at which the device goes on.
    }

    @Override
    void begun()
    {
        isPolledLater = false;
        isMasked = true;
        maskedFromNs = nowNs();
        handlers++;
        found = budget;
    }

    @Override
    public void taken(final int count)
    {
        touch();
        arrive();
        final long ring = offered - polled;
        byTimer += isPolledLater ? 1 : 0;
        isPolledLater = false;
        polled += count;
        covered = polled;
        found = count;
        if (count != Math.min(budget, ring))
        {
            breaks("a poll has found " + count + " packets, and " + ring + " of " + offered + " are in the ring");
        }
    }

    @Override
    void prolonged(final long ns)
    {
        if (ns > 0)
        {
            if (ns != found * perPacketNs)
            {
                breaks("its handler runs for " + ns + " ns more for " + found + " packets");
            }
        }
        else if (isMasked && isAwaited())
        {
            isPolledLater = true;
            deferred++;
            endsPolls();
        }
        else if (isMasked)
        {
            isMasked = false;
            held(Hold.MASK, maskedFromNs);
            final String off = dim == null ? null : dim.sampled(nowNs(), polled, handlers);
            if (off != null)
            {
                breaks(off);
            }
            arrive();
            quietNs = lastNs + periodNs;                            // by what has come since the last poll
            endsPolls();
        }
    }

    private void endsPolls()
    {
        if (found == budget)
        {
            breaks("its driver ends its polls though the last one has found all " + budget);
        }
    }

    /** Returns whether the driver is to poll again by itself: no more than so many polls in a row were empty. */
    private boolean isAwaited()
    {
        empty = found > 0 ? 0 : Math.min(defer, empty + 1);

        return empty < defer;
    }

    @Override
    long polls(final PollKind kind)
    {
        return kind == PollKind.DEFERRED ? deferred : byTimer;
    }

    @Override
    void completed()
    {
        handled++;
    }

    @Override
    long submittedNs()
    {
        return offered - handled >= arrivedNs.length || handled > offered ? UNKNOWN :
            arrivedNs[(int)(handled - 1) & (arrivedNs.length - 1)];
    }

    @Override
    void ended()
    {
        if (handled != polled)
        {
            breaks("a handler has ended with " + handled + " packets handled of " + polled + " that were polled");
        }
    }

    @Override
    long dueNs()
    {
        if (isMasked)
        {
            return NEVER;
        }
        arrive();
        if (offered > covered)
        {
            final long dueNs = dueForArrivedNs();

            return isByInterrupt || dueNs <= nowNs() ? dueNs : SOME_TIME;       // a packet may restart a period
        }

        return isByInterrupt && aheadCount > 0 ? Math.max(aheadNs[aheadHead], sentNs + periodNs) : SOME_TIME;
    }

    @Override
    void addTo(final Map<String, Long> counts)
    {
        counts.merge("packets.polled", polled, Long::sum);
        counts.merge("packets.handled", handled, Long::sum);
        counts.merge("packets.interrupts", interrupts, Long::sum);
        if (defer > 0)
        {
            counts.merge("packets.deferred", deferred, Long::sum);
            counts.merge("packets.by_timer", byTimer, Long::sum);
        }
    }
}
