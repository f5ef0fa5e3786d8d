package org.gale.engine.storm.run;

import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;

/** Factory of the runs of storms; that of a test breaks the machine. */
@FunctionalInterface
public interface StormRuns
{
    /** Makes a run. The arguments are those of {@link StormRun#StormRun(RunOptions, Machine, FrameLog)}. */
    RunningStorm create(RunOptions options, Machine machine, FrameLog log);
}
