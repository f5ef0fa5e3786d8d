package org.gale.tests.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.CRC32C;

import org.gale.engine.journal.Durability;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalRepair;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayException;
import org.gale.engine.replay.ReplayOptions;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayedMachine;

import static org.gale.tests.simulator.SimulationFailure.check;

/**
 * Storm on a disk that fails: lives that end by faults, recoveries between them, and a life to the end. After each life
 * the promises are checked. Everything follows from the seed. Owned by one thread.
 */
final class Simulation
{
    private static final int FAULTY_LIVES_LIMIT = 6;
    private static final int BOOT_ID_OFFSET = 24;
    private static final long NOTHING = 0;

    private final SplittableRandom random;
    private final SimulatedRun plan;
    private final SimulationFaults mistakes;
    private final SimulatedClock clock = new SimulatedClock();
    private final CRC32C trace = new CRC32C();
    private SimulatedDisk disk = new SimulatedDisk(DiskFaults.NONE);
    private SeededFaults faults;
    private int faultsSurvived;
    private int damages;
    private int livesLeft;
    private long refused;
    private long commands;
    private long acknowledged;
    /** After a loss of power nothing was promised that was not forced. */
    private boolean isForgetful;

    private Simulation(final SimulatedRun plan, final SplittableRandom random, final SimulationFaults mistakes)
    {
        this.random = random;
        this.plan = plan;
        livesLeft = random.nextInt(FAULTY_LIVES_LIMIT);
        this.mistakes = mistakes;
    }

    /**
     * Carries a run through faults to its end.
     *
     * @throws SimulationFailure naming the seed if a promise is broken
     */
    static Outcome run(final long seed, final SimulatedRun plan)
    {
        try
        {
            return new Simulation(plan, new SplittableRandom(seed), SimulationFaults.NONE).run();
        }
        catch (final IOException | RuntimeException | AssertionError ex)
        {
            throw new SimulationFailure("seed " + seed + ": " + ex.getMessage(), ex);
        }
    }

    /**
     * Result of a simulation.
     *
     * @param commands of the storm
     * @param faults   survived
     * @param damages  to stored images that were reported
     * @param refused  offers that a full lane refused
     * @param trace    checksum of every file after every life
     */
    record Outcome(long commands, int faults, int damages, long refused, long trace)
    {
        /** Returns this outcome with faults that something else than the disk made. */
        Outcome plusFaults(final int count)
        {
            return new Outcome(commands, faults + count, damages, refused, trace);
        }
    }

    /**
     * Runs a simulation to its end.
     *
     * @throws SimulationFailure naming the seed if a promise is broken
     */
    static Outcome run(final long seed)
    {
        return run(seed, SimulationFaults.NONE);
    }

    /**
     * Runs a simulation to its end.
     *
     * @param mistakes that it is to find
     * @throws SimulationFailure naming the seed if a promise is broken
     */
    static Outcome run(final long seed, final SimulationFaults mistakes)
    {
        try
        {
            final SplittableRandom random = new SplittableRandom(seed);

            return new Simulation(SimulatedStorm.draw(seed, random), random, mistakes).run();
        }
        catch (final IOException | RuntimeException | AssertionError ex)
        {
            throw new SimulationFailure("seed " + seed + ": " + ex.getMessage(), ex);
        }
    }

    private Outcome run() throws IOException
    {
        boolean isEnded = false;
        while (!isEnded)
        {
            isEnded = live();
        }
        checkDisk();

        return new Outcome(commands, faultsSurvived, damages, refused, trace.getValue());
    }

    /** Runs one life, and checks what it left. Returns whether the storm has ended. */
    private boolean live() throws IOException
    {
        begin();
        final SimulatedHost host = new SimulatedHost(disk, clock, random.split());
        boolean isEnded = false;
        try (Life life = start(host))
        {
            life.run();
            refused += life.refused();
            isEnded = life.isEnded() || life.isLimited();
            check(isEnded || faults != null, "P9", "a life without faults failed: " + life.failure());
            final SimulatedDisk after = disk;
            checkDisk();
            end(isEnded);
            checkLeft(life);
            if (life.isEnded())
            {
                checkEnd(life);
            }
            check(after.violations().isEmpty(), "P9", after.violations().toString());
        }
        catch (final IOException | DiskDownError ex)
        {
            check(faults != null, "P9", "a life without faults failed: " + ex);
            end(false);
        }

        return isEnded;
    }

    /** Draws the faults of the next life: the last ones have none. */
    private void begin()
    {
        faults = livesLeft-- > 0 ? new SeededFaults(random.split(), clock, disk.usedPages()) : null;
        final SimulatedDisk before = disk;
        disk = disk.afterDeath(faults == null ? DiskFaults.NONE : faults);
        before.discard();
    }

    /** Begins the storm, or goes on with it. */
    private Life start(final SimulatedHost host) throws IOException
    {
        final Path journal = disk.root().resolve("run");
        if (!Files.exists(journal.resolve("gale.journal")))
        {
            check(acknowledged == NOTHING, "P11", "no journal, and commands were acknowledged");
            discard(journal);
            final JournalWriter writer = mistakes.journal().opening(plan.journal(), host)
                .create(journal, plan.configuration());

            return new Life(plan, mistakes.machines().create(plan.machine()), writer, host, clock,
                random.split(), mistakes.agent());
        }
        final Machine machine = machineOf(journal);
        try
        {
            return new Life(plan, machine, mistakes.journal().opening(plan.journal(), host).resume(journal), host,
                clock, random.split(), mistakes.agent());
        }
        catch (final IOException | RuntimeException | Error ex)
        {
            machine.close();
            throw ex;
        }
    }

    private Machine machineOf(final Path journal) throws IOException
    {
        final long last = JournalVerifier.verify(journal, (done, total) -> {}).commands();
        if (last == 0)
        {
            return mistakes.machines().create(plan.machine());
        }
        final ReplayOptions options = ReplayOptions.DEFAULT.to(mistakes.skipsCommand() ? last - 1 : last);
        final ReplayedMachine replayed = Replay.replay(journal,
            random.nextBoolean() ? options.fromNearestSnapshot() : options, ReplayProgress.NONE,
            mistakes.machines());
        check(replayed.result().divergence() == null, "P7", "the replay diverged: " + replayed.result().divergence());

        return replayed.machine();
    }

    /** Removes what a life left that ended before there was a journal. */
    private void discard(final Path journal) throws IOException
    {
        for (final String name : new TreeMap<>(disk.contents()).descendingKeySet())
        {
            Files.delete(disk.root().resolve(name));
        }
        if (Files.exists(journal.resolve("000000")))
        {
            Files.delete(journal.resolve("000000"));
        }
        Files.deleteIfExists(journal);
    }

    /** The process or the machine is gone; what a new one finds is a new disk, sound or repaired. */
    private void end(final boolean isEnded) throws IOException
    {
        final boolean losesPower = faults != null && !isEnded && faults.losesPower();
        if (!isEnded)
        {
            faultsSurvived++;
        }
        if (faults != null)
        {
            faultsSurvived += faults.refusals();
        }
        final SimulatedDisk before = disk;
        disk = losesPower ? disk.afterPowerLoss(DiskFaults.NONE, random.split()) : disk.afterDeath(DiskFaults.NONE);
        before.discard();
        final Path journal = disk.root().resolve("run");
        if (losesPower && Files.exists(journal.resolve("gale.journal")))
        {
            loseBoot();
            JournalRepair.repair(journal, new SimulatedHost(disk, clock, new SplittableRandom(faultsSurvived)));
        }
        disk.contents().forEach((name, bytes) ->
        {
            trace.update(name.hashCode());
            trace.update(bytes);
        });
        isForgetful = losesPower && plan.journal().durability() == Durability.PROCESS;
        acknowledged = isForgetful ? NOTHING : acknowledged;
    }

    /** The mark tells of a boot that is over. */
    private void loseBoot() throws IOException
    {
        final DiskFile mark = disk.file("/run/mark");
        final byte[] content = mark.content();
        final ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(BOOT_ID_OFFSET, ~buffer.getLong(BOOT_ID_OFFSET));
        mark.write(0, content, 0, content.length);
        mark.force();
    }

    /** Everything acknowledged is there (P11), sound (P8), and comes to the same (P7). */
    private void checkLeft(final Life life) throws IOException
    {
        final Path journal = disk.root().resolve("run");
        final long released = life.releasedSequence();
        if (!Files.exists(journal.resolve("gale.journal")))
        {
            check(isForgetful || released == 0, "P11", "the journal is gone");
            acknowledged = NOTHING;
            return;
        }
        final JournalEnd left = JournalVerifier.verify(journal, (done, total) -> {});
        check(left.isSound(), "P8", "the journal is damaged: " + left.damage());
        check(isForgetful || left.commands() >= released, "P11",
            "the effects of " + released + " commands left the engine, " + left.commands() + " are left");
        acknowledged = Math.min(released, left.commands());
        final long applied = life.appliedSequence();                            // some of them while they were forced
        final boolean isAllLeft = applied > 0 && left.commands() >= applied;
        damages += new StoredDamage(disk, new SplittableRandom(trace.getValue()), left,
            isAllLeft ? applied : 0, life.machine().runDigest()).drawAll();
        if (isAllLeft)
        {
            final ReplayOptions options = ReplayOptions.DEFAULT.to(applied);
            try (ReplayedMachine replayed = Replay.replay(journal, options, ReplayProgress.NONE, mistakes.machines()))
            {
                check(replayed.result().divergence() == null, "P7", "diverged: " + replayed.result().divergence());
                check(replayed.result().digest() == life.machine().runDigest(), "P7",
                    "after command " + applied + " the replay comes to another digest");
                plan.checkLeft(applied, replayed.result().digest());
            }
            catch (final InvariantBrokenException | ReplayException ex)
            {
                throw new SimulationFailure("the journal that was left: " + ex.getMessage(), ex);
            }
        }
    }

    /** The run has ended: nothing is lost, nothing invented, everything is accounted for. */
    private void checkEnd(final Life life) throws IOException
    {
        final Path journal = disk.root().resolve("run");
        final JournalEnd end = JournalVerifier.verify(journal, (done, total) -> {});
        check(end.status() == JournalEnd.Status.CLOSED, "P8", "the journal is " + end.status());
        commands = end.commands();
        plan.checkEnd(life, journal, !end.purged().isAny());
    }

    private void checkDisk()
    {
        check(disk.violations().isEmpty(), "P9", disk.violations().toString());
    }
}
