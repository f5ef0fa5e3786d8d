package org.gale.engine.report.document;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import com.fasterxml.jackson.databind.JsonNode;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.gale.engine.storm.result.Part;

/**
 * Laws of the histograms of groups and phases that a report has as texts: the reader of the library finds in each the
 * samples of its part, bucket by bucket, and the count and maximum that the report has next to it. They share no class
 * with the writer. Used once.
 */
public final class WrittenParts
{
    private static final Map<String, Function<Part, Part.Times>> LATENCIES =
        Map.of("response", Part::response, "handled", Part::handled, "request", Part::request);

    private final List<String> faults = new ArrayList<>();
    private final int digits;                                       // of all texts; 0 of a report without

    private WrittenParts(final int digits)
    {
        this.digits = digits;
    }

    /**
     * Returns the laws that the texts of a report break.
     *
     * @param groups of the storm
     * @param phases of the storm; none of one without
     */
    public static List<String> faults(final JsonNode report, final List<Part> groups, final List<Part> phases)
    {
        final WrittenParts laws = new WrittenParts(report.path("encoded_digits").asInt());
        laws.parts(report.path("groups"), groups, "/groups/");
        laws.parts(report.path("phases"), phases, "/phases/");

        return laws.faults;
    }

    private void parts(final JsonNode written, final List<Part> parts, final String place)
    {
        for (int i = 0; i < parts.size(); i++)
        {
            final JsonNode part = written.path(i);
            for (final Map.Entry<String, Function<Part, Part.Times>> latency : LATENCIES.entrySet())
            {
                final Part.Times times = latency.getValue().apply(parts.get(i));
                part(part.path("latency_ns"), latency.getKey(), times == null ? null : times.samples(),
                    place + i + "/latency_ns/");
            }
            parts(part.path("groups"), parts.get(i).groups(), place + i + "/groups/");
        }
    }

    private void part(final JsonNode latencies, final String name, final Histogram samples, final String before)
    {
        final String place = before + "encoded/" + name;
        final JsonNode text = latencies.path("encoded").path(name);
        final boolean isAny = samples != null && samples.getTotalCount() > 0;
        final boolean isDue = isAny && digits > 0;
        must(isDue == text.isTextual(), place + (isDue ? " is missing" : " has no samples"));
        if (isAny && text.isTextual())
        {
            try
            {
                final Histogram read =
                    Histogram.decodeFromByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(text.asText())), 1);
                figures(read, latencies.path(name), place, before + name);
                buckets(read, samples, place);
            }
            catch (final IllegalArgumentException | ArrayIndexOutOfBoundsException | BufferUnderflowException ex)
            {
                must(false, place + " is no histogram: " + ex);
            }
        }
    }

    private void figures(final Histogram read, final JsonNode times, final String place, final String beside)
    {
        must(read.getNumberOfSignificantValueDigits() >= digits, place + " distinguishes " +
            read.getNumberOfSignificantValueDigits() + " digits, and /encoded_digits is " + digits);
        must(read.getTotalCount() == times.path("count").asLong(), place + " has " + read.getTotalCount() +
            " samples, and " + beside + "/count is " + times.path("count"));
        must(!times.path("max").isNumber() || read.valuesAreEquivalent(read.getMaxValue(), times.path("max").asLong()),
            place + " has the maximum " + read.getMaxValue() + ", and " + beside + "/max is " + times.path("max"));
    }

    /** Compares each bucket with the samples whose values lie in it. */
    private void buckets(final Histogram read, final Histogram samples, final String place)
    {
        long inHand = -1;
        long count = 0;
        long sum = 0;
        for (final HistogramIterationValue bucket : samples.recordedValues())
        {
            final long value = read.lowestEquivalentValue(bucket.getValueIteratedTo());
            if (value != inHand)
            {
                bucket(read, inHand, count, place);
                inHand = value;
                count = 0;
            }
            count += bucket.getCountAtValueIteratedTo();
            sum += bucket.getCountAtValueIteratedTo();
        }
        bucket(read, inHand, count, place);
        must(sum == read.getTotalCount(), place + " has " + read.getTotalCount() + " samples, and its part " + sum);
    }

    private void bucket(final Histogram read, final long value, final long count, final String place)
    {
        must(value < 0 || read.getCountAtValue(value) == count, place + " has " +
            (value < 0 ? 0 : read.getCountAtValue(value)) + " samples from " + value + " ns on, and its part " + count);
    }

    private void must(final boolean isKept, final String fault)
    {
        if (!isKept)
        {
            faults.add(fault);
        }
    }
}
