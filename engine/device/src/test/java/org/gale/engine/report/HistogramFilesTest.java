package org.gale.engine.report;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.ResponseHeat;
import org.gale.engine.storm.result.StormHistory;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HistogramFilesTest
{
    private static final String FULL = "No space left on device";

    @Test
    void shouldBeReadBackByTheLogReaderOfHdrHistogram() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        HistogramFiles.writeLog(report(List.of(interval(0, true, 900), interval(1, false, 50), interval(2, false, 70))),
            out);

        final Map<String, Histogram> sums = new HashMap<>();
        final HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(out.toByteArray()));
        while (reader.hasNext())
        {
            final EncodableHistogram next = reader.nextIntervalHistogram();
            sums.computeIfAbsent(next.getTag(), tag -> new Histogram(60_000_000_000L, 3)).add((Histogram)next);
        }
        assertEquals(List.of("response", "service", "warmup-response", "warmup-service"),
            sums.keySet().stream().sorted().toList());
        assertEquals(120, sums.get("response").getTotalCount());
        assertEquals(900, sums.get("warmup-service").getTotalCount());
        assertEquals(4_095, sums.get("response").getValueAtPercentile(50));
        assertEquals(1_023, sums.get("service").getValueAtPercentile(50), "its own histogram");
    }

    @Test
    void shouldBeginTheLogWithItsUnits() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        HistogramFiles.writeLog(report(List.of(interval(0, false, 5))), new BufferedOutputStream(out, 1 << 16));

        final List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals("#[Gale 0.1.0: latencies in ns, seconds since the first offer]", lines.get(0));
        assertEquals("#[Histogram log format version 1.3]", lines.get(1));
        assertEquals("#[StartTime: 0.000 (seconds since epoch), Thu Jan 01 00:00:00 UTC 1970]", lines.get(2));
        assertEquals("\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"",
            lines.get(3));
        assertEquals(6, lines.size());
    }

    @Test
    void shouldTellBeginAndLengthOfEachInterval() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        HistogramFiles.writeLog(report(List.of(interval(0, true, 9), interval(7, false, 5))), out);

        final List<String> lines = out.toString(StandardCharsets.UTF_8).lines()
            .filter(line -> line.startsWith("Tag=")).toList();
        assertEquals(4, lines.size());
        assertTrue(lines.get(0).startsWith("Tag=warmup-response,0.000,1.000,4095.000,"), lines.get(0));
        assertTrue(lines.get(2).startsWith("Tag=response,7.000,1.000,4095.000,"), lines.get(2));
    }

    @Test
    void shouldWriteThePercentilesOfTheResponse() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        HistogramFiles.writePercentiles(report(List.of()).result().latencies().response(), out);

        final String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.startsWith("       Value     Percentile TotalCount 1/(1-Percentile)"), text);
        assertTrue(text.contains("#[Max     =   311295.000, Total count    =        10000]"), text);
    }

    @Test
    void shouldNameAFileForEachStageBesideThatOfTheResponse(@TempDir final Path directory)
    {
        final StormReport report = report(List.of());
        final Map<Path, Histogram> files =
            HistogramFiles.percentileFiles(report, directory.resolve("run.hgrm"));

        assertEquals(List.of("run.hgrm", "run.service.hgrm", "run.late.hgrm", "run.queued.hgrm",
            "run.translated.hgrm", "run.signalled.hgrm", "run.acknowledged.hgrm", "run.deactivated.hgrm"),
            files.keySet().stream().map(path -> path.getFileName().toString()).toList());
        assertEquals(report.result().latencies().response(), files.get(directory.resolve("run.hgrm")));
        assertEquals(report.result().latencies().stages().get("queued"),
            files.get(directory.resolve("run.queued.hgrm")));
        assertEquals(Set.of("dist", "dist.service.hgrm"), HistogramFiles.percentileFiles(
            report, directory.resolve("dist")).keySet().stream().limit(2)
            .map(path -> path.getFileName().toString()).collect(Collectors.toSet()));
    }

    @Test
    void shouldWriteNothingBesideADirectoryOrADevice(@TempDir final Path directory)
    {
        assertEquals(Set.of(directory), HistogramFiles.percentileFiles(report(List.of()), directory).keySet());
    }

    @Test
    void shouldTellTheReasonOfAFullDisk()
    {
        final StormReport report = report(List.of(interval(0, false, 3)));
        final Histogram latency = report.result().latencies().response();

        assertEquals(FULL, assertThrows(IOException.class,
            () -> HistogramFiles.writePercentiles(latency, new FullDisk())).getMessage());
        assertEquals(FULL, assertThrows(IOException.class,
            () -> HistogramFiles.writeLog(report, new FullDisk())).getMessage());
        assertEquals(FULL, assertThrows(IOException.class, () -> HistogramFiles.writePercentiles(
            latency, new BufferedOutputStream(new FullDisk(), 1 << 20))).getMessage());
    }

    /** Stream to a disk without space. */
    private static final class FullDisk extends OutputStream
    {
        @Override
        public void write(final int value) throws IOException
        {
            throw new IOException(FULL);
        }
    }

    private static StormReport report(final List<Interval> intervals)
    {
        final StormResult result = StormResults.with(StormResults.sound(), "history",
            new StormHistory(intervals, ResponseHeat.NONE, 0));

        return new StormReport(StormResults.SETTING, result, StormResults.PROOF, null, Outcome.OK);
    }

    private static Interval interval(final int second, final boolean isWarmup, final long samples)
    {
        final Histogram response = histogram(4_095, samples);
        final Histogram service = histogram(1_023, samples);
        final Map<String, LatencySummary> latencies = new LinkedHashMap<>();
        latencies.put("response", LatencySummary.of(response));
        latencies.put("service", LatencySummary.of(service));

        return new Interval(second * 1_000_000_000L, 1_000_000_000L, isWarmup,
            new Interval.Counts(samples, samples, 0, 0, 0), latencies, List.of(encoded(response), encoded(service)));
    }

    private static Histogram histogram(final long ns, final long samples)
    {
        final Histogram histogram = new Histogram(60_000_000_000L, 3);
        histogram.recordValueWithCount(ns, samples);

        return histogram;
    }

    private static byte[] encoded(final Histogram histogram)
    {
        final ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());

        return Arrays.copyOf(buffer.array(), histogram.encodeIntoCompressedByteBuffer(buffer));
    }
}
