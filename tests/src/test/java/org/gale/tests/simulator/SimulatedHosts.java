package org.gale.tests.simulator;

import java.nio.file.Path;
import java.util.SplittableRandom;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.SnapshotSchedule;

import static org.gale.tests.simulator.SimulationFailure.check;

/**
 * Journaled run of a random host's program.
 *
 * @param program   that was applied and checked without a journal
 * @param journal   how it is journaled
 * @param snapshots when snapshots are taken
 * @param laneWords capacity of the lane
 */
record SimulatedHosts(HostProgram program, JournalConfig journal, SnapshotSchedule snapshots, int laneWords)
    implements SimulatedRun
{
    /** Draws how a program is journaled. */
    static SimulatedHosts draw(final long seed, final HostProgram program)
    {
        final SplittableRandom random = new SplittableRandom(~seed);

        return new SimulatedHosts(program, SimulatedStorm.journal(seed, random),
            SnapshotSchedule.ofCommands(100L + random.nextInt(800)), 64 << random.nextInt(4));
    }

    @Override
    public byte[] configuration()
    {
        return program.configuration().toBytes();
    }

    @Override
    public MachineConfig machine()
    {
        return program.machine();
    }

    @Override
    public LifeTraffic traffic(final Machine machine, final SimulatedClock clock, final SplittableRandom random)
    {
        return new ProgramTraffic(program.commands(), (int)machine.commandCount(), laneWords);
    }

    @Override
    public void checkLeft(final long applied, final long digest)
    {
        final Long expected = program.digests().get((int)applied);
        check(expected == null || expected == digest, "P7", "after command " + applied +
            " the journal comes to another digest than the session without a journal");
    }

    @Override
    public void checkEnd(final Life life, final Path journal, final boolean isWhole)
    {
        check(life.appliedSequence() == program.commands().size(), "P1", life.appliedSequence() + " of " +
            program.commands().size() + " commands were applied");
        checkLeft(life.appliedSequence(), life.runDigest());
    }
}
