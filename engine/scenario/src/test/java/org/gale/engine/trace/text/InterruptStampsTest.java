package org.gale.engine.trace.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class InterruptStampsTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1764188482                                  | seconds since 1970 | 1764188482000000000 | true",
        "1764188482.5                                | seconds since 1970 | 1764188482500000000 | false",
        "1764188482123                               | seconds since 1970 | 1764188482123000000 | false",
        "1764188482123456789                         | seconds since 1970 | 1764188482123456789 | false",
        "12345.67 23456.78                           | /proc/uptime       | 12345670000000      | false",
        "2025-11-26T20:21:22Z                        | UTC                | 1764188482000000000 | true",
        "2025-11-26 21:21:22.25 +0100                | UTC                | 1764188482250000000 | false",
        "2025-11-26T15:51:22,25-04:30                | UTC                | 1764188482250000000 | false",
        "2025-11-26 20:21:22                         | local time         | 1764188482000000000 | true",
        "2025-11-26 20:21:22 CET                     | CET                | 1764188482000000000 | true",
        "Wed Nov 26 20:21:22 UTC 2025                | UTC                | 1764188482000000000 | true",
        "Wed Nov 26 08:21:22 PM UTC 2025             | UTC                | 1764188482000000000 | true",
        "Wed Nov 26 12:21:22 AM CET 2025             | CET                | 1764116482000000000 | true",
        "Wed 26 Nov 2025 08:21:22 pm GMT             | UTC                | 1764188482000000000 | true",
        "Wed, 26 Nov 2025 20:21:22 +0000             | UTC                | 1764188482000000000 | true",
        "Wed, 26 Nov 2025 22:21:22 +0200             | UTC                | 1764188482000000000 | true",
        "Wed Nov 26 20:21:22 2025                    | local time         | 1764188482000000000 | true",
        "Every 2.0s: cat /proc/interrupts   host: Wed Nov 26 20:21:22 2025 | local time | 1764188482000000000 | true",
        "20:21:22                                    | time of day        | 73282000000000      | true",
        "20:21:22.125                                | time of day        | 73282125000000      | false",
    })
    void shouldReadTheTimesThatToolsWrite(final String line, final String clock, final long ns, final boolean isWhole)
    {
        assertEquals(new InterruptStamps.Stamp(clock, ns, isWhole), InterruptStamps.of(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "x", "1", "176418848", "9964188482", "17641884821", "1764188482.", "12345.6 23456.7",
        "[   12.345678] usb 1-1: new",
        "2025-13-26T20:21:22Z", "2025-02-30 20:21:22", "1825-11-26 20:21:22", "Wed Nov 26 2025", "Wed 20:21:22 2025",
        "Wed Nov 26 20:21:22", "Wed Nov 26 20:21:22 UTC 2025 and more", "Wednesday Nov 26 20:21:22 2025",
        "Thu Nov 31 20:21:22 2025", "25:00:00 UTC", "20:21", "Nov 26 20:21:22 host kernel: x",
        "Wed Nov 26 25:21:22 UTC 2025",
    })
    void shouldReadNoTimeOfAnotherLine(final String line)
    {
        assertNull(InterruptStamps.of(line));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Every 2.0s: cat /proc/interrupts | 2000000000",
        "Every 0.1s: grep nvme /proc/interrupts  host: Wed Nov 26 20:21:22 2025 | 100000000",
        "Every 10,5s: x | 10500000000",
        "Every day: x | 0",
        "every 2.0s: x | 0",
    })
    void shouldReadTheIntervalOfTheHeadOfWatch(final String line, final long ns)
    {
        assertEquals(ns, InterruptStamps.everyNs(line));
    }
}
