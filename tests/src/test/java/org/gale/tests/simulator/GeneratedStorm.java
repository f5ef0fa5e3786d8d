package org.gale.tests.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.StormConfig;
import org.gale.engine.storm.StormRun;

import static org.gale.tests.simulator.SimulationFailure.check;

/**
 * Storm of the agents of production, in an open or a closed loop, with producers that attach.
 *
 * @param storm     the traffic of the generator
 * @param journal   how it is journaled
 * @param snapshots when snapshots are taken
 * @param budget    interrupts of a turn at most
 * @param laneWords capacity of each lane
 * @param home      directory of the lane files
 */
record GeneratedStorm(
    StormConfig storm, JournalConfig journal, SnapshotSchedule snapshots, int budget, int laneWords, Path home)
    implements SimulatedRun
{
    private static final int EVENTS = 1_500;
    private static final int RATE_PER_S = 100_000;

    /** Draws a storm whose lane files lie in a directory. */
    static GeneratedStorm draw(final long seed, final Path home)
    {
        final SplittableRandom random = new SplittableRandom(seed + (1L << 32));
        final int vms = 1 + random.nextInt(2);
        final int vpes = 1 + random.nextInt(2);
        final int devices = 1 + random.nextInt(2);
        final int events = 16 << random.nextInt(2);
        final int rate = random.nextInt(3) == 0 ? 0 : RATE_PER_S * (1 + random.nextInt(10));
        final StormConfig storm = StormConfig.parse("vms=" + vms + " vpes=" + vpes + " pes=" + vms * vpes + " lpis=" +
            devices * events + " devices=" + devices + " events=" + events + " rate=" + rate + " arrivals=" +
            (random.nextBoolean() ? "poisson" : "constant") + " duration_ns=30000000000 count=" +
            (EVENTS + random.nextInt(EVENTS)) + " seed=" + (seed & 0xffff) + " latency=0 window=0");

        return new GeneratedStorm(storm, SimulatedStorm.journal(seed, random),
            SnapshotSchedule.ofCommands(200L + random.nextInt(1_500)), 1 << random.nextInt(7),
            64 << random.nextInt(4), home);
    }

    @Override
    public byte[] configuration()
    {
        return new RunConfiguration("test", machine(), storm.seed())
            .with(RunConfiguration.STORM, storm.toKeys()).toBytes();
    }

    @Override
    public MachineConfig machine()
    {
        return StormRun.machineFor(storm);
    }

    @Override
    public LifeTraffic traffic(final Machine machine, final SimulatedClock clock, final SplittableRandom random)
    {
        return new GeneratedTraffic(this, machine, home, clock, random);
    }

    @Override
    public void checkLeft(final long applied, final long digest)
    {
        // The engine's own digest is all there is to compare with.
    }

    @Override
    public void checkEnd(final Life life, final Path journal, final boolean isWhole) throws IOException
    {
        final Accounts accounts = life.machine().accounts();
        long offered = life.machine().untranslated();
        for (int vmId = 0; vmId < storm.vms(); vmId++)
        {
            final Ledger ledger = accounts.ledger(accounts.vmOwner(vmId));
            check(ledger.remainder() == 0 && ledger.pending() == 0, "P6", "VM " + vmId + " has a remainder");
            check(ledger.offered() == ledger.delivered() + ledger.coalesced(), "P1", "VM " + vmId + " was offered " +
                ledger.offered() + ", delivered " + ledger.delivered() + " and coalesced " + ledger.coalesced());
            check(accounts.isIndexSound(accounts.vmOwner(vmId)), "P4", "the index of VM " + vmId + " is not its table");
            offered += ledger.offered();
        }
        check(offered >= storm.countLimit(), "P1", "of " + storm.countLimit() + " events " + offered + " arrived");
        if (isWhole)
        {
            StormModel.ofOpenLoop(storm).check(journal, machine(), life.runDigest(), offered);
        }
    }
}
