package org.gale.engine.storm.scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of rates of actions as users write them. */
class ActionRateTest
{
    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0, 0", "1000, 1000, 0, 1000, 1000", "100k, 100000, 0, 100k, 100000",
        "1/10k, 1, 10000, 1/10k, 1/10k", "3/1000, 3, 1000, 3/1000, 3/1000",
        "1/1, 1, 1, 1/1, 1/1", "20k/1M, 20000, 1000000, 20k/1M, 20k/1M"})
    void shouldReadAndShowBothForms(
        final String text, final long count, final long events, final String shown, final String plain)
    {
        final ActionRate rate = ActionRate.parse(text);

        assertEquals(new ActionRate(count, events), rate);
        assertEquals(shown, rate.shown());
        assertEquals(plain, rate.toString());
        assertEquals(rate, ActionRate.parse(rate.shown()));
    }

    @ParameterizedTest
    @CsvSource({"1/10k, 9999, 0", "1/10k, 10000, 1", "1/10k, 19999, 1", "3/1000, 333, 0", "3/1000, 334, 1",
        "3/1000, 2667, 8", "3/1000, 3000, 9", "1/1, 7, 7", "2/3, 5, 3", "1000, 5000, 0"})
    void shouldCountTheActionsThatAreDue(final String text, final long offered, final long due)
    {
        assertEquals(due, ActionRate.parse(text).due(offered));
    }

    @Test
    void shouldTakeRatesAtTheirLimits()
    {
        assertEquals(1_000_000_000_000L, ActionRate.parse("1/1000G").events());
        assertEquals(1, ActionRate.parse("1/1").count());
        assertEquals(0, ActionRate.parse("0").count());
    }

    @Test
    void shouldDistinguishWhatIsByEvents()
    {
        assertTrue(ActionRate.parse("1/10k").isByEvents());
        assertFalse(ActionRate.parse("10k").isByEvents());
        assertTrue(ActionRate.parse("0").isNone());
        assertFalse(ActionRate.parse("1/10k").isNone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1/", "/10k", "1/x", "1/2/3", "-1", "1.5", "1/-5", "\u0661/10k"})
    void shouldShowBothFormsToWhoWritesNeither(final String text)
    {
        final IllegalArgumentException refusal =
            assertThrows(IllegalArgumentException.class, () -> ActionRate.parse(text));

        assertEquals("'" + text + "' is neither a number a second nor N/EVENTS (try 1000, or 1/10k for one in 10,000 " +
            "events)", refusal.getMessage());
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({"0, 1/1000", "1/10k, 1/1000", "3/20, 3/3", "1/1, 1/1", "20, 200", "200k, 1M", "1M, 1M"})
    void shouldBecomeMore(final String text, final String more)
    {
        assertEquals(more, ActionRate.parse(text).more().shown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/10k", "1/0", "3/2", "1/1001G"})
    void shouldRefuseMoreActionsThanEventsAndNone(final String text)
    {
        final IllegalArgumentException refusal =
            assertThrows(IllegalArgumentException.class, () -> ActionRate.parse(text));

        assertEquals("'" + text + "' is not from 1/1T to 1/1 (try 1/10k for one in 10,000 events, or 0 for none)",
            refusal.getMessage());
    }
}
