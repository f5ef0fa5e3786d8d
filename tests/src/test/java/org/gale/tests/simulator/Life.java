package org.gale.tests.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.agrona.DirectBuffer;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.JournalLog;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.storm.GuestScheduler;
import org.gale.engine.storm.StormSetups;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;

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
    private final List<Lane> lanes = new ArrayList<>();
    private final List<SimulatedProducer> producers = new ArrayList<>();
    private final JournalWriter writer;
    private boolean isEnded;
    private long runDigest;

    /** A life whose machine is as the journal left it. */
    Life(
        final SimulatedStorm plan,
        final Machine machine,
        final JournalWriter writer,
        final SimulatedHost host,
        final SimulatedClock clock,
        final SplittableRandom random)
    {
        this.writer = writer;
        this.machine = machine;
        this.host = host;
        this.clock = clock;
        this.random = random;
        final List<long[]> setup = StormSetups.commands(plan.storm());
        final int applied = (int)Math.min(setup.size(), machine.commandCount());
        for (int vmId = 0; vmId < plan.storm().vms(); vmId++)
        {
            final Ledger ledger = machine.accounts().ledger(machine.accounts().vmOwner(vmId));
            final Lane lane = Lane.allocate(plan.laneWords());
            lanes.add(lane);
            producers.add(new SimulatedProducer(plan.storm(), vmId, lane.producer(), clock, random.split(),
                vmId == 0 ? setup.subList(applied, setup.size()) : List.of(),
                ledger == null ? 0 : ledger.offered(), plan.eventsOfVm()));
        }
        engine = new EngineAgent(machine, new JournalLog(writer), writer.heldFrames(),
            new LaneSet(lanes.stream().map(Lane::consumer).toArray(LaneConsumer[]::new)),
            new GuestScheduler(plan.budget()), new Unobserved(), clock);
        engine.snapshots(plan.snapshots());
    }

    /** Nobody watches; the promises are checked afterwards. */
    private static final class Unobserved implements RunObserver
    {
        @Override
        public void drained(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
        {
            // Not measured.
        }

        @Override
        public void raised(final long nowNs)
        {
            // Not measured.
        }

        @Override
        public void applied(final Outputs outputs, final long nowNs)
        {
            // Not measured.
        }
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

    /** Returns the number of the last command whose effects left the engine. */
    long appliedSequence()
    {
        return engine.appliedSequence();
    }

    Machine machine()
    {
        return machine;
    }

    /** Returns how often a full lane refused a command (P10). */
    long refused()
    {
        return producers.stream().mapToLong(SimulatedProducer::refused).sum();
    }

    @Override
    public void close()
    {
        machine.close();
        lanes.forEach(Lane::close);
    }

    /** Delivers the events that were pending before, then sets the machine up, then lets events be offered. */
    private void drive()
    {
        int steps = 0;
        while (engine.doWork() > 0 || !engine.isIdle())
        {
            pause();
            steps = count(steps);
        }
        boolean isSetUp = false;
        while (!isFinished())
        {
            isSetUp = isSetUp || producers.get(0).isSetUp();
            step(isSetUp);
            steps = count(steps);
        }
    }

    private void step(final boolean isSetUp)
    {
        final int pick = random.nextInt(8);
        if (pick < 3)
        {
            engine.doWork();
        }
        else if (pick < 6)
        {
            final int producer = isSetUp ? random.nextInt(producers.size()) : 0;
            producers.get(producer).doWork();
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

    private boolean isFinished()
    {
        return engine.isIdle() && producers.stream().allMatch(SimulatedProducer::isFinished);
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
