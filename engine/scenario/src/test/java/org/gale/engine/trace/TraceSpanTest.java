package org.gale.engine.trace;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class TraceSpanTest
{
    @ParameterizedTest(name = "{0} events until {1} ns: {2} ns")
    @CsvSource({
        "119, 100088000, 100936203, true",
        "119, 100088000, 100088000, false",
        "119, 100088000, 100936202, false",
        "119, 100088000, 100936204, false",
        "1, 50, 100, true",
        "1, 0, 1, true",
        "0, 0, 1, true",
        "0, 0, 2, false",
        "11, 5, 6, true",
        "11, 5, 7, false",
    })
    void shouldHaveAMeanGapBehindTheLastEvent(
        final long events, final long lastNs, final long lengthNs, final boolean isRing)
    {
        assertEquals(isRing, new TraceSpan(events, lastNs).isRing(lengthNs));
    }
}
