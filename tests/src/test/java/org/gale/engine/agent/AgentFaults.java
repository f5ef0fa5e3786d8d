package org.gale.engine.agent;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.support.Unobserved;

/** Makers of engine agents, one of them without a deliberate mistake. */
public enum AgentFaults
{
    /** Agents as they are. */
    NONE(AgentMistake.NONE),
    /** A turn of a frame is lost when the frame is applied. */
    TURNS_LOST(AgentMistake.TURNS_LOST),
    /** A lane is completed while guests have still to acknowledge. */
    LANE_COMPLETED_EARLY(AgentMistake.LANE_COMPLETED_EARLY),
    /** Outputs of a frame leave while it is forced. */
    OUTPUTS_BEFORE_FORCE(AgentMistake.OUTPUTS_BEFORE_FORCE),
    /** A snapshot is taken between two halves of a frame. */
    SNAPSHOT_INSIDE_FRAME(AgentMistake.SNAPSHOT_INSIDE_FRAME);

    private final AgentMistake mistake;

    AgentFaults(final AgentMistake mistake)
    {
        this.mistake = mistake;
    }

    /** Makes an agent that nobody observes. */
    public EngineAgent create(
        final Machine machine, final FrameLog log, final LaneSet lanes, final TurnSource turns, final NanoClock clock)
    {
        return new EngineAgent(
            new EngineContext(machine, log, lanes, turns, new Unobserved(), clock, mistake));
    }
}
