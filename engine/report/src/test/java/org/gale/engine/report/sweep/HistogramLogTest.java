package org.gale.engine.report.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HistogramLogTest
{
    private final HistogramLog reader = new HistogramLog();

    @AfterEach
    void close()
    {
        reader.close();
    }

    @Test
    void shouldAddTheIntervalsOfATag() throws IOException, DataFormatException
    {
        final byte[] first = RunTexts.log(Map.of("response", new long[]{10, 20}, "waiting", new long[]{5}));
        final byte[] second = RunTexts.log(Map.of("response", new long[]{20, 70_000}));
        final Map<String, Histogram> sums = new TreeMap<>();
        final HistogramLog.Intervals intervals =
            tag -> sums.computeIfAbsent(tag, key -> RunTexts.histogram())::recordValueWithCount;

        final Map<String, Long> counts = reader.decode(joined(first, second), intervals);

        assertEquals(Map.of("response", 4L, "waiting", 1L), counts);
        assertEquals(RunTexts.histogram(10, 20, 20, 70_000), sums.get("response"));
        assertEquals(RunTexts.histogram(5), sums.get("waiting"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''|is no interval log of HdrHistogram",
        "'#[Histogram log format version 1.3]\n0.0,1.0,1.0,HIST\n'|line 2: is no interval with a tag",
        "'#[Histogram log format version 1.3]\nTag=a,0.0,1.0\n'|line 2: ends early",
        "'#[Histogram log format version 1.3]\nTag=a,0.0,1.0,1.0,HISTFAAA'|line 2: ends early",
        "'#[Histogram log format version 1.3]\nTag=a,0.0,1.0,1.0,HISTFAAA\n'|line 2: a histogram ends early"})
    void shouldRefuseWhatIsNoLog(final String text, final String message)
    {
        assertEquals(message, assertThrows(DataFormatException.class, () -> decode(text)).getMessage());
    }

    @Test
    void shouldRefuseALineThatIsNoBase64() throws IOException
    {
        final String log = new String(RunTexts.log("response", 10), StandardCharsets.UTF_8).replace("HIST", "HI*T");

        assertTrue(assertThrows(DataFormatException.class, () -> decode(log)).getMessage().startsWith("line 4: "));
    }

    private void decode(final String text) throws DataFormatException
    {
        reader.decode(text.getBytes(StandardCharsets.UTF_8), tag -> (value, count) -> { });
    }

    private static byte[] joined(final byte[] one, final byte[] other)
    {
        return (new String(one, StandardCharsets.UTF_8) + new String(other, StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8);
    }
}
