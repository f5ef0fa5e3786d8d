package org.gale.engine.report;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;

/**
 * Histograms of a storm, as its report keeps them: whole, with two digits if they are longer
 * than a report has room for, or not at all. Each is HdrHistogram V2 without deflate, in base64.
 *
 * @param digits of a value that all of them distinguish; null if the report leaves them out
 */
record EncodedHistograms(Long digits, IdentityHashMap<Histogram, String> texts)
{
    /** Digits of a histogram that has no sample to tell them. */
    private static final int DIGITS = 3;
    private static final int COARSE_DIGITS = 2;
    /** Limit of the characters of all histograms of a report. */
    private static final int LIMIT = 1 << 20;

    /** Encodes histograms with samples for a report. */
    static EncodedHistograms of(final List<Histogram> histograms)
    {
        return of(histograms, LIMIT);
    }

    /** Encodes histograms with samples for a report with a limit of characters. */
    static EncodedHistograms of(final List<Histogram> histograms, final long limit)
    {
        final IdentityHashMap<Histogram, String> fine = texts(histograms, UnaryOperator.identity());
        if (length(histograms, fine) <= limit)
        {
            return new EncodedHistograms((long)histograms.stream()
                .mapToInt(Histogram::getNumberOfSignificantValueDigits).min().orElse(DIGITS), fine);
        }
        final IdentityHashMap<Histogram, String> coarse = texts(histograms, EncodedHistograms::coarse);

        return length(histograms, coarse) <= limit ? new EncodedHistograms((long)COARSE_DIGITS, coarse) :
            new EncodedHistograms(null, new IdentityHashMap<>());
    }

    /** {@return the text of a histogram; null of one without samples, and where all are left out} */
    String of(final Histogram samples)
    {
        return texts.get(samples);
    }

    private static IdentityHashMap<Histogram, String> texts(
        final List<Histogram> histograms, final UnaryOperator<Histogram> form)
    {
        final IdentityHashMap<Histogram, String> texts = new IdentityHashMap<>();
        histograms.forEach(one -> texts.computeIfAbsent(one, histogram -> text(form.apply(histogram))));

        return texts;
    }

    private static long length(final List<Histogram> histograms, final IdentityHashMap<Histogram, String> texts)
    {
        return histograms.stream().mapToLong(histogram -> texts.get(histogram).length()).sum();
    }

    private static Histogram coarse(final Histogram fine)
    {
        final Histogram coarse = new Histogram(fine.getHighestTrackableValue(), COARSE_DIGITS);
        coarse.add(fine);

        return coarse;
    }

    /** Returns a histogram as a text. */
    static String text(final Histogram histogram)
    {
        final ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final int length = histogram.encodeIntoByteBuffer(buffer);

        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }
}
