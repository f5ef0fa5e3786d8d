package org.gale.engine.storm.model;

/**
 * Receive queues of network devices of which one half makes a {@link Mistake}. Owned by the thread that drives the
 * run.
 */
abstract class WrongPackets extends PacketQueue
{
    private long acted;

    private WrongPackets(final Parts parts)
    {
        super(parts.shape, parts.gaps, 0, parts.requests, parts.seam);
    }

    /** Parts of a queue. */
    record Parts(PacketShape shape, Draw gaps, PacketRequests requests, QueueSeam seam)
    {
    }

    /**
     * Makes a queue.
     *
     * @param mistake of one half; null if both are right
     */
    static PacketQueue of(final Mistake mistake, final Parts parts)
    {
        if (mistake == null)
        {
            return new PacketQueue(parts.shape, parts.gaps, 0, parts.requests, parts.seam);
        }

        return switch (mistake)
        {
            case NO_LAST_LOOK -> new NoLastLook(parts);
            case UNMASK_FIRST -> new UnmaskFirst(parts);
            case RATE_CHANGE -> new RateChange(parts);
            default -> throw new IllegalStateException("no mistake of packets: " + mistake);
        };
    }

    @Override
    public final long acted()
    {
        return acted;
    }

    final void act()
    {
        acted++;
    }

    /** Returns when an interrupt is due for packets that wait, unless they reach a limit before. */
    final long dueNs(final long nowNs)
    {
        return Math.max(nowNs, Math.max(oldestNs, lastInterruptNs + periodNs));
    }

    final boolean isWaiting()
    {
        return arrivals.arrived() > covered;
    }

    /** Driver that unmasks its vector, and does not check the ring once more. */
    private static final class NoLastLook extends WrongPackets
    {
        NoLastLook(final Parts parts)
        {
            super(parts);
        }

        @Override
        void unmask(final long nowNs)
        {
            super.unmask(nowNs);
            final long before = covered;
            if (isWaiting())
            {
                covered = arrivals.arrived();
                notice(nowNs);                                      // the next packet interrupts for all of them
                if (nextNs > dueNs(nowNs))
                {
                    act();
                    return;
                }
                covered = before;
                notice(nowNs);
            }
        }
    }

    /** Device that forgets its timer when the driver changes the moderation. */
    private static final class RateChange extends WrongPackets
    {
        private boolean isChanged;

        RateChange(final Parts parts)
        {
            super(parts);
        }

        @Override
        void moderate()
        {
            super.moderate();
            isChanged = true;
        }

        @Override
        void unmask(final long nowNs)
        {
            isChanged = false;
            super.unmask(nowNs);
            if (isChanged && isWaiting())
            {
                nextNs = Math.max(nowNs, arrivals.timeNs(0)) + periodNs;    // the next packet arms the timer
                if (nextNs > dueNs(nowNs))
                {
                    act();
                }
            }
        }
    }

    /** Driver that unmasks its vector before it polls: packets that it polls interrupt once more. */
    private static final class UnmaskFirst extends WrongPackets
    {
        private long takenBefore;

        UnmaskFirst(final Parts parts)
        {
            super(parts);
        }

        @Override
        public void acknowledged(final long nowNs)
        {
            super.acknowledged(nowNs);
            takenBefore = taken;
            notice(nowNs);
        }

        @Override
        public long prolongedNs(final long nowNs)
        {
            final long ns = super.prolongedNs(nowNs);
            notice(nowNs);

            return ns;
        }

        @Override
        public void handled(final long nowNs)
        {
            super.handled(nowNs);
            if (taken == takenBefore)
            {
                act();
            }
        }
    }
}
