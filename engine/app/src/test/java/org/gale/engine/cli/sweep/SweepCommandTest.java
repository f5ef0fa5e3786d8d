package org.gale.engine.cli.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepCommandTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldPrintThePlanOfTheExample()
    {
        assertEquals(ExitCode.OK, run("sweep", "plan", "docs/sweeps/sweep.yaml"), err.toString());

        final List<String> lines = out.toString().lines().toList();
        assertEquals(82, lines.size());
        assertEquals("1  machine.injection.vpeid-bits=1 machine.injection.policy=per-vcpu " +
            "vms.loud.devices.nic.traffic.rate=100000 seed=2  runs/000001", lines.get(1));
        assertEquals("sweep pools: 80 runs: at most 1.3 h one after another, 80.0 GiB of memory and 80.0 GiB of " +
            "disk; each at most 60 s, 1,024 MiB and 1,024 MiB", lines.get(80));
        assertTrue(lines.get(81).matches("plan [0-9a-f]{32}"), lines.get(81));
    }

    @Test
    void shouldShowWhatEachRunSearches() throws IOException
    {
        final Path file = sweep("search: {vms.loud.devices.nic.traffic.rate: 100k-1M, until: 'response.p99 > 50us'}");

        assertEquals(ExitCode.OK, run("sweep", "plan", file.toString()), err.toString());
        assertEquals("0  vms.loud.devices.nic.traffic.rate=100000-1000000 until response.p99 > 50us  runs/000000",
            out.toString().lines().findFirst().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "vary: {machine.pes: [4]}, report: {of: reponse.p99} | report.of: no metric " +
            "'reponse.p99': did you mean 'response.p99'?",
        "search: {machine.pes: 4-8, until: 'reponse.p99 > 1us'} | search.until: no metric " +
            "'reponse.p99': did you mean 'response.p99'?",
        "search: {machine.pes: 4-8, until: 'response.p99 > 5'} | response.p99 is a time (try 50us or 1ms)",
        "vary: {machine.pse: [4]} | 'pse' is no key of machine: did you mean 'pes'?"})
    void shouldRefuseWhatTheStormsDoNotHave(final String rest, final String message) throws IOException
    {
        final String file = sweep(rest.replace("}, ", "}\n")).toString();

        assertEquals(ExitCode.USAGE, run("sweep", "plan", file), out.toString());

        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains(message), err.toString());
    }

    @Test
    void shouldPrintAScriptForSlurm()
    {
        final String[] arguments =
            {"sweep", "plan", "docs/sweeps/sweep.yaml", "--for", "slurm", "--shards", "10", "--out", "my results"};

        assertEquals(ExitCode.OK, run(arguments), err.toString());

        assertTrue(out.toString().endsWith(
            "exec gale sweep run docs/sweeps/sweep.yaml --out 'my results' --shard auto --shards 10\n"),
            out.toString());
        assertTrue(out.toString().lines().count() <= 40, out.toString());
        assertTrue(out.toString().lines().allMatch(line -> line.length() <= 120), out.toString());
        assertEquals("", err.toString());
    }

    private String job() throws IOException
    {
        return Files.writeString(directory.resolve("wide.yaml"), "job: wide\nvms: [{name: a, count: 7, vpes: 1, " +
            "devices: [{name: d, count: 1, events: 8}]}]\n").toString();
    }

    @Test
    void shouldPrintAScriptOfTheSharesOfAStormForSlurm() throws IOException
    {
        final String job = job();

        assertEquals(ExitCode.OK, run("sweep", "plan", job, "--for", "slurm", "--shares", "3", "--out", "a b",
            "--cores", "64", "--wall", "90s", "--memory", "3GiB", "--at-most", "2"), err.toString());

        final List<String> lines = out.toString().lines().toList();
        assertTrue(lines.containsAll(List.of("#SBATCH --array=0-2%2", "#SBATCH --cpus-per-task=64",
            "#SBATCH --mem=3072M", "#SBATCH --time=0-00:01:30", "mkdir -p 'a b' || exit",
            "exec gale storm " + job + " --share $SLURM_ARRAY_TASK_ID/3 \\",
            "    --engines all --json 'a b'/share-$SLURM_ARRAY_TASK_ID.json",
            "#   sbatch --dependency=afterany:$job --wrap 'gale report add '\\''a b'\\''/share-*.json -o " +
            "'\\''a b'\\''/sum.json'")), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void shouldPrintAManifestOfTheSharesOfAStormForKubernetes() throws IOException, ReflectiveOperationException
    {
        assertEquals(ExitCode.OK, run("sweep", "plan", job(), "--for", "kubernetes", "--shares", "7", "--disk", "1GiB",
            "--at-most", "3"),
            err.toString());

        final String manifest = out.toString();
        for (final Map<?, ?> document : ManifestModel.documents(manifest))
        {
            assertEquals(List.of(), ManifestModel.unknown(document), document.toString());
        }
        assertTrue(manifest.contains("command: [gale, storm, /sweep/job.yaml, --share, " +
            "\"$(JOB_COMPLETION_INDEX)/7\", --engines, all, --json, " +
            "\"/results/share-$(JOB_COMPLETION_INDEX).json\"]\n"), manifest);
        assertTrue(manifest.contains("  completions: 7\n  parallelism: 3\n") &&
            manifest.contains("activeDeadlineSeconds: 300\n") &&
            manifest.contains("limits: {cpu: 2, memory: 1024Mi, ephemeral-storage: 2048Mi}\n") &&
            manifest.contains("#   gale report add /results/share-*.json -o /results/sum.json\n"), manifest);
        final Path job = Files.writeString(directory.resolve("job.yaml"), file(manifest, "job.yaml"));
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run("job", "check", job.toString()), err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--for slurm --shares 8 | --shares: '8' is more than the 7 partitions of the storm (try --shares 7)",
        "--for slurm --shares 0 | --shares: '0' is less than 1",
        "--for slurm --shares 2 --shards 2 | --shares: '2' are for one storm, and --shards for a sweep (leave one out)",
        "--for slurm --shares 2 --wall 1ms | --wall: '1ms' is less than 1 s, which no run keeps within",
        "--for slurm --shares 2 --memory 1k | --memory: '1k' is less than 64 MiB, which no run keeps within",
        "--for slurm --shares 2 --disk x | --disk: 'x' is not a size",
        "--for slurm --shares 2 --cores 0 | --cores: '0' is less than 1",
        "--for slurm --shards 2 --cores 2 | --cores: '2' needs --shares",
        "--for slurm --shards 2 --disk 2G | --disk: '2G' needs --shares",
        "--shares 2 | --shares: '2' needs --for slurm or --for kubernetes"})
    void shouldRefuseSharesThatNoClusterCanRun(final String rest, final String message) throws IOException
    {
        final List<String> words = new ArrayList<>(List.of("sweep", "plan", job()));
        words.addAll(List.of(rest.split(" ")));

        assertEquals(ExitCode.USAGE, run(words.toArray(new String[0])), out.toString());

        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains(message), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void shouldRefuseAJobThatNamesAFileWhichAllSharesWouldWrite() throws IOException
    {
        final Path job = Path.of(job());
        Files.writeString(job, Files.readString(job) + "journal: here\n");

        assertEquals(ExitCode.USAGE, run("sweep", "plan", job.toString(), "--for", "slurm", "--shares", "2"));

        assertTrue(err.toString().contains("wide.yaml: journal: names a file that every share would write"),
            err.toString());
    }

    @Test
    void shouldPrintAManifestOfThePlanForKubernetes() throws IOException
    {
        final String[] arguments =
            {"sweep", "plan", "docs/sweeps/sweep.yaml", "--for", "kubernetes", "--shards", "10", "--image", "r/gale:2"};
        run("sweep", "plan", "docs/sweeps/sweep.yaml");
        final String plan = last(out);

        assertEquals(ExitCode.OK, run(arguments), err.toString());

        final String manifest = out.toString();
        assertTrue(manifest.contains("image: \"r/gale:2\"\n"), manifest);
        Files.writeString(directory.resolve("sweep.yaml"), file(manifest, "sweep.yaml"));
        Files.writeString(directory.resolve("job.yaml"), file(manifest, "job.yaml"));
        run("sweep", "plan", directory.resolve("sweep.yaml").toString());
        assertEquals(plan, last(out));
    }

    /** Returns a file of the ConfigMap of a manifest. */
    private static String file(final String manifest, final String name)
    {
        final int begin = manifest.indexOf("  " + name + ": |\n") + name.length() + 6;

        return manifest.substring(begin, manifest.indexOf("\n    }\n", begin) + 7);
    }

    private static String last(final StringWriter out)
    {
        return out.toString().lines().reduce((one, other) -> other).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--for slurm | --for: the number of shards is missing",
        "--for mesos | --for: 'mesos' is not one of slurm, kubernetes",
        "--for slurm --shards 0 | --shards: '0' is less than 1", "--shards 2 | --shards: '2' needs --for slurm or",
        "--out a | --out: 'a' needs --for slurm", "--for slurm --shards 2 --image a | --image: 'a' needs --for kuber",
        "--for kubernetes --shards 2 --out a | --out: 'a' needs --for slurm",
        "--for kubernetes --shards 2 --image a_b~ | --image: 'a_b~' is no name of an image"})
    void shouldRefuseWhatAClusterDoesNotTake(final String options, final String message)
    {
        final List<String> arguments = new ArrayList<>(List.of("sweep", "plan", "docs/sweeps/sweep.yaml"));
        arguments.addAll(List.of(options.split(" ", -1)));

        assertEquals(ExitCode.USAGE, run(arguments.toArray(String[]::new)), out.toString());

        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains(message), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\ntouch PWN #", "x\n#SBATCH --account=evil", "a\u0085b", "a\u2028b", "a\u2029b", "a\tb",
        "a\u001b[0m"})
    void shouldRefuseNamesWithControlCharacters(final String name)
    {
        for (final String[] words : new String[][]{
            {"sweep", "plan", "docs/sweeps/sweep.yaml", "--for", "slurm", "--shards", "2", "--out", name},
            {"sweep", "plan", name, "--for", "slurm", "--shards", "2"},
            {"sweep", "run", "docs/sweeps/sweep.yaml", "--out", name}, {"sweep", "merge", "a", "--out", name}})
        {
            err.getBuffer().setLength(0);

            assertEquals(ExitCode.USAGE, run(words), out.toString());

            assertEquals("", out.toString());
            assertTrue(err.toString().contains("' has control characters or separators of lines"), err.toString());
            assertEquals(1, err.toString().lines().count(), err.toString());
        }
    }

    @Test
    void shouldRefuseAScriptOfASweepThatNoTaskCanRead()
    {
        assertEquals(ExitCode.USAGE, run("sweep", "plan", "-", "--for", "slurm", "--shards", "2"));

        assertTrue(err.toString().contains("'-' is no file that a task can read"), err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "81 | warning: 81 shards for 80 runs: some have none", "80 | ''"})
    void shouldWarnOfShardsWithoutRuns(final String shards, final String message)
    {
        assertEquals(ExitCode.OK, run("sweep", "plan", "docs/sweeps/sweep.yaml", "--for", "slurm", "--shards", shards));

        assertTrue(err.toString().contains(message), err.toString());
        assertEquals(message.isEmpty(), err.toString().isEmpty());
    }

    @Test
    void shouldWarnOfThousandsOfShards() throws IOException
    {
        final String file = sweep("vary: {machine.pes: [4]}\nseeds: 1-2000").toString();

        assertEquals(ExitCode.OK, run("sweep", "plan", file, "--for", "slurm", "--shards", "1000"), err.toString());

        assertTrue(err.toString().contains("warning: 1,000 shards each plan the whole sweep first"), err.toString());
    }

    @Test
    void shouldShowTheRunsAndTheTimeThatIsLeft()
    {
        assertEquals("0 done, 0 failed, 0 repeated, 8 left", SweepRunCommand.line(0, 0, 0, 8, 0, 3_000_000_000L));
        assertEquals("6 done, 1 failed, 2 repeated, 10 left, about 25 s",
            SweepRunCommand.line(6, 1, 2, 10, 3, 10_000_000_000L));
    }

    @Test
    void shouldSayWhatToDo()
    {
        assertEquals(ExitCode.USAGE, run("sweep"));
        assertTrue(err.toString().contains("what to do is missing: plan, run"), err.toString());
        assertEquals(ExitCode.USAGE, run("sweep", "plan", "missing.yaml"));
        assertTrue(err.toString().contains("missing.yaml: no such file"), err.toString());
    }

    private Path sweep(final String rest) throws IOException
    {
        Files.copy(Path.of("docs/sweeps/pools.yaml"), directory.resolve("pools.yaml"));

        return Files.writeString(directory.resolve("s.yaml"), "sweep: s\njob: pools.yaml\n" + rest + '\n');
    }

    private int run(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}
