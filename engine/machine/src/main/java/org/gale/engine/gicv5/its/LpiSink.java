package org.gale.engine.gicv5.its;

/** Destination of translated events: the IRS. */
@FunctionalInterface
public interface LpiSink
{
    /**
     * Performs the event on an LPI.
     *
     * @param owner the encoded {@link org.gale.engine.accounting.OwnerId}; a VM need not be valid
     * @param intid type LPI, and an id that need not be reachable
     * @param kind  one of {@link org.gale.engine.gicv5.irs.EventKind}
     * @return whether the LPI could be reached (B-ITS-6)
     */
    boolean event(int owner, int intid, int kind);

    /**
     * Delivers an event of a device that was translated.
     *
     * @param owner encoded {@link org.gale.engine.accounting.OwnerId} of the LPI
     * @param kind  one of {@link org.gale.engine.gicv5.irs.EventKind}
     * @return whether the LPI could be reached
     */
    default boolean translated(
        final int deviceId, final int eventId, final int owner, final int intid, final int kind)
    {
        return event(owner, intid, kind);
    }
}
