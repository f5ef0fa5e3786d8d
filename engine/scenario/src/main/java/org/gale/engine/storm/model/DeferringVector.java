package org.gale.engine.storm.model;

import org.gale.engine.storm.result.PollKind;

/** Model of one event whose driver may defer interrupts, and poll again after a time. Owned like each other model. */
interface DeferringVector extends VectorModel
{
    /** Returns whether its driver has deferred interrupts, and polls again after a time. */
    boolean isDeferred();

    /** Returns what a driver that defers interrupts counts of its polls. */
    long polls(PollKind kind);
}
