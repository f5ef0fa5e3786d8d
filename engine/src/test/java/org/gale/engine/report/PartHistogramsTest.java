package org.gale.engine.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.JsonText;
import org.gale.engine.storm.result.EncodedLatency;
import org.gale.engine.storm.result.LatencySummary;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of how a report keeps the histograms of its groups and phases. */
class PartHistogramsTest
{
    private static final Histogram SAMPLES = samples();
    private static final String FINE = EncodedLatency.of(SAMPLES).text();
    private static final String COARSE = EncodedLatency.coarse(FINE);
    private static final Map<String, String> BOTH = Map.of("request", FINE, "response", FINE);

    private static Histogram samples()
    {
        final Histogram samples = new Histogram(60_000_000_000L, 3);
        final Random random = new Random(7);
        for (int i = 0; i < 1_000; i++)
        {
            samples.recordValue(random.nextInt(1_000_000));
        }

        return samples;
    }

    @Test
    void shouldKeepHistogramsAsTheyAreIfThereIsRoom() throws IOException
    {
        final PartHistograms kept = PartHistograms.of(List.of(FINE, FINE), 2 * FINE.length());

        assertEquals("{\"encoded_digits\":3,\"encoded\":{\"response\":\"" + FINE + "\",\"request\":\"" + FINE +
            "\"}}", json(kept, BOTH));
    }

    @Test
    void shouldKeepTwoDigitsIfThreeAreTooLong() throws IOException
    {
        final PartHistograms kept = PartHistograms.of(List.of(FINE, FINE), 2 * FINE.length() - 1);

        assertEquals("{\"encoded_digits\":2,\"encoded\":{\"response\":\"" + COARSE + "\"}}",
            json(kept, Map.of("response", FINE)));
        assertEquals(2, PartHistograms.of(List.of(FINE), COARSE.length()).digits());
    }

    @Test
    void shouldKeepNoneIfTwoDigitsAreTooLong() throws IOException
    {
        assertEquals("{\"encoded_digits\":null}", json(PartHistograms.of(List.of(FINE), COARSE.length() - 1), BOTH));
    }

    @Test
    void shouldNameTheFewestDigitsOfAny()
    {
        assertEquals(2, PartHistograms.of(List.of(FINE, COARSE), 1 << 20).digits());
        assertEquals(3, PartHistograms.of(List.of(), 1 << 20).digits());
    }

    @Test
    void shouldKeepEachSampleInABucketOfItsValue()
    {
        final Histogram coarse = Histogram.decodeFromByteBuffer(
            ByteBuffer.wrap(Base64.getDecoder().decode(COARSE)), 0);

        assertTrue(COARSE.length() < FINE.length());
        assertEquals(SAMPLES.getTotalCount(), coarse.getTotalCount());
        for (int percentile = 1; percentile <= 100; percentile++)
        {
            assertTrue(coarse.valuesAreEquivalent(
                SAMPLES.getValueAtPercentile(percentile), coarse.getValueAtPercentile(percentile)));
        }
        assertEquals(new EncodedLatency(LatencySummary.of(new Histogram(3)), ""),
            EncodedLatency.of(new Histogram(3)));
    }

    private static String json(final PartHistograms kept, final Map<String, String> encoded) throws IOException
    {
        return JsonText.line(json ->
        {
            kept.writeDigits(json);
            kept.write(json, encoded);
        });
    }
}
