package org.gale.engine.storm.result;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StormEndTest
{
    @ParameterizedTest
    @CsvSource({ "COUNT, EQUAL, COUNT, true", "DURATION, NO_JOURNAL, DURATION, true", "COUNT, NOT_ASKED, COUNT, true",
        "COUNT, READ_ONLY, COUNT, true", "COUNT, DIVERGED, FAILED, false", "COUNT, DAMAGED, FAILED, false",
        "DURATION, FAILED, FAILED, false", "COUNT, INTERRUPTED, INTERRUPTED, false",
        "STUCK, INTERRUPTED, STUCK, false", "CONDITION, EQUAL, CONDITION, false",
        "INTERRUPTED, EQUAL, INTERRUPTED, false", "FAILED, READ_ONLY, FAILED, false" })
    void shouldBeDrainedOnlyByItsPlanAndWithAProof(
        final StormEnd end, final StormProof.Extent extent, final StormEnd proven, final boolean isDrained)
    {
        assertEquals(proven, end.with(extent));
        assertEquals(isDrained, end.with(extent).isDrained());
    }

    @ParameterizedTest
    @CsvSource({ "true, count", "false, duration" })
    void shouldNameWhatEndedTheSources(final boolean isCountOffered, final String label)
    {
        assertEquals(label, StormEnd.ofSources(isCountOffered).label());
    }
}
