package org.gale.engine.report.document;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WrittenHistogramsTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String REPORT = """
        {"exit": 0, "intervals": [
            {"start_s": 0.0, "length_s": 1.0004, "warmup": true, "latency_ns": {"response":
                {"count": 2, "p50": 100, "max": 12345}, "stages": {"late": {"count": 0, "p50": null, "max": null}}}},
            {"start_s": 1.0004, "length_s": 0.5, "warmup": false, "latency_ns": {"response":
                {"count": 3, "p50": 100, "max": 12345}, "stages": {"late": {"count": 1, "p50": null, "max": 7}}}}],
        "latency_ns": {"sampled": "3 of 4", "response": {"count": 3, "mean": 4181.6, "max": 12345},
            "stages": {"late": {"count": 1, "max": 7}, "woken": {"count": 0, "max": null}}}}
        """;

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "/intervals/0/latency_ns/response/count; 3; warmup-response at 0 ms has 2 samples, and /intervals/0",
        "/intervals/1/latency_ns/response/max; 12353; response at 1000 ms has the maximum 12351, and /intervals/1",
        "/intervals/1/latency_ns/response/p50; 101; response at 1000 ms has p50 of 100, and /intervals/1",
        "/intervals/1/latency_ns/stages/late/max; 8; late at 1000 ms has the maximum 7",
        "/intervals/1/warmup; true; response stands in place of warmup-response",
        "/intervals/1; {}; it has 4 histograms, and /intervals of the report has 2 latencies",
    })
    void shouldFindAHistogramThatTheReportContradicts(final String place, final String value, final String fault)
        throws IOException
    {
        final ObjectNode report = report();
        assertEquals(List.of(), WrittenHistograms.ofLog(stream(log()), report));

        set(report, place, value);

        final List<String> faults = WrittenHistograms.ofLog(stream(log()), report);
        assertTrue(faults.stream().anyMatch(found -> found.startsWith(fault)), faults::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "/intervals/1/start_s; 1.002; Tag=response,1.000,0.500",
        "/intervals/1/length_s; 0.501; Tag=response,1.000,0.500",
        "/intervals/0/latency_ns/response/max; 12352; Tag=warmup-response,0.000,1.000,12351.000: /intervals/0",
        "/intervals/0/latency_ns/response/max; 12; Tag=warmup-response,0.000,1.000,12351.000: /intervals/0",
    })
    void shouldFindATimeOfALogThatTheReportContradicts(final String place, final String value, final String fault)
        throws IOException
    {
        final ObjectNode report = report();
        assertEquals(List.of(), WrittenHistograms.ofLogTimes(stream(log()), report));

        set(report, place, value);

        final List<String> faults = WrittenHistograms.ofLogTimes(stream(log()), report);
        assertTrue(faults.get(0).startsWith(fault), faults::toString);
    }

    @Test
    void shouldFindALogThatLacksAnIntervalOrIsNone() throws IOException
    {
        final String log = log();

        assertEquals(List.of("it has 3 histograms, and /intervals of the report has 4 latencies"),
            WrittenHistograms.ofLog(stream(log.replaceAll("Tag=late,.*\n", "")), report()));
        assertTrue(WrittenHistograms.ofLog(stream(log.replaceAll("HISTF[^\n]*", "HISTFAAAA")), report()).get(0)
            .startsWith("its histogram 1 is none"));
        assertEquals(List.of("Tag=late,x has no histogram"),
            WrittenHistograms.ofLogTimes(stream(log.replaceAll("Tag=late,.*", "Tag=late,x")), report()));
        assertTrue(WrittenHistograms.ofLogTimes(stream(log.replace("late,1.000", "late,x")), report()).get(0)
            .startsWith("Tag=late,x,"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "/latency_ns/response/count; 2; Total count is 3, and /latency_ns/response/count of the report is 2",
        "/latency_ns/response/count; 2; the count of its last row is 3, and /latency_ns/response/count of the report",
        "/latency_ns/response/max; 12380; Max is 12351.0, and /latency_ns/response/max of the report is 12380",
        "/latency_ns/response/max; 12300; its last value is 12351.0, and /latency_ns/response/max of the report is",
        "/latency_ns/response/mean; 4190; Mean is 4182.667, and /latency_ns/response/mean of the report is 4190",
    })
    void shouldFindADistributionThatTheReportContradicts(final String place, final String value, final String fault)
        throws IOException
    {
        final ObjectNode report = report();
        assertEquals(List.of(), percentiles(histogram(100, 100, 12345), "response", report));

        set(report, place, value);

        final List<String> faults = percentiles(histogram(100, 100, 12345), "response", report);
        assertTrue(faults.stream().anyMatch(found -> found.startsWith(fault)), faults::toString);
    }

    @Test
    void shouldReadADistributionOfAStageAndOneWithoutSamples() throws IOException
    {
        assertEquals(List.of("response", "late", "woken"), WrittenHistograms.latencies(report()));
        assertEquals(List.of(), percentiles(histogram(7), "late", report()));
        assertEquals(List.of(), percentiles(histogram(), "woken", report()));
        assertEquals("Total count is 1, and /latency_ns/stages/woken/count of the report is 0",
            percentiles(histogram(7), "woken", report()).get(0));
        assertEquals(List.of("it has no count and buckets at its end"),
            WrittenHistograms.ofPercentiles(stream(""), "late", report()));
    }

    @Test
    void shouldAskNothingOfAStormThatFailed() throws IOException
    {
        final ObjectNode report = report().put("exit", 7);

        assertEquals(List.of(), WrittenHistograms.ofLog(stream(""), report));
        assertEquals(List.of(), WrittenHistograms.ofLogTimes(stream(""), report));
        assertEquals(List.of(), WrittenHistograms.ofPercentiles(stream(""), "late", report));
    }

    private static String log()
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final HistogramLogWriter log = new HistogramLogWriter(bytes);
        log.outputLogFormatVersion();
        log.outputComment("[StartTime: 0.000 (seconds since epoch), Thu Jan 01 00:00:00 UTC 1970]");
        log.outputLegend();
        write(log, "warmup-response", 0, 1.0004, 100, 12345);
        write(log, "warmup-late", 0, 1.0004);
        write(log, "response", 1.0004, 1.5004, 100, 100, 12345);
        write(log, "late", 1.0004, 1.5004, 7);
        log.close();

        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void write(final HistogramLogWriter log, final String tag, final double start, final double end,
        final long... values)
    {
        final Histogram histogram = histogram(values);
        histogram.setTag(tag);
        log.outputIntervalHistogram(start, end, histogram, 1);
    }

    private static Histogram histogram(final long... values)
    {
        final Histogram histogram = new Histogram(3_600_000_000_000L, 3);
        for (final long value : values)
        {
            histogram.recordValue(value);
        }

        return histogram;
    }

    private static List<String> percentiles(final Histogram histogram, final String latency, final JsonNode report)
        throws IOException
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        histogram.outputPercentileDistribution(new PrintStream(bytes, true, StandardCharsets.UTF_8), 5, 1.0);

        return WrittenHistograms.ofPercentiles(new ByteArrayInputStream(bytes.toByteArray()), latency, report);
    }

    private static ByteArrayInputStream stream(final String text)
    {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode report() throws IOException
    {
        return (ObjectNode)MAPPER.readTree(REPORT);
    }

    private static void set(final ObjectNode report, final String place, final String value) throws IOException
    {
        final int end = place.lastIndexOf('/');
        final JsonNode parent = report.at(place.substring(0, end));
        final JsonNode own = MAPPER.readTree(value);
        if (parent instanceof ObjectNode object)
        {
            object.set(place.substring(end + 1), own);
        }
        else
        {
            ((ArrayNode)parent).set(
                Integer.parseInt(place.substring(end + 1)), own);
        }
    }
}
