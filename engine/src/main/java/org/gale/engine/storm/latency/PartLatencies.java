package org.gale.engine.storm.latency;


/** Response times of the groups of VMs and of the phases of one run. On the engine's thread; read after the run. */
public interface PartLatencies
{
    /** Index of a TIME that is missing: a phase begins in front of the first word. */
    int AT_ONCE = -1;

    /**
     * Begins the next phase within the words that are drained next.
     *
     * @param next index of the phase
     * @param at   index of the TIME with which it begins, among these words, or {@link #AT_ONCE}
     */
    void beginPhase(int next, int at);

    /** Returns the sink of the response times. */
    ResponseSink responses();
}
