package org.gale.engine.storm.model;

import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.PollKind;

/**
 * Receive queue of a network device with its vector, and the driver that polls it. Packets arrive, the moderation
 * merges them into an MSI, and the handler masks the vector in the device. It polls for up to a budget of packets until
 * a poll finds fewer, and unmasks the vector. The device then sees by itself whether packets came meanwhile. A driver
 * that defers interrupts leaves the vector masked, and polls after a time: until so many polls in a row have found
 * nothing. Owned by the thread that drives the run.
 * <pre>
 *              packet, and the moderation is over            acknowledged
 *   unmasked ──────────────────────────────────► MSI ──────────────────────► masked: poll ◄─┐ budget
 *      ▲                                                                       │    └───────┘
 *      └────────────────────── checks again ◄── unmasks ◄── fewer than budget ──┘
 * </pre>
 */
class PacketQueue implements DeferringVector, ClosableVector
{
    /** Packets that end the period of a fixed moderation which each packet restarts. */
    private static final int RESTART_LIMIT = 256;
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final PacketShape shape;
    private final DynamicModeration dynamic;                        // null if the moderation is not dynamic
    private final boolean isFromInterrupt;
    final PacketArrivals arrivals;
    private final PacketRequests requests;                          // null where nobody measures them
    private final QueueSeam seam;
    long periodNs;
    private int packetLimit;
    long nextNs;
    long lastInterruptNs = -Long.MAX_VALUE / 2;
    /** Packets that need no further interrupt: an MSI was sent for them, or the driver has taken them. */
    long covered;
    long oldestNs;
    long taken;
    private int found;
    private int ring;                                               // packets in it, counted where they enter and leave
    private long sent;
    boolean isMasked;
    private long maskedFromNs;
    private long handlers;
    private long polls;
    private long maskedNs;
    private long moderatedNs;
    private long deferLeft;                                         // deferrals until the vector is unmasked
    private boolean isDeferred;
    private long deferrals;
    private long timerPolls;

    /** Makes an empty queue whose packets nobody measures. */
    PacketQueue(final PacketShape shape, final Draw gaps, final long beginNs)
    {
        this(shape, gaps, beginNs, null);
    }

    /** Makes an empty queue next to which nobody counts. */
    PacketQueue(final PacketShape shape, final Draw gaps, final long beginNs, final PacketRequests requests)
    {
        this(shape, gaps, beginNs, requests, SilentQueue.NONE);
    }

    /**
     * Makes an empty queue.
     *
     * @param gaps of the packets, which notify the seam by themselves
     */
    PacketQueue(final PacketShape shape, final Draw gaps, final long beginNs, final PacketRequests requests,
        final QueueSeam seam)
    {
        this.seam = seam;
        final Moderation moderation = shape.moderation();
        this.shape = shape;
        this.requests = requests;
        this.dynamic = moderation.kind() == Moderation.Kind.DIM ? new DynamicModeration(shape.period()) : null;
        this.isFromInterrupt = shape.period() == PacketShape.Period.EQE || moderation.kind() == Moderation.Kind.NONE;
        this.arrivals = new PacketArrivals(gaps, beginNs, dynamic == null && isFromInterrupt ? 1 : RESTART_LIMIT + 1,
            requests == null ? 0 : PacketRequests.KEPT);
        moderate();
        notice(beginNs);
    }

    @Override
    public long nextNs()
    {
        return nextNs;
    }

    @Override
    public boolean fire(final long nowNs)
    {
        advance(nowNs);
        moderatedNs += nowNs - oldestNs;
        lastInterruptNs = nowNs;
        covered = arrivals.arrived();
        sent++;
        notice(nowNs);

        return true;
    }

    @Override
    public void acknowledged(final long nowNs)
    {
        handlers++;
        isDeferred = false;                                         // polls begin without the timer
        isMasked = true;
        maskedFromNs = nowNs;
        nextNs = TrafficModel.NEVER;
        found = shape.budget();
    }

    @Override
    public long prolongedNs(final long nowNs)
    {
        advance(nowNs);
        if (isDeferred)
        {
            isDeferred = false;
            timerPolls++;
            found = shape.budget();
        }
        long ns = 0;
        while (ns == 0 && found == shape.budget())
        {
            found = Math.min(shape.budget(), ring);
            seam.taken(found);
            ring -= found;
            taken += found;
            covered = taken;
            polls++;
            ns = found * shape.perPacketNs();
        }
        if (ns == 0 && isMasked && !defers())
        {
            unmask(nowNs);
        }

        return ns;
    }

    /** Defers interrupts after the last poll, as {@code napi_complete_done} of Linux. Returns whether it does. */
    private boolean defers()
    {
        deferLeft = found > 0 ? shape.defer() : deferLeft;
        isDeferred = deferLeft > 0;
        if (isDeferred)
        {
            deferLeft--;
            deferrals++;
        }

        return isDeferred;
    }

    @Override
    public boolean isDeferred()
    {
        return isDeferred;
    }

    @Override
    public long polls(final PollKind kind)
    {
        return kind == PollKind.DEFERRED ? deferrals : timerPolls;
    }

    @Override
    public void handled(final long nowNs)
    {
        if (requests != null)                                       // the vector was unmasked when the last poll ended
        {
            requests.handled(nowNs, taken, arrivals);
        }
    }

    @Override
    public boolean staysHigh()
    {
        return false;
    }

    @Override
    public long heldNs(final Hold reason)
    {
        return reason == Hold.MODERATION ? moderatedNs : reason == Hold.MASK ? maskedNs : 0;
    }

    @Override
    public long completions()
    {
        return taken;
    }

    @Override
    public long sent()
    {
        return sent;
    }

    @Override
    public long ticksHigh()
    {
        return 0;
    }

    @Override
    public long acted()
    {
        return 0;
    }

    @Override
    public String brokenLaw()
    {
        return arrivals.arrived() - taken == ring ? null : arrivals.arrived() + " packets arrived and " + taken +
            " were taken, and the ring holds " + ring;
    }

    @Override
    public void shut(final long nowNs, final boolean isShut)
    {
        // Nobody submits packets: they come from others, and wait in the ring.
    }

    @Override
    public boolean isSubmittedTo()
    {
        return false;
    }

    @Override
    public long waited()
    {
        return 0;
    }

    @Override
    public long waiting()
    {
        return 0;
    }

    /** {@inheritDoc} Only polls are to come to their end. */
    @Override
    public boolean isQuiet()
    {
        return !isMasked;
    }

    /** {@inheritDoc} A masked vector sends nothing for any packet, unless its driver polls again by itself. */
    @Override
    public boolean needsHandler()
    {
        return nextNs == TrafficModel.NEVER && !isDeferred;
    }

    /** Returns the profile of a dynamic moderation. */
    int profile()
    {
        return dynamic.profile();
    }

    /** Returns the polls of the driver. */
    long polls()
    {
        return polls;
    }

    /** Returns the time in which the vector was masked, ns. */
    long maskedNs()
    {
        return maskedNs;
    }

    /** Returns how long the first packets of all MSIs waited for them, ns. */
    long moderatedNs()
    {
        return moderatedNs;
    }

    /** Unmasks the vector: the driver has ended its polls. */
    void unmask(final long nowNs)
    {
        isMasked = false;
        maskedNs += nowNs - maskedFromNs;
        if (dynamic != null && dynamic.sample(nowNs, taken, handlers))
        {
            moderate();
        }
        notice(nowNs);
    }

    /** Sets the moderation. */
    void moderate()
    {
        periodNs = dynamic == null ? shape.moderation().ns() : dynamic.periodNs();
        packetLimit = dynamic != null ? dynamic.packetLimit() : isFromInterrupt ? NO_LIMIT : RESTART_LIMIT;
        seam.moderated(periodNs, packetLimit);
    }

    /** Lets packets arrive, and keeps the time of the first of those that are not covered. */
    private void advance(final long nowNs)
    {
        if (arrivals.arrived() == covered)
        {
            oldestNs = arrivals.timeNs(0);
        }
        ring += arrivals.advance(nowNs);
    }

    /** Finds the time of the next MSI. Packets that have arrived and are not covered count. */
    final void notice(final long nowNs)
    {
        final long posted = arrivals.arrived() - covered;
        if (posted >= packetLimit)
        {
            nextNs = nowNs;
        }
        else
        {
            nextNs = Math.max(nowNs, isFromInterrupt ? sinceInterruptNs((int)posted) : sincePacketNs((int)posted));
        }
    }

    private long sinceInterruptNs(final int posted)
    {
        final long firstNs = posted > 0 ? oldestNs : arrivals.timeNs(0);
        final long dueNs = Math.max(firstNs, lastInterruptNs + periodNs);

        return packetLimit == NO_LIMIT ? dueNs : Math.min(dueNs, arrivals.timeNs(packetLimit - posted - 1));
    }

    private long sincePacketNs(final int posted)
    {
        int next = posted > 0 ? 0 : 1;
        long lastNs = posted > 0 ? arrivals.lastNs() : arrivals.timeNs(0);
        while (posted + next < packetLimit && arrivals.timeNs(next) < lastNs + periodNs)
        {
            lastNs = arrivals.timeNs(next);
            next++;
        }

        return posted + next == packetLimit ? lastNs : lastNs + periodNs;
    }
}
