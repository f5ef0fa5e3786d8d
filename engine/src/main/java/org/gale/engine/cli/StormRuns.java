package org.gale.engine.cli;

import org.gale.engine.agent.FrameLog;
import org.gale.engine.load.StormConfig;
import org.gale.engine.load.StormRun;
import org.gale.engine.machine.Machine;

/** Makes the run of a storm; tests make one that breaks its machine. */
@FunctionalInterface
interface StormRuns
{
    /** The arguments of {@link StormRun#StormRun(StormConfig, Machine, FrameLog, int)}. */
    StormRun create(StormConfig config, Machine machine, FrameLog log, int heldFrames);
}
