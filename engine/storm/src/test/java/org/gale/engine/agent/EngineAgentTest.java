package org.gale.engine.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.command.Commands;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.RecordSchedule;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.profile.ResidentGuests;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;
import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of frames that wait for a force: their contents, and when producers see that their commands are delivered. */
class EngineAgentTest extends EngineAgentFixture
{
    private static final long FORCE_NS = 3_200;

    @Test
    void shouldForceTurnsWithTheMsisThatTheyTake()
    {
        raise(topology.lpis(0));                                                // of the first VM
        workUntilCompleted();
        assertEquals(1, log.forces());

        raise(topology.lpis(0));                                                // of the second
        workUntilCompleted();
        assertEquals(2, log.forces());
        assertEquals(2L * topology.lpis(0), acknowledged.count);
        assertTrue(agent.isIdle());
    }

    @Test
    void shouldRaiseAnInterruptAndTakeItByOneFrame()
    {
        raise(1);
        workUntilCompleted();

        assertEquals(1, log.appendedFrames());
        assertEquals(3, log.nextSequence());                                    // an MSI and a TURN
        assertEquals(1, acknowledged.count);
    }

    @Test
    void shouldCountAppliedCommandsOnlyWhenALaterFrameWaits()
    {
        log.forcesBefore();
        raise(2);
        agent.doWork();
        assertEquals(0, agent.appliedSequence());
        raise(1);
        agent.doWork();

        assertEquals(6, log.nextSequence());
        assertEquals(3, agent.appliedSequence());
    }

    @Test
    void shouldOfferTheSameFrameAgainWhenTheLogIsNotReady()
    {
        log.notReady(2);
        raise(1);
        assertEquals(0, agent.doWork());
        raise(1);
        assertEquals(0, agent.doWork());
        assertFalse(agent.isIdle());
        assertEquals(0, log.appendedFrames());

        assertEquals(1, agent.doWork());
        assertEquals(1, log.appendedFrames());
        assertEquals(3, log.nextSequence());                                    // the second is still in the lane
        workUntilCompleted();
        assertEquals(2, acknowledged.count);
    }

    @Test
    void shouldTakeInLaterFramesWhatABudgetLeaves()
    {
        agent = agent(new ResidentGuests(1));
        raise(interrupts);
        agent.doWork();
        agent.doWork();
        assertEquals(topology.pes(), acknowledged.count);
        assertEquals(0, producer.completed());

        for (int step = 0; step < 3 * interrupts && !agent.isIdle(); step++)
        {
            agent.doWork();
        }
        assertEquals(interrupts, acknowledged.count);
        assertEquals(producer.position(), producer.completed());
    }

    @Test
    void shouldDelayTheForceForFramesThatCouldShareIt()
    {
        log.forceTakes(FORCE_NS);
        clock.update(FORCE_NS);
        raise(1);
        agent.doWork();
        agent.doWork();
        raise(1);
        agent.doWork();
        clock.update(FORCE_NS + FORCE_NS / 32 - 1);
        agent.doWork();
        assertEquals(0, log.forces());

        clock.update(FORCE_NS + FORCE_NS / 32);
        agent.doWork();
        assertEquals(1, log.forces());
        assertEquals(5, log.nextSequence());
    }

    /** Keeps the lane's producer within a window, as a closed loop does, so that no event coalesces with another. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldCompleteDeliveredCommandsAndNoOthers(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        while (producer.position() < 20_000)
        {
            final int free = (int)(interrupts - producer.position() + producer.completed());
            raise(free == 0 ? 0 : random.nextInt(free + 1));
            for (int steps = random.nextInt(4); steps > 0; steps--)
            {
                agent.doWork();
                assertTrue(producer.completed() <= acknowledged.count,
                    producer.completed() + " completed, " + acknowledged.count + " acknowledged");
            }
        }
        workUntilCompleted();

        assertEquals(producer.position(), acknowledged.count);
    }

    @Test
    void shouldCompleteNothingWhenGuestsAreNotSettled()
    {
        final UnsettledTurns turns = new UnsettledTurns();
        agent = agent(turns);
        raise(1);
        for (int step = 0; step < STEPS_LIMIT; step++)
        {
            agent.doWork();
        }
        assertEquals(1, acknowledged.count);
        assertEquals(0, producer.completed());
        assertFalse(agent.isIdle());

        turns.isSettled = true;
        workUntilCompleted();
        assertTrue(agent.isIdle());
    }

    @Test
    void shouldCheckTheInvariantsWhenTheSourceOfTurnsSaysSo()
    {
        final UnsettledTurns turns = new UnsettledTurns();
        turns.isSettled = true;
        agent = agent(turns);
        raise(interrupts / 2);
        workUntilCompleted();
        final Ledger ledger = machine.accounts().ledger(machine.accounts().firstOwner());
        ledger.account(false).event(0);                                         // owed, and pending nowhere
        raise(1);
        workUntilCompleted();

        turns.isCheckDue = true;
        raise(1);
        final InvariantBrokenException broken = assertThrows(InvariantBrokenException.class, this::workUntilCompleted);

        assertEquals("P1", broken.promise());
    }

    @Test
    void shouldShowScheduledCommandsBeforeTheyAreApplied()
    {
        agent = agent(new ScheduledTime());
        raise(1);
        workUntilCompleted();

        assertEquals(0L, acknowledged.countsWhenScheduled.get(0));
        assertEquals(4, log.nextSequence());                                    // TIME, MSI, TURN
    }

    @Test
    void shouldTellBusyPesUntilACycleFindsNothing()
    {
        final WatchedTurns turns = new WatchedTurns();
        agent = agent(turns);
        raise(1);
        workUntilCompleted();
        agent.doWork();
        agent.doWork();

        assertEquals(List.of(0, 0, 1, 0), turns.busy);                          // appended, forced, told, told no more
    }

    @Test
    void shouldSayWhoTakesTurnsBeforeTheyDo()
    {
        final WatchedTurns turns = new WatchedTurns();
        agent = agent(turns);
        raise(1);
        workUntilCompleted();

        assertEquals(List.of(1), turns.turning);
        assertEquals(List.of(0L), turns.countsWhenTurning);
    }

    @Test
    void shouldKnowAtTheBeginWhichPesAreSignalled()
    {
        final UnsafeBuffer msi = new UnsafeBuffer(new byte[Long.BYTES]);
        msi.putLong(0, Commands.msi(0, 0, 0));
        machine.apply(msi, 0);
        final WatchedTurns turns = new WatchedTurns();
        agent = agent(turns);

        agent.doWork();

        assertEquals(List.of(1), turns.busy);
    }

    @ParameterizedTest(name = "{0} PEs: {1} words")
    @CsvSource({"2, 512", "64, 2048", "512, 8192"})
    void shouldDrainNoMoreThanItsLimit(final int pes, final int words)
    {
        final StormConfig many = StormConfigs.begin().vms(1).vpes(2).pes(pes).devices(1).events(16_384).build();
        final Lane wide = Lane.allocate(16_384);
        try (Machine wideMachine = Machines.FACTORY.create(new ResidentWorkload(many).machine()))
        {
            Storms.setUp(many, wideMachine);
            final EngineAgent drains = new EngineAgent(wideMachine, log,
                new LaneSet(0, List.of(), wide.consumer()), new ResidentGuests(BUDGET), acknowledged, clock);
            final LaneProducer messages = wide.producer();
            for (int event = 0; event < 10_000; event++)
            {
                assertTrue(messages.offer(Commands.msi(0, event, 0)));
            }
            messages.publish();
            drains.doWork();

            assertEquals(words + (pes + 63) / 64, log.nextSequence() - 1);      // behind them a TURN for each 64 PEs
        }
        finally
        {
            wide.close();
        }
    }

    @Test
    void shouldTakeADigestOnceItsIntervalIsApplied()
    {
        workUpTo(RecordSchedule.DIGEST_INTERVAL - 2L * interrupts);
        assertEquals(0, log.digests());

        workUpTo(RecordSchedule.DIGEST_INTERVAL + 2L * interrupts);
        assertEquals(1, log.digests());
    }

    @Test
    void shouldTakeTheNextDigestLaterWhenADigestReadManyPages()
    {
        final int pages = (int)(RecordSchedule.DIGEST_INTERVAL / RecordSchedule.DIGEST_INTERVAL_PER_PAGE) * 2;
        writePages(pages);
        workUpTo(RecordSchedule.DIGEST_INTERVAL + 2L * interrupts);
        assertEquals(1, log.digests());

        workUpTo(3 * RecordSchedule.DIGEST_INTERVAL - 2L * interrupts);
        assertEquals(1, log.digests());

        workUpTo(3 * RecordSchedule.DIGEST_INTERVAL + pages * RecordSchedule.DIGEST_INTERVAL_PER_PAGE / 4);
        assertEquals(2, log.digests());

        workUpTo(4 * RecordSchedule.DIGEST_INTERVAL + pages * RecordSchedule.DIGEST_INTERVAL_PER_PAGE / 2);
        assertEquals(3, log.digests());                                         // the second read few
    }

    @Tag("P12")
    @Test
    void shouldCheckTheInvariantsBeforeADigest()
    {
        workUpTo(RecordSchedule.DIGEST_INTERVAL - 2L * interrupts);
        breakAccounts();

        assertEquals("P1", assertThrows(InvariantBrokenException.class,
            () -> workUpTo(RecordSchedule.DIGEST_INTERVAL + 2L * interrupts)).promise());
        assertEquals(0, log.digests());
    }

    @Tag("P12")
    @Test
    void shouldCheckTheInvariantsBeforeASnapshot()
    {
        log.takeSnapshots();
        agent.snapshots(SnapshotSchedule.ofCommands(10));
        workUpTo(10);
        final int snapshots = log.snapshots();
        assertTrue(snapshots > 0);
        breakAccounts();

        assertEquals("P1", assertThrows(InvariantBrokenException.class,
            () -> workUpTo(agent.appliedSequence() + 2L * interrupts)).promise());
        assertEquals(snapshots, log.snapshots());
    }

    @Test
    void shouldCloseItsLanesWhenItHasFailed()
    {
        agent.fail();

        assertTrue(producer.isClosed());
        assertEquals(CloseReason.AGENT_FAILED, producer.closeReason());
        assertFalse(log.isClosed(), "the caller closes it, with the verdict of the run");
    }

    @Test
    void shouldCloseItsLanesAndItsLogWhenItEnds()
    {
        agent.onClose();

        assertEquals(CloseReason.FINISHED, producer.closeReason());
        assertTrue(log.isClosed());
    }

    /** Makes an interrupt owed that is pending nowhere. */
    private void breakAccounts()
    {
        machine.accounts().ledger(machine.accounts().firstOwner()).account(false).event(0);
    }

    /** Writes into the last pages of RAM, where no table lies. */
    private void writePages(final int count)
    {
        final long end = machine.config().ramBase() + machine.config().ramBytes();
        final UnsafeBuffer command = new UnsafeBuffer(new byte[3 * Long.BYTES]);
        for (int i = 1; i <= count; i++)
        {
            Commands.ram(command, 0, end - (long)i * PhysicalMemory.PAGE_SIZE, new byte[]{1}, 0, 1);
            machine.apply(command, 0);
        }
    }

    private void workUpTo(final long sequence)
    {
        while (agent.appliedSequence() < sequence)
        {
            raise(interrupts / 2);
            workUntilCompleted();
        }
    }

    /** Turns that keep each set of PEs that the agent names. */
    private final class WatchedTurns extends ForwardingTurns
    {
        private final List<Integer> busy = new ArrayList<>();
        private final List<Integer> turning = new ArrayList<>();
        private final List<Long> countsWhenTurning = new ArrayList<>();

        WatchedTurns()
        {
            super(new ResidentGuests(BUDGET));
        }

        @Override
        public int schedule(
            final PeSet busyPes, final MutableDirectBuffer frame, final int offset, final int limitOffset)
        {
            busy.add(busyPes.size());

            return offset;
        }

        @Override
        public void turning(final PeSet signalled)
        {
            turning.add(signalled.size());
            countsWhenTurning.add(acknowledged.count);
        }
    }

    /** Turns with a TIME in front of the first commands. */
    private static final class ScheduledTime extends ForwardingTurns
    {
        private boolean isAppended;

        ScheduledTime()
        {
            super(new ResidentGuests(BUDGET));
        }

        @Override
        public int schedule(
            final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
        {
            return isAppended ? offset : Commands.time(frame, offset, 1, 1);
        }

        @Override
        public void appended()
        {
            isAppended = true;
        }
    }

    /** Turns of guests for which more is pending than is signalled. */
    private static final class UnsettledTurns extends ForwardingTurns
    {
        private boolean isSettled;
        private boolean isCheckDue;

        UnsettledTurns()
        {
            super(new ResidentGuests(BUDGET));
        }

        @Override
        public boolean isCheckDue()
        {
            return isCheckDue;
        }

        @Override
        public boolean isSettled(final PeSet signalled)
        {
            return isSettled && super.isSettled(signalled);
        }
    }
}
