package org.gale.engine.device.pci;

import org.gale.engine.config.Outcome;

/**
 * Function with a run: what it does besides answering its client.
 *
 * @param <R> result of a run
 */
public interface ServedFunction<R extends ServedFunction.Result> extends PciFunction
{
    /** Result of a run. */
    interface Result
    {
        /** Returns the outcome of the proof. */
        Outcome outcome();

        /** Returns what the proof found first; null unless a promise is broken. */
        String broken();
    }

    /** Sets the time of what follows, ns. It never falls. */
    void at(long ns);

    /**
     * Does a bounded part of what is to be done now.
     *
     * @return whether there is more
     */
    boolean work();

    /** Returns the time of what is to be done next, ns; {@link Long#MAX_VALUE} if it waits for the guest. */
    long nextNs();

    /** Returns whether the run has reached its limit, and nothing of it settles any more. */
    boolean isOver();

    /** Ends the run, and returns what it came to. */
    R end();
}
