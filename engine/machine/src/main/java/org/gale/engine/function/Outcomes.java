package org.gale.engine.function;

import org.gale.tables.memory.StateStream;

/** Counts of the events that left no message, and are held no more. Owned by the machine's thread. */
final class Outcomes
{
    long coalescedAtEventfd;
    long coalescedAtMask;
    long notEnabled;
    long unreachable;
    long withdrawnCleared;

    /** Returns whether every event has left a message, or is held. */
    boolean isNone()
    {
        return (coalescedAtEventfd | coalescedAtMask | notEnabled | unreachable | withdrawnCleared) == 0;
    }

    void state(final StateStream stream)
    {
        coalescedAtEventfd = stream.word(coalescedAtEventfd);
        coalescedAtMask = stream.word(coalescedAtMask);
        notEnabled = stream.word(notEnabled);
        unreachable = stream.word(unreachable);
        withdrawnCleared = stream.word(withdrawnCleared);
    }
}
