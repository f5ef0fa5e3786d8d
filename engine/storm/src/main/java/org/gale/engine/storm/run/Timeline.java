package org.gale.engine.storm.run;

import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.host.AgentHost;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.ThreadHost;
import org.gale.ringbuf.AgentIdle;

/** Time line of a run: its clock, what runs its agents, and how the engine idles. Another one may extend it. */
class Timeline
{
    /** Time line of the host: helpers have threads, and the engine has the caller's. */
    static final Timeline HOST = new Timeline();

    /** Returns the clock of the run. */
    NanoClock clock()
    {
        return HostClock.INSTANCE;
    }

    /** Returns what runs the generator and the reader of the history. */
    AgentHost helpers()
    {
        return ThreadHost.INSTANCE;
    }

    /** Runs the engine until it has ended, and before each of its cycles the generator. */
    void run(final EngineRun engine, final SharedGenerator generator)
    {
        final IdleStrategy idle = AgentIdle.newStrategy();
        while (!engine.isEnded())
        {
            idle.idle(generator.doWork() + engine.doWork());
        }
    }

    /** Runs the engine until it has ended. */
    void run(final EngineRun engine)
    {
        final IdleStrategy idle = AgentIdle.newStrategy();
        while (!engine.isEnded())
        {
            idle.idle(engine.doWork());
        }
    }
}
