package org.gale.engine.report.sweep;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Sha256;
import org.gale.engine.config.TerminalText;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.document.AccountValue;
import org.gale.engine.report.document.DocumentReader;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.LatencySummary;

/**
 * Report of one run of a sweep, without the parts that a join does not use: curves, outliers and seconds.
 *
 * @param json   the rest of the report
 * @param sha256 hash of the whole file
 */
record RunReport(ComparedReport json, String sha256)
{
    private static final Set<String> LEFT_OUT =
        Set.of("curves", "outliers", "intervals", "moments", "timeline", "stalls");
    private static final String LATENCIES = "/latency_ns";

    /**
     * Reads a report.
     *
     * @param name for messages
     * @throws IOException      if the bytes are not one document of JSON
     * @throws OutcomeException if the document is no report of a storm
     */
    static RunReport of(final String name, final byte[] bytes) throws IOException
    {
        final JsonNode json = DocumentReader.treeWithout(LEFT_OUT, bytes);
        if (json == null)
        {
            throw new IOException("is not a report that a storm wrote as JSON");
        }

        return new RunReport(ComparedReport.of(name, json), Sha256.hex(bytes));
    }

    /** Reads a document of JSON as a whole, to compare it with another one, without what differs between hosts. */
    static JsonNode withoutHost(final byte[] bytes) throws IOException
    {
        final JsonNode json = DocumentReader.tree(bytes);
        if (json instanceof ObjectNode object)
        {
            object.remove("host");
        }

        return json;
    }

    /** Returns whether the times of the run are those of a model. */
    boolean hasModel()
    {
        return json.hasModel();
    }

    /** Returns the exit code that the report names. */
    int exit()
    {
        return json.json().path("exit").asInt();
    }

    /** Returns whether seconds at the begin are missing in the log of a long run, which the report counts. */
    boolean isCut()
    {
        return json.json().path("intervals_dropped").asLong() > 0;
    }

    /**
     * Returns whether the report counts the samples of the warm-up: a run that was too short to warm up does.
     *
     * @param warmup numbers of samples of the warm-up by tag
     * @param counts numbers of the other samples by tag
     */
    boolean isWarmupCounted(final Map<String, Long> warmup, final Map<String, Long> counts)
    {
        final long inReport = json.json().at("/latency_ns/response/count").asLong();

        return !warmup.isEmpty() && inReport != counts.getOrDefault("response", 0L) &&
            inReport == counts.getOrDefault("response", 0L) + warmup.getOrDefault("response", 0L);
    }

    /** Returns the latencies of the whole storm by the tags that its interval log has. */
    Map<String, LatencySummary> latencies()
    {
        final Map<String, LatencySummary> latencies = new LinkedHashMap<>();
        final JsonNode all = json.json().at(LATENCIES);
        Stream.of(Latency.values()).filter(one -> !one.isStage() && all.path(one.label()).isObject())
            .forEach(one -> latencies.put(one.label(), summary(all.path(one.label()))));
        all.path("stages").properties().forEach(stage -> latencies.put(stage.getKey(), summary(stage.getValue())));

        return latencies;
    }

    /** Returns whether the report has the histograms of its groups and phases; early versions have none. */
    boolean hasPartHistograms()
    {
        return partDigits() > 0;
    }

    /** {@return the digits that all histograms of parts distinguish; 0 if the report has none} */
    int partDigits()
    {
        return json.json().path("encoded_digits").asInt();
    }

    /**
     * Decodes the histogram of a latency of a group or phase; that of a part without samples has none.
     *
     * @return number of samples
     * @throws IllegalArgumentException if it is none
     */
    long partSamples(final JsonNode part, final String latency, final EncodedHistogram.Buckets buckets)
    {
        final String encoded = part.path("latency_ns").path("encoded").path(latency).asText();
        try
        {
            return encoded.isEmpty() ? 0 :
                EncodedHistogram.decodePlain(Base64.getDecoder().decode(encoded), partDigits(), buckets);
        }
        catch (final DataFormatException ex)
        {
            throw new IllegalArgumentException(ex.getMessage(), ex);
        }
    }

    /** {@return what the histogram of a group or phase has in another number than its figures; null if none does} */
    String partFault()
    {
        final List<JsonNode> parts = new ArrayList<>();
        json.json().path("groups").forEach(parts::add);
        for (final JsonNode phase : json.json().path("phases"))
        {
            parts.add(phase);
            phase.path("groups").forEach(parts::add);
        }
        for (final JsonNode part : hasPartHistograms() ? parts : List.<JsonNode>of())
        {
            for (final String latency : List.of(Latency.RESPONSE.label(), Latency.REQUEST.label()))
            {
                final long count = AccountValue.count(part.path("latency_ns").path(latency).path("count"));
                final String name = TerminalText.line(part.path("name").asText() + '.' + latency);
                try
                {
                    final long samples = partSamples(part, latency, (value, times) -> { });
                    if (samples != count)
                    {
                        return name + " has " + samples + " samples in its histogram, and " + count +
                            " in its figures";
                    }
                }
                catch (final IllegalArgumentException ex)
                {
                    return name + ": " + ex.getMessage();
                }
            }
        }

        return null;
    }

    /** Returns a latency of a report. Its sum is that of which the mean is the rounded quotient. */
    static LatencySummary summary(final JsonNode latency)
    {
        final long count = AccountValue.count(latency.path("count"));
        final JsonNode mean = latency.path("mean");
        final long sum = count == 0 ? 0 : mean.isNumber() ?
            mean.decimalValue().multiply(BigDecimal.valueOf(count)).setScale(0, RoundingMode.HALF_EVEN)
            .longValueExact() :
            LatencySummary.NONE;

        return LatencySummary.of(
            count, sum, percentile -> latency.path(percentile.key()).asLong(LatencySummary.NONE));
    }
}
