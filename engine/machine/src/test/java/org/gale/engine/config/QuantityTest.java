package org.gale.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest
{
    @ParameterizedTest
    @CsvSource({"0, 0", "16, 16", "1k, 1000", "1.5M, 1500000", "8G, 8000000000", "0.001k, 1", ".5k, 500",
        "2T, 2000000000000",
        "9223372036854775807, 9223372036854775807"})
    void shouldReadCounts(final String text, final long count)
    {
        assertEquals(count, Quantity.count(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "100us, 100000", "1h, 3600000000000"})
    void shouldReadADurationOrNone(final String text, final long durationNs)
    {
        assertEquals(durationNs, Quantity.durationOrZeroNs(text));
        assertEquals(durationNs, Quantity.durationOrZeroNs(Quantity.durationOrZeroText(durationNs)));
        assertThrows(IllegalArgumentException.class, () -> Quantity.durationOrZeroNs("00"));
        assertEquals("0", Quantity.durationOrZeroText(0));
    }

    @ParameterizedTest
    @CsvSource({"9000, 9000", "10k, 10000", "10001, 10001", "1M, 1000000", "1001k, 1001000"})
    void shouldShowACountAsItIsRead(final String text, final long count)
    {
        assertEquals(text, Quantity.countText(count));
        assertEquals(count, Quantity.count(text));
    }

    @ParameterizedTest
    @CsvSource({"512, 512", "512B, 512", "64k, 64000", "1MB, 1000000", "2GiB, 2147483648", "1.5KiB, 1536",
        "1TiB, 1099511627776", "1TB, 1000000000000"})
    void shouldReadSizes(final String text, final long sizeBytes)
    {
        assertEquals(sizeBytes, Quantity.sizeBytes(text));
    }

    @ParameterizedTest
    @CsvSource({
        "10s, 10000000000", "500ms, 500000000", "20us, 20000", "20\u00b5s, 20000", "7ns, 7", "1.5s, 1500000000",
        "2m, 120000000000", ".5h, 1800000000000"})
    void shouldReadDurations(final String text, final long durationNs)
    {
        assertEquals(durationNs, Quantity.durationNs(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-42, -42", "+7, 7", "007, 7", "9223372036854775807, 9223372036854775807"})
    void shouldReadWholeNumbers(final String text, final long number)
    {
        assertEquals(number, Quantity.whole(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1k", "0x10", "\u0663", "1\u0663", "\uff11\uff16", "9223372036854775808"})
    void shouldRefuseWhatIsNoWholeNumber(final String text)
    {
        assertThrows(NumberFormatException.class, () -> Quantity.whole(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0663", "1\u0663", "\uff11\uff16"})
    void shouldRefuseTheDigitsOfOtherScripts(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> Quantity.count(text));
        assertThrows(IllegalArgumentException.class, () -> Quantity.sizeBytes(text + "B"));
        assertThrows(IllegalArgumentException.class, () -> Quantity.durationNs(text + "s"));
        assertThrows(IllegalArgumentException.class, () -> Quantity.rate(text));
        assertThrows(IllegalArgumentException.class, () -> Condition.parse("rate < " + text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"banana", "", "-1", "+1", "1K", "1m", "1 k", "1e9", "0x10", "5.", "1kk", "1,000",
        "1s", "999999999999999999999999999999999999999"})
    void shouldRefuseWhatIsNoCount(final String text)
    {
        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> Quantity.count(text));

        assertEquals("'" + text + "' is not a count (try 16 or 1k)", ex.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10M", "s", "1H", "1d"})
    void shouldRefuseWhatIsNoDuration(final String text)
    {
        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> Quantity.durationNs(text));

        assertEquals("'" + text + "' is not a duration (try 10s or 500ms)", ex.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "1, 1ns", "2500, 2500ns", "200000, 200us", "1500000, 1500us", "2000000, 2ms",
        "90000000000, 90s"})
    void shouldShowADurationAsItIsRead(final long ns, final String text)
    {
        assertEquals(text, Quantity.durationText(ns));
        assertEquals(ns, Quantity.durationNs(text));
    }

    @ParameterizedTest
    @CsvSource({".5, 0.5", "1.5k, 1500", "2M, 2000000", "1T, 1000000000000"})
    void shouldReadRates(final String text, final double rate)
    {
        assertEquals(rate, Quantity.rate(text));
    }

    @Test
    void shouldRefuseFractionsAndWhatIsTooLarge()
    {
        assertEquals("'0.5' is not a whole number, so it is not a count (try 16 or 1k)",
            assertThrows(IllegalArgumentException.class, () -> Quantity.count("0.5")).getMessage());
        assertEquals("'0.5ns' is not a whole number, so it is not a duration (try 10s or 500ms)",
            assertThrows(IllegalArgumentException.class, () -> Quantity.durationNs("0.5ns")).getMessage());
        assertEquals("'9999999999G' is too large: at most 9223372036854775807",
            assertThrows(IllegalArgumentException.class, () -> Quantity.count("9999999999G")).getMessage());
        assertEquals("'many' is not a size (try 512M or 1GiB)",
            assertThrows(IllegalArgumentException.class, () -> Quantity.sizeBytes("many")).getMessage());
    }
}
