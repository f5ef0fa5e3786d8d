package org.gale.engine.cli.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.ChildProcesses;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.sweep.RunStarter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of what a sweep starts, of the commands that repeat its runs, and of how it judges their reports. */
@Isolated("sets the class path that processes are started with")
class SweepStarterTest
{
    private static final String CLASS_PATH = "java.class.path";
    private static final String SEARCH = "search: {a.b: 1-9, until: 'rate > 1000'}";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"1000, false", "1001, true"})
    void shouldJudgeAReportByTheConditionOfTheSearch(final int rate, final boolean holds) throws IOException
    {
        final Path report = Files.writeString(directory.resolve("report.json"), SweepRuns.report(rate, 1L));

        assertEquals(holds, starter().holds(report));
    }

    @Test
    void shouldNameAReportThatCannotBeRead() throws IOException
    {
        final Path missing = directory.resolve("missing.json");
        final Path damaged = Files.writeString(directory.resolve("damaged.json"), "{");

        final OutcomeException noFile = assertThrows(OutcomeException.class, () -> starter().holds(missing));
        final OutcomeException noJson = assertThrows(OutcomeException.class, () -> starter().holds(damaged));

        assertEquals(Outcome.RESOURCES, noFile.outcome());
        assertEquals(missing + ": cannot be read: no such file or directory", noFile.getMessage());
        assertEquals(Outcome.RESOURCES, noJson.outcome());
        assertEquals(damaged + ": cannot be read: is not one JSON document (line 1)", noJson.getMessage());
    }

    @Test
    void shouldRepeatARunWithTheValueThatItFound()
    {
        final SweepWords words = words(SEARCH);
        final SweepPlan plan = plan(SEARCH);

        assertEquals("gale storm job.yaml --set a.b=4",
            words.repeat(plan.run(0), end(new RunEnd.Found("a.b", "4", 2, 3))));
        assertEquals("gale storm job.yaml", words.repeat(plan.run(0), end(new RunEnd.Found("a.b", null, 0, 1))));
        assertEquals("gale storm job.yaml --set a.b=2 --seed 7",
            words("vary: {a.b: [1, 2]}\nseeds: [7]").repeat(plan("vary: {a.b: [1, 2]}\nseeds: [7]").run(1), end(null)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/app/gale.jar | -jar /app/gale.jar storm job.yaml",
        "/app/classes | -cp /app/classes org.gale.engine.cli.GaleCommand storm job.yaml",
        "/app/classes:/app/a.jar | -cp /app/classes:/app/a.jar org.gale.engine.cli.GaleCommand storm job.yaml",
        ":/app/a.jar | -cp :/app/a.jar org.gale.engine.cli.GaleCommand storm job.yaml"})
    void shouldStartTheProgramItBelongsTo(final String classPath, final String words)
    {
        final String line;
        final String usual = System.setProperty(CLASS_PATH, classPath);
        try
        {
            line = String.join(" ", words(SEARCH).line(Map.of(), null, directory, directory));
        }
        finally
        {
            System.setProperty(CLASS_PATH, usual);
        }

        final String heap = "-Xmx" + (256L << 20) + ' ';
        assertEquals(words + " --json " + directory.resolve("report.json") + " --hlog " +
            directory.resolve("latency.hlog"), line.substring(line.lastIndexOf(heap) + heap.length()));
    }

    private static RunStarter starter()
    {
        return words(SEARCH).starter(new ChildProcesses());
    }

    private static RunEnd end(final RunEnd.Found found)
    {
        return new RunEnd("h", 0, 7, RunEnd.EXIT, 3, found);
    }

    private static SweepPlan plan(final String rest)
    {
        return SweepPlan.of(SweepText.read("sweep: s\njob: job.yaml\n" + rest));
    }

    private static SweepWords words(final String rest)
    {
        final PlannedSweep planned =
            new PlannedSweep(plan(rest), "h", "1", "sweep: s", "job: j", Map.of(), false, true, Set.of());

        return new SweepWords(planned, Path.of("job.yaml"), false);
    }
}
