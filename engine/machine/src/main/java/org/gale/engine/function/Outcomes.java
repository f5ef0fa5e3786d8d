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

    void state(final StateStream stream)
    {
        coalescedAtEventfd = stream.word(coalescedAtEventfd);
        coalescedAtMask = stream.word(coalescedAtMask);
        notEnabled = stream.word(notEnabled);
        unreachable = stream.word(unreachable);
        withdrawnCleared = stream.word(withdrawnCleared);
    }
}
