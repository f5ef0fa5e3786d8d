package org.gale.tests.simulator;

import org.gale.engine.agent.AgentFaults;
import org.gale.engine.gicv5.irs.IrsFaults;
import org.gale.engine.journal.JournalFaults;

/** Faults of the kind that this code had or could have, each with a seed whose simulation finds it. */
enum Fault
{
    /** A mark is stored before the frame that it names. */
    MARK_BEFORE_FRAME(5),
    /** A seal forgets the last frame. */
    SEAL_WITHOUT_LAST_FRAME(1),
    /** A signal threshold is lowered without a settle. */
    THRESHOLD_WITHOUT_SETTLE(1),
    /** A turn of a frame is lost when the frame is applied. */
    TURN_LOST(1),
    /** A lane is completed while guests have still to acknowledge. */
    LANE_COMPLETED_EARLY(3),
    /** A snapshot is taken between two halves of a frame. */
    SNAPSHOT_INSIDE_FRAME(5),
    /** A segment is purged that the only snapshot needs. */
    PURGE_OF_NEEDED_SEGMENT(27),
    /** A storm is resumed without its last command. */
    RESUME_WITHOUT_LAST_COMMAND(2);

    private final long seed;

    Fault(final long seed)
    {
        this.seed = seed;
    }

    /** Returns the seed of a simulation that finds this fault. */
    long seed()
    {
        return seed;
    }

    /**
     * Runs a simulation with this fault thrown.
     *
     * @throws SimulationFailure if it is found
     */
    void simulate(final long withSeed)
    {
        set(true);
        try
        {
            Simulation.run(withSeed, this == RESUME_WITHOUT_LAST_COMMAND);
        }
        finally
        {
            set(false);
        }
    }

    private void set(final boolean isThrown)
    {
        switch (this)
        {
            case MARK_BEFORE_FRAME -> JournalFaults.marksEarly(isThrown);
            case SEAL_WITHOUT_LAST_FRAME -> JournalFaults.forgetsLastFrame(isThrown);
            case THRESHOLD_WITHOUT_SETTLE -> IrsFaults.lowersThreshold(isThrown);
            case TURN_LOST -> AgentFaults.losesTurn(isThrown);
            case LANE_COMPLETED_EARLY -> AgentFaults.completesEarly(isThrown);
            case SNAPSHOT_INSIDE_FRAME -> AgentFaults.snapshotsInside(isThrown);
            case PURGE_OF_NEEDED_SEGMENT -> JournalFaults.purgesNeeded(isThrown);
            case RESUME_WITHOUT_LAST_COMMAND ->
            {
                // The simulation resumes the storm, and so it has this switch.
            }
        }
    }
}
