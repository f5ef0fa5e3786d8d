package org.gale.engine.cli.sweep;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.Sha256;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.RunProof;
import org.gale.engine.storm.result.sweep.SweepRun;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Sweep of a test with results of its runs as processes would have written them, and commands that read both. */
public final class SweepRuns
{
    /** Two points with two seeds each: runs 0 and 1 have a count of 1k, 2 and 3 one of 2k. */
    public static final String FOUR = "vary: {count: [1k, 2k]}\nseeds: 1-2\nreport: {of: rate}\n";

    private static final String JOB = """
        job: pools
        clock: virtual
        count: 1k
        machine: {kind: gicv4, pes: 4}
        vms:
          - name: loud
            count: 1
            vpes: 4
            devices: [{name: nic, count: 1, events: 16, traffic: {kind: open, rate: 200k}}]
        """;
    private static final String LOG = "#[Histogram log format version 1.3]\n";

    private final Path root;
    private final Path file;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private PlannedSweep planned;

    /** Writes a sweep behind the lines that all have, and its job. */
    public SweepRuns(final Path root, final String rest) throws IOException
    {
        this.root = root;
        Files.writeString(root.resolve("job.yaml"), JOB);
        this.file = Files.writeString(root.resolve("s.yaml"), "sweep: s\njob: job.yaml\n" + rest);
    }

    Path file()
    {
        return file;
    }

    /** Plans the sweep, and returns a directory for its results, which holds none yet. */
    public ResultDirectory open(final String name)
    {
        if (planned == null)
        {
            planned = SweepCommand.plan(file.toString());
        }
        final ResultDirectory results = new ResultDirectory(root.resolve(name));
        results.open(planned);

        return results;
    }

    /** Runs the storms of some runs in this process, and writes their results. */
    public void storm(final ResultDirectory results, final int... numbers) throws IOException
    {
        for (final int number : numbers)
        {
            final Path run = Files.createDirectories(results.run(number));
            final int exit = run("storm", root.resolve("job.yaml").toString(), "--quiet", "--journal", "none",
                "--count", run(number).values().get("count"), "--seed", Long.toString(run(number).seed()), "--json",
                run.resolve(ResultDirectory.REPORT).toString(), "--hlog",
                run.resolve(ResultDirectory.HISTOGRAMS).toString());
            assertEquals(ExitCode.OK, exit, err::toString);
            writeEnd(results, end(number, exit, RunEnd.EXIT, null));
        }
    }

    /** Writes results of some runs. */
    void write(final ResultDirectory results, final int... numbers) throws IOException
    {
        for (final int number : numbers)
        {
            write(results, number, 0, RunEnd.EXIT, null);
        }
    }

    /** Writes the end of a run, with a report of 1,000 events a second and its number if it has a result. */
    public void write(final ResultDirectory results, final int number, final int exit, final String cause,
        final RunEnd.Found found) throws IOException
    {
        final RunEnd end = end(number, exit, cause, found);
        final Path run = Files.createDirectories(results.run(number));
        if (end.isResult())
        {
            Files.writeString(run.resolve(ResultDirectory.REPORT), report(1_000 + number, run(number).seed()));
            Files.writeString(run.resolve(ResultDirectory.HISTOGRAMS), LOG);
        }
        writeEnd(results, end);
    }

    /** Writes the end of a run with the proof of its files. */
    void writeEnd(final ResultDirectory results, final RunEnd end) throws IOException
    {
        final Path run = results.run(end.run());
        final Map<String, String> hashes = new TreeMap<>();
        for (final String name : List.of(ResultDirectory.REPORT, ResultDirectory.HISTOGRAMS))
        {
            if (end.isResult())
            {
                hashes.put(name, Sha256.hex(Files.readAllBytes(run.resolve(name))));
            }
        }
        final RunProof proof = new RunProof(run(end.run()).values(), run(end.run()).seed(), hashes);
        Files.writeString(run.resolve(end.isDone() ? ResultDirectory.DONE : ResultDirectory.FAILED), new RunEnd(
            end.plan(), end.run(), end.exit(), end.cause(), end.tries(), end.found(), proof).json());
    }

    private SweepRun run(final int number)
    {
        return planned.plan().run(number);
    }

    /** Returns the end of a run of the plan that a directory was opened for. */
    RunEnd end(final int number, final int exit, final String cause, final RunEnd.Found found)
    {
        return new RunEnd(planned.hash(), number, exit, cause, 1, found);
    }

    /** Returns the report of a run on the virtual clock that measured a rate alone. */
    static String report(final int ratePerS, final Long seed)
    {
        return "{\"schema\":\"gale.storm/5\",\"modelled\":\"fast\",\"seed\":" + seed + ",\"rate_per_s\":" + ratePerS +
            ",\"exit\":0}\n";
    }

    /** Runs a command line as far as a caller sees it that only gets what the command itself flushes. */
    public int run(final String... words)
    {
        return execute(commandLine(words), words);
    }

    CommandLine commandLine(final String... words)
    {
        return GaleRun.commandLine(words)
            .setOut(new PrintWriter(new BufferedWriter(out))).setErr(new PrintWriter(new BufferedWriter(err)));
    }

    /** Runs a command line with a command that a test has made. */
    int execute(final CommandLine gale, final String... words)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);

        return gale.execute(words);
    }

    /** Returns the lines that the last command printed. */
    public List<String> out()
    {
        return out.toString().lines().toList();
    }

    /** Returns the lines of the last command's messages. */
    public List<String> err()
    {
        return err.toString().lines().toList();
    }
}
