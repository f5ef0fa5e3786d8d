package org.gale.engine.storm.engines;

import java.util.List;
import java.util.function.ToLongFunction;
import org.gale.engine.storm.result.StormProgress;

/** Progress of all engines of a storm. Read by any thread. */
final class EnginesProgress implements StormProgress
{
    private final List<EngineListener> engines;

    EnginesProgress(final List<EngineListener> engines)
    {
        this.engines = engines;
    }

    private long sum(final ToLongFunction<StormProgress> figure)
    {
        return engines.stream().map(EngineListener::progress).filter(progress -> progress != null)
            .mapToLong(figure).sum();
    }

    private long max(final ToLongFunction<StormProgress> figure)
    {
        return engines.stream().map(EngineListener::progress).filter(progress -> progress != null)
            .mapToLong(figure).max().orElse(0);
    }

    @Override
    public long elapsedNs()
    {
        return max(StormProgress::elapsedNs);
    }

    @Override
    public int phase()
    {
        return (int)max(StormProgress::phase);
    }

    @Override
    public long offered()
    {
        return sum(StormProgress::offered);
    }

    @Override
    public long delivered()
    {
        return sum(StormProgress::delivered);
    }

    @Override
    public long held()
    {
        return max(StormProgress::held) == NO_VECTORS ? NO_VECTORS : sum(engine -> Math.max(0, engine.held()));
    }

    @Override
    public long pending()
    {
        return sum(StormProgress::pending);
    }

    @Override
    public long laneWords()
    {
        return sum(StormProgress::laneWords);
    }

    @Override
    public long laneCapacityWords()
    {
        return sum(StormProgress::laneCapacityWords);
    }

    @Override
    public long completions()
    {
        return sum(StormProgress::completions);
    }

    @Override
    public long journalBytes()
    {
        return sum(StormProgress::journalBytes);
    }
}
