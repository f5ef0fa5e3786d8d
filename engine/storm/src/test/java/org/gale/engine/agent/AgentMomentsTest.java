package org.gale.engine.agent;

import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.host.HostMeter;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.lanes.AttachPoint;
import org.gale.engine.lanes.Attachment;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.profile.ResidentGuests;
import org.gale.engine.support.ForwardingLog;
import org.gale.ringbuf.CloseReason;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Slow moments of the engine, as a report shows them, and how its work ends. The clock moves where a test says so. */
class AgentMomentsTest extends EngineAgentFixture
{
    private static final long BEGIN_NS = 10_000_000;
    private static final long SLOW_NS = 250_000;
    private static final int FRAME_BYTES = 2 * Long.BYTES;

    private final CycleWatch watch = new CycleWatch(HostMeter.NONE);
    private final SlowLog slowLog = new SlowLog();
    private final AttachPoint point = new AttachPoint(2, 64, () -> 7);

    /** Log that takes a while for what a test chooses. */
    private final class SlowLog extends ForwardingLog
    {
        private boolean isSlowToAppend;
        private boolean isSlowToSnapshot;
        private boolean isSlowToDigest;
        private boolean isClosedShort;

        SlowLog()
        {
            super(log);
        }

        @Override
        public AppendResult appendCommands(final int count, final int lengthBytes)
        {
            pass(isSlowToAppend);

            return super.appendCommands(count, lengthBytes);
        }

        @Override
        public boolean appendSnapshot(final int lengthBytes)
        {
            pass(isSlowToSnapshot);

            return super.appendSnapshot(lengthBytes);
        }

        @Override
        public boolean appendDigest(final int lengthBytes)
        {
            pass(isSlowToDigest);

            return super.appendDigest(lengthBytes);
        }

        @Override
        public void closeShort()
        {
            isClosedShort = true;
        }
    }

    AgentMomentsTest()
    {
        clock.update(BEGIN_NS);
        watched(new ResidentGuests(BUDGET));
    }

    @Test
    void shouldNoteAForceAndItsFrames()
    {
        log.forceTakes(32 * 50);
        raise(1);
        agent.doWork();
        raise(1);
        agent.doWork();
        acknowledged.onRaised = () -> pass(true);
        clock.update(BEGIN_NS + 50);

        assertEquals(2, agent.doWork());
        assertMoments(NoteKind.FORCE, "10000050 to 10500050: 2");
    }

    @Test
    void shouldNoteABatchAndItsCommands()
    {
        log.forcesBefore();
        raise(2);
        agent.doWork();
        acknowledged.onRaised = () -> pass(true);
        raise(1);
        assertEquals(2, agent.doWork());

        assertMoments(NoteKind.BATCH, "10000000 to 10250000: 3");               // two MSIs and a TURN
    }

    @Test
    void shouldNoteASlowAppendAndItsBytes()
    {
        slowLog.isSlowToAppend = true;
        raise(1);
        agent.doWork();

        assertMoments(NoteKind.APPEND, "10000000 to 10250000: " + FRAME_BYTES);
        assertMoments(NoteKind.SPACE, "");
    }

    @Test
    void shouldNoteHowLongAFrameWaitedForSpace()
    {
        log.notReady(2);
        raise(1);
        agent.doWork();
        clock.update(BEGIN_NS + 5);
        agent.doWork();
        clock.update(BEGIN_NS + SLOW_NS);
        assertEquals(1, agent.doWork());
        assertMoments(NoteKind.SPACE, "10000000 to 10250000: " + FRAME_BYTES);
        assertMoments(NoteKind.APPEND, "");

        workUntilCompleted();
        slowLog.isSlowToAppend = true;
        raise(1);
        agent.doWork();
        assertMoments(NoteKind.APPEND, "10250000 to 10500000: " + FRAME_BYTES);
    }

    @Test
    void shouldNoteSnapshotsAndDigestsAndTheirCommand()
    {
        log.takeSnapshots();
        agent.snapshots(SnapshotSchedule.ofCommands(2));
        slowLog.isSlowToDigest = true;
        raise(1);
        workUntilCompleted();
        assertMoments(NoteKind.SNAPSHOT, "");
        assertMoments(NoteKind.DIGEST, "10000000 to 10250000: 2");

        slowLog.isSlowToDigest = false;
        slowLog.isSlowToSnapshot = true;
        raise(1);
        workUntilCompleted();
        assertEquals(1, moments(NoteKind.SNAPSHOT).size());
        assertEquals(4, moments(NoteKind.SNAPSHOT).get(0).value());
        assertEquals(1, moments(NoteKind.DIGEST).size());
    }

    /** Takes 250 µs for a snapshot: the next one may come a hundred times as much later. */
    @Test
    void shouldLetSnapshotsTakeAHundredthOfTheTime()
    {
        log.takeSnapshots();
        agent.snapshots(new SnapshotSchedule(1, Long.MAX_VALUE));
        clock.update(BEGIN_NS + 1);
        slowLog.isSlowToDigest = true;
        raise(1);
        workUntilCompleted();
        assertEquals(1, log.digests());

        slowLog.isSlowToDigest = false;
        clock.update(BEGIN_NS + 1 + SLOW_NS + 100 * SLOW_NS - 1);
        raise(1);
        workUntilCompleted();
        assertEquals(1, log.digests());

        clock.update(BEGIN_NS + 1 + SLOW_NS + 100 * SLOW_NS);
        raise(1);
        workUntilCompleted();
        assertEquals(2, log.digests());
    }

    @Test
    void shouldNoteABacklogFromItsFirstFullBatchOn()
    {
        raise(700);
        agent.doWork();
        clock.update(BEGIN_NS + SLOW_NS);
        agent.doWork();

        assertMoments(NoteKind.BACKLOG, "10000000 to 10250000: 512");
    }

    @Test
    void shouldNoteAProducerThatAttaches()
    {
        attaching();
        agent.doWork();
        assertMoments(NoteKind.ATTACH, "");

        final Attachment attachment = point.attach();
        agent.doWork();

        assertNotNull(attachment);
        assertMoments(NoteKind.ATTACH, "10000000 to 10000000: 1");
    }

    @Test
    void shouldTakeWhatAttachedProducersHadPublishedWhenItFinishes()
    {
        attaching();
        final Attachment attachment = point.attach();
        attachment.producer().offer(Commands.msi(0, 0, 0));
        attachment.producer().publish();
        agent.doWork();
        assertFalse(agent.isAttachedDrained());

        agent.finishAttached();

        assertTrue(agent.isAttachedDrained());
        attachment.producer().offer(Commands.msi(0, 1, 0));
        attachment.producer().publish();
        for (int step = 0; step < STEPS_LIMIT; step++)
        {
            agent.doWork();
        }
        assertEquals(1, acknowledged.count);
    }

    @Test
    void shouldEndWithADigestOfAllThatWasAppended()
    {
        raise(1);
        agent.doWork();

        final long digest = agent.finish();

        assertEquals(machine.runDigest(), digest);
        assertEquals(2, agent.appliedSequence());
        assertEquals(2, agent.releasedSequence());
        assertEquals(1, acknowledged.count);
        assertEquals(1, log.digests());
        assertEquals(0, log.snapshots());
    }

    @Test
    void shouldEndWithASnapshotWhereTheLogKeepsThem()
    {
        log.takeSnapshots();
        raise(1);
        agent.doWork();

        final long digest = agent.finish();

        assertEquals(machine.runDigest(), digest);
        assertTrue(log.snapshots() > 0);
        assertEquals(1, log.digests());
    }

    @Test
    void shouldLeaveALogThatCanBeResumedWhenItIsAbandoned()
    {
        agent.abandon();

        assertTrue(slowLog.isClosedShort);
        assertFalse(log.isClosed());
        assertEquals(CloseReason.AGENT_FAILED, producer.closeReason());
        assertEquals("gale-engine", agent.roleName());
    }

    /** Commands of the host that are due when a force is: they are appended first, and share it. */
    @Test
    void shouldForceCommandsOfTheHostWithTheFramesThatWait()
    {
        final DueOnce turns = new DueOnce();
        watched(turns);
        raise(1);
        agent.doWork();
        turns.isDue = true;
        while (agent.doWork() > 0)
        {
            assertTrue(log.forces() < 2);
        }

        assertEquals(1, log.forces());
        assertEquals(2, log.appendedFrames());
        assertFalse(turns.isDue);
    }

    private void watched(final TurnSource turns)
    {
        agent = new EngineAgent(machine, slowLog, lanes, turns, acknowledged, clock);
        agent.watch(watch);
    }

    private void attaching()
    {
        agent = new EngineAgent(machine, slowLog, new LaneSet(0, List.of(point)), new ResidentGuests(BUDGET),
            acknowledged, clock);
        agent.watch(watch);
    }

    private void pass(final boolean isSlow)
    {
        if (isSlow)
        {
            clock.update(clock.nanoTime() + SLOW_NS);
        }
    }

    private List<Note> moments(final NoteKind kind)
    {
        return watch.notes().since(0).stream().filter(note -> note.kind() == kind).toList();
    }

    private void assertMoments(final NoteKind kind, final String expected)
    {
        final List<String> shown = moments(kind).stream()
            .map(note -> note.startNs() + " to " + note.endNs() + ": " + note.value()).toList();

        assertEquals(expected, String.join(", ", shown));
    }
}
