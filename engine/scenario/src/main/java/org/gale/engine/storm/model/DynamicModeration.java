package org.gale.engine.storm.model;

/**
 * Moderation that follows the load by the rules of Linux' {@code net_dim}: it climbs along five profiles, from little
 * moderation to much, as long as that is better, and parks where no neighbour is. More bytes are better, then more
 * packets, then fewer interrupts. Owned by the thread that drives the run.
 * <pre>
 *                better, or not parked for ever: leaves to the left, from profile 0 to the right
 *   PARKED ───────────────────────────────────────────────► LEFT ◄── turns: not better ──► RIGHT
 *     ▲ ▲                                                    │                               │
 *     │ └── on top: two steps or more there, one back; or at the edge ──────────────────────┤
 *     └──── tired: ten steps without a rest; parked for ten decisions ──────────────────────┘
 * </pre>
 */
final class DynamicModeration
{
    /** Interrupts from one decision to the next. */
    static final int DECISION_EVENTS = 64;
    private static final int BYTES_PER_PACKET = 1500;
    private static final int FIRST_PROFILE = 1;
    private static final int SIGNIFICANT_PERCENT = 10;
    private static final long[] EQE_PERIODS_NS = { 1_000, 8_000, 64_000, 128_000, 256_000 };
    private static final int[] EQE_PACKETS = { 256, 256, 256, 256, 256 };
    private static final long[] CQE_PERIODS_NS = { 2_000, 8_000, 16_000, 32_000, 64_000 };
    private static final int[] CQE_PACKETS = { 256, 128, 64, 64, 64 };
    private static final int LAST_PROFILE = EQE_PACKETS.length - 1;
    private static final int STEPS_LIMIT = 2 * EQE_PACKETS.length;
    private static final int BETTER = 1;
    private static final int SAME = 0;
    private static final int WORSE = -1;

    private final long[] periodsNs;
    private final int[] packetLimits;
    private final Rates now = new Rates();
    private final Rates before = new Rates();
    private Course course = Course.PARKED_ON_TOP;
    private int profile = FIRST_PROFILE;
    private int stepsRight;
    private int stepsLeft;
    private int tiredness;
    private boolean isMeasuring;
    private long startNs;
    private long startPackets;
    private long startEvents;

    DynamicModeration(final PacketShape.Period period)
    {
        final boolean isEqe = period == PacketShape.Period.EQE;
        periodsNs = isEqe ? EQE_PERIODS_NS : CQE_PERIODS_NS;
        packetLimits = isEqe ? EQE_PACKETS : CQE_PACKETS;
    }

    /** State of the search for a profile. */
    private enum Course
    {
        PARKED_ON_TOP, PARKED_TIRED, RIGHT, LEFT
    }

    /** Rates of a measurement, a millisecond, each rounded up. */
    private static final class Rates
    {
        private long bytes;
        private long packets;
        private long events;

        void set(final Rates other)
        {
            bytes = other.bytes;
            packets = other.packets;
            events = other.events;
        }
    }

    /** Returns the profile in hand, from 0. */
    int profile()
    {
        return profile;
    }

    /** Returns the period of the profile in hand, ns. */
    long periodNs()
    {
        return periodsNs[profile];
    }

    /** Returns the packets that end a period of the profile in hand. */
    int packetLimit()
    {
        return packetLimits[profile];
    }

    /**
     * Takes a sample, as a driver does when it ends its polls, and decides if enough interrupts have come. The
     * measurement of another profile begins with the next sample.
     *
     * @param packets that the driver has taken
     * @param events  interrupts that the driver has handled
     * @return true if a decision was taken
     */
    boolean sample(final long nowNs, final long packets, final long events)
    {
        if (!isMeasuring)
        {
            isMeasuring = true;
            start(nowNs, packets, events);
            return false;
        }
        final long us = (nowNs - startNs) / 1_000;
        if (events - startEvents < DECISION_EVENTS || us == 0)
        {
            return false;
        }
        now.packets = perMs(packets - startPackets, us);
        now.bytes = perMs((packets - startPackets) * BYTES_PER_PACKET, us);
        now.events = perMs(DECISION_EVENTS, us);
        final int last = profile;
        decide();
        isMeasuring = profile == last;
        start(nowNs, packets, events);

        return true;
    }

    private void start(final long nowNs, final long packets, final long events)
    {
        startNs = nowNs;
        startPackets = packets;
        startEvents = events;
    }

    private static long perMs(final long count, final long us)
    {
        return (count * 1_000 + us - 1) / us;
    }

    private void decide()
    {
        final Course last = course;
        switch (course)
        {
            case PARKED_ON_TOP ->
            {
                if (comparison() != SAME)
                {
                    leave();
                }
            }
            case PARKED_TIRED ->
            {
                tiredness--;
                if (tiredness == 0)
                {
                    leave();
                }
            }
            default -> search();
        }
        // What a parked search compares with is the measurement that it parked with.
        if (last != Course.PARKED_ON_TOP || course != Course.PARKED_ON_TOP)
        {
            before.set(now);
        }
    }

    private void leave()
    {
        course = profile == 0 ? Course.RIGHT : Course.LEFT;
        step();
    }

    private void search()
    {
        if (comparison() != BETTER)
        {
            turn();
        }
        final boolean isRight = course == Course.RIGHT;
        final boolean isBackFromTop = isRight ? stepsLeft > 1 && stepsRight == 1 : stepsRight > 1 && stepsLeft == 1;
        if (isBackFromTop || (tiredness < STEPS_LIMIT && profile == (isRight ? LAST_PROFILE : 0)))
        {
            tiredness = 0;
            park(Course.PARKED_ON_TOP);
        }
        else if (tiredness == STEPS_LIMIT)
        {
            park(Course.PARKED_TIRED);
        }
        else
        {
            step();
        }
    }

    private void turn()
    {
        if (course == Course.RIGHT)
        {
            course = Course.LEFT;
            stepsLeft = 0;
        }
        else
        {
            course = Course.RIGHT;
            stepsRight = 0;
        }
    }

    private void step()
    {
        if (course == Course.RIGHT)
        {
            profile++;
            stepsRight++;
        }
        else
        {
            profile--;
            stepsLeft++;
        }
        tiredness++;
    }

    private void park(final Course parked)
    {
        stepsRight = 0;
        stepsLeft = 0;
        course = parked;
    }

    /** Returns whether this measurement is better than the one before. */
    private int comparison()
    {
        if (before.bytes == 0)
        {
            return now.bytes > 0 ? BETTER : SAME;
        }
        if (isSignificant(now.bytes, before.bytes))
        {
            return now.bytes > before.bytes ? BETTER : WORSE;
        }
        if (isSignificant(now.packets, before.packets))
        {
            return now.packets > before.packets ? BETTER : WORSE;
        }
        if (isSignificant(now.events, before.events))
        {
            return now.events < before.events ? BETTER : WORSE;
        }

        return SAME;
    }

    private static boolean isSignificant(final long value, final long reference)
    {
        return 100 * Math.abs(value - reference) / reference > SIGNIFICANT_PERCENT;
    }
}
