package org.gale.engine.storm.run;

import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;

/** Factory of the runs of storms. The factory of a test makes runs whose machine breaks. */
@FunctionalInterface
public interface StormRuns
{
    /** Makes a run. The arguments are those of {@link StormRun#StormRun(RunOptions, Machine, FrameLog)}. */
    RunningStorm create(RunOptions options, Machine machine, FrameLog log);
}
