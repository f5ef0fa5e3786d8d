package org.gale.engine.cli.forms;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.sweep.SweepRuns;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Each outcome of a run: of a storm on both clocks, of a series, of a sum of shares, of a replay, of a joined sweep and
 * of a device without a client. Exit code, text, JSON, page and metrics say the same.
 */
@Tag("P1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunFormsTest
{
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MSIX = List.of("msix", "--vms", "1", "--vpes", "2", "--devices", "2", "--events",
        "8", "--clock", "virtual", "-C", "monitor=drop-route");
    private static final List<String> ACTING = with(MSIX, "-C", "masks=1/20", "-C", "retargets=1/40", "--count", "1k");
    private static final List<String> SILENT = with(MSIX, "-C", "masks=1/1M", "-C", "retargets=1/1M", "--count", "100");
    private static final List<String> SMALL = List.of("--vms", "2", "--vpes", "1", "--pes", "2", "--devices", "1",
        "--events", "4", "--count", "100");
    private static final String SHARED = """
        job: shared
        clock: virtual
        count: 200
        machine: {kind: kvm, MORE partitions: [{name: node, count: 2, pes: 2}]}
        vms: [{name: web, count: 4, partition: node, devices: [{name: nic, traffic: {kind: open, rate: 20k}}]}]
        """;
    private static final Pattern PAGE = Pattern.compile(
        "(Sound|Shows nothing \\(exit (4)\\)|Failed \\(exit ([0-9]+)\\)" +
        "|Interrupted): .*");

    @TempDir
    private static Path directory;

    /**
     * Outcome of a command.
     *
     * @param reason on stderr, as a pattern; null where there is none
     */
    private record Row(String name, int exit, String reason, List<String> words)
    {
    }

    private static List<String> with(final List<String> words, final String... more)
    {
        final List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));

        return List.copyOf(all);
    }

    @BeforeAll
    void makeJobs() throws IOException
    {
        Files.writeString(directory.resolve("shared.yaml"), SHARED.replace("MORE", ""));
        Files.writeString(directory.resolve("gap.yaml"), SHARED.replace("MORE", "kernel: 7.4-gap,"));
    }

    @TestFactory
    Stream<DynamicTest> shouldSayOfAStormTheSameInEachForm()
    {
        final List<String> modelled = with(SMALL, "--clock", "virtual");

        return Stream.of(
            new Row("wall", 0, null, SMALL),
            new Row("virtual", 0, null, modelled),
            new Row("condition", 3, "--fail-if 'offered > 1'.*", with(modelled, "--fail-if", "offered > 1")),
            new Row("condition of the wall", 3, "--fail-if 'offered > 1'.*", with(SMALL, "--fail-if", "offered > 1")),
            new Row("condition not met", 0, null, with(modelled, "--fail-if", "offered < 1")),
            new Row("silent control", 4, "the mistake never acted: .*", SILENT),
            new Row("silent control and condition", 3, "--fail-if 'offered > 1'.*",
                with(SILENT, "--fail-if", "offered > 1")),
            new Row("broken", 7, "P1 broken: .*", with(ACTING)),
            new Row("broken and condition", 7, "P1 broken: .*", with(ACTING, "--fail-if", "offered > 1")))
            .map(row -> dynamicTest(row.name(), () -> storm(row)));
    }

    private static void storm(final Row row) throws IOException
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final List<String> line = with(row.words(), "--journal", "none", "--json", path("s.json"), "--html",
            path("s.html"), "--metrics", path("s.txt"));

        final int exit = GaleRun.of(out, err, with(List.of("storm"), line.toArray(new String[0]))
            .toArray(new String[0]));

        assertEquals(row.exit(), exit, err.toString());
        said(row, "gale storm: ", err.toString());
        final JsonNode json = JSON.readTree(Path.of(path("s.json")).toFile());
        assertEquals(exit, json.path("exit").asInt(-1), "JSON");
        assertEquals(exit == 7, json.path("failure").isTextual(), "failure of the JSON");
        assertEquals(exit, page(Files.readString(Path.of(path("s.html")))), "page");
        final String metrics = Files.readString(Path.of(path("s.txt")));
        assertTrue(metrics.lines().anyMatch(text -> text.matches("gale_storm_exit\\{.*} " + exit)), metrics);
        final boolean isProven = out.toString().contains("no interrupt lost, none invented");
        assertEquals(exit != 7, isProven, out.toString());
        assertEquals(json.at("/accounting/remainder").asLong() != 0, out.toString().lines().anyMatch(
            text -> text.matches("remainder +-?[1-9].*")), out.toString());
    }

    /** Checks that the reason is said, and no other one. */
    private static void said(final Row row, final String prefix, final String err)
    {
        final List<String> reasons = err.lines().filter(line -> line.startsWith(prefix)).map(
            line -> line.substring(prefix.length())).filter(line -> !line.startsWith("the journal stays in ")).toList();
        assertEquals(row.reason() == null, reasons.isEmpty(), err);
        assertTrue(row.reason() == null || reasons.stream().anyMatch(one -> one.matches(row.reason())), err);
    }

    /** Returns the exit code that the page of a storm says, whose colour has to be that of the code. */
    private static int page(final String text)
    {
        final Map<String, String> verdicts = FormReaders.page(text);
        assertEquals(1, verdicts.size(), verdicts.toString());
        final Map.Entry<String, String> verdict = verdicts.entrySet().iterator().next();
        final Matcher words = PAGE.matcher(verdict.getKey());
        assertTrue(words.matches(), verdict.getKey());
        final int exit = words.group(2) != null ? 4 : words.group(3) != null ? Integer.parseInt(words.group(3)) : 0;
        final boolean isLate = verdict.getKey().contains("did not keep up");    // on a host that is busy
        assertEquals(exit == 0 ? isLate ? "partly" : "good" : exit == 4 ? "partly" : "bad", verdict.getValue(),
            verdict.getKey());

        return exit;
    }

    @TestFactory
    Stream<DynamicTest> shouldSayOfASeriesTheSameInEachForm()
    {
        final List<String> modelled = with(SMALL, "--clock", "virtual");

        return Stream.of(
            new Row("sound", 0, null, with(modelled, "--vary", "latency=all,off")),
            new Row("condition of the second", 3, "count=200: --fail-if 'offered > 150'.*",
                with(modelled.subList(0, 10), "--clock", "virtual", "--vary", "count=100,200", "--fail-if",
                "offered > 150")),
            new Row("condition of the first", 3, "count=200: --fail-if 'offered > 150'.*",
                with(modelled.subList(0, 10), "--clock", "virtual", "--vary", "count=200,100", "--fail-if",
                "offered > 150")),
            new Row("silent", 4, null, with(SILENT.subList(0, SILENT.size() - 2), "--vary", "count=50,100")),
            new Row("broken in the middle", 7, "machine.functions.masks=1/20: P1 broken: .*", with(MSIX, "-C",
                "retargets=1/40", "--count", "1k", "--vary", "machine.functions.masks=1/1M,1/20,1/2M")))
            .map(row -> dynamicTest(row.name(), () -> series(row)));
    }

    private static void series(final Row row) throws IOException
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final List<String> line = with(row.words(), "--json", path("v.json"), "--html", path("v.html"));

        final int exit = GaleRun.of(out, err, with(List.of("storm"), line.toArray(new String[0]))
            .toArray(new String[0]));

        assertEquals(row.exit(), exit, err.toString());
        said(row, "gale storm: ", err.toString());
        final List<Integer> exits = new ArrayList<>();
        JSON.readTree(Path.of(path("v.json")).toFile()).forEach(run -> exits.add(run.path("exit").asInt(-1)));
        assertEquals(exit, Stream.of(7, 3, 4).filter(exits::contains).findFirst().orElse(0), "JSON: " + exits);
        final String last = out.toString().lines().reduce((one, other) -> other).orElseThrow();
        assertEquals(exit == 0 ? "all runs are sound" : "not all runs are sound: exit " + exit, last);
        final Map<String, String> page = FormReaders.page(Files.readString(Path.of(path("v.html"))));
        assertEquals(exit == 0 ? Map.of("All " + exits.size() + " runs are sound", "good") :
            Map.of("Not all runs are sound: exit " + exit, "bad"), page);
    }

    @TestFactory
    Stream<DynamicTest> shouldSayOfASumOfSharesTheSameInEachForm() throws IOException
    {
        final Map<String, List<Path>> shares = new LinkedHashMap<>();
        shares.put("shared", shares("shared", 0));
        shares.put("gap", shares("gap", 4));
        final List<Path> sound = shares.get("shared");
        final ObjectNode second = (ObjectNode)JSON.readTree(sound.get(1).toFile());
        final Path failed = Altered.write(directory, "failed.json", Altered.at(second, "/exit", 7));
        final Path lossy = Altered.write(directory, "lossy.json", Altered.at(second, "/accounting/remainder", 1));

        return Stream.of(
            new Row("both", 0, null, names(sound)),
            new Row("both, the second first", 0, null, names(List.of(sound.get(1), sound.get(0)))),
            new Row("one of two", 2, "missing: share 1/2.*", names(sound.subList(0, 1))),
            new Row("one of two, as asked", 0, null, with(names(sound.subList(0, 1)), "--partial")),
            new Row("one twice", 2, ".*", names(List.of(sound.get(0), sound.get(0)))),
            new Row("of two storms", 2, ".*", names(List.of(sound.get(0), shares.get("gap").get(1)))),
            new Row("silent control", 4, "the mistake never acted: .*", names(shares.get("gap"))),
            new Row("one failed", 3, ".*failed.json.*", names(List.of(sound.get(0), failed))),
            new Row("one lost", 3, ".*lossy.json.*", names(List.of(lossy, sound.get(0)))))
            .map(row -> dynamicTest(row.name(), () -> sum(row)));
    }

    private static List<Path> shares(final String job, final int exit) throws IOException
    {
        final List<Path> files = new ArrayList<>();
        for (int index = 0; index < 2; index++)
        {
            final Path file = directory.resolve(job + index + ".json");
            final StringWriter err = new StringWriter();
            assertEquals(exit, GaleRun.of(new StringWriter(), err, "storm", path(job + ".yaml"), "--quiet", "--share",
                index + "/2", "--json", file.toString()), err.toString());
            files.add(file);
        }

        return files;
    }

    private static List<String> names(final List<Path> files)
    {
        return files.stream().map(Path::toString).toList();
    }

    private static void sum(final Row row) throws IOException
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        Files.deleteIfExists(Path.of(path("sum.json")));
        Files.deleteIfExists(Path.of(path("sum.html")));

        final int exit = GaleRun.of(out, err, with(List.of("report", "add", "-o", path("sum.json"), "--html",
            path("sum.html")), row.words().toArray(new String[0])).toArray(new String[0]));

        assertEquals(row.exit(), exit, err.toString());
        said(row, "gale report add: ", err.toString());
        final boolean isAdded = exit == 0 || exit == 4;
        assertEquals(isAdded, Files.exists(Path.of(path("sum.json"))), "JSON is there");
        assertEquals(isAdded, Files.exists(Path.of(path("sum.html"))), "page is there");
        assertEquals(isAdded, !out.toString().isEmpty(), out.toString());
        if (isAdded)
        {
            final JsonNode json = JSON.readTree(Path.of(path("sum.json")).toFile());
            assertEquals(exit, json.path("exit").asInt(-1), "JSON");
            assertEquals(exit, page(Files.readString(Path.of(path("sum.html")))), "page");
            assertTrue(out.toString().contains("offered " + String.format("%,d", json.at("/accounting/offered")
                .asLong()) + " \u00b7"), out.toString());
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldSayOfAReplayTheSameInEachForm()
    {
        final String sound = path("sound");
        assertEquals(0, gale("storm", path("shared.yaml"), "--journal", sound, "--quiet"));
        final String lost = path("lost");
        final List<String> acting = with(List.of("storm", "--quiet", "--journal", lost), ACTING.toArray(new String[0]));
        assertEquals(7, gale(acting.toArray(new String[0])));

        return Stream.of(
            new Row("sound", 0, null, List.of(sound)),
            new Row("verified", 0, null, List.of(sound, "--verify")),
            new Row("condition", 3, "--fail-if 'commands > 1'.*", List.of(sound, "--fail-if", "commands > 1")),
            new Row("condition not met", 0, null, List.of(sound, "--fail-if", "commands < 1")),
            new Row("no digest", 3, ".*", List.of(sound, "--verify", "--to", "5")),
            new Row("lost", 7, "P1 broken: .*", List.of(lost)),
            new Row("lost and condition", 7, "P1 broken: .*", List.of(lost, "--fail-if", "commands > 1")))
            .map(row -> dynamicTest(row.name(), () -> replay(row)));
    }

    private static void replay(final Row row) throws IOException
    {
        final StringWriter out = new StringWriter();
        final StringWriter json = new StringWriter();
        final StringWriter err = new StringWriter();
        final List<String> line = with(List.of("replay"), row.words().toArray(new String[0]));

        assertEquals(row.exit(), GaleRun.of(out, err, line.toArray(new String[0])), err.toString());
        assertEquals(row.exit(), GaleRun.of(json, new StringWriter(), with(line, "--json").toArray(new String[0])));

        said(row, "gale replay: ", err.toString());
        final JsonNode document = JSON.readTree(json.toString());
        assertEquals(row.exit() == 7, document.path("broken").isTextual() || !document.at("/run/broken").isEmpty(),
            json.toString());
        assertEquals(row.exit(), row.exit() == 3 ? 3 : document.at("/run/exit").asInt(-1), "what the run said");
        assertTrue(document.path("divergence").isNull() && document.path("equal").asBoolean() ==
            out.toString().contains("the same as live") && !out.toString().contains("not the same"), out.toString());
        assertEquals(document.path("digests_compared").asInt() == 0, out.toString().contains("no digest to compare"));
    }

    @TestFactory
    Stream<DynamicTest> shouldSayOfAJoinedSweepTheSameInEachForm() throws IOException
    {
        final Path root = Files.createDirectories(directory.resolve("sweep"));
        final SweepRuns runs =
            new SweepRuns(root, "vary: {count: [60, 80]}\nseeds: 1-2\nreport: {of: offered}\n");
        final ResultDirectory whole = runs.open("whole");
        runs.storm(whole, 0, 1, 2, 3);
        final ResultDirectory part = runs.open("part");
        runs.storm(part, 0, 2);
        final ResultDirectory failed = runs.open("failed");
        runs.storm(failed, 0, 1, 2);
        runs.write(failed, 3, 7, RunEnd.EXIT, null);
        final ResultDirectory none = runs.open("none");
        for (int run = 0; run < 4; run++)
        {
            runs.write(none, run, 7, RunEnd.EXIT, null);
        }
        for (final ResultDirectory results : List.of(whole, part, failed, none))
        {
            assertEquals(0, runs.run("sweep", "merge", results.path().toString(), "-o", results.path() + "-joined"),
                () -> runs.err().toString());
        }

        final List<String> conditions = Arrays.asList(null, "offered < 1", "offered > 140", "offered > 1");

        return Stream.of("whole", "part", "failed", "none").flatMap(name -> conditions.stream().map(
            condition -> dynamicTest(name + ", " + condition, () -> sweep(runs, root, name, condition))));
    }

    private static void sweep(final SweepRuns runs, final Path root, final String name, final String condition)
        throws IOException
    {
        final List<String> line = new ArrayList<>(
            List.of("sweep", "report", root.resolve(name + "-joined").toString(), "--html", path("p.html")));
        if (condition != null)
        {
            line.addAll(List.of("--fail-if", condition));
        }
        final int points = condition == null ? 0 : name.equals("none") ? 2 : switch (condition)
        {
            case "offered > 1" -> 2;
            case "offered > 140" -> name.equals("whole") ? 1 : 0;
            default -> 0;
        };

        final int exit = runs.run(line.toArray(new String[0]));

        assertEquals(points > 0 ? 3 : 0, exit, () -> runs.err().toString());
        assertEquals(points, runs.err().stream().filter(text -> text.contains(": --fail-if '")).count());
        final int bad = name.equals("failed") ? 1 : name.equals("none") ? 4 : 0;
        final int missing = name.equals("part") ? 2 : 0;
        assertEquals(bad > 0, runs.out().stream().anyMatch(text -> text.startsWith("failed   ")), "text");
        assertEquals(missing > 0, runs.out().stream().anyMatch(text -> text.startsWith("missing  ")), "text");
        final List<String> words = new ArrayList<>();
        words.add(bad == 0 ? "" : bad == 1 ? "1 run failed" : bad + " runs failed");
        words.add(missing == 0 ? "" : missing + " runs have no result");
        words.add(points == 0 ? "" : points == 1 ? "1 condition failed" : points + " conditions failed");
        words.removeIf(String::isEmpty);
        assertEquals(Map.of(words.isEmpty() ? "All 4 runs have results" : String.join(", ", words),
            bad + points > 0 ? "bad" : missing > 0 ? "partly" : "good"),
            FormReaders.page(Files.readString(Path.of(path("p.html")))), "page");
    }

    @Test
    void shouldSayOfADeviceWithoutAClientThatNothingIsKnown()
    {
        final StringWriter out = new StringWriter();

        assertEquals(4, GaleRun.of(out, out, "device", "device-nvme.yaml", "--nvme", "--wait", "10ms", "--size",
            "16MiB", "--socket", path("socket"), "--json", path("d.json"), "--html", path("d.html")), out.toString());

        assertTrue(out.toString().contains("no client came"), out.toString());
        assertTrue(Files.notExists(Path.of(path("d.json"))) && Files.notExists(Path.of(path("d.html"))));
    }

    private static int gale(final String... words)
    {
        return GaleRun.of(new StringWriter(), new StringWriter(), words);
    }

    private static String path(final String name)
    {
        return directory.resolve(name).toString();
    }
}
