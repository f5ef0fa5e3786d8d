package org.gale.engine.storm.run;

import org.agrona.BitUtil;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.ringbuf.Lane;

/**
 * Generator that takes turns with the engine on the engine's thread. Before a cycle of the engine it offers as much as
 * that cycle drains. A failure ends it as it ends a thread: the engine goes on to its end.
 */
final class SharedGenerator implements RunningAgent
{
    private final MsiGenerator generator;
    private final Lane lane;
    private final int drainWords;
    private boolean isEnded;
    private Throwable failure;

    /**
     * Shares a thread with a generator.
     *
     * @param lane of the generator, with {@link #laneWords}
     * @param pes  of the machine
     */
    SharedGenerator(final MsiGenerator generator, final Lane lane, final int pes)
    {
        this.drainWords = DrainLimit.of(pes);
        this.generator = generator;
        this.lane = lane;
    }

    /**
     * Returns the capacity of the lane: what a cycle drains, and a batch beyond. They stay in the nearest cache.
     */
    static int laneWords(final int pes)
    {
        return 2 * BitUtil.findNextPositivePowerOfTwo(DrainLimit.of(pes));
    }

    /** Lets the generator have its cycles before one of the engine, and returns its work. */
    int doWork()
    {
        if (isEnded)
        {
            return 0;
        }
        try
        {
            return work();
        }
        catch (final RuntimeException | Error ex)
        {
            failure = ex;
            end();
        }

        return 0;
    }

    private int work()
    {
        int work = 0;
        int last = 1;
        while (last > 0 && lane.backlogWords() < drainWords)
        {
            generator.frame(drainWords, lane.backlogWords());
            last = generator.doWork();
            work += last;
        }

        return work;
    }

    @Override
    public void wake()
    {
        // It waits only while the engine waits.
    }

    @Override
    public void end()
    {
        if (!isEnded)
        {
            isEnded = true;
            generator.onClose();
        }
    }

    @Override
    public Throwable failure()
    {
        return failure;
    }
}
