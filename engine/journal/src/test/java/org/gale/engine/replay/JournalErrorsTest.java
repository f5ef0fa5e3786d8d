package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.journal.JournalDamage;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Failures to use a journal, with the outcome that decides the exit code. */
class JournalErrorsTest
{
    @TempDir
    private Path home;

    @Test
    void shouldRefuseAPathThatCanBeNoJournal() throws IOException
    {
        final Path file = Files.createFile(home.resolve("file"));

        assertFailure(Outcome.USAGE, home.resolve("absent") + ": no such directory",
            assertThrows(OutcomeException.class, () -> JournalErrors.checkDirectory(home.resolve("absent"))));
        assertFailure(Outcome.USAGE, file + ": not a directory (a journal is one that holds gale.journal)",
            assertThrows(OutcomeException.class, () -> JournalErrors.checkDirectory(file)));
        assertDoesNotThrow(() -> JournalErrors.checkDirectory(home));
    }

    @Test
    void shouldAcceptAJournalThatIsSound()
    {
        assertDoesNotThrow(() -> JournalErrors.checkSound(home, end(JournalEnd.Status.CLOSED, null)));
        assertDoesNotThrow(() -> JournalErrors.checkSound(home, end(JournalEnd.Status.LEFT, null)));
    }

    @Test
    void shouldShowPlaceAndSoundPartOfADamageInTwoLines()
    {
        final JournalDamage damage = new JournalDamage(Path.of("seg"), 1, 7, 4096, "a CRC differs", 1234);

        assertFailure(Outcome.JOURNAL_DAMAGED,
            "seg: frame 7 at byte 4,096: a CRC differs." + System.lineSeparator() +
                "  Sound before it: 1,234 commands.",
            assertThrows(OutcomeException.class,
                () -> JournalErrors.checkSound(home, end(JournalEnd.Status.DAMAGED, damage))));
    }

    @Test
    void shouldSayHowToRepairAJournalThatMetALossOfPower()
    {
        assertFailure(Outcome.JOURNAL_DAMAGED, home + ": not closed when the machine went down. Sound: 55 commands, " +
            "all that were forced among them." + System.lineSeparator() +
            "  Cut what follows them: gale journal repair " + home,
            assertThrows(OutcomeException.class,
                () -> JournalErrors.checkSound(home, end(JournalEnd.Status.POWER_LOSS, null))));
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_EMPTY, USAGE", "NOT_A_JOURNAL, USAGE", "IN_USE, USAGE", "OTHER_VERSION, USAGE", "NO_SPACE, RESOURCES",
        "FAILED, RESOURCES", "DAMAGED, JOURNAL_DAMAGED", "NEEDS_REPAIR, JOURNAL_DAMAGED" })
    void shouldEndWithTheOutcomeOfAJournalsReason(final JournalException.Reason reason, final Outcome outcome)
    {
        final OutcomeException failure = JournalErrors.of(new JournalException(reason, "why"));

        assertFailure(outcome, "why", failure);
    }

    @ParameterizedTest
    @CsvSource({
        "DAMAGED, JOURNAL_DAMAGED", "OTHER_CONTENT, USAGE", "TOO_SHORT, USAGE", "RESOURCES, RESOURCES" })
    void shouldEndWithTheOutcomeOfAReplaysReason(final ReplayException.Reason reason, final Outcome outcome)
    {
        assertFailure(outcome, "why", JournalErrors.of(new ReplayException(reason, "why")));
    }

    @Test
    void shouldSayThatTheHostFailed()
    {
        assertFailure(Outcome.RESOURCES, "the host failed: stale handle",
            JournalErrors.of(new IOException("stale handle")));
        assertEquals(Outcome.RESOURCES, JournalErrors.of(new AccessDeniedException("a/b")).outcome());
        assertFalse(JournalErrors.of(new AccessDeniedException("a/b")).getMessage().contains("the host"));
    }

    private static JournalEnd end(final JournalEnd.Status status, final JournalDamage damage)
    {
        return new JournalEnd(status, damage, 55, 3, 4096, 1, List.of(), null);
    }

    private static void assertFailure(final Outcome outcome, final String message, final OutcomeException failure)
    {
        assertEquals(outcome, failure.outcome());
        assertEquals(message, failure.getMessage());
    }
}
