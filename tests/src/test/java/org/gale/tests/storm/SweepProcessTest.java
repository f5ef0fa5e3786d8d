package org.gale.tests.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.json.JsonText;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of sweeps with processes: shards, their storms, and what becomes of both when one of them is ended. */
@Timeout(1800)
class SweepProcessTest
{
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String BROKEN = "job: broken\ncount: 300k\n" +
        "machine: {kind: gicv4, pes: 16, injection: {toggles: 1/10k, moves: 0}}\n" +
        "vms: [{name: vm, count: 4, vpes: 4, devices: [{name: device, count: 4, events: 256, " +
        "traffic: {kind: closed, window: 1024}}]}]\n";

    @TempDir
    private Path directory;
    private SweepFixture sweep;

    @BeforeEach
    void writeSweep() throws IOException
    {
        sweep = new SweepFixture(directory);
    }

    @Tag("slow")
    @Test
    void shouldGiveTheSameBytesByFourShardsOneOfWhichIsKilled() throws Exception
    {
        final List<Path> parts = new ArrayList<>();
        for (final int shard : new int[] {2, 0, 3})
        {
            parts.add(sweep.results("z" + shard));
            end(sweep.shard("z" + shard, parts.get(parts.size() - 1), shard + "/4"), 0);
        }
        final Path killed = sweep.results("a1");
        try (StormProcess shard = sweep.shard("a1", killed, "1/4"))
        {
            awaitUnfinished(killed);
            shard.kill();
        }
        assertThat(SweepFixture.left(killed)).isNotEmpty();
        final StormProcess again = sweep.shard("a1", killed, "1/4");
        end(again, 0);
        parts.add(killed);

        assertEquals(SweepFixture.undisturbed(), sweep.joined("four", parts));
        assertThat(SweepFixture.left(killed)).isEmpty();
        try (Stream<Path> temporary = Files.list(directory.resolve("processes/a1/tmp")))
        {
            assertEquals(List.of(), temporary.toList());
        }
    }

    @Test
    void shouldLoseNothingWhereTwoCopiesOfAShardRunAtOnce() throws Exception
    {
        sweep.writeTwoRuns();
        final Path results = sweep.results("shared");
        try (StormProcess stopped = sweep.shard("stopped", results, "0/1"))
        {
            awaitUnfinished(results);
            stopped.signal("STOP");
            end(sweep.shard("other", results, "0/1"), 0);
            stopped.signal("CONT");

            assertEquals(0, stopped.exitCode(), stopped.err());
            assertThat(stopped.out()).contains(" 0 failed, 0 repeated, 0 left");
        }
        end(sweep.shard("all", sweep.results("all"), "0/1"), 0);

        assertEquals(sweep.joined("one", List.of(sweep.results("all"))), sweep.joined("both", List.of(results)));
        assertThat(SweepFixture.left(results)).isEmpty();
    }

    @Test
    void shouldEndWithARunThatLosesAnInterruptAfterAllOthers() throws Exception
    {
        Files.writeString(directory.resolve("b.job.yaml"), BROKEN);
        final Path file = Files.writeString(directory.resolve("b.yaml"), """
            sweep: broken
            job: b.job.yaml
            vary: {machine.injection.legacy: [on, off], outliers: [10]}
            """);
        final Path results = sweep.results("broken");
        final StormProcess shard = sweep.start("broken", Map.of(), "run", file.toString(), "--out", results.toString());
        end(shard, 7);

        assertThat(results.resolve("runs/000000/journal/gale.journal")).exists();
        assertThat(results.resolve("runs/000001/done")).exists();
        assertThat(results.resolve("runs/000001/journal")).doesNotExist();
        sweep.joined("out", List.of(results));
        final StormProcess report = sweep.start("report", Map.of(), "report", directory.resolve("out").toString());
        end(report, 0);
        final String line = report.out().lines().filter(text -> text.startsWith("0  exit 7  gale ")).findFirst()
            .orElseThrow();
        final List<String> words = List.of(line.substring("0  exit 7  gale ".length()).split(" "));
        end(new StormProcess(Files.createDirectories(directory.resolve("repeated")), words), 7);
    }

    @Tag("slow")
    @Test
    void shouldFindTheRateThatAListOfRatesBrackets() throws Exception
    {
        final String rate = "vms.a.devices.nic.traffic.rate";
        final String head = "sweep: s\njob: job.yaml\n";
        Files.writeString(directory.resolve("job.yaml"), Files.readString(directory.resolve("job.yaml"))
            .replace("vpes: 2,", "vpes: 2, guest: {handler: 5us},"));
        final Path list = Files.writeString(directory.resolve("list.yaml"),
            head + "vary: {" + rate + ": [50000, 100000, 200000, 400000]}\n");
        final Path search = Files.writeString(directory.resolve("search.yaml"),
            head + "search: {" + rate + ": 50k-400k, until: 'response.p99 > 20us'}\n");
        for (final Path file : List.of(list, search))
        {
            final Path results = sweep.results(file.getFileName() + ".results");
            end(sweep.start(file.getFileName().toString(), Map.of(), "run", file.toString(), "--out",
                results.toString(), "--jobs", "2"), 0);
            sweep.joined(file.getFileName() + ".out", List.of(results));
        }

        long below = 0;
        long above = Long.MAX_VALUE;
        for (final JsonNode run : rows(directory.resolve("list.yaml.out/runs.jsonl")))
        {
            final long tried = run.path("values").path(0).asLong();
            if (run.path("figures").path("response.p99").asLong() > 20_000)
            {
                above = Math.min(above, tried);
            }
            else
            {
                below = Math.max(below, tried);
            }
        }
        final long found =
            rows(directory.resolve("search.yaml.out/runs.jsonl")).get(0).path("figures").path("found").asLong();
        assertTrue(50_000 < below && above < 400_000, below + " to " + above);
        assertThat(found).isBetween(below, above - 1);
    }

    private static List<JsonNode> rows(final Path file) throws IOException
    {
        try (Stream<String> lines = Files.lines(file))
        {
            return lines.map(JsonText::read).toList();
        }
    }

    @Test
    void shouldTakeTheIndexOfACluster() throws Exception
    {
        final Path results = sweep.results("auto");
        final StormProcess shard = sweep.start("auto", Map.of("SLURM_ARRAY_TASK_ID", "1"), "run",
            sweep.sweep().toString(), "--out", results.toString(), "--shard", "auto", "--shards", "4", "--only", "1,5",
            "--keep", "--jobs", "2");
        end(shard, 0);

        try (Stream<Path> runs = Files.list(results.resolve("runs")))
        {
            assertEquals(List.of("000001", "000005"),
                runs.map(run -> run.getFileName().toString()).sorted().toList());
        }
        assertThat(results.resolve("runs/000005/journal/gale.journal")).exists();
        assertThat(shard.out()).startsWith("sweep quick: 2 runs, 2 done, 0 failed, 0 repeated, 0 left\n");
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "4 | --shard auto --shards 4 | 2 | '4/4': shards are numbered from 0, so that the last one is 3",
        "'' | --shard auto --shards 4 | 2 | finds neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX",
        "'' | --shard auto | 2 | 'auto' needs the number of shards", "'' | --shard 4/4 | 2 | the last one is 3",
        "'' | --shard 1/200 --only 0 | 2 | warning: 200 shards for", "'' | --jobs 0 | 2 | '0' is not from 1 to",
        "'' | --only 7000 | 2 | '7000' is no run of the sweep", "'' | --shard 199/200 | 0 | some have none"})
    void shouldSayWhichShareItCannotRun(final String index, final String options, final int exit, final String message)
        throws Exception
    {
        final List<String> words = new ArrayList<>(List.of("run", sweep.sweep().toString(), "--out",
            sweep.results("none").toString()));
        words.addAll(List.of(options.split(" ")));
        final StormProcess shard =
            sweep.start("none", Map.of("JOB_COMPLETION_INDEX", index), words.toArray(String[]::new));

        end(shard, exit);

        assertThat(shard.err()).contains(message);
    }

    @Tag("slow")
    @Test
    void shouldRefuseADirectoryThatIsAFileOrCannotBeWritten() throws Exception
    {
        final StormProcess file = sweep.shard("file", sweep.sweep(), "0/1");
        end(file, 2);
        assertThat(file.err()).contains("is not a directory").hasLineCount(1);
        final StormProcess unwritable = sweep.shard("unwritable", Path.of("/proc/gale-sweep"), "0/1");
        end(unwritable, 8);
        assertThat(unwritable.err()).contains("the same command resumes once it can").hasLineCount(1);
    }

    @Tag("slow")
    @Test
    void shouldResumeOnceAFullDirectoryHasSpace() throws Exception
    {
        assumeTrue(SmallVolume.isPermitted(), SmallVolume.NOT_PERMITTED);
        final Path out = Files.createDirectories(directory.resolve("mount"));
        final String run = "'" + sweep.program().resolve("gale") + "' sweep run '" + sweep.sweep() + "' --out '" + out +
            "/r' --only 0,1";
        final Process process = new ProcessBuilder("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=512k g '" +
            out + "' && head -c 480k /dev/zero >'" + out + "/filler'; " + run + "; echo $?; rm '" + out +
            "/filler'; " + run + "; echo $?").redirectErrorStream(true)
            .redirectOutput(directory.resolve("text").toFile()).start();
        process.waitFor();

        final List<String> lines = Files.readAllLines(directory.resolve("text"));
        final String text = String.join("\n", lines);
        assertThat(lines.indexOf("8")).as(text).isNotNegative();
        assertEquals("0", lines.get(lines.size() - 1), text);
        assertThat(text).contains("2 runs, 2 done");
    }

    @Test
    void shouldEndInGoodOrderAndResumeAfterASignal() throws Exception
    {
        final Path results = sweep.results("ended");
        final StormProcess shard = sweep.shard("ended", results, "0/1");
        awaitUnfinished(results);
        shard.signal("INT");
        end(shard, 130);

        assertThat(SweepFixture.left(results)).isEmpty();
        final StormProcess again = sweep.start("again", Map.of(), "run", sweep.sweep().toString(), "--out",
            results.toString(), "--only", "0,1");
        end(again, 0);
        assertThat(again.out()).contains("2 done");
    }

    @Tag("slow")
    @Test
    void shouldEndARunThatTakesMoreMemoryThanItsLimit() throws Exception
    {
        final Path file = Files.writeString(directory.resolve("m.yaml"), """
            sweep: m
            job: job.yaml
            vary: {count: [20M]}
            limits: {memory: 64MiB, wall: 5m}
            """);
        final StormProcess shard =
            sweep.start("memory", Map.of(), "run", file.toString(), "--out", sweep.results("memory").toString());
        end(shard, 8);

        assertThat(shard.err())
            .contains("the limit of memory: it is repeated once", "the limit of memory was passed twice");
        assertThat(sweep.results("memory").resolve("runs/000000/done")).content().contains("\"cause\":\"memory\"");
    }

    private static void end(final StormProcess process, final int exit) throws InterruptedException
    {
        assertEquals(exit, process.exitCode(), process.out() + process.err());
    }

    /** Waits until a storm is under way. */
    private static void awaitUnfinished(final Path results)
    {
        Await.until(() ->
        {
            try (Stream<Path> runs = Files.list(results.resolve("runs")))
            {
                return runs.anyMatch(run -> run.getFileName().toString().startsWith("."));
            }
            catch (final IOException ex)
            {
                return false;
            }
        }, LIMIT, "a storm in " + results);
    }
}
