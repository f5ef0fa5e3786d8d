package org.gale.tests.simulator;

import java.util.SplittableRandom;

import org.gale.engine.agent.AgentFaults;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.JournalRefusedException;

/**
 * Life of one process of a storm: its engine, its producers and the helpers of its journal, stepped by a scheduler
 * until the storm has ended or a fault ends the life. Owned by one thread.
 */
final class Life implements AutoCloseable
{
    private static final int STEPS_LIMIT = 400_000;
    private static final int PAUSE_NS = 3_000;
    private static final int PAUSE_SHIFTS = 14;

    private final Machine machine;
    private final SimulatedHost host;
    private final SimulatedClock clock;
    private final SplittableRandom random;
    private final EngineAgent engine;
    private final LifeTraffic traffic;
    private final JournalWriter writer;
    private int work;
    private boolean isEnded;
    private long runDigest;

    /** A life whose machine is as the journal left it. */
    Life(
        final SimulatedRun plan,
        final Machine machine,
        final JournalWriter writer,
        final SimulatedHost host,
        final SimulatedClock clock,
        final SplittableRandom random,
        final AgentFaults faults)
    {
        this.writer = writer;
        this.machine = machine;
        this.host = host;
        this.clock = clock;
        this.random = random;
        traffic = plan.traffic(machine, clock, random);
        engine = faults.create(machine, writer, traffic.lanes(), traffic.turns(), clock);
        engine.snapshots(plan.snapshots());
    }

    /**
     * Runs until the storm has ended or the log refuses a frame.
     *
     * @throws SimulationFailure if a promise is found broken
     */
    void run()
    {
        try
        {
            drive();
            runDigest = engine.finish();
            engine.onClose();
            isEnded = writer.failure() == null;
        }
        catch (final JournalRefusedException | DiskDownError ex)
        {
            fail();
        }
        catch (final InvariantBrokenException ex)
        {
            fail();
            throw new SimulationFailure(ex.getMessage(), ex);
        }
    }

    /** Returns whether the storm came to its end, and its journal was closed. */
    boolean isEnded()
    {
        return isEnded;
    }

    /** Returns whether the limit of the journal left no room for what is to come: a storm stops then for good. */
    boolean isLimited()
    {
        return writer.failure() != null && writer.failure().reason() == JournalFailure.Reason.LIMIT;
    }

    /** Returns why the journal refused a frame, or null. */
    JournalFailure failure()
    {
        return writer.failure();
    }

    /** Returns the digest of the whole run, after its end. */
    long runDigest()
    {
        return runDigest;
    }

    /** Returns the number of the last command that the machine has applied. */
    long appliedSequence()
    {
        return engine.appliedSequence();
    }

    /** Returns the number of the last command whose effects left the engine. */
    long releasedSequence()
    {
        return engine.releasedSequence();
    }

    Machine machine()
    {
        return machine;
    }

    /** Returns how often a full lane refused a command (P10). */
    long refused()
    {
        return traffic.refused();
    }

    @Override
    public void close()
    {
        machine.close();
        traffic.close();
    }

    /** Delivers what was pending before, then lets the agents offer. */
    private void drive()
    {
        int steps = 0;
        while (engine.doWork() > 0 || !traffic.isCaughtUp(engine))
        {
            pause();
            steps = count(steps);
        }
        while (!traffic.isFinished(engine, work))
        {
            traffic.beforeCycle(engine);
            step();
            steps = count(steps);
        }
    }

    private void step()
    {
        final int pick = random.nextInt(8);
        if (pick < 3)
        {
            work = engine.doWork();
        }
        else if (pick < 6)
        {
            traffic.step(random);
        }
        else
        {
            host.step();
        }
        pause();
    }

    /** Lets time go by, mostly little, now and then much, and helpers work. */
    private void pause()
    {
        clock.advance((long)random.nextInt(PAUSE_NS) << (random.nextInt(64) == 0 ? random.nextInt(PAUSE_SHIFTS) : 0));
        if (random.nextInt(4) == 0)
        {
            host.step();
        }
    }

    private static int count(final int steps)
    {
        if (steps >= STEPS_LIMIT)
        {
            throw new SimulationFailure("P5 broken: no end after " + steps + " steps");
        }

        return steps + 1;
    }

    /** The log refuses a frame: everything ends as it does in a process, as far as that is still there. */
    private void fail()
    {
        try
        {
            engine.fail();
        }
        catch (final DiskDownError ex)
        {
            // The process has ended in the middle of its end.
        }
    }
}
