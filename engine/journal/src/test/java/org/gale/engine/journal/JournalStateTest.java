package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Words of a writer's first failure, and its kind. */
class JournalStateTest
{
    @TempDir
    private Path home;

    @Test
    void shouldSayTheInnermostReasonOnce()
    {
        final IOException inner = new IOException("inner");

        assertEquals("it failed: inner", message(inner));
        assertEquals("it failed: inner (outer)", message(new IOException("outer", inner)));
        assertEquals("it failed: inner", message(new IOException("outer: inner", inner)));
        assertEquals("it failed: inner", message(new IOException(null, inner)));
        assertEquals("it failed: inner", message(new IllegalStateException("words of a library", inner)));
        assertEquals("it failed: inner (outer)",
            message(new IOException("outer", new IOException("between", inner))));
        assertEquals("it failed: no reason is given", message(new IOException()));
        assertEquals("it failed: no reason is given (outer)", message(new IOException("outer", new IOException())));
    }

    @Test
    void shouldKnowAFullDiskByTheWordsOfTheHost()
    {
        assertTrue(JournalState.isNoSpace(new IOException("write: No space left on device")));
        assertTrue(JournalState.isNoSpace(new IOException("Disk quota exceeded")));
        assertTrue(JournalState.isNoSpace(new IOException(null, new IOException("No space left on device"))));
        assertFalse(JournalState.isNoSpace(new IOException("Input/output error", new IOException())));
        assertFalse(JournalState.isNoSpace(null));

        final JournalState full = new JournalState(home);
        full.fail("it failed", new IOException("Disk quota exceeded"));
        assertEquals(JournalFailure.Reason.NO_SPACE, full.failure().reason());
        assertTrue(full.failure().bytesLeft() > 0);
    }

    @Test
    void shouldKeepTheFirstFailure()
    {
        final JournalState state = new JournalState(home.resolve("absent"));
        assertNull(state.failure());
        final IOException first = new IOException("first");
        state.fail("it failed", first);
        state.fail("it failed again", new IOException("second"));

        assertEquals(new JournalFailure(JournalFailure.Reason.FAILED, "it failed: first", -1, first), state.failure());
        assertSame(first, state.failure().cause());
    }

    @Test
    void shouldStopWhenItIsAskedTo()
    {
        final JournalState state = new JournalState(home);
        assertFalse(state.isStopping());

        state.stop();

        assertTrue(state.isStopping());
        assertNull(state.failure());
    }

    private String message(final Throwable cause)
    {
        final JournalState state = new JournalState(home);
        state.fail("it failed", cause);
        assertEquals(JournalFailure.Reason.FAILED, state.failure().reason());

        return state.failure().message();
    }
}
