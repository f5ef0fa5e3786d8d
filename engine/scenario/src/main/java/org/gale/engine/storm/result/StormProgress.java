package org.gale.engine.storm.result;

/** Figures that a live line shows. Read by any thread. */
public interface StormProgress
{
    /** Number of held events where no device has vectors. */
    long NO_VECTORS = -1;

    /** Nanoseconds since the first offer; 0 while the machine is set up. */
    long elapsedNs();

    /** Number of the phase that runs, from 1; 0 without phases. */
    int phase();

    /** Interrupts offered so far. */
    long offered();

    /** Interrupts that guests acknowledged so far. */
    long delivered();

    /** Interrupts that are pending. */
    long pending();

    /** Events that vectors hold; {@link #NO_VECTORS} where no device has vectors. */
    long held();

    /** Words in the lanes that wait for the engine. */
    long laneWords();

    /** Words that the lanes have room for. */
    long laneCapacityWords();

    /** Pieces of work that devices with models completed so far; 0 without models. */
    long completions();

    /** Bytes journaled so far; 0 without a journal. */
    long journalBytes();
}
