package org.gale.engine.storm.run;

import java.util.concurrent.TimeUnit;

/**
 * Schedule of the rehearsals in a warm-up. The interval follows the duration of the last rehearsal, so that rehearsals
 * take a small share of the warm-up however large the machine is. Owned by the engine's thread.
 */
final class RehearsalSchedule
{
    /** Time between two rehearsals that take next to none. */
    static final long LEAST_NS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Divisor of the time that rehearsals may take. */
    static final long SHARE = 20;
    /** Interrupts delivered before the first rehearsal, which leaves some samples out: a short storm keeps all. */
    static final long FROM = 10_000;

    private long nextNs;

    /** Begins with the warm-up. */
    void begin(final long nowNs)
    {
        nextNs = nowNs + LEAST_NS;
    }

    /** Returns the time of the next rehearsal. */
    long nextNs()
    {
        return nextNs;
    }

    /**
     * Returns whether a rehearsal is due.
     *
     * @param delivered interrupts since the storm began
     */
    boolean isDue(final long nowNs, final long delivered)
    {
        return nowNs - nextNs >= 0 && delivered >= FROM;
    }

    /** Puts the next rehearsal off, if its time came before enough interrupts were delivered. */
    void putOff(final long nowNs)
    {
        nextNs = nowNs - nextNs >= 0 ? nowNs + LEAST_NS : nextNs;
    }

    /** Notes the start and end of a rehearsal, from which the next one is scheduled. */
    void took(final long startNs, final long endNs)
    {
        nextNs = endNs + Math.max(LEAST_NS, SHARE * (endNs - startNs));
    }
}
