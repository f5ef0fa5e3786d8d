package org.gale.engine.storm.model;

/**
 * Shape of a network device: how it moderates its interrupts, and how its driver polls.
 *
 * @param moderation  between a packet and its interrupt
 * @param period      beginning of the period of a moderation
 * @param budget      packets that one poll takes at most, from 1
 * @param perPacketNs time that a poll takes for each packet, ns
 * @param defer       polls without a packet after which the vector is unmasked; 0 if it is after any that was not full
 */
record PacketShape(Moderation moderation, Period period, int budget, long perPacketNs, long defer)
{
    /** Makes the shape of a device whose driver defers nothing. */
    PacketShape(final Moderation moderation, final Period period, final int budget, final long perPacketNs)
    {
        this(moderation, period, budget, perPacketNs, 0);
    }

    /** Beginning of the period of a moderation. */
    enum Period
    {
        /** From the last interrupt. */
        EQE,
        /** From the last packet, which restarts it. */
        CQE
    }
}
