package org.gale.engine.storm.run;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.storm.flow.ModelFeedback;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.latency.IntervalHistory;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.scenario.PhaseClock;

/** Progress of one run: figures that the engine's thread publishes for others, a few times in a thousand cycles. */
public final class RunProgress implements StormProgress
{
    private final RunProducers producers;
    private final StormTally tally;
    private final StormLedgers ledgers;
    private final long redeliveredBefore;
    private final StormResumeTotals resumed;
    private final FrameLog log;
    private final StormCounters counters;
    private final NanoClock clock;
    private final PhaseClock phases;
    private final boolean hasPhases;
    private final ModelFeedback models;                             // null without models
    private final int groups;
    private volatile long attachedSoFar;
    private volatile long deliveredSoFar;
    private volatile long pendingSoFar;
    private volatile long heldSoFar = NO_VECTORS;
    private volatile long journalBytesSoFar;
    private volatile long completionsSoFar;

    RunProgress(
        final RunOptions options,
        final RunProducers producers,
        final StormTally tally,
        final StormLedgers ledgers,
        final FrameLog log,
        final NanoClock clock)
    {
        this.producers = producers;
        this.tally = tally;
        this.ledgers = ledgers;
        this.redeliveredBefore = ledgers.redelivered();
        this.resumed = options.resumed();
        this.log = log;
        this.counters = options.counters();
        this.models = producers.generator().feedback();
        this.groups = options.workload().topology().groups().size();
        this.clock = clock;
        this.phases = new PhaseClock(options.config().shape().phases());
        this.hasPhases = !options.config().shape().phases().isEmpty();
    }

    /** Publishes the figures. On the engine's thread. */
    void publish()
    {
        attachedSoFar = producers.lanes().attachedEvents();
        deliveredSoFar = resumed.delivered() + tally.delivered();
        final long owed = resumed.offered() + tally.offered() - ledgers.settled();
        heldSoFar = ledgers.hasVectors() ? ledgers.held() : NO_VECTORS;
        pendingSoFar = owed - Math.max(0, heldSoFar);
        journalBytesSoFar = log.bytes();
        completionsSoFar = completionsNow();
        counters.store(this, attachedSoFar, log.appendedFrames(), log.nextSequence() - 1);
    }

    /** Returns the figures of a history. On the engine's thread. */
    IntervalHistory.Figures figures()
    {
        return new IntervalHistory.Figures(tally.offered(), tally.delivered() - redelivered(), pendingSoFar,
            laneWords(), log.bytes(), completionsNow());
    }

    private long redelivered()
    {
        return ledgers.redelivered() - redeliveredBefore;
    }

    private long completionsNow()
    {
        return models == null ? 0 : models.counts().completionsOfAll(groups);
    }

    /** Returns the events that attached producers offered and the engine took. From any thread. */
    public long attachedOffered()
    {
        return attachedSoFar;
    }

    @Override
    public long elapsedNs()
    {
        final long firstOfferNs = producers.generator().firstOfferNs();

        return firstOfferNs == 0 ? 0 : clock.nanoTime() - firstOfferNs;
    }

    @Override
    public int phase()
    {
        return hasPhases ? 1 + phases.indexAt(resumed.position().timeNs() + elapsedNs()) : 0;
    }

    @Override
    public long offered()
    {
        return producers.generator().offered() + attachedSoFar;
    }

    @Override
    public long delivered()
    {
        return deliveredSoFar;
    }

    @Override
    public long pending()
    {
        return pendingSoFar;
    }

    @Override
    public long held()
    {
        return heldSoFar;
    }

    @Override
    public long completions()
    {
        return completionsSoFar;
    }

    @Override
    public long laneWords()
    {
        return producers.lane().backlogWords();
    }

    @Override
    public long laneCapacityWords()
    {
        return producers.lane().capacityWords();
    }

    @Override
    public long journalBytes()
    {
        return journalBytesSoFar;
    }
}
