package org.gale.engine.storm.model;

/**
 * Shape of the network device of packets: how it moderates its interrupts, and how its driver polls.
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

    /** Kind of moderation. */
    enum Kind
    {
        /** Each packet is an interrupt. */
        NONE,
        /** One period. */
        FIXED,
        /** A period that follows the load. */
        DIM
    }

    /**
     * Moderation of a device.
     *
     * @param ns period of a fixed one, ns; 0 for the others
     */
    record Moderation(Kind kind, long ns)
    {
        static final Moderation NONE = new Moderation(Kind.NONE, 0);
        static final Moderation DIM = new Moderation(Kind.DIM, 0);

        /** Returns the moderation with one period. */
        static Moderation fixed(final long ns)
        {
            return new Moderation(Kind.FIXED, ns);
        }
    }
}
