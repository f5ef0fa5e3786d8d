package org.gale.engine.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.EncodedLatency;
import org.gale.engine.storm.result.StormParts;

/**
 * Histograms of the groups and phases of a storm, as its report keeps them: whole, with two digits if they are longer
 * than a report has room for, or not at all. Immutable.
 *
 * @param digits of a value that all of them distinguish; 0 if the report leaves them out
 * @param isFine true if they are written as they are
 */
record PartHistograms(int digits, boolean isFine)
{
    /** Name of their object. */
    static final String ENCODED = "encoded";

    /** Limit of the characters of all histograms of a report. */
    private static final int LIMIT = 1 << 20;

    /** Returns how a report keeps the histograms of some parts. */
    static PartHistograms of(final StormParts parts)
    {
        return of(all(parts).toList(), LIMIT);
    }

    /** Returns how a report with a limit of characters keeps histograms. */
    static PartHistograms of(final List<String> encoded, final int limit)
    {
        if (length(encoded.stream()) <= limit)
        {
            return new PartHistograms(
                encoded.stream().mapToInt(EncodedLatency::digits).min().orElse(EncodedLatency.DIGITS), true);
        }

        return new PartHistograms(length(encoded.stream().map(EncodedLatency::coarse)) <= limit ?
            EncodedLatency.COARSE_DIGITS : 0, false);
    }

    /** Writes the field that says how the histograms are kept: their digits, or null for none. */
    void writeDigits(final JsonGenerator json) throws IOException
    {
        json.writeFieldName("encoded_digits");
        if (digits == 0)
        {
            json.writeNull();
        }
        else
        {
            json.writeNumber(digits);
        }
    }

    /** Writes the histograms of a part, if it has any and they are kept. */
    void write(final JsonGenerator json, final Map<String, String> encoded) throws IOException
    {
        if (digits == 0 || encoded.isEmpty())
        {
            return;
        }
        json.writeObjectFieldStart(ENCODED);
        for (final String latency : List.of(Latency.RESPONSE.label(), Latency.REQUEST.label()))
        {
            if (encoded.containsKey(latency))
            {
                json.writeStringField(
                    latency, isFine ? encoded.get(latency) : EncodedLatency.coarse(encoded.get(latency)));
            }
        }
        json.writeEndObject();
    }

    private static Stream<String> all(final StormParts parts)
    {
        return Stream.concat(ofGroups(parts.groups()), parts.phases().stream().flatMap(phase ->
            Stream.concat(phase.encoded().values().stream(), ofGroups(phase.groups()))));
    }

    private static Stream<String> ofGroups(final List<StormParts.OfGroup> groups)
    {
        return groups.stream().flatMap(group -> group.encoded().values().stream());
    }

    private static long length(final Stream<String> encoded)
    {
        return encoded.mapToLong(String::length).sum();
    }
}
