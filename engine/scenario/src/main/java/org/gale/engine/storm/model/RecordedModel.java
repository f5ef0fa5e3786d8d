package org.gale.engine.storm.model;

import org.gale.engine.storm.result.RecordedKind;

/** Model that repeats a recording. Owned by the thread that drives the run. */
public interface RecordedModel extends TrafficModel
{
    /** Returns how many recorded events of a kind the model has offered. */
    long recorded(RecordedKind kind);
}
