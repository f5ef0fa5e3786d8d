package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.replay.JournalEvents;
import org.gale.engine.replay.JournalSummary;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.storm.run.Storms;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the times that the frames of a storm carry, which count from its first offer. */
class FrameTimesTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path home;

    /**
     * Frame of commands.
     *
     * @param timeNs in its header
     * @param baseNs of its last TIME; 0 if it has none
     * @param lastNs intended time of its last MSI; 0 if it has none
     */
    private record Timed(long timeNs, long baseNs, long lastNs)
    {
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldHoldTheTimeOfTheLastBatchSinceTheFirstOne(final boolean isOpen) throws IOException
    {
        final Path journal = home.resolve("run");
        Storms.fill(journal, JournalConfig.DEFAULT, isOpen ? Storms.open(2_000, 1_000_000) : Storms.small(2_000));
        final List<Timed> frames = frames(journal);
        final long firstNs = frames.stream().filter(frame -> frame.baseNs() > 0).findFirst().orElseThrow().baseNs();
        long timeNs = 0;
        long eventNs = -1;
        for (final Timed frame : frames)
        {
            if (frame.baseNs() > 0)
            {
                assertTrue(isOpen || frame.timeNs() >= frame.baseNs() - firstNs, frame::toString);
                assertTrue(frame.timeNs() >= timeNs, frame + " falls behind " + timeNs);
            }
            timeNs = frame.timeNs();
            eventNs = frame.lastNs() > 0 ? timeNs + frame.lastNs() - frame.baseNs() : eventNs;
        }
        final List<Long> events = new ArrayList<>();
        final List<Long> ends = new ArrayList<>();
        final JournalSummary summary = JournalSummary.read(journal, ReplayProgress.NONE, new JournalEvents()
        {
            @Override
            public void event(final int its, final int deviceId, final int eventId, final long intendedNs)
            {
                events.add(intendedNs);
            }

            @Override
            public void action(final DirectBuffer frame, final int offset, final int endOffset)
            {
                // Times are those of events.
            }

            @Override
            public void frame(final long beginNs)
            {
                ends.add(events.get(events.size() - 1) - beginNs);
            }
        });

        assertEquals(0, frames.get(0).timeNs(), "the machine is set up");
        assertTrue(timeNs > 0);
        assertEquals(timeNs, summary.timeNs());
        assertEquals(2_000, events.size());
        assertEquals(eventNs, ends.get(ends.size() - 1));
    }

    @Test
    void shouldContinueAtTheTimeOfTheLastFrame() throws IOException
    {
        final Path left = home.resolve("left");
        Storms.leave(left, JournalConfig.DEFAULT, Storms.small(8_000), SnapshotSchedule.DEFAULT, 60, true);
        final int before = frames(left).size();
        final JournalSummary summary = JournalSummary.read(left, ReplayProgress.NONE);

        assertEquals(ExitCode.OK, gale("storm", "--resume", left.toString(), "--warmup", "0"), err.toString());

        final List<Timed> frames = frames(left);
        final long firstNs = frames.stream().skip(before).filter(frame -> frame.baseNs() > 0).findFirst()
            .orElseThrow().baseNs();
        assertTrue(summary.timeNs() > 0);
        for (final Timed frame : frames.subList(before, frames.size()))
        {
            assertTrue(frame.timeNs() >= summary.timeNs(), frame + " is before " + summary.timeNs());
            assertTrue(frame.baseNs() == 0 || frame.timeNs() >= summary.timeNs() + frame.baseNs() - firstNs,
                frame + " is not as long after " + summary.timeNs() + " as after " + firstNs);
        }
    }

    @Test
    void shouldShowTheTimeOfTheLastFrame() throws IOException
    {
        final Path journal = home.resolve("run");
        Storms.fill(journal, JournalConfig.DEFAULT, Storms.small(2_000));

        assertEquals(ExitCode.OK, gale("journal", "describe", journal.toString()), err.toString());
        assertEquals(ExitCode.OK, gale("journal", "describe", "--json", journal.toString()), err.toString());

        assertTrue(out.toString().lines().anyMatch(
            line -> line.matches("time {8}[0-9]+\\.[0-9]{3} s since the first phase began")), out.toString());
        assertTrue(out.toString().contains("\"time_ns\":"), out.toString());
    }

    private static List<Timed> frames(final Path journal) throws IOException
    {
        final List<Timed> frames = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                if (reader.kind() == Frame.COMMANDS)
                {
                    frames.add(timed(reader));
                }
            }
        }

        return frames;
    }

    private static Timed timed(final JournalReader reader)
    {
        final CommandCursor cursor = new CommandCursor().wrap(
            reader.buffer(), reader.payloadOffset(), reader.payloadOffset() + reader.payloadLength());
        long baseNs = 0;
        long lastNs = 0;
        while (cursor.next())
        {
            baseNs = cursor.opcode() == CommandWord.TIME ? Commands.baseNs(cursor.word()) : baseNs;
            lastNs = cursor.opcode() == CommandWord.MSI ? baseNs + (cursor.word() & Commands.TIME_MASK) : lastNs;
        }

        return new Timed(reader.timeNs(), baseNs, lastNs);
    }

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}
