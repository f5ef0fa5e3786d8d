package org.gale.engine.storm.law;

import org.gale.engine.config.NumberText;

/**
 * Law of dynamic interrupt moderation: it has five profiles, begins with the second, and goes to the next one or the
 * one before after 64 interrupts or more. Owned by the thread that drives the model.
 */
final class DimLaw
{
    private static final int DECISION = 64;
    private static final int NONE = -1;
    private static final int FIRST = 1;
    private static final long[] BY_INTERRUPT_US = {1, 8, 64, 128, 256};
    private static final long[] BY_PACKET_US = {2, 8, 16, 32, 64};
    private static final int[] BY_PACKET_LIMITS = {256, 128, 64, 64, 64};
    private static final int BY_INTERRUPT_LIMIT = 256;
    private static final long NS_OF_US = 1_000;

    private final boolean isByInterrupt;
    private final DimCourse course = new DimCourse();
    private int profile = NONE;
    private long handlersBefore;

    /** Makes the law of a queue, whose periods begin with interrupts or with packets. */
    DimLaw(final boolean isByInterrupt)
    {
        this.isByInterrupt = isByInterrupt;
    }

    /**
     * Takes a moderation that the driver sets.
     *
     * @param handlers that have begun
     * @return how it breaks the law, or null
     */
    String set(final long periodNs, final int packets, final long handlers)
    {
        final int before = profile;
        profile = profile(periodNs, packets);
        if (profile == NONE)
        {
            return "a period of " + periodNs + " ns and " + packets + " packets is no profile of its moderation";
        }
        final int from = before == NONE ? FIRST : before;
        final boolean isFirst = before == NONE;
        if (isFirst ? profile != FIRST : Math.abs(profile - from) > 1)
        {
            return "its moderation goes from profile " + from + " to " + profile;
        }
        if (!isFirst && profile != before)
        {
            final long since = handlers - handlersBefore;
            handlersBefore = handlers;
            return since >= DECISION ? null : "its moderation decides after " +
                NumberText.counted(since, "interrupt");
        }

        return null;
    }

    /**
     * Takes a sample of the driver, after which it has set its moderation.
     *
     * @param packets taken so far
     * @param events  handlers so far
     * @return how the profile breaks the law, or null
     */
    String sampled(final long nowNs, final long packets, final long events)
    {
        final int due = course.sample(nowNs, packets, events);

        return due == profile ? null : "its moderation has profile " + profile + " after " +
            NumberText.counted(events, "interrupt") + " and " + NumberText.counted(packets, "packet") +
            ", and its course gives " + due;
    }

    private int profile(final long periodNs, final int packets)
    {
        for (int i = 0; i < BY_PACKET_LIMITS.length; i++)
        {
            final long us = isByInterrupt ? BY_INTERRUPT_US[i] : BY_PACKET_US[i];
            if (us * NS_OF_US == periodNs && packets == (isByInterrupt ? BY_INTERRUPT_LIMIT : BY_PACKET_LIMITS[i]))
            {
                return i;
            }
        }

        return NONE;
    }
}
