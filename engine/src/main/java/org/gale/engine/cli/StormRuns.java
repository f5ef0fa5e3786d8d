package org.gale.engine.cli;

import org.gale.engine.machine.Machine;
import org.gale.engine.record.FrameLog;
import org.gale.engine.storm.StormConfig;
import org.gale.engine.storm.StormRun;

/** Makes the run of a storm; tests make one that breaks its machine. */
@FunctionalInterface
interface StormRuns
{
    /** The arguments of {@link StormRun#StormRun(StormConfig, Machine, FrameLog, int)}. */
    StormRun create(StormConfig config, Machine machine, FrameLog log, int heldFrames);
}
