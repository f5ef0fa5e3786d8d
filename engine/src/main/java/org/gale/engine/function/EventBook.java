package org.gale.engine.function;

import org.gale.tables.memory.StateStream;

/**
 * Account of the events of functions and level pins: what was offered, and what became of it in front of the ITS. Kept
 * beside the monitor, from what it was asked and what left it. Owned by the machine's thread.
 */
final class EventBook
{
    long offered;
    long sent;
    long coalescedAtEventfd;
    long coalescedAtMask;
    long notEnabled;
    long unreachable;
    long withdrawnCleared;
    /** First broken invariant, or null. Outside of the state, neither saved nor digested. */
    private String broken;

    /** Latches a broken invariant, unless one is latched. */
    void breaks(final String sentence)
    {
        broken = broken == null ? sentence : broken;
    }

    String broken()
    {
        return broken;
    }

    void state(final StateStream stream)
    {
        offered = stream.word(offered);
        sent = stream.word(sent);
        coalescedAtEventfd = stream.word(coalescedAtEventfd);
        coalescedAtMask = stream.word(coalescedAtMask);
        notEnabled = stream.word(notEnabled);
        unreachable = stream.word(unreachable);
        withdrawnCleared = stream.word(withdrawnCleared);
    }
}
