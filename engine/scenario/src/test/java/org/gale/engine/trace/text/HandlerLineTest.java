package org.gale.engine.trace.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HandlerLineTest
{
    private final HandlerLine line = new HandlerLine();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "task-1 [003] d.h.. 10.000010: a_entry: x=1          | 3    | 10000010000     | a_entry",
        "task-1 [003] 10.000010123: a_entry: x=1             | 3    | 10000010123     | a_entry",
        "a: 1.5: b [7] (c) 9.1: x [003] 10.5: a_entry:       | 3    | 10500000000     | a_entry",
        "task-1 ( 17) [003] d.h.. 10.000010: a_entry: x=1    | 3    | 10000010000     | a_entry",
        "task 1/1 [4095] 999999999.1: irq:a_entry: x         | 4095 | 999999999100000000 | a_entry",
        "task 1 [001] 1.0:   1 irq:a_entry: x                | 1    | 1000000000      | a_entry",
        "1.0: irq:a_entry:                                   | 0    | 1000000000      | a_entry",
        "<idle>-0 1d.h3. 57us+: a_entry: irq=1               | 1    | 57000           | a_entry",
        "task-1 12..... 0us : a_exit: irq=1                  | 12   | 0               | a_exit",
        "task 1 [001] 1.0: PERF_RECORD_COMM: x               | 1    | 1000000000      | PERF_RECORD_COMM"})
    void shouldReadItsForms(final String text, final int cpu, final long timeNs, final String event)
    {
        assertTrue(parse(text));

        assertEquals(cpu, line.cpu());
        assertEquals(timeNs, line.timeNs());
        assertEquals(event, new String(text.getBytes(UTF_8), line.eventStart(), line.eventEnd() - line.eventStart(),
            UTF_8));
        assertFalse(line.isLost());
    }

    @ParameterizedTest
    @CsvSource({
        "CPU:0 [LOST 12 EVENTS], 0", "CPU:4095 [LOST EVENTS], 4095", "  CPU:7 [12 EVENTS DROPPED], 7",
        "perf 9 [006] 1.0: PERF_RECORD_LOST lost 123, 6", "perf 9 [006] 1.0: PERF_RECORD_LOST_SAMPLES lost 3, 6"})
    void shouldReadThatEventsWereLost(final String text, final int cpu)
    {
        assertTrue(parse(text));
        assertTrue(line.isLost());
        assertEquals(cpu, line.cpu());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "x", ":", ": ", "1: a:", "1.0:a_entry: x", "t [4096] 1.0: a_entry: x", "t [99999999999999999999] 1.0: a: x",
        "t [001] 1000000000.0: a_entry: x", "t [001] 1.0000000000: a_entry: x", "t [001] x1.0: a_entry: x",
        "t [001] .5: a_entry: x", "t [001] 1.0: a entry", "t [001] 1.0: ", "CPU:4096 [LOST EVENTS]",
        "CPU:99999999999999999999 [LOST EVENTS]", "CPU: [LOST EVENTS]", "CPU:1 [LOST]", "CPU:1 EVENTS", "t 57us : a: x",
        "57us : a: x", "t 1d 1234567890123456us : a: x", "t 4096d 5us : a: x", "us : a: x"})
    void shouldRefuseOthers(final String text)
    {
        assertFalse(parse(text));
    }

    private boolean parse(final String text)
    {
        final byte[] bytes = text.getBytes(UTF_8);

        return line.parse(bytes, 0, bytes.length);
    }
}
