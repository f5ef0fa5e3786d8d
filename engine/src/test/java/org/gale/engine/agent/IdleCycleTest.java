package org.gale.engine.agent;

import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.record.Snapshots;
import org.gale.ringbuf.LaneConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of work that an engine does when it has none from its lanes: space for later frames, rehearsed snapshots. */
class IdleCycleTest extends EngineAgentFixture
{
    @Test
    void shouldReserveSpaceInCyclesWithoutWorkOnly()
    {
        raise(1);
        while (agent.doWork() > 0)
        {
            assertEquals(0, log.reserves());
        }
        final int afterWork = log.reserves();
        workUntilCompleted();
        final int before = log.reserves();

        assertEquals(0, agent.doWork());

        assertTrue(afterWork <= 1);
        assertEquals(before + 1, log.reserves());
    }

    @Test
    void shouldLeaveSpaceToTheHelperWhenManyWordsWereDrained()
    {
        raise(DrainLimit.WORDS / 2);
        workUntilCompleted();
        final int loaded = log.reserves();
        agent.doWork();
        final int afterMany = log.reserves();

        final int besideMany = log.nearReserves();

        raise(DrainLimit.WORDS / 2 - 1 - LaneConsumer.PROGRESS_WORDS);
        workUntilCompleted();
        agent.doWork();

        assertEquals(0, loaded);
        assertEquals(0, afterMany);
        assertEquals(0, besideMany);
        assertTrue(log.reserves() > 0);
        assertTrue(log.nearReserves() > 0);
    }

    @Test
    @Tag("P12")
    void shouldChangeNothingWhenASnapshotIsRehearsed()
    {
        log.takeSnapshots();
        raise(interrupts);
        workUntilCompleted();
        final long stateDigest = machine.digest();
        final long runDigest = machine.runDigest();
        final long appended = log.appendedFrames();

        agent.rehearse();

        assertEquals(0, log.snapshots());
        assertEquals(appended, log.appendedFrames());
        assertEquals(stateDigest, machine.digest());
        assertEquals(runDigest, machine.runDigest());
        agent.snapshots(SnapshotSchedule.ofCommands(1));
        raise(1);
        workUntilCompleted();
        assertTrue(log.snapshots() > 0, "the next one is no rehearsal");
    }

    @Test
    void shouldTakeTheFirstSnapshotOfAScheduleByTimeAfterRehearsals()
    {
        log.takeSnapshots();
        agent.snapshots(SnapshotSchedule.DEFAULT);
        rehearse(Snapshots.REHEARSALS - 1);
        assertEquals(0, log.snapshots());

        rehearse(1);
        final int snapshots = log.snapshots();
        rehearse(Snapshots.REHEARSALS);

        assertTrue(snapshots > 0);
        assertEquals(snapshots, log.snapshots(), "one only");
    }

    @Test
    void shouldTakeAnotherSnapshotWhenTheLoopIsCompiled()
    {
        log.takeSnapshots();
        agent.snapshots(SnapshotSchedule.DEFAULT);
        rehearse(Snapshots.MORE_REHEARSALS - 1);
        final int first = log.snapshots();

        rehearse(1);
        final int second = log.snapshots();
        rehearse(2 * Snapshots.MORE_REHEARSALS);

        assertTrue(second > first);
        assertEquals(second, log.snapshots(), "no more");
    }

    @Test
    void shouldLeaveWordsBehindInTheDrainAfterARehearsal()
    {
        final long atOnce = framesOfAll();
        agent.rehearse();

        assertEquals(atOnce + 1, framesOfAll());
        assertEquals(2L * interrupts, acknowledged.count);
        assertEquals(atOnce, framesOfAll());
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, Long.MAX_VALUE})
    void shouldTakeNoneAfterRehearsalsWhenTheScheduleDoesNotCountTime(final long everyCommands)
    {
        log.takeSnapshots();
        agent.snapshots(SnapshotSchedule.ofCommands(everyCommands));
        rehearse(Snapshots.REHEARSALS);

        assertEquals(0, log.snapshots());
    }

    /** Returns how many frames an MSI of each event takes. */
    private long framesOfAll()
    {
        final long before = log.appendedFrames();
        raise(interrupts);
        workUntilCompleted();

        return log.appendedFrames() - before;
    }

    private void rehearse(final int times)
    {
        for (int i = 0; i < times; i++)
        {
            agent.rehearse();
            raise(1);
            workUntilCompleted();
        }
    }

    @Test
    void shouldKeepTheFrameThatWaitsForSpaceWhenASnapshotIsRehearsed()
    {
        log.takeSnapshots();
        log.notReady(1);
        raise(interrupts);
        agent.doWork();

        agent.rehearse();
        workUntilCompleted();

        assertEquals(interrupts, acknowledged.count);
    }

    @Test
    void shouldTakeTheWayOfALogWithoutSpaceWhenItRehearses()
    {
        agent.rehearse();

        assertEquals(1, log.rehearsals());
    }

    @Test
    void shouldLeaveTheLogAloneWhenAFrameWaitsForSpace()
    {
        log.notReady(1);
        raise(interrupts);
        agent.doWork();

        agent.rehearse();

        assertEquals(0, log.rehearsals());
    }
}
