package org.gale.tests.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.support.Reserves;

import static org.gale.tests.simulator.SimulationFailure.check;

/**
 * Storm of a simulation, its journal and its schedule of snapshots, all drawn from the seed.
 *
 * @param storm     the traffic
 * @param journal   how it is journaled
 * @param snapshots when snapshots are taken
 * @param budget    interrupts of a turn at most
 * @param laneWords capacity of each lane
 */
record SimulatedStorm(
    StormConfig storm, JournalConfig journal, SnapshotSchedule snapshots, int budget, int laneWords)
    implements SimulatedRun
{
    private static final int BLOCK = 64 * 1024;
    private static final int SEGMENT_BYTES = BLOCK + 128 * 1024;
    /** Room for a closing frame, and for what an open segment begins with. */
    private static final int RESERVED_BESIDE_FRAME = 8 * 1024;
    private static final int EVENTS_OF_VM = 800;

    static SimulatedStorm draw(final long seed, final SplittableRandom random)
    {
        final int vms = 1 + random.nextInt(3);
        final int vpes = 1 + random.nextInt(2);
        final int devices = 1 + random.nextInt(2);
        final int events = 16 << random.nextInt(2);
        final StormConfig storm = StormConfigs.parse("vms=" + vms + " vpes=" + vpes + " pes=" + vms * vpes + " lpis=" +
            devices * events + " devices=" + devices + " events=" + events + " rate=0 arrivals=poisson " +
            "duration_ns=30000000000 count=" + (long)vms * (EVENTS_OF_VM + random.nextInt(EVENTS_OF_VM)) + " seed=" +
            (seed & 0xffff) + " latency=0 window=0");

        return new SimulatedStorm(storm, journal(seed, random),
            SnapshotSchedule.ofCommands(200L + random.nextInt(1_500)), 1 << random.nextInt(7), 64 << random.nextInt(4));
    }

    static JournalConfig journal(final long seed, final SplittableRandom random)
    {
        final int frameLimit = (4096 << random.nextInt(3)) - 4;
        final int step = 4096 << random.nextInt(3);
        JournalConfig config = JournalConfig.DEFAULT.withBlocks(frameLimit, List.of(BLOCK))
            .with(Reserves.of(step, Math.max(step, frameLimit + RESERVED_BESIDE_FRAME + random.nextInt(step))))
            .withId(seed | 1);
        if (random.nextBoolean())
        {
            config = config.forced(1 + random.nextInt(8), random.nextInt(1_000_000));
        }

        return random.nextInt(3) == 0 ?
            config.withLimit((14L + random.nextInt(8)) * SEGMENT_BYTES).purgingOldest() : config;
    }

    @Override
    public byte[] configuration()
    {
        return new RunConfiguration("test", machine(), storm.value(StormSettings.SEED))
            .with(RunConfiguration.JOB, "{}").toBytes();
    }

    @Override
    public MachineConfig machine()
    {
        return new ResidentWorkload(storm).machine();
    }

    @Override
    public LifeTraffic traffic(final Machine machine, final SimulatedClock clock, final SplittableRandom random)
    {
        return new ClosedLoopTraffic(this, machine, clock, random);
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
        check(!accounts.firstMismatch().isFound(), "P1, P2", "a command found what is not owed, or lost");
        for (int vmId = 0; vmId < storm.value(StormSettings.VMS); vmId++)
        {
            final Ledger ledger = accounts.ledger(accounts.vmOwner(vmId));
            check(ledger.remainder() == 0 && ledger.pending() == 0, "P6", "VM " + vmId + " has a remainder");
            check(ledger.coalesced() == 0, "closed loop", "VM " + vmId + " coalesced " + ledger.coalesced());
            check(ledger.offered() == eventsOfVm() && ledger.delivered() == eventsOfVm(), "P1, P3",
                "VM " + vmId + " was offered " + ledger.offered() + " and delivered " + ledger.delivered());
            check(accounts.isIndexSound(accounts.vmOwner(vmId)), "P4", "the index of VM " + vmId + " is not its table");
        }
        if (isWhole)
        {
            StormModel.ofClosedLoop(storm)
                .check(journal, machine(), life.runDigest(), storm.value(StormSettings.VMS) * eventsOfVm());
        }
    }

    /** Returns how many events each VM is offered. */
    long eventsOfVm()
    {
        return storm.value(StormSettings.COUNT) / storm.value(StormSettings.VMS);
    }
}
