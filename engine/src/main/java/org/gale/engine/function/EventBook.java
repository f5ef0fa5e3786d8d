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
    /** Outcomes of events of no function: of level pins, and of triggers of vectors that are not there. */
    final Outcomes others = new Outcomes();
    /** Number of events that merged, for differences. Outside of the state: it begins with the machine. */
    long merged;
    /** Number of times that the mistake of the monitor acted. Outside of the state: it begins with the machine. */
    long acted;
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
        others.state(stream);
    }
}
