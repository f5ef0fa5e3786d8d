package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalException;
import org.gale.engine.record.RecordSchedule;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a short storm, journaled once and replayed in many ways. */
class ReplayTest
{
    private static final long INTERRUPTS = 200_000;

    @TempDir
    private static Path home;
    private static Path journal;
    private static StormResult live;

    @BeforeAll
    static void runStorm() throws IOException, InterruptedException
    {
        journal = home.resolve("storm");
        live = Runs.storm(journal, JournalConfig.DEFAULT, INTERRUPTS);
    }

    @Test
    void shouldReachTheSameDigestWhenAStormIsReplayed() throws IOException
    {
        final ReplayResult result = Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY);

        assertNull(result.divergence());
        assertTrue(result.isEqual());
        assertTrue(result.isCovered());
        assertEquals(live.journal().runDigest(), result.digest());
        assertEquals(live.journal().stateDigest(), result.stateDigest());
        assertEquals(live.journal().commands(), result.commands());
        assertTrue(result.coverage().comparisons() > live.journal().commands() / RecordSchedule.DIGEST_INTERVAL / 2);
        assertEquals(JournalEnd.Status.CLOSED, result.end().status());
        assertTrue(result.configuration().isStorm());
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 7, 1024 })
    void shouldReachTheSameDigestWithAnyBatchLimit(final int commands) throws IOException
    {
        final ReplayResult result =
            Replay.run(journal, ReplayOptions.DEFAULT.slicesOf(commands), ReplayProgress.NONE, Machines.FACTORY);

        assertNull(result.divergence());
        assertEquals(live.journal().runDigest(), result.digest());
    }

    @Test
    void shouldStopAfterACommandWhenAsked() throws IOException
    {
        final long middle = live.journal().commands() / 2 + 3;

        final ReplayResult whole = Replay.run(
            journal, ReplayOptions.DEFAULT.to(middle), ReplayProgress.NONE, Machines.FACTORY);
        final ReplayResult slices =
            Replay.run(journal, ReplayOptions.DEFAULT.to(middle).slicesOf(5), ReplayProgress.NONE, Machines.FACTORY);

        assertEquals(middle, whole.commands());
        assertEquals(whole.digest(), slices.digest());
        assertTrue(whole.isEqual());
        assertFalse(whole.isCovered());
        assertNull(whole.end());
    }

    @Test
    void shouldStayAtResetWhenAskedToStopBeforeTheFirstCommand() throws IOException
    {
        final ReplayResult result = Replay.run(
            journal, ReplayOptions.DEFAULT.to(0), ReplayProgress.NONE, Machines.FACTORY);

        assertEquals(0, result.commands());
        assertFalse(result.isEqual());
    }

    @Test
    void shouldReachTheLastCommandWhenAskedToStopThere() throws IOException
    {
        final ReplayResult result =
            Replay.run(journal, ReplayOptions.DEFAULT.to(live.journal().commands()), ReplayProgress.NONE,
                Machines.FACTORY);

        assertEquals(live.journal().runDigest(), result.digest());
        assertTrue(result.isCovered());
    }

    @Test
    void shouldRefuseToStopBehindTheEnd()
    {
        final ReplayException thrown = assertThrows(ReplayException.class, () ->
            Replay.run(journal, ReplayOptions.DEFAULT.to(live.journal().commands() + 1), ReplayProgress.NONE,
                Machines.FACTORY));

        assertEquals(ReplayException.Reason.TOO_SHORT, thrown.reason());
        assertEquals("no command " + (live.journal().commands() + 1) + ": the journal ends after command " +
            live.journal().commands(),
            thrown.getMessage());
    }

    @Test
    void shouldRefuseAFolderThatIsNoJournal()
    {
        final JournalException thrown = assertThrows(JournalException.class,
            () -> Replay.verify(home.resolve("absent"), ReplayProgress.NONE, Machines.FACTORY));

        assertEquals(JournalException.Reason.NOT_A_JOURNAL, thrown.reason());
    }
}
