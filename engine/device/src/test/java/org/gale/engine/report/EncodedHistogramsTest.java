package org.gale.engine.report;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.gale.engine.report.document.StormDocument;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.Part;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of how a report keeps the histograms of its groups and phases. */
class EncodedHistogramsTest
{
    private static final Histogram SAMPLES = samples();
    private static final Histogram ENDS = samples();
    private static final String FINE = EncodedHistograms.text(SAMPLES);
    private static final String COARSE = EncodedHistograms.of(List.of(SAMPLES), FINE.length() - 1).texts().get(SAMPLES);

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
    void shouldKeepHistogramsAsTheyAreIfThereIsRoom()
    {
        final EncodedHistograms kept = EncodedHistograms.of(List.of(SAMPLES, SAMPLES), 2L * FINE.length());

        assertEquals(3, kept.digits());
        assertEquals(FINE, kept.of(SAMPLES));
        assertNull(kept.of(new Histogram(3)));
    }

    @Test
    void shouldKeepTwoDigitsIfThreeAreTooLong()
    {
        final EncodedHistograms kept = EncodedHistograms.of(List.of(SAMPLES, SAMPLES), 2L * FINE.length() - 1);

        assertEquals(2, kept.digits());
        assertEquals(COARSE, kept.of(SAMPLES));
        assertEquals(2, EncodedHistograms.of(List.of(SAMPLES), COARSE.length()).digits());
    }

    @Test
    void shouldKeepNoneIfTwoDigitsAreTooLong()
    {
        final EncodedHistograms kept = EncodedHistograms.of(List.of(SAMPLES), COARSE.length() - 1);

        assertNull(kept.digits());
        assertNull(kept.of(SAMPLES));
    }

    @Test
    void shouldNameTheFewestDigitsOfAny()
    {
        final Histogram coarse = new Histogram(60_000_000_000L, 2);
        coarse.recordValue(7);

        assertEquals(2, EncodedHistograms.of(List.of(SAMPLES, coarse), 1 << 20).digits());
        assertEquals(3, EncodedHistograms.of(List.of(), 1 << 20).digits());
    }

    @Test
    void shouldEncodeThePartsInAPhase()
    {
        final Part group = new Part("quiet", 1, null, EventAccount.NONE, Part.Times.of(SAMPLES),
            Part.Times.of(ENDS), Part.Times.EMPTY, null, List.of());
        final Part phase = new Part("calm", 0, new Part.Span(0, 1), EventAccount.NONE, Part.Times.EMPTY, null, null,
            null, List.of(group));
        final StormDocument.Parts parts = PartsSection.of(StormResults.with(StormResults.sound(),
            new StormResults.Parts(List.of(), List.of(phase))), null, null);

        assertEquals(Map.of("response", FINE, "handled", FINE),
            parts.phases().get(0).groups().get(0).latencyNs().encoded());
        assertNull(parts.phases().get(0).latencyNs().encoded());
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
    }
}
