package org.gale.engine.cli.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.storm.ShellWords;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.SweepRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale sweep run} over runs that ended before, and one whose process ends at once. */
class SweepRunCommandTest
{
    private static final String NAME = "gale sweep run: ";

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--jobs 0 | --jobs: '0' is not from 1 to 1,024",
        "--jobs 1025 | --jobs: '1025' is not from 1 to 1,024",
        "--shards 2 | --shards: '2' needs --shard auto (or write --shard I/2)",
        "--shard 0/2 --shards 3 | --shards: '3' needs --shard auto (or write --shard I/3)",
        "--shard auto | --shard: 'auto' needs the number of shards (give --shards N)",
        "--shard 1 | --shard: '1' is not I/N (try 0/4)",
        "--shard 1/2/3 | --shard: '1/2/3' is not I/N (try 0/4)",
        "--shard 0/0 | --shard: '0/0': there is at least one shard (try 0/4)",
        "--shard 4/4 | --shard: '4/4': shards are numbered from 0, so that the last one is 3",
        "--shard 6/5 | --shard: '6/5': shards are numbered from 0, so that the last one is 4",
        "--only 4 | --only: '4' is no run of the sweep: there are 0 to 3",
        "--only=-1 | --only: '-1' is no run of the sweep: there are 0 to 3",
        "--only 2,9 | --only: '9' is no run of the sweep: there are 0 to 3",
        "--only 1 --shard 0/2 | --only: '1' is no run of the shard",
        "--only 0 --shard 1/2 | --only: '0' is no run of the shard",
        "--only 4 --shard 0/2 | --only: '4' is no run of the shard: there are 0 to 3"})
    void shouldRefuseAShareThatDoesNotExist(final String options, final String message) throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SweepRuns.FOUR);

        assertEquals(ExitCode.USAGE, sweep(runs, options.split(" ", -1)));

        assertEquals(List.of(NAME + message), runs.err());
        assertEquals(List.of(), runs.out());
        assertFalse(Files.exists(root.resolve("out")));
    }

    @Test
    @DisabledIfEnvironmentVariable(named = "SLURM_ARRAY_TASK_ID", matches = ".+", disabledReason = "names the shard")
    @DisabledIfEnvironmentVariable(named = "JOB_COMPLETION_INDEX", matches = ".+", disabledReason = "names the shard")
    void shouldNameTheVariablesThatDoNotNumberTheShard() throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SweepRuns.FOUR);

        assertEquals(ExitCode.USAGE, sweep(runs, "--shard", "auto", "--shards", "2"));

        assertEquals(List.of(NAME + "--shard: 'auto' finds neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX " +
            "(give --shard I/N)"), runs.err());
    }

    @Test
    void shouldNameAFileThatDoesNotExist() throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SweepRuns.FOUR);
        Files.delete(runs.file());

        assertEquals(ExitCode.USAGE, sweep(runs));

        assertEquals(List.of(NAME + runs.file() + ": no such file"), runs.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--jobs 1 | 4 runs, 4 done (4 before), 0 failed, 0 repeated, 0 left",
        "--jobs 1024 | 4 runs, 4 done (4 before), 0 failed, 0 repeated, 0 left",
        "--only 3,0,3 | 2 runs, 2 done (2 before), 0 failed, 0 repeated, 0 left",
        "--shard 1/3 | 1 run, 1 done (1 before), 0 failed, 0 repeated, 0 left",
        "--shard 1/2 --only 3 | 1 run, 1 done (1 before), 0 failed, 0 repeated, 0 left",
        "--shard 3/4 | 1 run, 1 done (1 before), 0 failed, 0 repeated, 0 left"})
    void shouldCountTheRunsOfAShareThatAreOver(final String options, final String counts) throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SweepRuns.FOUR);
        runs.write(runs.open("out"), 0, 1, 2, 3);

        assertEquals(ExitCode.OK, sweep(runs, options.split(" ", -1)));

        assertEquals(List.of("sweep s: " + counts), runs.out());
        assertEquals(List.of(), runs.err());
    }

    @Test
    void shouldMakeTheDirectoryOfAShareWithoutRuns() throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SweepRuns.FOUR);

        assertEquals(ExitCode.OK, sweep(runs, "--shard", "4/5"));

        assertEquals(List.of("sweep s: 0 runs, 0 done, 0 failed, 0 repeated, 0 left"), runs.out());
        assertEquals(List.of(NAME + "warning: 5 shards for 4 runs: some have none"), runs.err());
        assertEquals(4, new ResultDirectory(root.resolve("out")).plan().runs());
    }

    @Test
    void shouldSayOfEachRunWithoutAResultHowToRepeatIt() throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SweepRuns.FOUR);
        final ResultDirectory results = runs.open("out");
        runs.write(results, 0);
        runs.write(results, 1, 7, RunEnd.EXIT, null);
        runs.write(results, 2, 8, "memory", null);
        runs.write(results, 3, 3, RunEnd.EXIT, null);

        assertEquals(ExitCode.INVARIANT_BROKEN, sweep(runs));

        final String repeat = "; repeat it with: gale storm " + ShellWords.quoted(results.job().toString());
        assertEquals(List.of(
            NAME + "run 1 (count=1k seed=2): exit 7; see " + results.run(1) + repeat + " --count 1k --seed 2",
            NAME + "run 2 (count=2k seed=1): the limit of memory was passed twice; see " + results.run(2) + repeat +
                " --count 2k --seed 1"), runs.err());
        assertEquals(List.of("sweep s: 4 runs, 4 done (4 before), 0 failed, 0 repeated, 0 left"), runs.out());
    }

    /** A run that shows nothing is a result, and no failure of the sweep. */
    @Test
    void shouldSayOfARunThatItShowsNothing() throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SweepRuns.FOUR);
        final ResultDirectory results = runs.open("out");
        runs.write(results, 0, 2, 3);
        runs.write(results, 1, 4, RunEnd.EXIT, null);

        assertEquals(ExitCode.OK, sweep(runs));

        assertEquals(List.of(NAME + "run 1 (count=1k seed=2): exit 4: it shows nothing about an action or a mistake " +
            "that was asked for; see " + results.run(1)), runs.err());
    }

    @Test
    void shouldNameTheSignalThatEndedARun() throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SweepRuns.FOUR);
        final ResultDirectory results = runs.open("out");
        runs.write(results, 0, 1, 2, 3);
        final String[] words = words(runs);
        final CommandLine gale = runs.commandLine(words);
        runs.execute(gale, words);
        final SweepRunCommand command =
            gale.getSubcommands().get("sweep").getSubcommands().get("run").getCommand();

        command.ended(new SweepRun(2, 1, Map.of("count", "2k"), 1L), runs.end(2, 1, "signal 9", null), false);

        assertEquals(List.of(NAME + "run 2 (count=2k seed=1): signal 9; see " + results.run(2) +
            "; repeat it with: gale storm " + ShellWords.quoted(results.job().toString()) + " --count 2k --seed 1"),
            runs.err());
    }

    @Test
    void shouldEstimateTheTimeLeftFromTheRunsOfThisProcess()
    {
        final long sinceNs = 3_000_000_000L;

        assertEquals("5 done, 1 failed, 2 repeated, 4 left, about 12 s",
            SweepRunCommand.line(5, 1, 2, 4, 5, sinceNs));
        assertEquals("5 done, 0 failed, 0 repeated, 4 left", SweepRunCommand.line(5, 0, 0, 4, 5, sinceNs));
    }

    @Test
    void shouldCountARunThatFailedTwiceAndOneWhoseEndIsDamaged() throws IOException
    {
        // No host has room for such a heap, so that the process ends before it runs anything.
        final SweepRuns runs = new SweepRuns(root, SweepRuns.FOUR + "limits: {memory: 1048576TiB}\n");
        final ResultDirectory results = runs.open("out");
        runs.write(results, 0, 3);
        final Path damaged = Files.createDirectories(results.run(2)).resolve(ResultDirectory.DONE);
        Files.writeString(damaged, "{");

        assertEquals(ExitCode.INTERNAL, sweep(runs), () -> String.join("\n", runs.err()));

        assertEquals(List.of(
            NAME + "run 1: exit 1: it is repeated once",
            NAME + "run 1 (count=1k seed=2): exit 1; see " + results.run(1) + "; repeat it with: gale storm " +
                ShellWords.quoted(results.job().toString()) + " --count 1k --seed 2",
            NAME + "run 2 is left out: " + damaged +
                ": is not one JSON document (line 1) (remove it, and run the sweep again)"), runs.err());
        assertEquals(List.of("sweep s: 4 runs, 2 done (2 before), 1 failed, 1 repeated, 1 left"), runs.out());
        assertTrue(Files.exists(results.run(1).resolve(ResultDirectory.FAILED)));
    }

    private int sweep(final SweepRuns runs, final String... options)
    {
        return runs.run(words(runs, options));
    }

    private String[] words(final SweepRuns runs, final String... options)
    {
        final List<String> words = new ArrayList<>(
            List.of("sweep", "run", runs.file().toString(), "--out", root.resolve("out").toString()));
        words.addAll(List.of(options));

        return words.toArray(String[]::new);
    }
}
