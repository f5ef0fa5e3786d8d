package org.gale.tests.oracle;

/** Rules of {@code net_dim}, after the page on traffic and Linux' source. */
final class Dim
{
    private static final long[][] EQE = {{1_000, 256}, {8_000, 256}, {64_000, 256}, {128_000, 256}, {256_000, 256}};
    private static final long[][] CQE = {{2_000, 256}, {8_000, 128}, {16_000, 64}, {32_000, 64}, {64_000, 64}};
    private static final int EVENTS = 64;
    private static final int BYTES = 1_500;
    private static final int LAST = 4;
    private static final int TIRED_BEHIND = 10;

    private final long[][] profiles;
    private int profile = 1;
    private String course = "on top";
    private int right;
    private int left;
    private int tired;
    private boolean isMeasuring;
    private long startNs;
    private long startPackets;
    private long startEvents;
    private long[] before = {0, 0, 0};

    Dim(final boolean isEqe)
    {
        profiles = isEqe ? EQE : CQE;
    }

    long periodNs()
    {
        return profiles[profile][0];
    }

    long packets()
    {
        return profiles[profile][1];
    }

    /** Takes a measurement; returns whether it led to a decision. */
    boolean decides(final long nowNs, final long packets, final long events)
    {
        final long us = (nowNs - startNs) / 1_000;
        final boolean isDecision = isMeasuring && events - startEvents >= EVENTS && us > 0;
        if (isMeasuring && !isDecision)
        {
            return false;
        }
        final int last = profile;
        if (isDecision)
        {
            decide(new long[]{perMs((packets - startPackets) * BYTES, us), perMs(packets - startPackets, us),
                perMs(EVENTS, us)});
        }
        isMeasuring = !isDecision || profile == last;
        startNs = nowNs;
        startPackets = packets;
        startEvents = events;

        return isDecision;
    }

    private static long perMs(final long count, final long us)
    {
        return (count * 1_000 + us - 1) / us;
    }

    private void decide(final long[] now)
    {
        final String last = course;
        final int change = change(now);
        if (course.equals("on top"))
        {
            if (change != 0)
            {
                leave();
            }
        }
        else if (course.equals("tired"))
        {
            tired--;
            if (tired == 0)
            {
                leave();
            }
        }
        else
        {
            search(change);
        }
        if (!last.equals("on top") || !course.equals("on top"))
        {
            before = now;
        }
    }

    private void leave()
    {
        course = profile == 0 ? "right" : "left";
        step();
    }

    private void step()
    {
        final boolean isRight = course.equals("right");
        profile += isRight ? 1 : -1;
        right += isRight ? 1 : 0;
        left += isRight ? 0 : 1;
        tired++;
    }

    private void search(final int change)
    {
        if (change <= 0)
        {
            course = course.equals("right") ? "left" : "right";
            left = course.equals("left") ? 0 : left;
            right = course.equals("right") ? 0 : right;
        }
        final boolean isRight = course.equals("right");
        final boolean isBack = isRight ? left > 1 && right == 1 : right > 1 && left == 1;
        final boolean isAtEdge = tired < TIRED_BEHIND && profile == (isRight ? LAST : 0);
        if (isBack || isAtEdge)
        {
            tired = 0;
            park("on top");
        }
        else if (tired == TIRED_BEHIND)
        {
            park("tired");
        }
        else
        {
            step();
        }
    }

    private void park(final String how)
    {
        right = 0;
        left = 0;
        course = how;
    }

    /** Returns 1 if a measurement is better than the one before, -1 if it is worse, 0 for neither. */
    private int change(final long[] now)
    {
        if (before[0] == 0)
        {
            return now[0] > 0 ? 1 : 0;
        }
        for (int i = 0; i < now.length; i++)
        {
            if (100 * Math.abs(now[i] - before[i]) / before[i] > 10)
            {
                return now[i] > before[i] == i < 2 ? 1 : -1;
            }
        }

        return 0;
    }
}
