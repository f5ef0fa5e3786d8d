package org.gale.engine.command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SemanticsTest
{
    private static final String RANGE =
        " for this gale, which reads versions " + Semantics.OLDEST + " to " + Semantics.VERSION;

    @Test
    void shouldReadEachVersionOfTheRange()
    {
        assertTrue(Semantics.isReadable(Semantics.OLDEST));
        assertTrue(Semantics.isReadable(Semantics.VERSION));
    }

    @ParameterizedTest(name = "version {0}")
    @ValueSource(longs = {0, Semantics.OLDEST - 1})
    void shouldSayWhatReplaysAnOldVersion(final long version)
    {
        assertFalse(Semantics.isReadable(version));
        assertEquals(" version " + version + ", too old" + RANGE + ": replay it with the gale that wrote it",
            Semantics.refusal(version));
    }

    @ParameterizedTest(name = "version {0}")
    @ValueSource(longs = {Semantics.VERSION + 1, -1, Long.MIN_VALUE})
    void shouldSayWhatReplaysANewVersion(final long version)
    {
        assertFalse(Semantics.isReadable(version));
        assertEquals(" version " + Long.toUnsignedString(version) + ", too new" + RANGE +
            ": replay it with the gale that wrote it, or with a later one", Semantics.refusal(version));
    }
}
