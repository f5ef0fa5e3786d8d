package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.run.StormRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StormOutputsTest
{
    private static final List<String> SMALL = List.of(
        "storm", "--vms", "2", "--vpes", "2", "--devices", "2", "--events", "64", "--journal", "none");
    private static final Pattern CELL = Pattern.compile("data-json=\"([^\"]+)\">([^<]*)<");

    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p99_9", "p99_99", "max");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"--rate 50k --duration 1500ms --warmup 0", "--count 200k --latency all"})
    void shouldCarryTheSameNumbersInAllFiles(final String arguments) throws IOException
    {
        final List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
        for (final String option : List.of("--json", "--html", "--csv", "--hlog", "--hgrm",
            "--samples"))
        {
            all.addAll(List.of(option, file(option.substring(2)).toString()));
        }
        assertEquals(ExitCode.OK, storm(all.toArray(new String[0])), err.toString());

        final JsonNode json = new ObjectMapper().readTree(file("json").toFile());
        assertSameAsText(json);
        assertSameOnThePage(json);
        assertSameAsCsv(json);
        assertSameAsLog(json);
        assertSameAsSamples(json);
        assertTrue(Files.readString(file("hgrm")).contains(
            "Total count    = " + String.format(Locale.ROOT, "%12d", json.at("/latency_ns/response/count").asLong())));
        for (final Iterator<String> stages = json.at("/latency_ns/stages").fieldNames(); stages.hasNext();)
        {
            final String stage = stages.next();
            assertTrue(Files.readString(file(stage + ".hgrm")).contains("Total count    = " + String.format(Locale.ROOT,
                "%12d", json.at("/latency_ns/stages/" + stage + "/count").asLong())), stage);
        }
        long delivered = 0;
        for (final JsonNode interval : json.get("intervals"))
        {
            delivered += interval.get("delivered").asLong();
        }
        assertEquals(json.at("/accounting/delivered").asLong(), delivered);
    }

    @Test
    void shouldWriteTheTrafficOfItsJournalAsATrace() throws IOException
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", "--vms", "2", "--vpes", "2", "--devices", "2",
            "--events", "64", "--count", "1k", "--journal", directory.resolve("run").toString(), "--perfetto",
            file("perfetto").toString()), err.toString());

        assertTrue(new ObjectMapper().readTree(file("perfetto").toFile()).get("traceEvents").size() > 1_000);
    }

    @Test
    void shouldReportAStormWhoseLanesHoldAForeignFile() throws IOException
    {
        final Path lanes = directory.resolve("lanes");
        final StormCommand command = new StormCommand((options, machine, log) ->
        {
            foreign(lanes.resolve("note.txt"));
            return new StormRun(options, machine, log);
        });

        assertEquals(ExitCode.OK, GaleRun.with(command.commandLine(), out, err, "storm",
            "--vms", "1", "--vpes", "1", "--lpis", "64", "--count", "1k", "--journal", "none", "--lanes",
            lanes.toString(), "--json", file("json").toString()), err.toString());

        assertTrue(out.toString().contains("no interrupt lost"), out.toString());
        assertTrue(Files.exists(file("json")));
        assertTrue(err.toString().endsWith(
            "storm: lane files: " + lanes + " was not removed: it holds note.txt\n"), err.toString());
    }

    @Test
    void shouldReportTheSettingsOfTheMeasurement() throws IOException
    {
        final Path report = directory.resolve("measured.json");

        assertEquals(ExitCode.OK, storm("--count", "10k", "--rate", "100k", "-C", "handler=2us",
            "--max-in-flight", "9k", "-C", "outliers=3", "--warmup", "10ms", "--latency", "all",
            "--json", report.toString()), err.toString());

        final JsonNode config = new ObjectMapper().readTree(report.toFile()).get("config");
        assertEquals(2_000, config.get("handler_ns").asLong());
        assertEquals(9_000, config.get("max_in_flight").asLong());
        assertEquals(3, config.get("outliers").asLong());
        assertEquals("10ms", config.get("warmup").asText());
        assertEquals("all", config.get("latency").asText());
        assertTrue(out.toString().contains("max-in-flight 9000 \u00b7 handler 2us"), out.toString());
    }

    @Test
    void shouldCarryTheNumbersOfTheTextOnThePage() throws IOException
    {
        assertEquals(ExitCode.OK, storm("--count", "50k", "--html", file("html").toString()), err.toString());

        final Map<String, String> page = page();
        assertTrue(out.toString().lines().anyMatch(line -> line.startsWith("response") &&
            line.contains(page.get("/latency_ns/response/p50")) &&
            line.contains(page.get("/latency_ns/response/max"))), out.toString());
        assertTrue(out.toString().contains(page.get("/accounting/offered")));
        assertTrue(out.toString().contains(page.get("/rate_per_s")));
    }

    @ParameterizedTest
    @CsvSource({"coalesced > 1k, 0", "delivered >= 10k, 3", "response.p50 < 10s, 3", "rate < 1, 0"})
    void shouldFailOnACondition(final String condition, final int exitCode) throws IOException
    {
        assertEquals(exitCode, storm("--count", "10k", "--fail-if", condition, "--json", file("json").toString()));

        assertEquals(exitCode, new ObjectMapper().readTree(file("json").toFile()).get("exit").asInt());
        assertEquals(exitCode != 0, err.toString().startsWith("gale storm: --fail-if '" + condition + "': "),
            err.toString());
    }

    @Test
    void shouldTakeSeveralConditions()
    {
        assertEquals(ExitCode.CHECK_FAILED, storm("--count", "10k", "--fail-if", "offered < 1", "--fail-if",
            "delivered > 1"));
        assertTrue(err.toString().contains("delivered is 10,000"), err.toString());
        assertFalse(err.toString().contains("offered"), err.toString());
    }

    @Test
    void shouldFailALatencyThatWasNotTaken()
    {
        assertEquals(ExitCode.CHECK_FAILED,
            storm("--count", "10k", "--latency", "off", "--fail-if", "response.p99 > 1s"));
        assertTrue(err.toString().contains("the run did not measure response.p99"), err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--fail-if|respnse.p99 > 5us|--fail-if: no metric 'respnse.p99': did you mean 'response.p99'?",
        "--fail-if|rate|--fail-if: 'rate' is not METRIC OP VALUE",
        "--html|-|--html: '-' is no file (--json - writes to stdout)",
        "--csv|.|--csv .: is a directory, not a file",
        "--samples|-|--samples: '-' is no file (--json - writes to stdout)",
        "--samples|.|--samples .: is a directory, not a file",
        "--samples|nowhere/x|--samples nowhere/x: there is no directory"})
    void shouldRefuseBeforeItBegins(final String option, final String value, final String message)
    {
        assertEquals(ExitCode.USAGE, storm("--count", "10k", option, value));

        assertTrue(err.toString().contains(message), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void shouldRefuseTwoOutputsInOneFile()
    {
        assertEquals(ExitCode.USAGE, storm("--count", "10k", "--html", file("x").toString(), "--csv",
            file("x").toString()));
        assertTrue(err.toString().contains(": is --html "), err.toString());
        assertEquals(ExitCode.USAGE, storm("--count", "10k", "--samples", file("x").toString(), "--csv",
            file("x").toString()));
        assertTrue(err.toString().contains(": is --csv "), err.toString());
        assertEquals(ExitCode.USAGE, storm("--count", "10k", "--samples", file("queued.hgrm").toString(), "--hgrm",
            file("hgrm").toString()));
        assertTrue(err.toString().contains("queued.hgrm: is --hgrm "), err.toString());
    }

    @Test
    void shouldRefuseALogOfSamplesWhereNoneIsTaken()
    {
        assertEquals(ExitCode.USAGE, storm("--count", "10k", "--latency", "off", "--samples", file("x").toString()));

        assertEquals("gale storm: --samples: '" + file("x") + "' needs latencies, and --latency is off\n",
            err.toString());
        assertFalse(Files.exists(file("x")));
    }

    @Test
    void shouldWriteTheOtherOutputsWhereTheSamplesFindNoPlace() throws Exception
    {
        assertEquals(ExitCode.RESOURCES,
            storm("--count", "10k", "--samples", "/dev/full", "--json", file("json").toString()));
        assertTrue(err.toString().startsWith("gale storm: --samples /dev/full: No space left"), err.toString());
        assertEquals(ExitCode.RESOURCES, new ObjectMapper().readTree(file("json").toFile()).get("exit").asInt());
        assertTrue(Files.exists(file("json")));

        assertEquals(0, new ProcessBuilder("mkfifo", file("fifo").toString()).start().waitFor());
        assertEquals(ExitCode.RESOURCES,
            storm("--count", "10k", "--samples", file("fifo").toString(), "--csv", file("csv").toString()));
        assertTrue(err.toString().startsWith("gale storm: --samples " + file("fifo") + ": "), err.toString());
        assertTrue(Files.exists(file("csv")));
    }

    /** Compares each row of the table of latencies, and of that of the accounting, with the report in JSON. */
    private void assertSameAsText(final JsonNode json)
    {
        final List<String> times = new ArrayList<>(List.of("count"));
        times.addAll(PERCENTILES);
        assertRow(json, "response", "/latency_ns/response", times);
        assertRow(json, "service", "/latency_ns/service", times);
        for (final Iterator<String> stages = json.at("/latency_ns/stages").fieldNames(); stages.hasNext();)
        {
            final String stage = stages.next();
            assertRow(json, stage, "/latency_ns/stages/" + stage, times);
        }
        for (final String row : List.of("offered", "delivered", "coalesced", "pending", "remainder"))
        {
            assertRow(json, row, "/accounting", List.of(row));
        }
    }

    private void assertRow(final JsonNode json, final String name, final String pointer, final List<String> keys)
    {
        final List<String> expected = new ArrayList<>(List.of(name));
        keys.forEach(key -> expected.add(json.at(pointer + '/' + key).isNull() ? "-" :
            NumberText.count(json.at(pointer + '/' + key).asLong())));

        assertTrue(out.toString().lines().map(line -> List.of(line.strip().split(" +"))).anyMatch(words ->
            words.size() >= expected.size() && words.subList(0, expected.size()).equals(expected)),
            expected + " in " + out);
    }

    private void assertSameOnThePage(final JsonNode json) throws IOException
    {
        final Map<String, String> page = page();
        page.forEach((pointer, text) ->
        {
            final JsonNode value = json.at(pointer);
            if (value.isDouble())
            {
                assertEquals(value.asDouble(), Double.parseDouble(text), pointer);
            }
            else
            {
                assertEquals(value.isIntegralNumber() ? NumberText.count(value.asLong()) : value.asText("-"), text,
                    pointer);
            }
        });
        assertTrue(page.containsKey("/latency_ns/stages/late/p99_99"));
        assertTrue(page.containsKey("/accounting/remainder"));
    }

    private void assertSameAsCsv(final JsonNode json) throws IOException
    {
        final List<String> lines = Files.readAllLines(file("csv"));
        final List<String> names = List.of(lines.get(0).split(",", -1));
        assertEquals(json.get("intervals").size(), lines.size() - 1);
        for (int i = 1; i < lines.size(); i++)
        {
            final JsonNode interval = json.get("intervals").get(i - 1);
            final List<String> cells = List.of(lines.get(i).split(",", -1));
            assertEquals(interval.get("rate_per_s").asText(), cells.get(names.indexOf("rate_per_s")));
            assertEquals(interval.get("length_s").asDouble(),
                Double.parseDouble(cells.get(names.indexOf("length_s"))));
            assertEquals(interval.at("/latency_ns/response/p99_9").asText(""),
                cells.get(names.indexOf("response_p99_9")));
            assertEquals(interval.at("/latency_ns/stages/queued/max").asText(""),
                cells.get(names.indexOf("queued_max")));
        }
    }

    /** The intervals of the log add up to the histograms of the report. */
    private void assertSameAsLog(final JsonNode json) throws IOException
    {
        final Map<String, Histogram> sums = new HashMap<>();
        try (InputStream log = Files.newInputStream(file("hlog")))
        {
            final HistogramLogReader reader = new HistogramLogReader(log);
            while (reader.hasNext())
            {
                final EncodableHistogram next = reader.nextIntervalHistogram();
                sums.computeIfAbsent(next.getTag(), tag -> new Histogram(60_000_000_000L, 3)).add((Histogram)next);
            }
        }
        assertEquals(json.at("/latency_ns/response/count").asLong(), count(sums, "response"));
        assertEquals(json.at("/latency_ns/stages/acknowledged/count").asLong(), count(sums, "acknowledged"));
        if (sums.containsKey("response"))
        {
            final long max = json.at("/latency_ns/response/max").asLong();
            assertEquals(json.at("/latency_ns/response/p99_9").asLong(),
                Math.min(max, sums.get("response").getValueAtPercentile(99.9)));
            assertEquals(sums.get("response").highestEquivalentValue(max), sums.get("response").getMaxValue());
        }
    }

    /** Each sample of the report has a row, each outlier among them, and the stages of a row add up. */
    private void assertSameAsSamples(final JsonNode json) throws IOException
    {
        final List<String> lines = Files.readAllLines(file("samples"));
        assertEquals("command,vm,lpi,device,event,vpe,at_ns,response_ns,late_ns,queued_ns,translated_ns," +
            "signalled_ns,woken_ns,acknowledged_ns,deactivated_ns", lines.get(0));
        assertEquals("# 0 left out", lines.get(lines.size() - 1));
        final List<String> rows = lines.subList(1, lines.size() - 1);
        assertEquals(json.at("/latency_ns/response/count").asLong(), rows.size());
        final List<String> withoutPlace =
            rows.stream().map(row -> row.replaceFirst("^(\\d+,\\d+,\\d+),\\d+,\\d+,\\d+,", "$1,")).toList();
        long longestNs = 0;
        for (final String row : rows)
        {
            final long[] cells = Stream.of(row.split(",", -1)).mapToLong(Long::parseLong).toArray();
            assertEquals(cells[7], LongStream.of(cells).skip(8).sum(), row);
            longestNs = Math.max(longestNs, cells[7]);
        }
        assertEquals(json.at("/latency_ns/response/max").asLong(), longestNs);
        for (int i = 0; i < json.get("outliers").size(); i++)
        {
            final JsonNode outlier = json.at("/outliers/" + i);
            final StringBuilder row = new StringBuilder(json.at("/host/outliers/" + i + "/command") + ",");
            List.of("vm", "lpi", "at_ns", "response_ns").forEach(key -> row.append(outlier.get(key))
                .append(','));
            List.of("late", "queued", "translated", "signalled").forEach(stage -> row.append(outlier.at("/stages/" +
                stage)).append(','));
            row.append("0,").append(outlier.at("/stages/acknowledged")).append(",0");
            assertTrue(withoutPlace.contains(row.toString()), row::toString);
        }
    }

    /** A storm too short to be warm keeps its warm-up. */
    private static long count(final Map<String, Histogram> sums, final String name)
    {
        final Histogram measured = sums.getOrDefault(name, new Histogram(3));

        return measured.getTotalCount() > 0 ? measured.getTotalCount() : sums.get("warmup-" + name).getTotalCount();
    }

    private Map<String, String> page() throws IOException
    {
        final Map<String, String> cells = new HashMap<>();
        final Matcher matcher = CELL.matcher(Files.readString(file("html")));
        while (matcher.find())
        {
            cells.put(matcher.group(1), matcher.group(2));
        }

        return cells;
    }

    private static void foreign(final Path path)
    {
        try
        {
            Files.createFile(path);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private Path file(final String kind)
    {
        return directory.resolve("report." + kind);
    }

    private int storm(final String... arguments)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        final List<String> all = new ArrayList<>(SMALL);
        all.addAll(List.of(arguments));

        return GaleRun.of(out, err, all.toArray(new String[0]));
    }
}
