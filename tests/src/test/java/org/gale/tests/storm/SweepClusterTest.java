package org.gale.tests.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gale.tests.support.Await;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of sweeps by what {@code gale sweep plan} prints for clusters, against the same sweep by one process. */
@Tag("slow")
@Timeout(3600)
class SweepClusterTest
{
    private static final Duration LIMIT = Duration.ofMinutes(10);
    /** Number of tasks of an array, and of indexes of a Job: 10 in a campaign of a hundred runs. */
    private static final int SHARDS = Integer.getInteger("gale.sweep.shards", 4);

    @TempDir
    private Path directory;
    private SweepFixture sweep;

    @BeforeEach
    void writeSweep() throws IOException
    {
        sweep = new SweepFixture(directory);
    }

    @Test
    void shouldGiveTheSameBytesByAnIndexedJobWhosePodsAreKilled() throws Exception
    {
        final long seed = Long.getLong("gale.seed", 32);
        final JobController controller =
            new JobController(directory.resolve("cluster"), plan("kubernetes"), sweep.program());

        assertEquals(List.of(), controller.run(new SplittableRandom(seed)), "seed " + seed);

        assertTrue(controller.drained() > 0 && controller.killed() > 0, "seed " + seed + ": no pod was killed");
        assertEquals(SweepFixture.undisturbed(), sweep.joined("by pods", List.of(controller.mount("/results"))),
            "seed " + seed);
    }

    @Test
    void shouldRunEachShareOfAStormByAnIndexedJobWhosePodsAreKilled() throws Exception
    {
        final long seed = Long.getLong("gale.seed", 33);
        final Path job = Files.writeString(directory.resolve("wide.yaml"), "job: wide\nclock: virtual\ncount: 400k\n" +
            "vms: [{name: a, count: 7, vpes: 2, devices: [{name: nic, count: 1, events: 8, traffic: {kind: open, " +
            "rate: 100k}}]}]\n");
        final StormProcess plan = sweep.start(
            "shares", Map.of(), "plan", job.toString(), "--for", "kubernetes", "--shares", "3");
        assertEquals(0, plan.exitCode(), plan.err());
        final JobController controller =
            new JobController(directory.resolve("cluster"), plan.out(), sweep.program());

        assertEquals(List.of(), controller.run(new SplittableRandom(seed)), "seed " + seed);

        assertTrue(controller.drained() > 0 && controller.killed() > 0, "seed " + seed + ": no pod was killed");
        final List<String> add = new ArrayList<>(List.of("report", "add"));
        for (int share = 0; share < 3; share++)
        {
            final Path report = controller.mount("/results").resolve("share-" + share + ".json");
            assertEquals(share + "/3", new ObjectMapper().readTree(report.toFile()).at("/host/share").asText());
            add.add(report.toString());
        }
        final Path sum = directory.resolve("sum.json");
        add.addAll(List.of("-o", sum.toString()));
        run("add", add);
        final Path whole = directory.resolve("whole.json");
        run("whole", List.of("storm", job.toString(), "--journal", "none", "--json", whole.toString()));

        assertEquals(withoutHost(whole), withoutHost(sum), "seed " + seed);
        assertEquals(400_000, new ObjectMapper().readTree(sum.toFile()).at("/accounting/offered").asLong());
    }

    private void run(final String name, final List<String> arguments) throws Exception
    {
        try (StormProcess process = new StormProcess(Files.createDirectory(directory.resolve(name)), arguments))
        {
            assertEquals(0, process.exitCode(), process.err());
        }
    }

    private static String withoutHost(final Path report) throws IOException
    {
        final ObjectNode json = (ObjectNode)new ObjectMapper().readTree(report.toFile());
        assertEquals(0, json.at("/accounting/remainder").asLong());
        json.remove("host");

        return json.toString();
    }

    @Test
    void shouldFailAnIndexAtOnceWhereARepetitionEndsAsItDid() throws Exception
    {
        final String manifest = plan("kubernetes").replace("\"sweep\": \"quick\"", "\"swap\": \"quick\"");
        final JobController controller = new JobController(directory.resolve("cluster"), manifest, sweep.program());

        assertEquals(IntStream.range(0, SHARDS).boxed().toList(),
            controller.run(new SplittableRandom(1)).stream().sorted().toList());

        assertThat(directory.resolve("cluster/pods").toFile().list()).hasSize(SHARDS);
    }

    @Test
    void shouldGiveTheSameBytesBySlurmWhereATaskIsCancelled() throws Exception
    {
        final String missing = SlurmNode.missing();
        assumeTrue(missing == null, missing);
        final Path script = Files.writeString(directory.resolve("quick.sh"), plan("slurm"));
        try (SlurmNode slurm = new SlurmNode(Files.createDirectory(directory.resolve("slurm")), sweep.program()))
        {
            assertThat(slurm.run("sbatch", "--test-only", script.toString())).contains("to start at");
            final String job = slurm.run("sbatch", "--parsable", script.toString());
            Await.until(() -> Files.exists(sweep.results("quick").resolve("runs/000000/done")), LIMIT, "a first run");
            slurm.run("scancel", job + "_0");
            slurm.await(job);
            final String again = slurm.run("sbatch", "--parsable", "--array=0", script.toString());
            slurm.await(again);
            final String merge = slurm.run("sbatch", "--parsable", "--dependency=afterany:" + again, "--wrap",
                "gale sweep merge quick -o quick-joined");
            slurm.await(merge);
        }

        assertEquals(SweepFixture.undisturbed(), sweep.joined("by slurm", List.of(sweep.results("quick"))),
            () -> "see " + directory);
        assertThat(sweep.results("quick-joined").resolve("sweep.json")).exists();
    }

    @Test
    void shouldPrintAScriptOfTheExampleThatSlurmAccepts() throws Exception
    {
        final String missing = SlurmNode.missing();
        assumeTrue(missing == null, missing);
        final StormProcess plan = sweep.start("example", Map.of(), "plan",
            SourceTree.ROOT.resolve("engine/docs/sweeps/sweep.yaml")
            .toString(),
            "--for", "slurm", "--shards", "10");
        assertEquals(0, plan.exitCode(), plan.err());
        final Path script = Files.writeString(directory.resolve("example.sh"), plan.out());
        try (SlurmNode slurm = new SlurmNode(Files.createDirectory(directory.resolve("slurm")), sweep.program()))
        {
            assertThat(slurm.run("sbatch", "--test-only", script.toString())).contains("to start at");
        }
    }

    /** Returns what is printed for a cluster. */
    private String plan(final String cluster) throws Exception
    {
        final StormProcess plan =
            sweep.start("plan", Map.of(), "plan", sweep.sweep().toString(), "--for", cluster, "--shards", SHARDS + "");
        assertEquals(0, plan.exitCode(), plan.err());

        return plan.out();
    }
}
