package org.gale.engine.storm.virtual;

import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.run.RunningStorm;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.storm.run.StormRuns;

/** Factory of the runs of storms: on the clock that each one asks for. */
public final class StormsByClock implements StormRuns
{
    /** The one factory. */
    public static final StormRuns ALL = new StormsByClock();

    private StormsByClock()
    {
    }

    @Override
    public RunningStorm create(final RunOptions options, final Machine machine, final FrameLog log)
    {
        return options.config().isVirtual() ? new VirtualRun(options, machine, log) :
            new StormRun(options, machine, log);
    }
}
