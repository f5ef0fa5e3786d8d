package org.gale.engine.storm.result.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultDirectoryTest
{
    private static final String SWEEP = "{\"sweep\":\"s\",\"job\":\"job.yaml\",\"vary\":{\"a.b\":[\"1\",\"2\"]}}";
    private static final String JOB = "{\"job\":\"j\",\"count\":\"1k\"}";

    @TempDir
    private Path parent;

    @Test
    void shouldKeepThePlanWithItsFiles()
    {
        final ResultDirectory results = new ResultDirectory(parent.resolve("out"));
        assertNull(results.plan());

        results.open(planned(SWEEP, JOB, "h1", "0.1"));

        final ResultDirectory.StoredPlan stored = results.plan();
        assertTrue(stored.isPlanOf(new ResultDirectory.StoredPlan("h1", "0.1", 2, 2, Map.of())));
        assertEquals(Set.of("sweep.yaml", "job.yaml"), stored.hashes().keySet());
        assertEquals("a.b=2", results.sweep().run(1).text());
        assertTrue(Files.isDirectory(results.runs()));
        results.open(planned(SWEEP, JOB, "h1", "0.1"));
        assertEquals(parent.resolve("out/runs/000017"), results.run(17));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"2\" | \"3\" | sweep.vary.a.b[1] is \"2\" there, and \"3\" here",
        "[\"1\",\"2\"] | [\"1\"] | sweep.vary.a.b is [\"1\",\"2\"] there, and [\"1\"] here",
        "\"vary\" | \"seeds\":\"3\",\"vary\" | sweep.seeds is nothing there, and \"3\" here",
        "1k | 2k | job.count is \"1k\" there, and \"2k\" here",
        "\"job\":\"j\",\"count\":\"1k\" | \"count\":\"1k\",\"job\":\"j\" | the keys of the job are in another order",
        "x | y | its effective jobs are others"})
    void shouldRefuseAnotherPlanByTheFirstDifference(final String from, final String to, final String difference)
    {
        final ResultDirectory results = new ResultDirectory(parent.resolve("out"));
        results.open(planned(SWEEP, JOB, "h1", "0.1"));

        final OutcomeException refused = assertThrows(OutcomeException.class, () -> results.open(
            planned(SWEEP.replace(from, to), JOB.replace(from, to), "h2", "0.1")));

        assertEquals(Outcome.USAGE, refused.outcome());
        assertEquals(results.path() + ": holds the results of another plan: " + difference +
            " (name another directory)", refused.getMessage());
    }

    /** Another sweep begins after this one has looked for a plan, and before it has written its own. */
    @ParameterizedTest
    @ValueSource(strings = {"h2", "h1"})
    void shouldMixNothingOfTwoSweepsThatBeginAtOnce(final String hash) throws IOException
    {
        final ResultDirectory results = new ResultDirectory(parent.resolve("out"));
        final PlannedSweep first = planned(SWEEP, JOB, "h1", "0.1");
        final PlannedSweep second = planned(hash.equals("h1") ? SWEEP : SWEEP.replace("\"2\"", "\"3\""),
            hash.equals("h1") ? JOB : JOB.replace("1k", "2k"), hash, "0.1");

        if (hash.equals("h1"))
        {
            results.open(second, () -> results.open(first));
        }
        else
        {
            final OutcomeException refused =
                assertThrows(OutcomeException.class, () -> results.open(second, () -> results.open(first)));
            assertEquals(Outcome.USAGE, refused.outcome());
            assertEquals(results.path() + ": holds the results of another plan: sweep.vary.a.b[1] is \"2\" there, " +
                "and \"3\" here (name another directory)", refused.getMessage());
        }

        assertEquals("h1", results.plan().hash());
        assertEquals(SWEEP + '\n', Files.readString(parent.resolve("out/sweep.yaml")));
        assertEquals(JOB + '\n', Files.readString(parent.resolve("out/job.yaml")));
        assertNull(results.contradiction(results.plan()));
        try (Stream<Path> files = Files.list(parent.resolve("out")))
        {
            assertEquals(List.of("job.yaml", "plan.json", "runs", "sweep.yaml"),
                files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    /** A kill leaves a plan without its files: the same sweep writes them, and another one is refused. */
    @Test
    void shouldWriteTheFilesThatAPlanLacks() throws IOException
    {
        final ResultDirectory results = new ResultDirectory(parent.resolve("out"));
        results.open(planned(SWEEP, JOB, "h1", "0.1"));
        Files.delete(parent.resolve("out/job.yaml"));

        assertEquals(results.path() +
            ": holds the results of another plan: it begins just now (name another directory)",
            assertThrows(OutcomeException.class, () -> results.open(planned(SWEEP, JOB, "h2", "0.1"))).getMessage());
        results.open(planned(SWEEP, JOB, "h1", "0.1"));

        assertEquals(JOB + '\n', Files.readString(parent.resolve("out/job.yaml")));
    }

    @Test
    void shouldRefuseATraceThatIsAnotherFileNow()
    {
        final ResultDirectory results = new ResultDirectory(parent.resolve("out"));
        results.open(planned(SWEEP, JOB, "h1", "0.1", Map.of("a.trace", "1".repeat(64), "b.trace", "2".repeat(64))));
        final PlannedSweep other =
            planned(SWEEP, JOB, "h2", "0.1", Map.of("a.trace", "1".repeat(64), "b.trace", "3".repeat(64)));

        final OutcomeException refused = assertThrows(OutcomeException.class, () -> results.open(other));

        assertEquals(Outcome.USAGE, refused.outcome());
        assertEquals(results.path() + ": holds the results of another plan: SHA-256 of trace.b.trace is \"" +
            "2".repeat(64) + "\" there, and \"" + "3".repeat(64) + "\" here (name another directory)",
            refused.getMessage());
    }

    @Test
    void shouldRefuseThePlanOfAnotherVersion()
    {
        final ResultDirectory results = new ResultDirectory(parent.resolve("out"));
        results.open(planned(SWEEP, JOB, "h1", "0.1"));

        assertEquals(results.path() + ": holds the results of another plan: it was made by gale 0.1, and " +
            "this is gale 0.2 (name another directory)", assertThrows(OutcomeException.class,
                () -> results.open(planned(SWEEP, JOB, "h2", "0.2"))).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"h2, 0.1, 2, 2", "h1, 0.2, 2, 2", "h1, 0.1, 3, 2", "h1, 0.1, 2, 3"})
    void shouldTellThePlanOfOtherRuns(final String hash, final String version, final int points, final int runs)
    {
        final ResultDirectory.StoredPlan plan = new ResultDirectory.StoredPlan("h1", "0.1", 2, 2, Map.of());

        assertFalse(plan.isPlanOf(new ResultDirectory.StoredPlan(hash, version, points, runs, Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sweep.yaml", "job.yaml"})
    void shouldNameAFileThatThePlanWasNotMadeOf(final String name) throws IOException
    {
        final ResultDirectory results = new ResultDirectory(parent.resolve("out"));
        results.open(planned(SWEEP, JOB, "h1", "0.1"));
        assertNull(results.contradiction(results.plan()));
        Files.writeString(results.path().resolve(name), " ", StandardOpenOption.APPEND);

        assertEquals(results.path().resolve(name) + ": is not the file that the plan was made of",
            results.contradiction(results.plan()));
        assertNull(results.contradiction(new ResultDirectory.StoredPlan("h1", "0.1", 2, 2, Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan.json", "sweep.yaml", "runs/000000/done"})
    void shouldReadNoDevice(final String name) throws IOException
    {
        final ResultDirectory results = new ResultDirectory(parent.resolve("out"));
        results.open(planned(SWEEP, JOB, "h1", "0.1"));
        final ResultDirectory.StoredPlan plan = results.plan();
        final Path file = results.path().resolve(name);
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));

        final OutcomeException refused = assertThrows(OutcomeException.class, () ->
        {
            results.done(0);
            results.plan();
            results.contradiction(plan);
        });

        assertEquals(Outcome.USAGE, refused.outcome());
        assertTrue(refused.getMessage().contains("is a device, a pipe or a socket"), refused.getMessage());
    }

    @Test
    void shouldRefuseAFileInPlaceOfADirectory() throws IOException
    {
        final Path file = Files.writeString(parent.resolve("file"), "");
        final OutcomeException refused = assertThrows(OutcomeException.class,
            () -> new ResultDirectory(file).open(planned(SWEEP, JOB, "h1", "0.1")));

        assertEquals(Outcome.USAGE, refused.outcome());
        assertEquals(file + ": is not a directory (name another one)", refused.getMessage());
    }

    @Test
    void shouldReadTheEndsOfRuns() throws IOException
    {
        final ResultDirectory results = new ResultDirectory(parent);
        final RunEnd done = new RunEnd("h1", 3, 0, RunEnd.EXIT, 12, new RunEnd.Found("a.b", "17", 9, 12));
        final RunEnd failed = RunEnd.signalled("h1", 4, 9, 2);
        final RunEnd proven = new RunEnd("h1", 5, 0, RunEnd.EXIT, 1, null).with(
            new RunProof(Map.of("a.b", "1"), 7L, Map.of("report.json", "0f")));
        final RunEnd ofJob = new RunEnd("h1", 6, 0, RunEnd.EXIT, 1, null).with(new RunProof(Map.of(), null, Map.of()));
        Files.writeString(Files.createDirectories(results.run(3)).resolve(ResultDirectory.DONE), done.json());
        Files.writeString(Files.createDirectories(results.run(4)).resolve(ResultDirectory.FAILED), failed.json());

        Files.writeString(Files.createDirectories(results.run(5)).resolve(ResultDirectory.DONE), proven.json());
        Files.writeString(Files.createDirectories(results.run(6)).resolve(ResultDirectory.DONE), ofJob.json());

        assertEquals(done, results.done(3));
        assertEquals(proven, results.done(5));
        assertEquals(ofJob, results.done(6));
        assertNull(results.done(4));
        assertEquals(failed, results.failed(4));
        assertNull(results.failed(5));
    }

    @Test
    void shouldReadASearchThatIsNotBracketed() throws IOException
    {
        final RunEnd end = new RunEnd(
            "h1", 3, 0, RunEnd.EXIT, 1, new RunEnd.Found("a.b", null, 1, 1, new RunEnd.Bound("4", true)));
        Files.writeString(parent.resolve("done"), end.json());

        assertEquals(end, RunEnd.read(parent.resolve("done")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]",
        "{\"plan\":\"h\",\"run\":1,\"exit\":\"0\",\"cause\":\"exit\",\"tries\":1}",
        "{\"plan\":\"h\",\"run\":1,\"exit\":0,\"cause\":\"exit\",\"tries\":1,\"found\":{}}",
        "{\"plan\":\"h\",\"run\":1,\"exit\":0,\"cause\":\"exit\",\"tries\":1,\"proof\":{\"values\":{}}}"})
    void shouldNameADamagedEnd(final String text) throws IOException
    {
        final Path file = Files.writeString(parent.resolve("done"), text);
        final OutcomeException refused = assertThrows(OutcomeException.class, () -> RunEnd.read(file));

        assertEquals(Outcome.USAGE, refused.outcome());
        assertTrue(refused.getMessage().startsWith(file + ": is no"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0, exit, true, false, false", "3, exit, true, false, false", "4, exit, true, false, false",
        "5, exit, false, true, false", "6, exit, false, true, false", "7, exit, false, true, false",
        "1, exit, false, false, false", "2, exit, false, false, false", "8, exit, false, false, false",
        "8, wall, false, false, true", "8, memory, false, false, true",
        "1, signal 9, false, false, false", "130, exit, false, false, false"})
    void shouldBeOverWithAResultAFindingOrALimit(
        final int exit, final String cause, final boolean isResult, final boolean isFinding, final boolean isLimit)
    {
        final RunEnd end = new RunEnd("h", 1, exit, cause, 1, null);

        assertEquals(isResult, end.isResult());
        assertEquals(isFinding, end.isFinding());
        assertEquals(isLimit, end.isLimit());
        assertEquals(isResult || isFinding || (isLimit && !cause.equals("wall")), end.isDone());
        assertEquals(exit, end.outcome().exitCode());
    }

    @Test
    void shouldCallAnUnknownExitInternal()
    {
        assertEquals(Outcome.INTERNAL, new RunEnd("h", 1, 99, RunEnd.EXIT, 1, null).outcome());
        assertFalse(new RunEnd("h", 1, 99, RunEnd.EXIT, 1, null).isDone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"plan\":1,\"gale\":\"0.1\",\"points\":1,\"runs\":1}"})
    void shouldNameADamagedPlan(final String text) throws IOException
    {
        final Path file = Files.writeString(parent.resolve("plan.json"), text);

        final OutcomeException refused =
            assertThrows(OutcomeException.class, () -> new ResultDirectory(parent).plan());

        assertEquals(Outcome.USAGE, refused.outcome());
        assertTrue(refused.getMessage().startsWith(file + ": is no"), refused.getMessage());
        assertTrue(refused.getMessage().endsWith(" (name another directory)"), refused.getMessage());
    }

    private static PlannedSweep planned(
        final String sweep, final String job, final String hash, final String version)
    {
        return planned(sweep, job, hash, version, Map.of());
    }

    private static PlannedSweep planned(final String sweep, final String job, final String hash, final String version,
        final Map<String, String> traces)
    {
        return new PlannedSweep(SweepPlan.of(SweepTexts.whole(sweep)), hash, version, sweep, job, traces, false, true,
            Set.of());
    }
}
