package org.gale.engine.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class NumberTextTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "14_800_000 | 14.8 M/s", "999 | 999 /s", "1000 | 1.0 k/s", "0 | 0 /s", "1.25e9 | 1.3 G/s", "8e6 | 8.0 M/s",
        "1e6 | 1.0 M/s", "1e9 | 1.0 G/s", "2.5 | 2.50 /s", "3 | 3 /s", "9.99 | 9.99 /s", "10.4 | 10 /s",
        "999.4 | 999 /s", "999.6 | 1.0 k/s", "999_949 | 999.9 k/s", "999_951 | 1.0 M/s", "999_949_000 | 999.9 M/s",
        "999_951_000 | 1.0 G/s" })
    void shouldChooseTheUnitOfARate(final String rate, final String text)
    {
        assertEquals(text, NumberText.rate(Double.parseDouble(rate.replace("_", ""))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "10_000_000_000 | 10 s", "1_000_000_000 | 1 s", "999_000_000 | 999 ms",
        "1_500_000_000 | 1.5 s", "500_000_000 | 500 ms", "250_000 | 250 us", "7 | 7 ns",
        "1_000_000_001 | 1,000,000,001 ns", "60_000_000_000_000 | 60000 s" })
    void shouldShowADurationAsItWasChosen(final String ns, final String text)
    {
        assertEquals(text, NumberText.duration(Long.parseLong(ns.replace("_", ""))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "9_999 | 9,999 B", "10_000 | 10 KiB", "9_999_999 | 9,766 KiB", "10_485_760 | 10 MiB", "870_123_456 | 830 MiB",
        "12_345_678_901 | 11,774 MiB" })
    void shouldRoundAFinalSize(final String bytes, final String text)
    {
        assertEquals(text, NumberText.bytes(Long.parseLong(bytes.replace("_", ""))));
    }

    @Test
    void shouldShowAnElapsedTimeInTenthsOfASecond()
    {
        assertEquals("6.2 s", NumberText.seconds(6_240_000_000L));
        assertEquals("1,000.0 s", NumberText.seconds(1_000_000_000_000L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "0 | no", "1 | one", "15 | fifteen", "20 | twenty", "4095 | 4,095" })
    void shouldSpellSmallNumbers(final int count, final String text)
    {
        assertEquals(text, NumberText.word(count));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "1 | 1 VM", "16 | 16 VMs", "0 | 0 VMs", "4096 | 4,096 VMs" })
    void shouldCount(final long count, final String text)
    {
        assertEquals(text, NumberText.counted(count, "VM"));
    }
}
