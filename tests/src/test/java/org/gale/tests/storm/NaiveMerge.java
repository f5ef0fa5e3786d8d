package org.gale.tests.storm;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/**
 * Second join of the results of a sweep on the virtual clock, from the raw reports and logs, in plain loops. It shares
 * no class with the first one. Rows are maps from JSON pointers to texts. Used once, by one thread.
 */
final class NaiveMerge
{
    private static final ObjectMapper MAPPER =
        new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Set<Integer> RESULTS = Set.of(0, 3, 4);
    private static final Set<String> NO_COUNTERS = Set.of("version", "bytes_per_command");
    /** Keys of percentiles in JSON, and what figures call them. */
    private static final Map<String, String> PERCENTILES = Map.of(
        "p50", "p50", "p90", "p90", "p99", "p99", "p99_9", "p99.9", "p99_99", "p99.99", "max", "max", "mean", "mean");
    private static final Map<String, Double> QUANTILES =
        Map.of("p50", 50.0, "p90", 90.0, "p99", 99.0, "p99_9", 99.9, "p99_99", 99.99);
    /** Number of samples that a percentile needs. */
    private static final Map<String, Long> NEEDED =
        Map.of("p50", 2L, "p90", 10L, "p99", 100L, "p99_9", 1_000L, "p99_99", 10_000L);
    private static final int MEAN_DIGITS = 9;
    /** Latencies that are no stages. */
    private static final List<String> WHOLE = List.of("response", "handled", "request", "service");
    /** Latencies of groups and phases. */
    private static final List<String> OF_PARTS = List.of("response", "handled", "request");

    private final Path results;
    private final int seeds;
    private final List<Map<String, String>> points = new ArrayList<>();
    private final List<Map<String, String>> runs = new ArrayList<>();

    /** Joins the results in a directory. */
    NaiveMerge(final Path results) throws IOException
    {
        this.results = results;
        final JsonNode plan = MAPPER.readTree(results.resolve("plan.json").toFile());
        seeds = plan.get("runs").asInt() / plan.get("points").asInt();
        for (int point = 0; point < plan.get("points").asInt(); point++)
        {
            point(point);
        }
    }

    /** Returns the rows of the points, without their values. */
    List<Map<String, String>> points()
    {
        return points;
    }

    /** Returns the rows of the runs, without their values. */
    List<Map<String, String>> runs()
    {
        return runs;
    }

    /** Returns the rows of a file of the first join, without the values of the sweep. */
    static List<Map<String, String>> rows(final Path file) throws IOException
    {
        final List<Map<String, String>> rows = new ArrayList<>();
        for (final String line : Files.readAllLines(file))
        {
            final Map<String, String> row = new TreeMap<>();
            flatten("", MAPPER.readTree(line), row);
            row.keySet().removeIf(pointer -> pointer.startsWith("/values/"));
            rows.add(row);
        }

        return rows;
    }

    private void point(final int point) throws IOException
    {
        final List<JsonNode> reports = new ArrayList<>();
        final Map<String, List<BigDecimal>> spreads = new TreeMap<>();
        final Map<String, Histogram> histograms = new HashMap<>();
        int missing = 0;
        int failed = 0;
        for (int number = point * seeds; number < (point + 1) * seeds; number++)
        {
            final Path run = results.resolve(String.format(Locale.ROOT, "runs/%06d", number));
            final Path end = Files.exists(run.resolve("done")) ? run.resolve("done") : run.resolve("failed");
            if (!Files.exists(end))
            {
                missing++;
                continue;
            }
            final int exit = MAPPER.readTree(end.toFile()).get("exit").asInt();
            if (!RESULTS.contains(exit))
            {
                failed++;
                continue;
            }
            final JsonNode report = MAPPER.readTree(run.resolve("report.json").toFile());
            reports.add(report);
            final Map<String, BigDecimal> figures = figures(report);
            figures.forEach((name, figure) -> spreads.computeIfAbsent(name, key -> new ArrayList<>()).add(figure));
            histograms(run.resolve("latency.hlog"), histograms);
            runs.add(run(number, point, exit, report, figures));
        }
        final Map<String, String> row = new TreeMap<>();
        row.put("/point", Integer.toString(point));
        row.put("/results", Integer.toString(reports.size()));
        row.put("/missing", Integer.toString(missing));
        row.put("/failed", Integer.toString(failed));
        for (final String object : List.of("accounting", "pe_time_ns", "off_pe_ns", "model", "journal"))
        {
            sums("/" + object, reports.stream().map(report ->
                object.equals("journal") ? ofHost(report, object) : report.path(object)).toList(), row);
        }
        latencies(reports, histograms, row);
        parts(reports, row);
        spreads.forEach((name, values) ->
        {
            Collections.sort(values);
            row.put("/spread/" + name + "/min", text(values.get(0)));
            row.put("/spread/" + name + "/median", text(values.get((values.size() - 1) / 2)));
            row.put("/spread/" + name + "/max", text(values.get(values.size() - 1)));
        });
        points.add(row);
    }

    private Map<String, String> run(final int number, final int point, final int exit, final JsonNode report,
        final Map<String, BigDecimal> figures)
    {
        final Map<String, String> row = new TreeMap<>();
        row.put("/run", Integer.toString(number));
        row.put("/point", Integer.toString(point));
        row.put("/seed", report.get("seed").asText());
        row.put("/exit", Integer.toString(exit));
        row.put("/digest", ofHost(report, "digest").asText());
        figures.forEach((name, value) -> row.put("/figures/" + name, text(value)));

        return row;
    }

    /** Returns a value of the host of a report, which early versions have in the report itself. */
    private static JsonNode ofHost(final JsonNode report, final String name)
    {
        return report.has(name) && !report.at("/host/journal").isObject() ? report.path(name) :
            report.path("host").path(name);
    }

    /** Adds each whole number of some objects, and of the objects in them. */
    private static void sums(final String pointer, final List<JsonNode> objects, final Map<String, String> row)
    {
        final Map<String, Long> sums = new TreeMap<>();
        for (final JsonNode object : objects)
        {
            object.properties().forEach(field ->
            {
                if (field.getValue().isObject())
                {
                    field.getValue().properties().forEach(inner ->
                        add(sums, field.getKey() + '/' + inner.getKey(), inner.getKey(), inner.getValue()));
                }
                else
                {
                    add(sums, field.getKey(), field.getKey(), field.getValue());
                }
            });
        }
        sums.forEach((name, sum) -> row.put(pointer + '/' + name, Long.toString(sum)));
    }

    private static void add(
        final Map<String, Long> sums, final String path, final String name, final JsonNode value)
    {
        if (value.isIntegralNumber() && !NO_COUNTERS.contains(name))
        {
            sums.merge(path, value.longValue(), Math::addExact);
        }
    }

    /** Writes the latencies of the whole storm: histograms of all logs, exact sums and maxima of all reports. */
    private static void latencies(
        final List<JsonNode> reports, final Map<String, Histogram> histograms, final Map<String, String> row)
    {
        final Map<String, String> pointers = new TreeMap<>();
        for (final JsonNode report : reports)
        {
            pointersOf(report).forEach((name, pointer) -> pointers.put(pointer, name));
        }
        histograms.keySet().forEach(name -> pointers.putIfAbsent(
            (WHOLE.contains(name) ? "/latency_ns/" : "/latency_ns/stages/") + name, name));
        pointers.forEach((pointer, name) ->
        {
            final Histogram samples = histograms.getOrDefault(name, new Histogram(3));
            exact(pointer, reports, row);
            quantiles(pointer, samples, row);
        });
    }

    private static void quantiles(final String pointer, final Histogram samples, final Map<String, String> row)
    {
        final long max = samples.getTotalCount() == 0 ? 0 : Long.parseLong(row.get(pointer + "/max"));
        QUANTILES.forEach((key, quantile) -> row.put(pointer + '/' + key, samples.getTotalCount() <
            NEEDED.get(key) ? "null" : Long.toString(Math.min(max, samples.getValueAtPercentile(quantile)))));
    }

    /** Returns the sum of the histograms that reports have of a latency of a part. */
    private static Histogram encoded(final String part, final String name, final List<JsonNode> reports)
    {
        final Histogram sum = new Histogram(3);
        for (final JsonNode report : reports)
        {
            final JsonNode text = report.at(part + "/latency_ns/encoded/" + name);
            if (text.isTextual())
            {
                sum.add(Histogram.decodeFromByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text.textValue())), 0));
            }
        }

        return sum;
    }

    /** Writes number, mean and maximum of a latency that each report has at a pointer. */
    private static void exact(final String pointer, final List<JsonNode> reports, final Map<String, String> row)
    {
        long count = 0;
        long max = 0;
        BigDecimal sum = BigDecimal.ZERO;
        for (final JsonNode report : reports)
        {
            final JsonNode latency = report.at(pointer);
            final long ofRun = latency.path("count").asLong();
            count += ofRun;
            max = Math.max(max, latency.path("max").asLong());
            sum = sum.add(ofRun == 0 ? BigDecimal.ZERO : latency.get("mean").decimalValue()
                .multiply(BigDecimal.valueOf(ofRun)).setScale(0, RoundingMode.HALF_EVEN));
        }
        row.put(pointer + "/count", Long.toString(count));
        row.put(pointer + "/max", count == 0 ? "null" : Long.toString(max));
        row.put(pointer + "/mean", count == 0 ? "null" :
            text(sum.divide(BigDecimal.valueOf(count), MEAN_DIGITS, RoundingMode.HALF_EVEN)));
    }

    /** Writes groups, phases and the groups of phases. All reports of one job have the same, in the same order. */
    private static void parts(final List<JsonNode> reports, final Map<String, String> row)
    {
        final List<String> pointers = new ArrayList<>();
        final JsonNode first = reports.isEmpty() ? MAPPER.createObjectNode() : reports.get(0);
        for (int i = 0; i < first.path("groups").size(); i++)
        {
            pointers.add("/groups/" + i);
        }
        for (int i = 0; i < first.path("phases").size(); i++)
        {
            pointers.add("/phases/" + i);
            for (int j = 0; j < first.path("phases").get(i).path("groups").size(); j++)
            {
                pointers.add("/phases/" + i + "/groups/" + j);
            }
        }
        for (final String pointer : pointers)
        {
            row.put(pointer + "/name", first.at(pointer + "/name").asText());
            sums(pointer + "/accounting",
                reports.stream().map(report -> report.at(pointer + "/accounting")).toList(), row);
            for (final String name : OF_PARTS)
            {
                if (first.at(pointer + "/latency_ns/" + name).isObject())
                {
                    exact(pointer + "/latency_ns/" + name, reports, row);
                    if (first.has("encoded_digits"))
                    {
                        quantiles(pointer + "/latency_ns/" + name, encoded(pointer, name, reports), row);
                    }
                }
            }
        }
    }

    private static void histograms(final Path log, final Map<String, Histogram> histograms) throws IOException
    {
        try (HistogramLogReader reader = new HistogramLogReader(log.toFile()))
        {
            for (EncodableHistogram read = reader.nextIntervalHistogram(); read != null;
                read = reader.nextIntervalHistogram())
            {
                if (!read.getTag().startsWith("warmup-"))
                {
                    histograms.computeIfAbsent(read.getTag(), tag -> new Histogram(3)).add((Histogram)read);
                }
            }
        }
    }

    /** Returns the pointers of the latencies of a report by their names. */
    private static Map<String, String> pointersOf(final JsonNode report)
    {
        final Map<String, String> pointers = new TreeMap<>();
        for (final String name : WHOLE)
        {
            if (report.path("latency_ns").path(name).isObject())
            {
                pointers.put(name, "/latency_ns/" + name);
            }
        }
        report.at("/latency_ns/stages").fieldNames().forEachRemaining(
            name -> pointers.put(name, "/latency_ns/stages/" + name));

        return pointers;
    }

    /** Returns the figures of a report by their names. */
    private static Map<String, BigDecimal> figures(final JsonNode report)
    {
        final Map<String, BigDecimal> figures = new TreeMap<>();
        figure("rate", report.path("rate_per_s"), figures);
        figure("elapsed_s", report.path("elapsed_s"), figures);
        figure("journal.bytes", ofHost(report, "journal").path("bytes"), figures);
        figure("journal.bytes_per_command", ofHost(report, "journal").path("bytes_per_command"), figures);
        pointersOf(report).forEach((name, pointer) -> latency(name, report.at(pointer), figures));
        account("", report.path("accounting"), figures);
        devices("", report, figures);
        if (report.path("groups").size() > 1)
        {
            part("", report.path("groups"), figures);
        }
        part("", report.path("phases"), figures);
        for (final JsonNode phase : report.path("phases"))
        {
            if (report.path("groups").size() > 1)
            {
                part(phase.path("name").asText() + '.', phase.path("groups"), figures);
            }
        }

        return figures;
    }

    private static void part(final String behind, final JsonNode parts, final Map<String, BigDecimal> figures)
    {
        for (final JsonNode part : parts)
        {
            final String prefix = part.path("name").asText() + '.' + behind;
            OF_PARTS.forEach(name -> latency(prefix + name, part.at("/latency_ns/" + name), figures));
            devices(prefix, part, figures);
            account(prefix, part.path("accounting"), figures);
            figure(prefix + "rejected", part.at("/accounting/rejected"), figures);
        }
    }

    /** Adds the figures of devices and of saturation, which groups have, and phases have not. */
    private static void devices(final String prefix, final JsonNode part, final Map<String, BigDecimal> figures)
    {
        figure(prefix + "saturated", part.at("/saturation/saturated"), figures);
        figure(prefix + "completions_per_s", part.path("completions_per_s"), figures);
        figure(prefix + "interrupts_per_s", part.path("interrupts_per_s"), figures);
        if (part.has("completions_per_s") && part.at("/deferred_ns/count").asLong() > 0)
        {
            figure(prefix + "deferred.mean", part.at("/deferred_ns/mean"), figures);
        }
    }

    private static void account(final String prefix, final JsonNode account, final Map<String, BigDecimal> figures)
    {
        for (final String name : List.of("offered", "delivered", "coalesced", "pending", "remainder"))
        {
            figure(prefix + name, account.path(name), figures);
        }
    }

    private static void latency(final String name, final JsonNode latency, final Map<String, BigDecimal> figures)
    {
        if (latency.path("count").asLong() > 0)
        {
            PERCENTILES.forEach((key, figure) -> figure(name + '.' + figure, latency.path(key), figures));
        }
        figure(name + ".count", latency.path("count"), figures);
    }

    private static void figure(final String name, final JsonNode value, final Map<String, BigDecimal> figures)
    {
        if (value.isNumber())
        {
            figures.put(name, value.decimalValue());
        }
    }

    private static void flatten(final String above, final JsonNode tree, final Map<String, String> flat)
    {
        final Deque<Map.Entry<String, JsonNode>> open = new ArrayDeque<>();
        open.push(Map.entry(above, tree));
        while (!open.isEmpty())
        {
            final String pointer = open.peek().getKey();
            final JsonNode node = open.pop().getValue();
            if (!node.isContainerNode())
            {
                flat.put(pointer, node.isNumber() ? text(node.decimalValue()) : node.asText());
            }
            node.properties().forEach(
                field -> open.push(Map.entry(pointer + '/' + field.getKey(), field.getValue())));
            for (int i = 0; node.isArray() && i < node.size(); i++)
            {
                open.push(Map.entry(pointer + '/' + i, node.get(i)));
            }
        }
    }

    private static String text(final BigDecimal number)
    {
        return number.stripTrailingZeros().toPlainString();
    }
}
