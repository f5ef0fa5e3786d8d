package org.gale.engine.storm.law;

/**
 * Second course of a dynamic interrupt moderation through its profiles: the rule of Linux, {@code net_dim}, written
 * once more. It sees the samples of the driver alone, and says which profile follows. Owned by the thread that drives
 * the model.
 */
final class DimCourse
{
    private static final int EVENTS = 64;
    private static final int BYTES = 1_500;
    private static final int LAST = 4;
    private static final int TIRED = 10;
    private static final int BYTE_RATE = 0;
    private static final int EVENT_RATE = 2;

    private final long[] earlier = new long[EVENT_RATE + 1];        // rates a millisecond
    private final int[] steps = new int[2];                         // to lower profiles, and to higher ones
    private int profile = 1;
    private int direction;                                          // 0 while it is parked
    private int tired;
    private boolean isParkedTired;
    private boolean measures;
    private long fromNs;
    private long fromPackets;
    private long fromEvents;

    /**
     * Takes a sample at the end of the polls of a handler.
     *
     * @param packets taken so far
     * @param events  handlers so far
     * @return the profile that counts from now on
     */
    int sample(final long nowNs, final long packets, final long events)
    {
        final long us = (nowNs - fromNs) / 1_000;
        if (measures && (events - fromEvents < EVENTS || us == 0))
        {
            return profile;
        }
        final int before = profile;
        if (measures)
        {
            decide(rate((packets - fromPackets) * BYTES, us), rate(packets - fromPackets, us), rate(EVENTS, us));
        }
        measures = !measures || profile == before;
        fromNs = nowNs;
        fromPackets = packets;
        fromEvents = events;

        return profile;
    }

    private static long rate(final long count, final long us)
    {
        return count * 1_000 / us + (count * 1_000 % us > 0 ? 1 : 0);
    }

    private void decide(final long... rates)
    {
        final int sign = sign(rates);
        final boolean wasOnTop = direction == 0 && !isParkedTired;
        if (direction != 0)
        {
            search(sign);
        }
        else
        {
            tired -= isParkedTired ? 1 : 0;
            if (isParkedTired ? tired == 0 : sign != 0)
            {
                isParkedTired = false;
                direction = profile == 0 ? 1 : -1;
                step();
            }
        }
        if (!wasOnTop || direction != 0 || isParkedTired)
        {
            System.arraycopy(rates, 0, earlier, 0, rates.length);
        }
    }

    private void search(final int sign)
    {
        if (sign <= 0)
        {
            direction = -direction;
            steps[up()] = 0;
        }
        final int end = direction > 0 ? LAST : 0;
        if ((steps[1 - up()] > 1 && steps[up()] == 1) || (profile == end && tired < TIRED))
        {
            tired = 0;
            park(false);
        }
        else if (tired == TIRED)
        {
            park(true);
        }
        else
        {
            step();
        }
    }

    private int up()
    {
        return direction > 0 ? 1 : 0;
    }

    private void park(final boolean isTired)
    {
        isParkedTired = isTired;
        direction = 0;
        steps[0] = 0;
        steps[1] = 0;
    }

    private void step()
    {
        profile += direction;
        steps[up()]++;
        tired++;
    }

    /** Returns 1 for better rates than the earlier ones, -1 for worse, 0 for the same. */
    private int sign(final long... rates)
    {
        if (earlier[BYTE_RATE] == 0)
        {
            return rates[BYTE_RATE] > 0 ? 1 : 0;
        }
        for (int kind = BYTE_RATE; kind <= EVENT_RATE; kind++)
        {
            final long more = rates[kind] - earlier[kind];
            if (Math.abs(more) * 100 / earlier[kind] > 10)
            {
                return kind == EVENT_RATE == more < 0 ? 1 : -1;     // fewer events are better
            }
        }

        return 0;
    }
}
