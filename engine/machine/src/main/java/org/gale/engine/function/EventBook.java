package org.gale.engine.function;

import org.gale.engine.accounting.FreshBreaks;
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
    /** Number of events that were lost, and of those held that nothing had triggered. */
    long lost;
    long invented;
    /** Vector or pin of the first of each, or null. */
    private String firstLost;
    private String firstInvented;
    /** Number of times that the mistake of the monitor acted. Outside of the state: it begins with the machine. */
    long acted;
    /** First broken invariant, or null. Outside of the state, neither saved nor digested. */
    private String broken;
    private final FreshBreaks fresh = new FreshBreaks();

    /** Latches a broken invariant, unless one is latched. */
    void breaks(final String sentence)
    {
        fresh.add(sentence, 1);
        broken = broken == null ? sentence : broken;
    }

    /** Books an event that is owed and not held. */
    void loses(final String who, final String sentence)
    {
        breaks(who + sentence);
        lose(who);
    }

    /** Books an event that is held and not owed. */
    void invents(final String who, final String sentence)
    {
        breaks(who + sentence);
        invent(who);
    }

    /** Books an event that left as another message than its own: lost for the one, invented for the other. */
    void misdirects(final String who, final String sentence)
    {
        breaks(who + sentence);
        lose(who);
        invent(who);
    }

    private void lose(final String who)
    {
        firstLost = lost++ == 0 ? who : firstLost;
    }

    private void invent(final String who)
    {
        firstInvented = invented++ == 0 ? who : firstInvented;
    }

    String broken()
    {
        return broken;
    }

    /** Returns what was broken since the last take. */
    FreshBreaks fresh()
    {
        return fresh;
    }

    String firstLost()
    {
        return firstLost;
    }

    String firstInvented()
    {
        return firstInvented;
    }

    /** Passes the numbers of what is lost and invented through a stream: saved and not digested. */
    void proof(final StateStream stream)
    {
        lost = stream.word(lost);
        invented = stream.word(invented);
    }

    void state(final StateStream stream)
    {
        offered = stream.word(offered);
        sent = stream.word(sent);
        others.state(stream);
    }
}
