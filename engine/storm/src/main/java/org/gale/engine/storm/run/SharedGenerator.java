package org.gale.engine.storm.run;

import org.agrona.BitUtil;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;

/**
 * Generator that takes turns with the engine on the engine's thread. Before a cycle of the engine it offers at most
 * what that cycle drains. A failure ends it as it ends a thread: the engine goes on to its end.
 *
 * <p>It offers less for few vCPUs of a GICv5. The candidates of a target that do not fit its list cost a walk of trees
 * each (row {@code engines} of the benchmarks).
 */
final class SharedGenerator implements RunningAgent
{
    private static final int WORDS_MIN = 128;

    static
    {
        assert LaneConsumer.PROGRESS_WORDS <= WORDS_MIN && WORDS_MIN <= DrainLimit.WORDS;
    }

    private final MsiGenerator generator;
    private final Lane lane;
    private final int cycleWords;
    private boolean isEnded;
    private Throwable failure;

    /**
     * Shares a thread with a generator.
     *
     * @param lane       of the generator, with {@link #laneWords}
     * @param cycleWords words that it offers before a cycle at most, {@link #cycleWords}
     */
    SharedGenerator(final MsiGenerator generator, final Lane lane, final int cycleWords)
    {
        this.cycleWords = cycleWords;
        this.generator = generator;
        this.lane = lane;
    }

    /**
     * Returns the words that a generator offers before a cycle of the engine at most.
     *
     * @param vcpus of the storm, or of its share that is run
     */
    static int cycleWords(final MachineConfig machine, final int vcpus)
    {
        final int drained = DrainLimit.of(machine);

        return machine.gicv4() == null ?
            Math.min(drained, Math.max(WORDS_MIN, DrainLimit.WORDS_PER_LIST * vcpus)) : drained;
    }

    /**
     * Returns the capacity of the lane: what a cycle drains at most, and a batch more. They stay in the nearest cache.
     */
    static int laneWords(final int pes)
    {
        return 2 * BitUtil.findNextPositivePowerOfTwo(Math.max(DrainLimit.WORDS, DrainLimit.of(pes)));
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
        while (last > 0 && lane.backlogWords() < cycleWords)
        {
            generator.frame(cycleWords, lane.backlogWords());
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
