package org.gale.engine.cli.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.Sweep;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the limits and defaults of what is printed for clusters, and of the plan beside it. */
class SweepClusterTest
{
    private static final String SEEDS = "vary: {count: [1k]}\nseeds: 1-200\n";
    private static final String ONE = "vary: {a.b: [1]}";
    private static final int CONFIG_LIMIT = 1 << 20;

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({"slurm, 1, #SBATCH --array=0-0", "kubernetes, 1, '  completions: 1'"})
    void shouldTakeOneShard(final String cluster, final int shards, final String line) throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SEEDS);

        assertEquals(ExitCode.OK, plan(runs, "--for", cluster, "--shards", Integer.toString(shards)));

        assertTrue(runs.out().contains(line), () -> String.join("\n", runs.out()));
        assertTrue(runs.err().stream().allMatch(warning -> warning.endsWith("named by --image")),
            runs.err()::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"slurm | --shards | 4 | #SBATCH --array=0-9%4",
        "slurm | --shards | 20 | #SBATCH --array=0-9%20", "kubernetes | --shards | 4 | '  parallelism: 4'"})
    void shouldLimitTheShardsThatRunAtATime(final String cluster, final String option, final String atMost,
        final String line) throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SEEDS);

        assertEquals(ExitCode.OK, plan(runs, "--for", cluster, option, "10", "--at-most", atMost));

        assertTrue(runs.out().contains(line), () -> String.join("\n", runs.out()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--at-most 4 | gale sweep plan: --at-most: '4' needs --for slurm or --for kubernetes",
        "--at-most 0 --for slurm --shards 2 | gale sweep plan: --at-most: '0' is less than 1"})
    void shouldRefuseALimitThatNothingHas(final String options, final String message) throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SEEDS);

        assertEquals(ExitCode.USAGE, plan(runs, options.split(" ")));

        assertEquals(message, String.join("\n", runs.err()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "100 | ''",
        "101 | gale sweep plan: warning: 101 shards each plan the whole sweep first: tens are enough",
        "200 | gale sweep plan: warning: 200 shards each plan the whole sweep first: tens are enough",
        "201 | gale sweep plan: warning: 201 shards for 200 runs: some have none"})
    void shouldWarnOfMoreShardsThanHelp(final String shards, final String warning) throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SEEDS);

        assertEquals(ExitCode.OK, plan(runs, "--for", "slurm", "--shards", shards));

        assertEquals(warning, String.join("\n", runs.err()));
    }

    @Test
    void shouldNameTheImageOfClassesInNoJar() throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SEEDS);

        assertEquals(ExitCode.OK, plan(runs, "--for", "kubernetes", "--shards", "2"));

        assertTrue(runs.out().contains("          image: \"localhost/gale\""), () -> String.join("\n", runs.out()));
        assertEquals("gale sweep plan: warning: localhost/gale has to be pushed to where the nodes find it, and " +
            "named by --image", String.join("\n", runs.err()));
    }

    @Test
    void shouldPrintAPlanWithItsSums() throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SweepRuns.FOUR);

        assertEquals(ExitCode.OK, plan(runs));

        assertEquals(List.of("0  count=1k seed=1  runs/000000", "1  count=1k seed=2  runs/000001",
            "2  count=2k seed=1  runs/000002", "3  count=2k seed=2  runs/000003"), runs.out().subList(0, 4));
        assertTrue(runs.out().get(4).startsWith("sweep s: 4 runs: at most 0.3 h one after another, "),
            runs.out().get(4));
        assertEquals(6, runs.out().size());
    }

    @Test
    void shouldNameTheJoinedSweepBesideTheResults()
    {
        final String wrapped = "#   sbatch --dependency=afterany:$job --wrap 'gale sweep merge ";

        assertTrue(SlurmScript.lines(plan("s", ONE), "s.yaml", "results", 1, null)
            .contains(wrapped + "results -o results-joined'"));
        assertTrue(SlurmScript.lines(plan("s", ONE), "s.yaml", "results//", 1, null)
            .contains(wrapped + "results// -o results-joined'"));
    }

    @Test
    void shouldTakeTheLongestNameAndTheMostIndexesOfAJob()
    {
        final String name = "a".repeat(52);

        final List<String> lines = KubernetesManifest.lines(planned(name, ONE, "{}"), "gale:1", 100_000, 100_000);

        assertTrue(lines.contains("metadata: {name: \"" + name + "\"}"), lines.toString());
        assertTrue(lines.contains("  completions: 100000"), lines.toString());
        assertEquals("sweep: '" + name + "a' is no name for Kubernetes: at most 52 small letters, digits and -, " +
            "the first and the last no - (rename the sweep)", refusal(planned(name + 'a', ONE, "{}"), 1));
        assertEquals("--shards: '100001' is more than the 100,000 indexes of a Job",
            refusal(planned(name, ONE, "{}"), 100_001));
    }

    @ParameterizedTest
    @CsvSource({"1MiB, 1022, 1", "1MiB, 1023, 2", "1GiB, 1023, 2", "1GiB, 1024, 3", "5GiB, 1, 6"})
    void shouldClaimAMebibyteForEachRunAndRoomForAJournal(final String disk, final int seeds, final int gib)
    {
        final String rest = ONE + "\nseeds: 1-" + seeds + "\nlimits: {disk: " + disk + '}';

        final List<String> lines = KubernetesManifest.lines(planned("s", rest, "{}"), "gale:1", 1, 1);

        assertTrue(lines.contains("  resources: {requests: {storage: " + gib + "Gi}}"), lines.toString());
    }

    @Test
    void shouldTakeFilesOfAMebibyteAndNoByteMore()
    {
        final List<String> least = KubernetesManifest.lines(planned("s", ONE, job(0)), "gale:1", 1, 1);
        final int room = CONFIG_LIMIT - bytes(least.subList(least.indexOf("data:") + 1, least.lastIndexOf("---")));

        final List<String> most = KubernetesManifest.lines(planned("s", ONE, job(room)), "gale:1", 1, 1);

        assertEquals(CONFIG_LIMIT, bytes(most.subList(most.indexOf("data:") + 1, most.lastIndexOf("---"))));
        assertEquals("the sweep and its job take " + NumberText.count(CONFIG_LIMIT + 1) + " bytes, and a ConfigMap " +
            "has at most 1 MiB (write fewer values; a trace lies in a volume)",
            refusal(planned("s", ONE, job(room + 1)), 1));
    }

    /** Returns the number of bytes of some lines in UTF-8, with a line feed behind each. */
    private static int bytes(final List<String> lines)
    {
        return (String.join("\n", lines) + '\n').getBytes(StandardCharsets.UTF_8).length;
    }

    private static String job(final int length)
    {
        return "{\"job\":\"" + "x".repeat(length) + "\"}";
    }

    private static String refusal(final PlannedSweep planned, final int shards)
    {
        return assertThrows(OutcomeException.class,
            () -> KubernetesManifest.lines(planned, "gale:1", shards, shards)).getMessage();
    }

    private static SweepPlan plan(final String name, final String rest)
    {
        final Sweep read = SweepText.read("sweep: s\njob: job.yaml\n" + rest);     // a file has shorter names alone

        return SweepPlan.of(new Sweep(name, read.job(), read.parameters(), read.search(), read.seeds(), read.excepts(),
            read.limits(), read.report(), read.tree()));
    }

    private static PlannedSweep planned(final String name, final String rest, final String job)
    {
        return new PlannedSweep(plan(name, rest), "h", "1", "{\"sweep\":\"s\"}", job, Map.of(), false, true, Set.of());
    }

    private static int plan(final SweepRuns runs, final String... options)
    {
        final List<String> words = new ArrayList<>(List.of("sweep", "plan", runs.file().toString()));
        words.addAll(List.of(options));

        return runs.run(words.toArray(String[]::new));
    }
}
