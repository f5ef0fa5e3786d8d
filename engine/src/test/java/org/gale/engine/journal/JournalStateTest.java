package org.gale.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Failures of a journal: the first one counts, and the host's words are passed on. */
class JournalStateTest
{
    @TempDir
    private Path home;

    @Test
    void shouldPassOnTheWordsOfTheHost()
    {
        assertEquals("A: disk", message(new IOException("disk")));
        assertEquals("A: disk (outer)", message(new IllegalStateException("outer", new IOException("disk"))));
        assertEquals("A: disk", message(new UncheckedIOException(new IOException("disk"))));
        assertEquals("A: disk", message(new IllegalStateException(null, new IOException("disk"))));
        assertEquals("A: no reason is given", message(new IOException((String)null)));
        assertEquals("A: disk (outer)", message(
            new IllegalStateException("outer", new IllegalStateException("middle", new IOException("disk")))));
    }

    @Test
    void shouldTellAFullDiskFromOtherFailures()
    {
        assertTrue(JournalState.isNoSpace(new IOException("x: No space left on device")));
        assertTrue(JournalState.isNoSpace(new IOException("Disk quota exceeded")));
        assertTrue(JournalState.isNoSpace(new IllegalStateException(null, new IOException("No space left on device"))));
        assertFalse(JournalState.isNoSpace(new IllegalStateException("outer", new IOException((String)null))));
        assertFalse(JournalState.isNoSpace(null));
    }

    @Test
    void shouldKeepTheFirstFailure()
    {
        final JournalState state = new JournalState(home);
        assertFalse(state.isStopping());
        state.fail("A", new IOException("No space left on device"));
        state.fail("B", new IOException("another"));
        state.stop();

        assertEquals(JournalFailure.Reason.NO_SPACE, state.failure().reason());
        assertEquals("A: No space left on device", state.failure().message());
        assertTrue(state.isStopping());
    }

    @Test
    void shouldNotKnowTheSpaceWhereThereIsNoDirectory()
    {
        assertEquals(-1, JournalState.bytesLeft(home.resolve("absent")));
        assertTrue(JournalState.bytesLeft(home) >= 0);
    }

    private String message(final Throwable cause)
    {
        final JournalState state = new JournalState(home);
        state.fail("A", cause);
        assertEquals(JournalFailure.Reason.FAILED, state.failure().reason());

        return state.failure().message();
    }
}
