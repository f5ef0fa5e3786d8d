package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.RecordSchedule;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.ItsDeal;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of frames, TIMEs, digests and snapshots of a run in virtual time. */
class CommandWriterTest
{
    private static final long MSI = Commands.msi(0, 0, 0);

    private final VirtualClock clock = new VirtualClock();
    private final Log log = new Log();
    private final StormConfig config = Storms.small(1);
    private final Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine());

    @AfterEach
    void close()
    {
        machine.close();
    }

    private CommandWriter writer(final SnapshotSchedule schedule)
    {
        final CommandWriter writer = new CommandWriter(machine, ItsDeal.ONE, log, clock, schedule, null);
        Storms.emitAll(new ResidentWorkload(config).setUp(writer));
        writer.poll();
        log.setUpCommands = writer.sequence();

        return writer;
    }

    /** Log that keeps what is appended: the opcode of each command, and digests and snapshots. */
    private static final class Log extends ForwardingLog
    {
        private final List<List<Integer>> frames = new ArrayList<>();
        private final List<Long> digests = new ArrayList<>();
        private final List<Long> snapshots = new ArrayList<>();
        private long commands;
        private long setUpCommands;

        Log()
        {
            super(new NoLog());
        }

        @Override
        public AppendResult appendCommands(final int count, final int lengthBytes)
        {
            final List<Integer> opcodes = new ArrayList<>();
            final int end = payloadOffset() + lengthBytes;
            for (int at = payloadOffset(); at < end; at += CommandWord.length(frame().getLong(at)) * Long.BYTES)
            {
                opcodes.add(CommandWord.opcode(frame().getLong(at)));
            }
            assertEquals(count, opcodes.size());
            frames.add(opcodes);
            commands += count;

            return super.appendCommands(count, lengthBytes);
        }

        @Override
        public boolean appendDigest(final int lengthBytes)
        {
            digests.add(commands);

            return super.appendDigest(lengthBytes);
        }

        @Override
        public boolean takesSnapshots()
        {
            return true;
        }

        @Override
        public boolean appendSnapshot(final int lengthBytes)
        {
            snapshots.add(commands);

            return true;
        }

        private List<Integer> last()
        {
            return frames.get(frames.size() - 1);
        }
    }

    @Test
    void shouldPutOneTimeInFrontOfAnInstant()
    {
        final CommandWriter writer = writer(SnapshotSchedule.AT_END);
        writer.finish();

        clock.jump(10);
        writer.msi(MSI, 10);
        writer.time();
        writer.msi(MSI, 10);
        clock.jump(20);
        writer.msi(MSI, 20);
        writer.finish();

        final int time = CommandWord.TIME;
        final int msi = CommandWord.MSI;
        assertEquals(List.of(time, msi, msi, time, msi), log.last());
    }

    @Test
    void shouldPutATimeInFrontOfAMessageThatWasDueEarlier()
    {
        final CommandWriter writer = writer(SnapshotSchedule.AT_END);
        writer.finish();

        clock.jump(10);
        writer.msi(MSI, 10);
        writer.msi(MSI, 7);
        writer.msi(MSI, 7);
        writer.time();                                              // of an instruction
        writer.finish();

        final int time = CommandWord.TIME;
        final int msi = CommandWord.MSI;
        assertEquals(List.of(time, msi, time, msi, msi), log.last());
    }

    @Test
    void shouldApplyACommandAsSoonAsItIsWritten()
    {
        final CommandWriter writer = writer(SnapshotSchedule.AT_END);
        final long before = machine.commandCount();
        final long sequence = writer.sequence();

        writer.msi(MSI, 0);

        assertEquals(before + 1, machine.commandCount());           // a TIME is none of the machine
        assertEquals(sequence + 2, writer.sequence());
        assertTrue(writer.beyond() >= 2);
        writer.finish();
        assertEquals(0, writer.beyond());
        assertEquals(log.commands, writer.sequence());
    }

    @Test
    void shouldBeginEachFrameWithATime()
    {
        final CommandWriter writer = writer(SnapshotSchedule.AT_END);
        writer.finish();
        final int before = log.frames.size();

        clock.jump(10);
        for (int i = 0; i < 100_000; i++)
        {
            writer.msi(MSI, 10);
        }
        writer.finish();

        assertTrue(log.frames.size() > before + 2);
        log.frames.subList(before, log.frames.size()).forEach(
            frame -> assertEquals(List.of(CommandWord.TIME, CommandWord.MSI), frame.subList(0, 2)));
    }

    @Test
    void shouldTakeDigestsByTheNumberOfCommands()
    {
        final CommandWriter writer = writer(SnapshotSchedule.AT_END);
        for (int i = 1; i <= 200_000; i++)
        {
            clock.jump(i * 7L);
            writer.poll();
            writer.msi(MSI, i * 7L);
        }

        final long step = RecordSchedule.DIGEST_INTERVAL;
        assertTrue(log.digests.size() >= 3, log.digests.toString());
        assertTrue(Math.abs(step - log.digests.get(0)) <= 1, log.digests.toString());
        for (int i = 1; i < log.digests.size(); i++)
        {
            assertTrue(log.digests.get(i) - log.digests.get(i - 1) >= step, log.digests.toString());
        }
        assertEquals(List.of(), log.snapshots);
    }

    @Test
    void shouldTakeSnapshotsByTheNumberOfCommands()
    {
        final CommandWriter writer = writer(SnapshotSchedule.ofCommands(10_000));
        for (int i = 1; i <= 20_000; i++)
        {
            clock.jump(i);
            writer.poll();
            writer.msi(MSI, i);
        }

        final List<Long> taken = log.snapshots.stream().distinct().toList();
        assertEquals(4, taken.size());
        for (int i = 0; i < taken.size(); i++)
        {
            assertTrue(Math.abs(10_000 * (i + 1L) - taken.get(i)) <= i + 1, taken.toString());
        }
    }

    @Test
    void shouldTakeSnapshotsByVirtualTime()
    {
        final CommandWriter writer = writer(new SnapshotSchedule(1_000, Long.MAX_VALUE));
        for (int i = 1; i <= 35; i++)
        {
            clock.jump(i * 100L);
            writer.poll();
            writer.msi(MSI, i * 100L);
        }

        assertEquals(List.of(log.setUpCommands + 18, log.setUpCommands + 38, log.setUpCommands + 58),
            log.snapshots.stream().distinct().toList());
    }
}
