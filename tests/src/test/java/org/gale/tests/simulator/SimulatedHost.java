package org.gale.tests.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.journal.JournalHost;
import org.gale.engine.journal.SegmentStore;
import org.gale.engine.support.SteppedAgents;

/**
 * Host of a writer in a simulation: a simulated disk, a clock that the scheduler moves, and helpers that run when the
 * scheduler picks them. Owned by one thread.
 */
final class SimulatedHost implements JournalHost
{
    private static final long PID = 4242;
    private static final long IDLE_NS = 50_000;
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private static final long CURRENT_BOOT_ID = readBootId();

    private final MemoryStore store;
    private final SplittableRandom random;
    private final SimulatedClock clock;
    private final SteppedAgents helpers = new SteppedAgents();

    SimulatedHost(final SimulatedDisk disk, final SimulatedClock clock, final SplittableRandom random)
    {
        this.store = new MemoryStore(disk, PID);
        this.clock = clock;
        this.random = random;
    }

    /** Runs one cycle of one helper, chosen by chance, and returns how much work it did. */
    int step()
    {
        return helpers.step(random);
    }

    @Override
    public long nanoTime()
    {
        return clock.nanoTime();
    }

    @Override
    public SegmentStore store()
    {
        return store;
    }

    @Override
    public RunningAgent start(final Agent helper)
    {
        return helpers.start(helper, NoOpIdleStrategy.INSTANCE);
    }

    @Override
    public void idle(final int turn)
    {
        clock.advance(IDLE_NS);
        step();
    }

    @Override
    public boolean forcesBeside(final long lastForceNs, final long commands)
    {
        return random.nextBoolean();
    }

    @Override
    public long pid()
    {
        return PID;
    }

    @Override
    public long bootId()
    {
        return CURRENT_BOOT_ID;
    }

    private static long readBootId()
    {
        try
        {
            return Long.parseUnsignedLong(Files.readString(BOOT_ID).trim().replace("-", ""), 0, 16, 16);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
