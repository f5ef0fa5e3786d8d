package org.gale.engine.agent;

/** Deliberate mistake of an engine agent, which a test hands to an agent to show that the simulator finds it. */
enum AgentMistake
{
    /** None. */
    NONE,
    /** The turns of a frame are left out when the frame is applied. */
    TURNS_LOST,
    /** Lanes are completed although guests are signalled. */
    LANE_COMPLETED_EARLY,
    /** Outputs leave before the force of their frames has ended. */
    OUTPUTS_BEFORE_FORCE,
    /** A snapshot that is due is taken between the commands of a frame and its turns. */
    SNAPSHOT_INSIDE_FRAME
}
