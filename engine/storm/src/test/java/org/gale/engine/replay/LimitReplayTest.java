package org.gale.engine.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.PurgedSegments;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a storm's journal whose beginning is purged: the retained part replays from its first snapshot. */
class LimitReplayTest
{
    @TempDir
    private static Path home;
    private static Path journal;
    private static StormResult live;

    @BeforeAll
    static void runStorm() throws IOException, InterruptedException
    {
        journal = home.resolve("storm");
        live = Runs.purgedStorm(journal);
    }

    @Test
    @Tag("P7")
    void shouldReplayTheRetainedPartToTheLiveDigest() throws IOException
    {
        final ReplayResult result = Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY);

        assertNull(result.divergence());
        assertTrue(result.isEqual() && result.isCovered());
        assertEquals(live.journal().runDigest(), result.digest());
        assertEquals(live.journal().commands(), result.commands());
        assertEquals(JournalEnd.Status.CLOSED, result.end().status());
        final PurgedSegments purged = result.end().purged();
        assertTrue(purged.segments() > 3, purged.toString());
        assertTrue(result.firstCommand() > purged.commands() && result.firstCommand() < live.journal().commands(),
            result.firstCommand() + " of " + live.journal().commands());
    }

    @Test
    void shouldReachTheSameDigestFromTheNearestSnapshotAsFromTheFirstRetained() throws IOException
    {
        final long first = Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).firstCommand() - 1;
        for (final long sequence : List.of(first, first + 1, first + 700, (first + live.journal().commands()) / 2,
            live.journal().commands() - 1, live.journal().commands()))
        {
            final ReplayOptions options = ReplayOptions.DEFAULT.to(sequence);
            final ReplayResult fromFirst = Replay.run(journal, options, ReplayProgress.NONE, Machines.FACTORY);
            final ReplayResult nearest = Replay.run(
                journal, options.fromNearestSnapshot(), ReplayProgress.NONE, Machines.FACTORY);

            assertNull(nearest.divergence());
            assertEquals(sequence, nearest.commands());
            assertEquals(first + 1, fromFirst.firstCommand());
            assertTrue(nearest.firstCommand() >= fromFirst.firstCommand());
            assertEquals(fromFirst.digest(), nearest.digest(), "to " + sequence);
            assertEquals(fromFirst.stateDigest(), nearest.stateDigest(), "to " + sequence);
        }
    }

    @Test
    void shouldSayThatACommandIsPurged() throws IOException
    {
        final long first = Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).firstCommand() - 1;
        for (final ReplayOptions options : List.of(ReplayOptions.DEFAULT.to(first - 1),
            ReplayOptions.DEFAULT.to(first - 1).fromNearestSnapshot(), ReplayOptions.DEFAULT.to(0)))
        {
            final ReplayException thrown = assertThrows(
                ReplayException.class, () -> Replay.run(journal, options, ReplayProgress.NONE, Machines.FACTORY));

            assertEquals(ReplayException.Reason.TOO_SHORT, thrown.reason());
            assertTrue(thrown.getMessage().contains(" were purged, and the first retained snapshot is that of " +
                "command " + first), thrown.getMessage());
        }
    }

    @Test
    void shouldKeepTheCursorWhereItStandsWhenACommandIsPurged() throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, Machines.FACTORY))
        {
            final long first = cursor.sequence();
            assertEquals(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).firstCommand() - 1, first);
            cursor.to(first + 3);
            final long digest = cursor.machine().digest();
            final ReplayException thrown = assertThrows(ReplayException.class, () -> cursor.to(first - 1));

            assertEquals(ReplayException.Reason.TOO_SHORT, thrown.reason());
            assertEquals(first + 3, cursor.sequence());
            assertEquals(digest, cursor.machine().digest());
            cursor.to(first);
            assertEquals(first, cursor.sequence());
        }
    }

    @Test
    @Tag("P11")
    void shouldStayWithinItsLimitWhenFramesWaitForTheirForce() throws IOException, InterruptedException
    {
        final Path forced = home.resolve("forced");
        final StormResult result = Runs.storm(
            forced, Runs.PURGING.forced(8, 1_000_000), 60_000, SnapshotSchedule.AT_END);

        final ReplayResult replayed = Replay.verify(forced, ReplayProgress.NONE, Machines.FACTORY);
        assertTrue(replayed.isEqual() && replayed.isCovered());
        assertEquals(result.journal().runDigest(), replayed.digest());
        assertTrue(replayed.end().purged().isAny());
        assertTrue(replayed.end().segments() <= 5, "segments=" + replayed.end().segments());
    }

    @Test
    void shouldSummarizeTheRetainedPart() throws IOException
    {
        final JournalSummary summary = JournalSummary.read(journal, ReplayProgress.NONE);

        assertTrue(summary.end().isSound());
        assertEquals(Replay.verify(
            journal, ReplayProgress.NONE, Machines.FACTORY).firstCommand() - 1, summary.firstSnapshot());
        assertTrue(new String(summary.configuration(), StandardCharsets.UTF_8).contains("job={"));
    }
}
