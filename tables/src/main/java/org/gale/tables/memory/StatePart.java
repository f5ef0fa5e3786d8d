package org.gale.tables.memory;

/** Part of a state that keeps its digest as long as it does not change. Owned by the thread that owns the state. */
public interface StatePart
{
    /** Passes the part through a stream. */
    void state(StateStream stream);

    /** Returns the digest of the part, which depends on its state alone. */
    long digest();
}
