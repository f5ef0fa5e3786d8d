package org.gale.engine.cli.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Tests of {@code gale sweep merge} over results that no process wrote. */
class SweepMergeCommandTest
{
    @TempDir
    private Path root;
    private Path joined;
    private SweepRuns runs;
    private ResultDirectory one;
    private ResultDirectory other;

    @BeforeEach
    void open() throws IOException
    {
        joined = root.resolve("joined");
        runs = new SweepRuns(root, SweepRuns.FOUR);
        one = runs.open("one");
        other = runs.open("other");
    }

    @Test
    void shouldJoinTheShardsOfASweep() throws IOException
    {
        runs.write(one, 0, 2);
        runs.write(other, 1, 3);

        assertEquals(ExitCode.OK, merge());

        assertEquals(List.of("joined   4 runs of 4, 2 points, in " + joined), runs.out());
        assertEquals(List.of(), runs.err());
    }

    @Test
    void shouldListRunsThatAreMissingFailedOrDoubled() throws IOException
    {
        runs.write(one, 0, 1);
        runs.write(other, 0, 1);
        runs.write(other, 2, 7, RunEnd.EXIT, null);

        assertEquals(ExitCode.OK, merge());

        assertEquals(List.of("joined   2 runs of 4, 2 points, in " + joined, "missing  3", "failed   run 2: exit 7",
            "doubled  0,1 (equal)"), runs.out());
    }

    @Test
    void shouldSayWhichOfTwoMeasurementsCounts() throws IOException
    {
        runs.write(one, 0);
        runs.write(other, 0);
        for (final ResultDirectory results : List.of(one, other))
        {
            Files.writeString(results.run(0).resolve(ResultDirectory.REPORT),
                SweepRuns.report(results.path().toString().length(), 1L).replace("\"modelled\":\"fast\",", ""));
            runs.writeEnd(results, runs.end(0, 0, RunEnd.EXIT, null));
        }

        assertEquals(ExitCode.OK, merge());

        assertEquals(List.of("joined   1 run of 4, 2 points, in " + joined, "missing  1,2,3",
            "doubled  0 (of each the one of the lowest directory)"), runs.out());
    }

    @Test
    void shouldNameTheMistakeOfADamagedSweep() throws IOException
    {
        final Path file = one.path().resolve(ResultDirectory.SWEEP);
        Files.writeString(file, "sweep: s\nvary: {count: [1k]}\n");

        assertEquals(ExitCode.USAGE, merge());

        assertEquals(List.of("gale sweep merge: " + file + ":1:1: job: is missing (write job: FILE.yaml)"),
            runs.err());
        assertEquals(List.of(), runs.out());
        assertFalse(Files.exists(joined));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"5k|'5k' is not a number", "''|'' is not a number",
        "5parsecs|'5parsecs' is not a duration (try 10s or 500ms)"})
    void shouldNameADamagedResultOfASearch(final String value, final String message) throws IOException
    {
        runs.write(one, 0, 0, RunEnd.EXIT, new RunEnd.Found("count", "5000", 1, 1));
        final Path file = one.run(0).resolve(ResultDirectory.DONE);
        Files.writeString(file, Files.readString(file).replace("5000", value));

        assertEquals(ExitCode.USAGE, merge());

        assertEquals(List.of("gale sweep merge: " + file + ": " + message + " (remove it, and run the sweep again)"),
            runs.err());
    }

    private int merge()
    {
        return runs.run("sweep", "merge", other.path().toString(), one.path().toString(), "-o", joined.toString());
    }
}
