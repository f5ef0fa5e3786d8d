package org.gale.engine.report.sweep;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Sha256;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.document.AccountValue;
import org.gale.engine.report.document.DocumentReader;
import org.gale.engine.report.document.Latencies;
import org.gale.engine.report.document.StormDocument;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.LatencySummary;

/**
 * Report of one run of a sweep, without the parts that a join does not use: curves, outliers and seconds.
 *
 * @param json     the rest of the report
 * @param document its typed values
 * @param sha256   hash of the whole file
 */
record RunReport(ComparedReport json, StormDocument document, String sha256)
{
    private static final Set<String> LEFT_OUT =
        Set.of("curves", "outliers", "intervals", "moments", "timeline", "stalls");

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

        final ComparedReport report = ComparedReport.of(name, json);

        return new RunReport(report, DocumentReader.value(report.json(), StormDocument.class), Sha256.hex(bytes));
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
        return document.ending().exit() == null ? 0 : document.ending().exit().code();
    }

    /** Returns whether seconds at the begin are missing in the log of a long run, which the report counts. */
    boolean isCut()
    {
        return AccountValue.count(document.ending().intervalsDropped()) > 0;
    }

    /**
     * Returns whether the report counts the samples of the warm-up: a run that was too short to warm up does.
     *
     * @param warmup numbers of samples of the warm-up by tag
     * @param counts numbers of the other samples by tag
     */
    boolean isWarmupCounted(final Map<String, Long> warmup, final Map<String, Long> counts)
    {
        final long inReport = latencies().getOrDefault("response", LatencySummary.EMPTY).count();

        return !warmup.isEmpty() && inReport != counts.getOrDefault("response", 0L) &&
            inReport == counts.getOrDefault("response", 0L) + warmup.getOrDefault("response", 0L);
    }

    /** Returns the latencies of the whole storm by the tags that its interval log has. */
    Map<String, LatencySummary> latencies()
    {
        final Map<String, LatencySummary> latencies = new LinkedHashMap<>();
        final Latencies.OfStorm all = document.latencyNs();
        if (all != null)
        {
            put(latencies, Latency.RESPONSE, all.whole().response());
            put(latencies, Latency.HANDLED, all.whole().handled());
            put(latencies, Latency.SERVICE, all.whole().service());
            put(latencies, Latency.REQUEST, all.whole().request());
            (all.stages() == null ? Map.<String, Latencies.Times>of() : all.stages())
                .forEach((stage, times) -> latencies.put(stage, AccountValue.summary(times)));
        }

        return latencies;
    }

    private static void put(
        final Map<String, LatencySummary> latencies, final Latency latency, final Latencies.Times times)
    {
        if (times != null)
        {
            latencies.put(latency.label(), AccountValue.summary(times));
        }
    }

    /** Returns whether the report has the histograms of its groups and phases; early versions have none. */
    boolean hasPartHistograms()
    {
        return partDigits() > 0;
    }

    /** {@return the digits that all histograms of parts distinguish; 0 if the report has none} */
    int partDigits()
    {
        return document.parts().encodedDigits() == null ? 0 : document.parts().encodedDigits().intValue();
    }
}
