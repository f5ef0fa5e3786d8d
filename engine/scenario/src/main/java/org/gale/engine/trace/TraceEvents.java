package org.gale.engine.trace;

import java.io.IOException;

/** Events of a trace in the order of their times. Owner: the calling thread. */
public interface TraceEvents
{
    /** Service time of an event whose handler was not seen to end. */
    long NO_SERVICE = -1;

    /** Goes to the next event; false behind the last one. */
    boolean next() throws IOException;

    /** Returns the time of the event in ns, on a clock of the trace. */
    long timeNs();

    /** Returns the index of the vector of the event. */
    int vector();

    /** Returns the CPU of the event. */
    int cpu();

    /** Returns the service time of the event, or {@link #NO_SERVICE}. */
    long serviceNs();
}
