package org.gale.engine.record;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.Semantics;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.machine.Machine;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.system.Machines;
import org.gale.tables.memory.StateReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Snapshots of a small machine: when they are due, and that their parts restore the machine. */
class SnapshotsTest
{
    private static final MachineConfig CONFIG = MachineConfig.parse(List.of("ram=0x40000000:0x10000"));
    private static final long EVERY_NS = 1_000;

    private final Machine machine = Machines.FACTORY.create(CONFIG);
    private final PartLog log = new PartLog();
    private final Snapshots snapshots = new Snapshots(machine, log);

    @AfterEach
    void close()
    {
        machine.close();
    }

    /** Log that keeps the payloads of snapshots, with room for a few words in each. */
    private static final class PartLog extends ForwardingLog implements StateReader.Source
    {
        private static final int OFFSET = 32;

        private final List<byte[]> parts = new ArrayList<>();
        private boolean isWanted;
        private boolean isFull;
        private boolean keepsSnapshots = true;
        private int next;

        PartLog()
        {
            super(new NoLog());
        }

        @Override
        public boolean takesSnapshots()
        {
            return keepsSnapshots;
        }

        @Override
        public boolean wantsSnapshot()
        {
            return isWanted;
        }

        @Override
        public int payloadOffset()
        {
            return OFFSET;
        }

        @Override
        public int payloadLimit()
        {
            return SnapshotPayload.STATE_OFFSET + 64;
        }

        @Override
        public boolean appendSnapshot(final int lengthBytes)
        {
            final byte[] part = new byte[lengthBytes];
            frame().getBytes(OFFSET, part);
            parts.add(part);

            return !isFull;
        }

        @Override
        public JournalFailure failure()
        {
            return new JournalFailure(JournalFailure.Reason.FAILED, "the disk is full", 0, null);
        }

        @Override
        public boolean next()
        {
            return next++ < parts.size();
        }

        @Override
        public UnsafeBuffer buffer()
        {
            return new UnsafeBuffer(parts.get(next - 1));
        }

        @Override
        public int offset()
        {
            return SnapshotPayload.STATE_OFFSET;
        }

        @Override
        public int lengthBytes()
        {
            return parts.get(next - 1).length - SnapshotPayload.STATE_OFFSET;
        }
    }

    @Test
    void shouldMarkEachPartWithTheVersion()
    {
        new Snapshots(machine, log).take(0);

        assertTrue(log.parts.size() > 1);
        for (final byte[] part : log.parts)
        {
            assertEquals(Semantics.VERSION, SnapshotPayload.version(new UnsafeBuffer(part)));
        }
    }

    @Test
    void shouldBeDueOnceTheTimeHasPassed()
    {
        snapshots.schedule(new SnapshotSchedule(EVERY_NS, Long.MAX_VALUE), 500);

        assertFalse(snapshots.isDue(1_499, Long.MAX_VALUE - 1));
        assertTrue(snapshots.isDue(1_500, 0));
    }

    @Test
    void shouldBeDueOnceTheCommandsAreApplied()
    {
        snapshots.schedule(SnapshotSchedule.ofCommands(100), 500);

        assertFalse(snapshots.isDue(Long.MAX_VALUE, 99));
        assertTrue(snapshots.isDue(500, 100));
    }

    @Test
    void shouldBeDueWhenTheLogWantsOne()
    {
        snapshots.schedule(SnapshotSchedule.AT_END, 0);
        assertFalse(snapshots.isDue(Long.MAX_VALUE, Long.MAX_VALUE - 1));

        log.isWanted = true;

        assertTrue(snapshots.isDue(0, 0));
    }

    @Test
    void shouldNeverBeDueWhenTheLogKeepsNone()
    {
        snapshots.schedule(new SnapshotSchedule(1, 1), 0);
        log.keepsSnapshots = false;
        log.isWanted = true;

        assertFalse(snapshots.isDue(Long.MAX_VALUE, Long.MAX_VALUE));
    }

    /** Takes 5 ns, and 50 ns: a hundred times that passes before the next one. */
    @ParameterizedTest(name = "a snapshot of {0} ns")
    @CsvSource({"5, 1000", "10, 1000", "50, 5000"})
    void shouldTakeAHundredthOfTheTimeAtMost(final long tookNs, final long pauseNs)
    {
        snapshots.schedule(new SnapshotSchedule(EVERY_NS, Long.MAX_VALUE), 0);
        snapshots.take(7);
        snapshots.taken(2_000, 2_000 + tookNs);

        assertFalse(snapshots.isDue(2_000 + tookNs + pauseNs - 1, 7));
        assertTrue(snapshots.isDue(2_000 + tookNs + pauseNs, 7));
    }

    @Test
    void shouldCountCommandsFromTheLastSnapshot()
    {
        snapshots.schedule(SnapshotSchedule.ofCommands(100), 0);
        snapshots.take(130);
        snapshots.taken(10, 20);

        assertFalse(snapshots.isDue(20, 229));
        assertTrue(snapshots.isDue(20, 230));
    }

    @Test
    void shouldRestoreTheMachineFromItsParts()
    {
        final UnsafeBuffer commands = new UnsafeBuffer(new byte[64]);
        machine.apply(commands, 0, Commands.store(commands, 0, 0x4000_1000L, 8, 0x1234));
        snapshots.take(130);

        final UnsafeBuffer part = new UnsafeBuffer(0, 0);
        for (int i = 0; i < log.parts.size(); i++)
        {
            part.wrap(log.parts.get(i));
            assertEquals(i, SnapshotPayload.part(part));
            assertEquals(130, SnapshotPayload.sequence(part));
            assertEquals(i == log.parts.size() - 1, SnapshotPayload.isLast(part));
            assertTrue(part.capacity() <= log.payloadLimit(), "longer than a payload");
        }
        assertTrue(log.parts.size() > 2);
        try (Machine restored = Machines.FACTORY.create(CONFIG))
        {
            assertNotEquals(machine.digest(), restored.digest());
            restored.restore(new StateReader(log));
            assertEquals(machine.digest(), restored.digest());
        }
    }

    @Test
    void shouldSayUpToWhichCommandTheJournalHoldsAllWhenItRefuses()
    {
        log.isFull = true;

        final JournalRefusedException refused =
            assertThrows(JournalRefusedException.class, () -> snapshots.take(130));

        assertEquals("the disk is full", refused.getMessage());
        assertEquals(130, refused.lastSequence());
    }

    @ParameterizedTest(name = "every {0} ns, {1} commands")
    @CsvSource({"0, 1", "1, 0", "-1, 1", "1, -1"})
    void shouldRefuseAScheduleOfNothing(final long everyNs, final long everyCommands)
    {
        assertEquals("out of range: everyNs=" + everyNs + ", everyCommands=" + everyCommands, assertThrows(
            IllegalArgumentException.class, () -> new SnapshotSchedule(everyNs, everyCommands)).getMessage());
    }
}
