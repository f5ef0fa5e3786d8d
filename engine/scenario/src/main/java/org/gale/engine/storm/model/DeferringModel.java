package org.gale.engine.storm.model;

import org.gale.engine.storm.result.PollKind;

/** Model of a device whose driver may defer interrupts, and poll again after a time. Owned like each other model. */
public interface DeferringModel extends TrafficModel
{
    /** Returns whether the driver of an event has deferred its interrupts, and polls again after a time. */
    boolean isDeferred(int event);

    /** Returns the events whose interrupts are deferred now. */
    long deferred();

    /** Returns what drivers that defer interrupts count of their polls. */
    long polls(PollKind kind);
}
