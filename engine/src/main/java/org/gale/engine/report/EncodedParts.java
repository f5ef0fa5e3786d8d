package org.gale.engine.report;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.Part;

/**
 * Histograms of the groups and phases of a storm, as its report keeps them: whole, with two digits if they are longer
 * than a report has room for, or not at all. Each is HdrHistogram V2 without deflate, in base64.
 *
 * @param digits of a value that all of them distinguish; null if the report leaves them out
 */
record EncodedParts(Long digits, IdentityHashMap<Histogram, String> texts)
{
    /** Digits of a histogram that has no sample to tell them. */
    private static final int DIGITS = 3;
    private static final int COARSE_DIGITS = 2;
    /** Limit of the characters of all histograms of a report. */
    private static final int LIMIT = 1 << 20;

    /** Encodes the histograms of some parts, and of the parts in them. */
    static EncodedParts of(final List<Part> parts)
    {
        return of(parts.stream().flatMap(EncodedParts::histograms).toList(), LIMIT);
    }

    private static Stream<Histogram> histograms(final Part part)
    {
        return Stream.concat(Stream.of(part.response(), part.request()), part.groups()
            .stream().flatMap(group -> Stream.of(group.response(), group.request())))
            .filter(times -> times != null && times.samples() != null && times.samples().getTotalCount() > 0)
            .map(Part.Times::samples);
    }

    /** Encodes histograms with samples for a report with a limit of characters. */
    static EncodedParts of(final List<Histogram> histograms, final long limit)
    {
        final IdentityHashMap<Histogram, String> fine = texts(histograms, UnaryOperator.identity());
        if (length(histograms, fine) <= limit)
        {
            return new EncodedParts((long)histograms.stream().mapToInt(Histogram::getNumberOfSignificantValueDigits)
                .min().orElse(DIGITS), fine);
        }
        final IdentityHashMap<Histogram, String> coarse = texts(histograms, EncodedParts::coarse);

        return length(histograms, coarse) <= limit ? new EncodedParts((long)COARSE_DIGITS, coarse) :
            new EncodedParts(null, new IdentityHashMap<>());
    }

    /** {@return the histograms of a part by their latencies; null if it has none, or they are left out} */
    Map<String, String> of(final Part part)
    {
        final Map<String, String> encoded = new LinkedHashMap<>();
        put(encoded, Latency.RESPONSE, part.response());
        put(encoded, Latency.REQUEST, part.request());

        return encoded.isEmpty() ? null : encoded;
    }

    private void put(final Map<String, String> encoded, final Latency latency, final Part.Times times)
    {
        final String text = times == null || texts.isEmpty() ? null : texts.get(times.samples());
        if (text != null)
        {
            encoded.put(latency.label(), text);
        }
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
