package org.gale.engine.storm.run;

import java.util.function.LongSupplier;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.record.InvariantBrokenException;

/**
 * Watch over guests that never take their interrupts (P13): without it a run would wait for them for ever. It counts
 * duty cycles, because a slow guest makes progress in some of them however long they take.
 * <pre>
 *   cycles   ..progress | CYCLES_LIMIT without | CYCLES_LIMIT without | broken
 *                     since               interrupt found        found again
 * </pre>
 * An interrupt that is found twice was offered to its guest in between: a signal by turns, a wake by a PE that is free.
 * On the engine's thread.
 */
final class GuestWatch
{
    /** Number of duty cycles without progress from one search to the next. */
    static final int CYCLES_LIMIT = 8_192;
    /** Number of searches that find nothing, behind which guests that do not settle end the run. */
    static final int SEARCHES_LIMIT = 16;

    private final EngineAgent agent;
    private final StormTally tally;
    private final WallProof proof;
    private final LongSupplier firstOfferNs;
    private final NanoClock clock;
    private long progress;
    private long sinceNs;
    private int cycles;
    private int searches;
    private InvariantBrokenException suspect;                       // says since when nothing happens

    GuestWatch(final EngineAgent agent, final StormTally tally, final WallProof proof,
        final LongSupplier firstOfferNs, final NanoClock clock)
    {
        this.agent = agent;
        this.tally = tally;
        this.proof = proof;
        this.firstOfferNs = firstOfferNs;
        this.clock = clock;
    }

    /**
     * Notes a duty cycle.
     *
     * @throws InvariantBrokenException if an interrupt waits that its guest could have taken all along
     */
    void poll()
    {
        final long now = tally.offered() + tally.delivered() + proof.openCycles();
        if (now != progress)
        {
            progress = now;
            cycles = 0;
            searches = 0;
        }
        else if (cycles++ == 0 && searches == 0)
        {
            sinceNs = clock.nanoTime();
        }
        else if (cycles > CYCLES_LIMIT)
        {
            cycles = 0;
            searches++;
            search();
        }
    }

    private void search()
    {
        final boolean isAwaited = agent.awaitsGuests();
        final long offerNs = firstOfferNs.getAsLong();
        final long startNs = offerNs == 0 ? 0 : sinceNs - offerNs;          // a resumed run may offer nothing
        final InvariantBrokenException found =
            isAwaited ? proof.untakenNow(startNs, agent.appliedSequence()) : null;
        final boolean isFoundAgain =
            found != null && suspect != null && found.finding().equals(suspect.finding());
        final boolean isOver = isAwaited && searches >= SEARCHES_LIMIT &&
            clock.nanoTime() - sinceNs > proof.longestWaitNs();
        if (isFoundAgain)
        {
            throw found;
        }
        if (isOver)
        {
            throw proof.unsettled(startNs, agent.appliedSequence());
        }
        suspect = found;
    }
}
