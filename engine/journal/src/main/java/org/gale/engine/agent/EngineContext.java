package org.gale.engine.agent;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;

/**
 * Machine, log, lanes, guests, observer and clock of an engine, all on its thread.
 *
 * @param machine  machine that commands are applied to
 * @param log      log that commands are appended to before that
 * @param lanes    lanes that commands come from
 * @param turns    guests, and the HOST commands that are due
 * @param observer observer of commands and outputs
 * @param clock    clock of the engine
 * @param mistake  deliberate mistake of the engine, for tests
 */
record EngineContext(
    Machine machine,
    FrameLog log,
    LaneSet lanes,
    TurnSource turns,
    RunObserver observer,
    NanoClock clock,
    AgentMistake mistake)
{
}
