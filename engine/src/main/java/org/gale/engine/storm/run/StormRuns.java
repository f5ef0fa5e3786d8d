package org.gale.engine.storm.run;

import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.setting.StormConfig;

/** Factory of the runs of storms; that of a test breaks the machine. */
@FunctionalInterface
public interface StormRuns
{
    /**
     * Makes a run. The arguments are those of {@link StormRun#StormRun(StormConfig, Workload, Machine, FrameLog)}.
     */
    StormRun create(StormConfig config, Workload workload, Machine machine, FrameLog log);
}
