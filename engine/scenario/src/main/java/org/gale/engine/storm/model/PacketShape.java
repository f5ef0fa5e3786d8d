package org.gale.engine.storm.model;

/**
 * Shape of a network device: how it moderates its interrupts, and how its driver polls.
 *
 * @param moderation  between a packet and its interrupt
 * @param period      beginning of the period of a moderation
 * @param budget      packets that one poll takes at most, from 1
 * @param perPacketNs time that a poll takes for each packet, ns
 */
record PacketShape(Moderation moderation, Period period, int budget, long perPacketNs)
{
    /** Beginning of the period of a moderation. */
    enum Period
    {
        /** From the last interrupt. */
        EQE,
        /** From the last packet, which restarts it. */
        CQE
    }
}
