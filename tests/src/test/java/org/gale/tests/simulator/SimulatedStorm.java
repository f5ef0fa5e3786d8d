package org.gale.tests.simulator;

import java.util.List;
import java.util.SplittableRandom;

import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.StormConfig;
import org.gale.engine.storm.StormRun;

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
        final StormConfig storm = StormConfig.parse("vms=" + vms + " vpes=" + vpes + " pes=" + vms * vpes + " lpis=" +
            devices * events + " devices=" + devices + " events=" + events + " rate=0 arrivals=poisson " +
            "duration_ns=30000000000 count=" + (long)vms * (EVENTS_OF_VM + random.nextInt(EVENTS_OF_VM)) + " seed=" +
            (seed & 0xffff) + " latency=0 window=0");

        return new SimulatedStorm(storm, journal(seed, random),
            SnapshotSchedule.ofCommands(200L + random.nextInt(1_500)), 1 << random.nextInt(7), 64 << random.nextInt(4));
    }

    private static JournalConfig journal(final long seed, final SplittableRandom random)
    {
        final int frameLimit = (4096 << random.nextInt(3)) - 4;
        final int step = 4096 << random.nextInt(3);
        JournalConfig config = JournalConfig.DEFAULT.withBlocks(frameLimit, List.of(BLOCK))
            .withReserve(step, Math.max(step, frameLimit + RESERVED_BESIDE_FRAME + random.nextInt(step)))
            .withIdentity(JournalConfig.DEFAULT.semanticsVersion(), seed | 1);
        if (random.nextBoolean())
        {
            config = config.forced(1 + random.nextInt(8), random.nextInt(1_000_000));
        }

        return random.nextInt(3) == 0 ?
            config.withLimit((14L + random.nextInt(8)) * SEGMENT_BYTES).purgingOldest() : config;
    }

    byte[] configuration()
    {
        return new RunConfiguration("test", StormRun.machineFor(storm), storm.seed())
            .with(RunConfiguration.STORM, storm.toKeys()).toBytes();
    }

    /** Returns how many events each VM is offered. */
    long eventsOfVm()
    {
        return storm.countLimit() / storm.vms();
    }
}
