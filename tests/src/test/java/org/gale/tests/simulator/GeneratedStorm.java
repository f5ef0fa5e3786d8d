package org.gale.tests.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.Durability;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.run.ProfileWorkloads;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;

import static org.gale.tests.simulator.SimulationFailure.check;

/**
 * Storm of the agents of production, in an open or a closed loop, with producers that attach. Its vCPUs are resident,
 * scheduled by a host (overcommit), or toggled and moved (direct).
 *
 * @param storm     the traffic of the generator
 * @param profile   name of the profile that makes the workload
 * @param keys      settings of the profile
 * @param journal   how it is journaled
 * @param snapshots when snapshots are taken
 * @param budget    interrupts of a turn at most
 * @param laneWords capacity of each lane
 * @param home      directory of the lane files
 */
record GeneratedStorm(
    StormConfig storm,
    String profile,
    Map<String, String> keys,
    JournalConfig journal,
    SnapshotSchedule snapshots,
    int budget,
    int laneWords,
    Path home)
    implements SimulatedRun
{
    private static final String RESIDENT = "default";
    private static final String OVERCOMMIT = "overcommit";
    private static final String DIRECT = "direct";
    private static final List<String> PROFILES = List.of(RESIDENT, RESIDENT, OVERCOMMIT, DIRECT);
    private static final int EVENTS = 1_500;
    private static final int RATE_PER_S = 100_000;

    /** Draws a storm whose lane files lie in a directory. */
    static GeneratedStorm draw(final long seed, final Path home)
    {
        final SplittableRandom random = new SplittableRandom(seed + (1L << 32));
        final String profile = PROFILES.get(random.nextInt(PROFILES.size()));
        final int vms = 1 + random.nextInt(2);
        final int vpes = 1 + random.nextInt(profile.equals(RESIDENT) ? 2 : 4);
        final int pes = profile.equals(OVERCOMMIT) ? 1 + random.nextInt(vms * vpes) : vms * vpes;
        final int devices = 1 + random.nextInt(2);
        final int events = 16 << random.nextInt(2);
        final int rate = random.nextInt(3) == 0 ? 0 : RATE_PER_S * (1 + random.nextInt(10));
        final StormConfig storm = StormConfigs.parse("vms=" + vms + " vpes=" + vpes + " pes=" + pes + " lpis=" +
            devices * events + " devices=" + devices + " events=" + events + " rate=" + rate + " arrivals=" +
            (random.nextBoolean() ? "poisson" : "constant") + " duration_ns=30000000000 count=" +
            (EVENTS + random.nextInt(EVENTS)) + " seed=" + (seed & 0xffff) + " latency=0 window=0");

        final Map<String, String> keys = keys(profile, random);
        final JournalConfig journal = SimulatedStorm.journal(seed, random);
        if (profile.equals(OVERCOMMIT) && journal.durability() == Durability.FORCED)
        {
            keys.put("irsen", "0");             // a slow force outlasts a period, and each cycle would have work
        }

        return new GeneratedStorm(storm, profile, keys, journal,
            SnapshotSchedule.ofCommands(200L + random.nextInt(1_500)), 1 << random.nextInt(7),
            64 << random.nextInt(4), home);
    }

    /** Draws rates that are high enough for the short time of a simulation. */
    private static Map<String, String> keys(final String profile, final SplittableRandom random)
    {
        final Map<String, String> keys = new TreeMap<>();
        switch (profile)
        {
            case OVERCOMMIT:
                keys.put("slice", 5 + random.nextInt(100) + "us");
                keys.put("irsen", Integer.toString(random.nextInt(4_000)));
                break;
            case DIRECT:
                final boolean hasSwap = random.nextBoolean();
                final boolean isPerVcpu = random.nextInt(4) != 0;
                keys.put("version", hasSwap ? "4.1" : "4.0");
                keys.put("policy", isPerVcpu ? "per-vcpu" : "all-or-nothing");
                keys.put("toggles", isPerVcpu ? Integer.toString(random.nextInt(4_000)) : "0");
                keys.put("moves", Integer.toString(random.nextInt(10_000)));
                keys.put("vpeid_bits", hasSwap ? Integer.toString(1 + random.nextInt(4)) : "16");
                break;
            default:
                break;
        }

        return keys;
    }

    /** Returns the workload of one life. */
    Workload workload()
    {
        return ProfileWorkloads.of(storm, profile, keys);
    }

    /** Returns whether each vCPU has a PE of its own. */
    boolean isResident()
    {
        return profile.equals(RESIDENT);
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
        return workload().machine();
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
        check(!accounts.firstMismatch().isFound(), "P1, P2", "a command found what is not owed, or lost");
        long offered = life.machine().untranslated() + life.machine().unreachable();
        for (int vmId = 0; vmId < storm.value(StormSettings.VMS); vmId++)
        {
            final Ledger ledger = accounts.ledger(accounts.vmOwner(vmId));
            check(ledger.remainder() == 0 && ledger.pending() == 0, "P6", "VM " + vmId + " of " + profile + keys +
                " has a remainder of " + ledger.remainder() + ", " + ledger.pending() + " are pending");
            check(ledger.offered() == ledger.delivered() + ledger.coalesced(), "P1", "VM " + vmId + " was offered " +
                ledger.offered() + ", delivered " + ledger.delivered() + " and coalesced " + ledger.coalesced());
            check(accounts.isIndexSound(accounts.vmOwner(vmId)), "P4", "the index of VM " + vmId + " is not its table");
            offered += ledger.offered();
        }
        final long count = storm.value(StormSettings.COUNT);
        check(offered >= count, "P1", "of " + count + " events " + offered + " arrived");
        if (isWhole && isResident())
        {
            StormModel.ofOpenLoop(storm).check(journal, machine(), life.runDigest(), offered);
        }
        else if (isWhole)
        {
            checkSettled(journal, life.runDigest());
        }
    }

    /** Applies the journal once more, command by command: nobody is ever pending, asleep and not announced (P5). */
    private void checkSettled(final Path journal, final long digest) throws IOException
    {
        long sequence = 0;
        try (JournalReader reader = JournalReader.open(journal); Machine machine = Machines.FACTORY.create(machine()))
        {
            while (reader.next())
            {
                int at = reader.payloadOffset();
                for (int i = 0; i < reader.count(); i++)
                {
                    machine.outputs().clear();
                    at = machine.apply(reader.buffer(), at);
                    final String unsettled = machine.unsettled();
                    sequence++;
                    check(unsettled == null, "P5", "after command " + sequence + ": " + unsettled);
                }
            }
            machine.outputs().clear();
            check(machine.runDigest() == digest, "P7", "one by one the commands come to another digest");
        }
    }
}
