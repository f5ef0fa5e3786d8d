package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.gicv5.Gicv5Faults;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.ItsDeal;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what a log is asked for each frame of a run in virtual time, and of its refusals. */
class CommandFramesTest
{
    private static final long MSI = Commands.msi(0, 0, 0);
    private static final int SMALL_FRAME = 1024;
    private static final int LARGE_FRAME = 2 * 1024 * 1024;
    /** Bytes of the longest command and a TIME of two words, which a frame has left when it is appended. */
    private static final int ROOM = (CommandWord.WORD_LIMIT + 2) * Long.BYTES;
    private static final JournalFailure FULL = new JournalFailure(JournalFailure.Reason.NO_SPACE, "full", 0, null);

    private final VirtualClock clock = new VirtualClock();
    private final StormConfig config = Storms.small(1);
    private final Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine());

    @AfterEach
    void close()
    {
        machine.close();
    }

    /** Log with frames of a length, which notes each call. */
    private static final class Log extends ForwardingLog
    {
        private final int limitBytes;
        private final UnsafeBuffer frame;
        private final List<Integer> lengths = new ArrayList<>();
        private final List<Long> timesNs = new ArrayList<>();
        private final List<Integer> turns = new ArrayList<>();
        private final List<Boolean> reserved = new ArrayList<>();
        private int digests;
        private int snapshots;
        private int notReady;
        private boolean isFull;
        private boolean refusesDigests;
        private boolean takesSnapshots;

        Log(final int limitBytes)
        {
            super(new NoLog());
            this.limitBytes = limitBytes;
            this.frame = new UnsafeBuffer(BufferUtil.allocateDirectAligned(limitBytes, Long.BYTES));
        }

        @Override
        public UnsafeBuffer frame()
        {
            return frame;
        }

        @Override
        public int payloadLimit()
        {
            return limitBytes;
        }

        @Override
        public void time(final long ns)
        {
            timesNs.add(ns);
        }

        @Override
        public AppendResult appendCommands(final int count, final int lengthBytes)
        {
            assertTrue(lengthBytes <= limitBytes, () -> lengthBytes + " bytes in a frame of " + limitBytes);
            if (notReady > 0)
            {
                notReady--;

                return AppendResult.NOT_READY;
            }
            if (isFull)
            {
                return AppendResult.REFUSED;
            }
            lengths.add(lengthBytes);

            return super.appendCommands(count, lengthBytes);
        }

        @Override
        public void awaitSpace(final int turn)
        {
            turns.add(turn);
        }

        @Override
        public void reserveAhead(final boolean isIdle)
        {
            reserved.add(isIdle);
        }

        @Override
        public boolean appendDigest(final int lengthBytes)
        {
            digests++;

            return !refusesDigests;
        }

        @Override
        public boolean takesSnapshots()
        {
            return takesSnapshots;
        }

        @Override
        public boolean appendSnapshot(final int lengthBytes)
        {
            snapshots++;

            return true;
        }

        @Override
        public JournalFailure failure()
        {
            return FULL;
        }
    }

    private CommandWriter writer(final Log log)
    {
        final CommandWriter writer = new CommandWriter(machine, ItsDeal.ONE, log, clock, SnapshotSchedule.AT_END, null);
        Storms.emitAll(new ResidentWorkload(config).setUp(writer));

        return writer;
    }

    /** Returns a writer whose set-up is appended, and forgets what the log was asked for it. */
    private CommandWriter writerBehindItsSetUp(final Log log)
    {
        final CommandWriter writer = writer(log);
        writer.finish();
        log.lengths.clear();
        log.timesNs.clear();
        log.reserved.clear();
        log.digests = 0;
        log.snapshots = 0;

        return writer;
    }

    @Test
    void shouldDivideTheSetUpIntoFrames()
    {
        final Log log = new Log(SMALL_FRAME);

        writer(log).finish();

        assertTrue(log.lengths.size() > 1, log.lengths.toString());
        for (final int length : log.lengths.subList(0, log.lengths.size() - 1))
        {
            assertTrue(length > SMALL_FRAME - ROOM, log.lengths.toString());
        }
    }

    @Test
    void shouldFillAFrameUntilTheLongestCommandMayNotFit()
    {
        final Log log = new Log(SMALL_FRAME);
        final CommandWriter writer = writerBehindItsSetUp(log);

        clock.jump(10);
        for (int i = 0; i < 1_000; i++)
        {
            writer.msi(MSI, 10);
        }

        // A frame that has exactly that room takes a further MSI of one word.
        assertEquals(SMALL_FRAME - ROOM + Long.BYTES, log.lengths.get(0));
        assertEquals(log.lengths.get(0), log.lengths.get(1));
    }

    @Test
    void shouldAppendAFrameAtTheTimeOfTheClock()
    {
        final Log log = new Log(SMALL_FRAME);
        final CommandWriter writer = writerBehindItsSetUp(log);

        clock.jump(17);
        writer.msi(MSI, 17);
        clock.jump(23);
        writer.finish();

        assertEquals(List.of(23L), log.timesNs);
    }

    @Test
    void shouldReserveSpaceBehindEachFrame()
    {
        final Log log = new Log(SMALL_FRAME);
        final CommandWriter writer = writerBehindItsSetUp(log);

        writer.msi(MSI, 0);
        writer.finish();

        assertEquals(List.of(false), log.reserved);
    }

    @Test
    void shouldAppendNoEmptyFrame()
    {
        final Log log = new Log(SMALL_FRAME);
        final CommandWriter writer = writerBehindItsSetUp(log);

        writer.finish();

        assertEquals(List.of(), log.lengths);
        assertEquals(1, log.digests);
    }

    @Test
    void shouldOfferAFrameAgainUntilThereIsSpace()
    {
        final Log log = new Log(SMALL_FRAME);
        final CommandWriter writer = writerBehindItsSetUp(log);

        writer.msi(MSI, 0);
        log.notReady = 3;
        writer.finish();

        assertEquals(List.of(0, 1, 2), log.turns);
        assertEquals(1, log.lengths.size());
        assertEquals(0, writer.beyond());
    }

    @Test
    void shouldSayWhichCommandIsTheLastOfAFullJournal()
    {
        final Log log = new Log(SMALL_FRAME);
        final CommandWriter writer = writerBehindItsSetUp(log);
        final long appended = writer.sequence();
        writer.msi(MSI, 0);
        log.isFull = true;

        final JournalRefusedException refused = assertThrows(JournalRefusedException.class, writer::finish);

        assertEquals(FULL.message(), refused.getMessage());
        assertEquals(appended, refused.lastSequence());
        assertEquals(appended + 2, writer.sequence());              // the TIME and the MSI are applied
        assertEquals(2, writer.beyond());
    }

    @Test
    void shouldEndWhenADigestIsRefused()
    {
        final Log log = new Log(SMALL_FRAME);
        final CommandWriter writer = writerBehindItsSetUp(log);
        writer.msi(MSI, 0);
        log.refusesDigests = true;

        final JournalRefusedException refused = assertThrows(JournalRefusedException.class, writer::finish);

        assertEquals(writer.sequence(), refused.lastSequence());
    }

    @Test
    void shouldEndWithASnapshotAndADigest()
    {
        final Log log = new Log(SMALL_FRAME);
        final CommandWriter writer = writerBehindItsSetUp(log);
        log.takesSnapshots = true;

        writer.finish();

        assertTrue(log.snapshots > 0);
        assertEquals(1, log.digests);
    }

    @Test
    void shouldEndWithADigestAloneWithoutSnapshots()
    {
        final Log log = new Log(SMALL_FRAME);
        final CommandWriter writer = writerBehindItsSetUp(log);

        writer.finish();

        assertEquals(0, log.snapshots);
        assertEquals(1, log.digests);
    }

    @Test
    void shouldKeepTheOutputsOfAFrameWhileThereIsRoom()
    {
        final Log log = new Log(LARGE_FRAME);
        final CommandWriter writer = writerBehindItsSetUp(log);

        writer.instruction(0, GicInstruction.CDIA.code(), 0);
        assertEquals(2, machine.outputs().words());                 // a VALUE and its word

        writer.finish();

        assertEquals(0, machine.outputs().words());
    }

    @Test
    void shouldClearTheOutputsOfAFrameThatHasTooMany()
    {
        final Log log = new Log(LARGE_FRAME);
        final CommandWriter writer = writerBehindItsSetUp(log);

        for (int i = 0; i < 60_000; i++)
        {
            writer.instruction(0, GicInstruction.CDIA.code(), 0);
        }

        // 60 000 results have 120 000 words, and the log holds 114 688 behind which the longest command has room.
        assertTrue(machine.outputs().hasRoom());
        assertTrue(machine.outputs().words() < 2 * 60_000);
        assertEquals(List.of(), log.lengths);
    }

    @Test
    @Tag("P1")
    void shouldFindAnEventOfAFrameThatWasLostThoughItCameAgain()
    {
        final Log log = new Log(SMALL_FRAME);
        final CommandWriter writer = writerBehindItsSetUp(log);
        writer.msi(Commands.msi(0, 1, 0), 0);
        writer.msi(MSI, 0);
        assertTrue(Gicv5Faults.PENDING_BIT.applyFrom(machine, 0, 0));
        writer.msi(MSI, 0);
        final long again = writer.sequence();

        final InvariantBrokenException broken = assertThrows(InvariantBrokenException.class, writer::finish);

        assertEquals("P1", broken.promise());
        assertEquals(again, broken.sequence());
        assertEquals(0, log.digests);
    }

    @Test
    @Tag("P1")
    void shouldTakeNoSnapshotOfAMachineThatLostAnEvent()
    {
        final Log log = new Log(SMALL_FRAME);
        final CommandWriter writer = writerBehindItsSetUp(log);
        log.takesSnapshots = true;
        writer.msi(MSI, 0);
        assertTrue(Gicv5Faults.PENDING_BIT.applyFrom(machine, 0, 0));

        final InvariantBrokenException broken = assertThrows(InvariantBrokenException.class, writer::finish);

        assertEquals("P1", broken.promise());
        assertEquals(0, log.snapshots);
        assertEquals(0, log.digests);
    }
}
