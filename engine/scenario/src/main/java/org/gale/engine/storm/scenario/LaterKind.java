package org.gale.engine.storm.scenario;

import org.gale.engine.storm.figure.Latency;

/** Kinds of the work that handlers leave for later. */
public enum LaterKind
{
    /** None: a handler does all. */
    NONE(null),
    /** A softirq, before which the interrupt has ended. */
    SOFTIRQ(Latency.SOFTIRQ),
    /** A thread, for which the line of the interrupt is masked until it ends. */
    THREAD(Latency.THREAD);

    private final Latency stage;

    LaterKind(final Latency stage)
    {
        this.stage = stage;
    }

    /** {@return the stage from the end of the handler to that of the work; null of none} */
    public Latency stage()
    {
        return stage;
    }
}
