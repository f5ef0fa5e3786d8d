package org.gale.engine.report.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SweepMergeTest
{
    private static final int RUNS = 15;

    @TempDir
    private Path root;

    @ParameterizedTest(name = "{0} shards")
    @ValueSource(ints = {2, 3, 7, 15, 16})
    void shouldWriteTheBytesOfOneProcess(final int shards) throws IOException
    {
        final Path one = directory("one", 0, 1);
        SweepMerge.write(List.of(one), root.resolve("expected"));
        final List<Path> directories = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++)
        {
            directories.add(directory("shard-" + shard, shard, shards));
        }
        Collections.shuffle(directories, new Random(shards));

        final SweepMerge.Joined joined = SweepMerge.write(directories, root.resolve("joined"));

        assertEquals(SweepDirectories.files(root.resolve("expected")), SweepDirectories.files(root.resolve("joined")));
        assertEquals(RUNS, joined.head().results());
        assertEquals(List.of(), joined.doubled());
    }

    @Test
    void shouldHaveARowForEachRunAndEachPoint() throws IOException
    {
        SweepMerge.write(List.of(directory("one", 0, 1)), root.resolve("out"));

        final Map<String, String> files = SweepDirectories.files(root.resolve("out"));
        assertEquals(RUNS, files.get("runs.jsonl").lines().count());
        assertEquals(5, files.get("points.jsonl").lines().count());
        assertEquals(RUNS + 1, files.get("runs.csv").lines().count());
        assertEquals(6, files.get("points.csv").lines().count());
        assertTrue(files.get("runs.csv").startsWith("run,point,seed,exit,machine.pes,vms.loud.vpes,rate,"),
            files.get("runs.csv"));
        assertTrue(files.get("runs.csv").lines().skip(5).findFirst().orElseThrow().startsWith("4,1,2,0,1,8,1004,"));
        assertTrue(files.get("points.csv").lines().skip(2).findFirst().orElseThrow().startsWith("1,3,0,0,1,8,1004,"));
        final JsonNode run = rows("out", "runs.jsonl").get(4);
        assertEquals(1_004, run.at("/figures/rate").asLong());
        assertEquals("[\"1\",\"8\"]", run.path("values").toString());
    }

    @Test
    void shouldHaveNothingOfAHostAndNoTries() throws IOException
    {
        final Path directory = directory("one", 0, 1);
        SweepMerge.write(List.of(directory), root.resolve("out"));

        for (final Map.Entry<String, String> file : SweepDirectories.files(root.resolve("out")).entrySet())
        {
            for (final String word : List.of("host", "cores", "tries", root.toString()))
            {
                assertFalse(file.getValue().contains(word), file.getKey() + ": " + word);
            }
        }
    }

    @Test
    void shouldListRunsThatAreMissing() throws IOException
    {
        final SweepMerge.Joined joined =
            SweepMerge.write(List.of(directory("two", 0, 3), directory("three", 1, 3)), root.resolve("out"));

        assertEquals(List.of(2, 5, 8, 11, 14), joined.head().missing());
        assertEquals(2, rows("out", "points.jsonl").get(0).path("results").asInt());
        assertEquals(1, rows("out", "points.jsonl").get(0).path("missing").asInt());
    }

    @Test
    void shouldWriteAPointWithoutResults() throws IOException
    {
        final ResultDirectory directory = new SweepDirectories(root, SweepDirectories.SWEEP).open("few");
        SweepDirectories.run(directory, 0);
        SweepMerge.write(List.of(directory.path()), root.resolve("out"));

        final List<JsonNode> points = rows("out", "points.jsonl");
        assertEquals(5, points.size());
        assertTrue(points.get(4).path("latency_ns").isMissingNode());
        assertEquals(3, points.get(4).path("missing").asInt());
    }

    @ParameterizedTest
    @CsvSource({"7, exit", "5, exit", "8, wall", "1, signal 9"})
    void shouldListFailuresAndJoinNoneOfThem(final int exit, final String cause) throws IOException
    {
        final ResultDirectory directory = new ResultDirectory(directory("one", 0, 1));
        delete(directory.run(1));
        final byte[] report = RunTexts.report(9_999, "", exit, 1);
        SweepDirectories.write(
            directory, 1, report, RunTexts.log("response", 1), SweepDirectories.end(1, exit, cause));

        final SweepMerge.Joined joined = SweepMerge.write(List.of(directory.path()), root.resolve("out"));

        assertEquals(List.of(new SweepDocument.Failed(1, exit, cause)), joined.head().failed());
        final JsonNode point = rows("out", "points.jsonl").get(0);
        assertEquals(1, point.path("failed").asInt());
        assertEquals(2, point.path("results").asInt());
        assertEquals(40 + 42, point.at("/latency_ns/response/count").asInt());
        assertEquals(exit, rows("out", "runs.jsonl").get(1).path("exit").asInt());
    }

    @Test
    void shouldTakeDoubledRunsThatDifferInTheirHostAlone() throws IOException
    {
        final Path one = directory("one", 0, 1);
        SweepMerge.write(List.of(one), root.resolve("expected"));

        final SweepMerge.Joined joined = SweepMerge.write(
            List.of(directory("half", 1, 2), one, one), root.resolve("out"));

        assertEquals(List.of(1, 3, 5, 7, 9, 11, 13), joined.doubled());
        assertEquals(SweepDirectories.files(root.resolve("expected")), SweepDirectories.files(root.resolve("out")));
    }

    @Test
    void shouldRefuseDoubledRunsWhoseReportsDiffer() throws IOException
    {
        final Path one = directory("one", 0, 1);
        final ResultDirectory other = new SweepDirectories(root, SweepDirectories.SWEEP).open("other");
        SweepDirectories.write(other, 3, RunTexts.report(1_004, "", 0, SweepDirectories.responses(3)),
            RunTexts.log("response", SweepDirectories.responses(3)), SweepDirectories.end(3, 0, RunEnd.EXIT));

        refuse(Outcome.CHECK_FAILED, "run 3 has two results that differ: " + one.resolve("runs/000003") + " and " +
            other.run(3), one, other.path());
    }

    @Test
    void shouldRefuseDoubledRunsWhoseHistogramsDiffer() throws IOException
    {
        final Path one = directory("one", 0, 1);
        final ResultDirectory other = new SweepDirectories(root, SweepDirectories.SWEEP).open("other");
        final long[] responses = SweepDirectories.responses(3);
        final byte[] report = RunTexts.report(1_003, "", 0, responses);
        responses[0] += 100_000;
        SweepDirectories.write(
            other, 3, report, RunTexts.log("response", responses), SweepDirectories.end(3, 0, RunEnd.EXIT));

        refuse(Outcome.CHECK_FAILED, "run 3 has two results that differ", one, other.path());
    }

    @Test
    void shouldRefuseAFindingBesideAResult() throws IOException
    {
        final Path one = directory("one", 0, 1);
        final ResultDirectory other = new SweepDirectories(root, SweepDirectories.SWEEP).open("other");
        SweepDirectories.write(other, 3, null, null, SweepDirectories.end(3, 7, RunEnd.EXIT));

        refuse(Outcome.CHECK_FAILED, "run 3 has two results that differ", other.path(), one);
    }

    @Test
    void shouldTakeAResultBeforeALimit() throws IOException
    {
        final Path one = directory("one", 0, 1);
        final ResultDirectory first = new SweepDirectories(root, SweepDirectories.SWEEP).open("a");
        SweepDirectories.write(first, 3, null, null, SweepDirectories.end(3, 8, "wall"));

        final SweepMerge.Joined joined =
            SweepMerge.write(List.of(first.path(), one), root.resolve("out"));

        assertEquals(RUNS, joined.head().results());
    }

    @Test
    void shouldTakeTheLowestDirectoryOfDoubledRunsOnTheWallClock() throws IOException
    {
        final ResultDirectory a = wall("a", 10);
        final ResultDirectory b = wall("b", 70);

        SweepMerge.write(List.of(b.path(), a.path()), root.resolve("out"));

        final JsonNode point = rows("out", "points.jsonl").get(0);
        assertEquals(10, point.at("/latency_ns/response/max").asLong());
        assertEquals(2, point.at("/accounting/delivered").asLong());
        assertFalse(new ObjectMapper().readTree(root.resolve("out/sweep.json").toFile()).path("modelled").asBoolean());
    }

    @Test
    void shouldCountTheWarmUpOfARunThatWasTooShortForOne() throws IOException
    {
        final ResultDirectory directory = new SweepDirectories(root, SweepDirectories.SWEEP).open("one");
        SweepDirectories.write(directory, 0, RunTexts.report(1, 10, 20, 30),
            RunTexts.log(Map.of("warmup-response", new long[]{10, 20}, "response", new long[]{30})),
            SweepDirectories.end(0, 0, RunEnd.EXIT));
        SweepDirectories.write(directory, 1, RunTexts.report(1, 30),
            RunTexts.log(Map.of("warmup-response", new long[]{10, 20}, "response", new long[]{30})),
            SweepDirectories.end(1, 0, RunEnd.EXIT));

        SweepMerge.write(List.of(directory.path()), root.resolve("out"));

        final JsonNode response = rows("out", "points.jsonl").get(0).at("/latency_ns/response");
        assertEquals(4, response.path("count").asLong());
        assertEquals(30, response.path("max").asLong());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "report.json|{ \"schema\"|is not one JSON document",
        "report.json|{\"schema\":\"gale.storm/5\"} {\"a\":1}|is not one JSON document",
        "report.json|[]|is not a report that a storm wrote as JSON",
        "report.json||is missing",
        "latency.hlog||is missing",
        "latency.hlog|x|is no interval log of HdrHistogram",
        "done|{}|is not the end of a run",
        "done|{\"plan\":\"other\",\"run\":3,\"exit\":0,\"cause\":\"exit\",\"tries\":1}|belongs to another plan, other"})
    void shouldNameADamagedResult(final String name, final String content, final String message) throws IOException
    {
        final Path one = directory("one", 0, 1);
        final Path file = one.resolve("runs/000003").resolve(name);
        Files.delete(file);
        if (content != null)
        {
            Files.writeString(file, content + (content.equals("x") ? "" : "\n"));
        }
        if (name.equals(ResultDirectory.HISTOGRAMS) && content != null)
        {
            SweepDirectories.prove(new ResultDirectory(one), SweepDirectories.end(3, 0, RunEnd.EXIT));
        }
        final String text = refuse(Outcome.USAGE, message.equals("is no interval log of HdrHistogram") ?
            "line 1: ends early" : message, one);

        assertTrue(text.startsWith(one.resolve("runs/000003").toString()), text);
    }

    @Test
    void shouldRefuseAReportThatWasCut() throws IOException
    {
        final Path one = directory("one", 0, 1);
        final Path file = one.resolve("runs/000003/report.json");
        final String text = Files.readString(file, StandardCharsets.UTF_8);
        for (int length = 0; length < text.stripTrailing().length(); length += 37)
        {
            Files.writeString(file, text.substring(0, length));
            refuse(Outcome.USAGE, file.toString(), one);
        }
    }

    @Test
    void shouldRefuseDirectoriesOfTwoPlans() throws IOException
    {
        final Path other = new SweepDirectories(root, SweepDirectories.SWEEP).open("other", "fedcba").path();

        refuse(Outcome.USAGE, other + ": holds the results of another plan, fedcba, and ",
            directory("one", 0, 1), other);
    }

    @Test
    void shouldRefuseADirectoryWithoutResults() throws IOException
    {
        final Path empty = Files.createDirectory(root.resolve("empty"));

        refuse(Outcome.USAGE, empty + ": holds no results of a sweep", empty);
        refuse(Outcome.USAGE, root.resolve("none") + ": is no directory", root.resolve("none"));
    }

    @Test
    void shouldRefuseARunThatThePlanDoesNotHave() throws IOException
    {
        final ResultDirectory directory = new ResultDirectory(directory("one", 0, 1));
        SweepDirectories.run(directory, 15);

        refuse(Outcome.USAGE, directory.run(15) + ": is no run of this plan, which has 15", directory.path());
    }

    @Test
    void shouldReplaceAnEarlierJoinAlone() throws IOException
    {
        final Path out = root.resolve("out");
        SweepMerge.write(List.of(directory("half", 0, 2)), out);
        SweepMerge.write(List.of(directory("one", 0, 1)), out);
        assertEquals(RUNS, rows("out", "runs.jsonl").size());
        final Map<String, String> before = SweepDirectories.files(out);
        Files.writeString(out.resolve("mine.txt"), "mine");

        final OutcomeException ex =
            assertThrows(OutcomeException.class, () -> SweepMerge.write(List.of(root.resolve("half")), out));

        assertEquals(Outcome.USAGE, ex.outcome(), ex.getMessage());
        assertTrue(ex.getMessage().startsWith(out + ": holds files that are of no joined sweep"), ex.getMessage());
        Files.delete(out.resolve("mine.txt"));
        assertEquals(before, SweepDirectories.files(out));
    }

    /** Refuses to join, leaves nothing behind, and returns the message. */
    private String refuse(final Outcome outcome, final String message, final Path... directories) throws IOException
    {
        final Path place = root.resolve("refused");
        final OutcomeException ex =
            assertThrows(OutcomeException.class, () ->
            SweepMerge.write(List.of(directories), place.resolve("out")));

        assertEquals(outcome, ex.outcome(), ex.getMessage());
        assertTrue(ex.getMessage().contains(message), ex.getMessage());
        assertTrue(Files.notExists(place) || SweepDirectories.files(place).isEmpty());

        return ex.getMessage();
    }

    private Path directory(final String name, final int shard, final int shards) throws IOException
    {
        final ResultDirectory directory = new SweepDirectories(root, SweepDirectories.SWEEP).open(name);
        for (int run = shard; run < RUNS; run += shards)
        {
            SweepDirectories.run(directory, run);
        }

        return directory.path();
    }

    private ResultDirectory wall(final String name, final long response) throws IOException
    {
        final ResultDirectory directory = new SweepDirectories(root, SweepDirectories.SWEEP).open(name);
        SweepDirectories.write(directory, 0, RunTexts.wallReport(response, response),
            RunTexts.log("response", response, response), SweepDirectories.end(0, 0, RunEnd.EXIT));

        return directory;
    }

    private List<JsonNode> rows(final String out, final String name) throws IOException
    {
        final List<JsonNode> rows = new ArrayList<>();
        JsonRows.read(root.resolve(out).resolve(name), rows::add);

        return rows;
    }

    private static void delete(final Path directory) throws IOException
    {
        for (final String name : SweepDirectories.files(directory).keySet())
        {
            Files.delete(directory.resolve(name));
        }
    }
}
