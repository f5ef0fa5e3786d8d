package org.gale.engine.gicv5.iwb;

/** Destination of the events of wires: the ITS that the bridge is connected to. */
@FunctionalInterface
public interface WireEvents
{
    /**
     * Takes an event.
     *
     * @param deviceId the bridge's DeviceID
     * @param eventId  number of the wire
     * @param kind     one of {@link org.gale.engine.gicv5.irs.EventKind}
     * @return whether an LPI was reached
     */
    boolean event(int deviceId, int eventId, int kind);
}
