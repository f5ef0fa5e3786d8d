package org.gale.engine.command;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SemanticsTest
{
    private static final String READS = " for this gale, which reads version " + Semantics.VERSION;

    @ParameterizedTest(name = "version {0}")
    @ValueSource(longs = {0, Semantics.VERSION - 1})
    void shouldSayWhatReplaysAnOldVersion(final long version)
    {
        assertEquals(" version " + version + ", too old" + READS + ": replay it with the gale that wrote it",
            Semantics.refusal(version));
    }

    @ParameterizedTest(name = "version {0}")
    @ValueSource(longs = {Semantics.VERSION + 1, -1, Long.MIN_VALUE})
    void shouldSayWhatReplaysANewVersion(final long version)
    {
        assertEquals(" version " + Long.toUnsignedString(version) + ", too new" + READS +
            ": replay it with the gale that wrote it, or with a later one", Semantics.refusal(version));
    }
}
