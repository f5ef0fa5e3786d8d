package org.gale.engine.report.sweep;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.gale.engine.report.EncodedTexts;

/** Reports and interval logs that runs of a sweep might have written. */
final class RunTexts
{
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private RunTexts()
    {
    }

    /** Returns the report of a run on the virtual clock whose responses are given. */
    static byte[] report(final long ratePerS, final long... responses)
    {
        return report(ratePerS, "\"cores\":2", 0, responses);
    }

    /** Returns the report of a run on the virtual clock, with the fields of its object {@code host}. */
    static byte[] report(final long ratePerS, final String host, final int exit, final long... responses)
    {
        return String.format(Locale.ROOT, """
            { "modelled" : "fast", "schema" : "gale.storm/5", "seed" : 1, "config" : {"job":"any","vms":2},
              "elapsed_s" : 0.500000, "rate_per_s" : %d, "offered_per_s" : %d,
              "accounting" : {"offered":%d,"delivered":%d,"coalesced":0,"pending":0,"rejected":{"untranslated":2},
                "remainder":0,"vms":[{"vm":0,"offered":%d,"delivered":%d},{"vm":1},
                {"vm":"none","offered":2,"rejected":2}]},
              "latency_ns" : {"response":%s,"curves":{"response":[[0.0,1]]},"stages":{"waiting":%s}},
              "pe_time_ns" : {"guest":10}, "model" : {"version":1,"costs":"fast","exits":7},
              "groups" : [{"name":"quiet","vms":1,"accounting":{"offered":%d,"delivered":%d},
                  "latency_ns":{"response":%s}},
                {"name":"loud","vms":1,"accounting":{"offered":2,"rejected":2},"latency_ns":{"response":%s}}],
              "phases" : [], "intervals" : [{"offered":1}], "failure" : null, "exit" : %d,
              "host" : {"journal" : {"commands":30,"bytes_per_command":15.9,"verified":true},
                "digest" : "00000000000000ff"%s} }
            """, ratePerS, ratePerS, responses.length + 2, responses.length, responses.length, responses.length,
            latency(responses), latency(), responses.length, responses.length, latency(responses), latency(), exit,
            host.isEmpty() ? "" : ',' + host).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the report of a run on the wall clock, which knows no means. */
    static byte[] wallReport(final long... responses)
    {
        return new String(report(1, responses), StandardCharsets.UTF_8).replace("\"modelled\" : \"fast\", ", "")
            .replaceAll("\"mean\":[^,]*,", "").getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a report whose group {@code quiet} has a histogram of some responses. */
    static byte[] withHistograms(final byte[] report, final long... responses) throws IOException
    {
        final ObjectMapper mapper = new ObjectMapper();
        final ObjectNode json = (ObjectNode)mapper.readTree(report);
        json.put("encoded_digits", DIGITS);
        final Histogram histogram = histogram();
        for (final long response : responses)
        {
            histogram.recordValue(response);
        }
        final String text = EncodedTexts.of(histogram);
        if (!text.isEmpty())
        {
            ((ObjectNode)json.at("/groups/0/latency_ns")).putObject("encoded").put("response", text);
        }

        return mapper.writeValueAsBytes(json);
    }

    /** Returns a report with the requests of its storm, all of its group {@code quiet}. */
    static byte[] withRequests(final byte[] report, final long... requests)
    {
        final String member = "\"latency_ns\" *: *\\{";

        return new String(report, StandardCharsets.UTF_8)
            .replaceFirst(member, "\"latency_ns\":{\"request\":" + latency(requests) + ',')
            .replaceFirst("(?s)(quiet.*?)" + member, "$1\"latency_ns\":{\"request\":" + latency(requests) + ',')
            .getBytes(StandardCharsets.UTF_8);
    }

    /** Returns an interval log with the responses of a run, of the whole run or of its warm-up. */
    static byte[] log(final String tag, final long... responses) throws IOException
    {
        return log(new HashMap<>(Map.of(tag, responses)));
    }

    /** Returns an interval log by tag. */
    static byte[] log(final Map<String, long[]> samples) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final HistogramLogWriter writer = new HistogramLogWriter(out);
        writer.outputLogFormatVersion();
        writer.outputStartTime(0);
        writer.outputLegend();
        samples.forEach((tag, values) ->
        {
            final Histogram histogram = histogram(values);
            histogram.setTag(tag);
            writer.outputIntervalHistogram(0, 1, histogram, 1);
        });
        writer.close();

        return out.toByteArray();
    }

    /** Returns a histogram as storms record into. */
    static Histogram histogram(final long... values)
    {
        final Histogram histogram = new Histogram(HIGHEST_NS, DIGITS);
        Arrays.stream(values).forEach(histogram::recordValue);

        return histogram;
    }

    private static String latency(final long... values)
    {
        if (values.length == 0)
        {
            return "{\"count\":0,\"mean\":null,\"p50\":null,\"p90\":null,\"p99\":null,\"p99_9\":null," +
                "\"p99_99\":null,\"max\":null}";
        }
        final long max = Arrays.stream(values).max().orElseThrow();
        final String mean = String.format(Locale.ROOT, "%.9f", 1.0 * Arrays.stream(values).sum() / values.length);
        final long[] sorted = Arrays.stream(values).sorted().toArray();

        return "{\"count\":" + values.length + ",\"mean\":" + mean + ",\"p50\":" +
            (values.length < 2 ? "null" : Long.toString(sorted[(values.length - 1) / 2])) +
            ",\"p90\":null,\"p99\":null,\"p99_9\":null,\"p99_99\":null,\"max\":" + max + '}';
    }
}
