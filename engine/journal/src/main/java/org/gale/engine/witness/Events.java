package org.gale.engine.witness;

/** Taker of the events of devices, bridges and ITSs. */
interface Events
{
    /** Event that sets Pending of an edge. */
    int EDGE = 0;
    /** Event that sets Pending of a level. */
    int LEVEL = 1;
    /** Event that clears Pending. */
    int CLEAR = 2;

    /** Takes an event of a device at an ITS. */
    void event(int its, int deviceId, int eventId, int kind);
}
