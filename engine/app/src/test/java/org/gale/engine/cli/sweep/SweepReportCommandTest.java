package org.gale.engine.cli.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.storm.ShellWords;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale sweep report} over results that no process wrote. */
class SweepReportCommandTest
{
    private static final String NAME = "gale sweep report: ";

    @TempDir
    private Path root;

    @Test
    void shouldRepeatARunWithTheValueThatItsSearchFound() throws IOException
    {
        final SweepRuns runs =
            new SweepRuns(root, "vary: {machine.pes: [4, 8]}\nsearch: {count: 1k-9k, until: 'rate > 1'}\n");
        final ResultDirectory results = runs.open("out");
        runs.write(results, 0, 0, RunEnd.EXIT, new RunEnd.Found("count", "5000", 15, 15));
        runs.write(results, 1, 0, RunEnd.EXIT, new RunEnd.Found("count", null, 1, 1, new RunEnd.Bound("1000", true)));
        merge(runs, results);

        assertEquals(ExitCode.OK, report(runs));

        final String repeat = "gale storm " + ShellWords.quoted(root.resolve("joined/job.yaml").toString());
        final List<String> lines = runs.out();
        assertEquals(List.of(
            "worst runs",
            "0  5,000  " + repeat + " --set machine.pes=4 --count 5000",
            "1  -  " + repeat + " --set machine.pes=8 --count 1000"), lines.subList(lines.size() - 3, lines.size()));
        assertTrue(lines.contains("search   run 1: not bracketed: the condition holds at the lowest value, 1000, " +
            "where rate is 1001"), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.matches("8 +1 +- +not bracketed")), lines.toString());
    }

    @Test
    void shouldFailIfAPointFulfilsACondition() throws IOException
    {
        final SweepRuns runs = joined();

        assertEquals(ExitCode.CHECK_FAILED, report(runs, "--fail-if", "rate > 1001", "--fail-if", "rate < 900"));

        assertEquals(List.of(NAME + "count=2k: --fail-if 'rate > 1001': rate is 1,002 a second"), runs.err());
        assertEquals("sweep    s: 2 points, 4 runs · virtual", runs.out().get(0));
    }

    @Test
    void shouldPassIfNoPointFulfilsACondition() throws IOException
    {
        final SweepRuns runs = joined();

        assertEquals(ExitCode.OK, report(runs, "--fail-if", "rate > 1002"));

        assertEquals(List.of(), runs.err());
    }

    @Test
    void shouldRefuseWhatIsNoCondition() throws IOException
    {
        final SweepRuns runs = joined();

        assertEquals(ExitCode.USAGE, report(runs, "--fail-if", "rate"));

        assertEquals(List.of(NAME + "--fail-if: 'rate' is not METRIC OP VALUE (try 'response.p99 > 50us' or " +
            "'rate < 1M')"), runs.err());
        assertEquals(List.of(), runs.out());
    }

    @Test
    void shouldWriteAPageWithTheCommands() throws IOException
    {
        final SweepRuns runs = joined();
        final Path page = root.resolve("page.html");

        assertEquals(ExitCode.OK, report(runs, "--html", page.toString()));

        final String text = Files.readString(page);
        assertTrue(text.contains("<h1>s: rate, virtual</h1>"), text);
        assertTrue(text.contains("job.yaml --count 2k --seed 2\""), text);
        assertTrue(text.endsWith("</html>\n"), text);
    }

    @Test
    void shouldNameThePageThatCannotBeWritten() throws IOException
    {
        final SweepRuns runs = joined();
        final Path page = root.resolve("missing/page.html");

        assertEquals(ExitCode.RESOURCES, report(runs, "--html", page.toString()));

        assertEquals(List.of(NAME + "--html " + page + ": no such file or directory"), runs.err());
    }

    @Test
    void shouldNameTheMistakeOfADamagedJob() throws IOException
    {
        final SweepRuns runs = joined();
        final Path job = Files.writeString(root.resolve("joined/job.yaml"), "# none\n");

        assertEquals(ExitCode.USAGE, report(runs));

        assertEquals(1, runs.err().size(), runs.err().toString());
        assertTrue(runs.err().get(0).startsWith(NAME + root.resolve("joined") + ": is damaged: " + job +
            ": is the file of another join (join the results again: "), runs.err().toString());
        assertEquals(List.of(), runs.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "out"})
    void shouldRefuseADirectoryThatHoldsNoJoin(final String name) throws IOException
    {
        final SweepRuns runs = joined();
        final Path directory = root.resolve(name);

        assertEquals(ExitCode.USAGE, runs.run("sweep", "report", directory.toString()));

        assertEquals(List.of(NAME + directory + ": holds no joined sweep (make one: gale sweep merge DIR -o " +
            directory + ')'), runs.err());
        assertFalse(Files.exists(root.resolve("missing")));
    }

    /** Returns a sweep whose results are joined, but for the last run, which found a broken invariant. */
    private SweepRuns joined() throws IOException
    {
        final SweepRuns runs = new SweepRuns(root, SweepRuns.FOUR);
        final ResultDirectory results = runs.open("out");
        runs.write(results, 0, 1, 2);
        runs.write(results, 3, 7, RunEnd.EXIT, null);
        merge(runs, results);

        return runs;
    }

    private void merge(final SweepRuns runs, final ResultDirectory results)
    {
        assertEquals(ExitCode.OK,
            runs.run("sweep", "merge", results.path().toString(), "-o", root.resolve("joined").toString()),
            () -> String.join("\n", runs.err()));
    }

    @Test
    void shouldPairPointsWithTheOneThatIsNamed() throws IOException
    {
        final SweepRuns runs = new SweepRuns(
            root, "vary: {machine.pes: [4, 8]}\nseeds: 1-2\nreport: {of: rate}\n");
        final ResultDirectory results = runs.open("out");
        runs.write(results, 0, 1, 2, 3);
        merge(runs, results);

        assertEquals(ExitCode.OK, report(runs, "--baseline", "1"));
        assertTrue(runs.out().contains("differences by seed from point 1 (machine.pes=8)"), runs.out().toString());
        assertEquals(ExitCode.USAGE, report(runs, "--baseline", "2"));
        assertTrue(runs.err().get(0).endsWith("has no point 2 (its points are 0 to 1)"), runs.err().toString());
    }

    private int report(final SweepRuns runs, final String... options)
    {
        final List<String> words =
            new ArrayList<>(List.of("sweep", "report", root.resolve("joined").toString()));
        words.addAll(List.of(options));

        return runs.run(words.toArray(String[]::new));
    }
}
