package org.gale.engine.storm.run;

import java.util.function.Consumer;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.host.AgentHost;
import org.gale.engine.support.SteppedAgents;

/**
 * Time line of one thread: generator, engine and helpers take turns, and the clock moves by a step behind each round. A
 * test may watch the rounds.
 */
public final class SteppedTimeline extends Timeline
{
    /** Time at which the run begins, ns. */
    static final long BEGIN_NS = 1_000_000;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final SteppedAgents helpers = new SteppedAgents();
    private final long stepNs;
    private final long readingNs;
    private Consumer<EngineRun> watcher = engine -> { };

    /** Makes a time line whose clock moves by a step. */
    public SteppedTimeline(final long stepNs)
    {
        this(stepNs, 0);
    }

    /**
     * Makes a time line whose clock moves by a step, and whenever it is read, as clocks of hosts do.
     *
     * @param readingNs by which a reading moves it
     */
    SteppedTimeline(final long stepNs, final long readingNs)
    {
        this.stepNs = stepNs;
        this.readingNs = readingNs;
        clock.update(BEGIN_NS);
    }

    /** Sets what is called behind each cycle of the engine, before the clock moves. */
    void watch(final Consumer<EngineRun> newWatcher)
    {
        watcher = newWatcher;
    }

    /** Moves the clock beyond its steps. */
    void advance(final long ns)
    {
        clock.advance(ns);
    }

    @Override
    NanoClock clock()
    {
        return () ->
        {
            clock.advance(readingNs);

            return clock.nanoTime();
        };
    }

    @Override
    AgentHost helpers()
    {
        return helpers;
    }

    @Override
    void run(final EngineRun engine, final SharedGenerator generator)
    {
        while (!engine.isEnded())
        {
            generator.doWork();
            round(engine);
        }
    }

    @Override
    void run(final EngineRun engine)
    {
        while (!engine.isEnded())
        {
            round(engine);
        }
    }

    private void round(final EngineRun engine)
    {
        engine.doWork();
        helpers.work();
        watcher.accept(engine);
        clock.advance(stepNs);
    }
}
