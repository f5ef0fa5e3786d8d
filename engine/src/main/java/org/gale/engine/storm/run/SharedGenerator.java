package org.gale.engine.storm.run;

import org.gale.engine.agent.DrainLimit;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.storm.flow.MsiGenerator;

/**
 * Generator that takes turns with the engine on the engine's thread. Before a cycle of the engine it offers as much as
 * that cycle drains. A failure ends it as it ends a thread: the engine goes on to its end.
 */
final class SharedGenerator implements RunningAgent
{
    private final MsiGenerator generator;
    private boolean isEnded;
    private Throwable failure;

    SharedGenerator(final MsiGenerator generator)
    {
        this.generator = generator;
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
        while (last > 0 && work < DrainLimit.WORDS)
        {
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
