package org.gale.tests.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.SnapshotSchedule;

/** Run that a simulation carries through faults, drawn from a seed. */
interface SimulatedRun
{
    /** Returns how the run is journaled. */
    JournalConfig journal();

    /** Returns when snapshots are taken. */
    SnapshotSchedule snapshots();

    /** Returns the configuration that the journal holds. */
    byte[] configuration();

    /** Returns the configuration of the machine. */
    MachineConfig machine();

    /**
     * Makes the traffic of one life.
     *
     * @param machine as the journal left it
     */
    LifeTraffic traffic(Machine machine, SimulatedClock clock, SplittableRandom random);

    /**
     * Checks what a life left.
     *
     * @param applied number of commands that it applied
     * @param digest  of the run after them, as the replay comes to it
     * @throws SimulationFailure if a promise is broken
     */
    void checkLeft(long applied, long digest);

    /**
     * Checks the end of the run.
     *
     * @param life    the last one, at its end
     * @param journal directory, closed
     * @param isWhole true if no segment of the journal was purged
     * @throws SimulationFailure if a promise is broken
     */
    void checkEnd(Life life, Path journal, boolean isWhole) throws IOException;
}
