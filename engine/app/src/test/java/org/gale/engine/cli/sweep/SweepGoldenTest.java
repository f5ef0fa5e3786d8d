package org.gale.engine.cli.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.golden.GoldenCommand;
import org.gale.engine.cli.golden.GoldenFiles;
import org.gale.engine.cli.golden.GoldenText;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.SweepRun;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Golden files of a sweep whose storms ran in this process. */
class SweepGoldenTest
{
    private static final String SWEEP = """
        vary:
          machine.scheduler.slice: [20us, 200us]
          vms.loud.devices.nic.traffic.rate: {from: 20k, to: 40k, steps: 2, scale: log}
        seeds: 1-5
        except: [{machine.scheduler.slice: 20us, vms.loud.devices.nic.traffic.rate: 40000}]
        report: {of: response.p99, by: [machine.scheduler.slice, vms.loud.devices.nic.traffic.rate]}
        """;

    /** Run that is written down as one with a finding. */
    private static final int LOST = 3;

    @Test
    void shouldPrintTheSameWhenASweepIsJoinedAgain() throws IOException
    {
        final Path root = GoldenFiles.outputs("sweep");
        final SweepRuns runs = new SweepRuns(root, SWEEP);
        Files.copy(Path.of(GoldenFiles.input("guests.yaml")), Files.newOutputStream(root.resolve("job.yaml")));
        final GoldenFiles golden = new GoldenFiles("sweep");
        final String joined = root.resolve("joined").toString();
        final String page = root.resolve("page.html").toString();

        golden.check("plan.txt", GoldenCommand.run("sweep", "plan", runs.file().toString()));
        final ResultDirectory results = runs.open("out");
        storms(runs, results);
        golden.check("merge.txt", GoldenCommand.run("sweep", "merge", root.resolve("out").toString(), "-o", joined));
        golden.check("report.txt", GoldenCommand.run("sweep", "report", joined, "--html", page));
        golden.check("page.html", GoldenText.page(Files.readString(Path.of(page))));
        golden.check("runs.csv", Files.readString(Path.of(joined, "runs.csv")));
        golden.check("points.csv", Files.readAllLines(Path.of(joined, "points.csv")).stream().limit(2)
            .map(line -> line + '\n').collect(Collectors.joining()));
        for (final String file : List.of("runs.jsonl", "points.jsonl", "sweep.json"))
        {
            golden.checkHead(file, Files.readString(Path.of(joined, file)));
        }

        golden.end();
        GoldenFiles.remove(root);
    }

    /** Runs the storms of a sweep, and writes one of them down as if it had ended with a finding. */
    private static void storms(final SweepRuns runs, final ResultDirectory results) throws IOException
    {
        final PlannedSweep planned = SweepCommand.plan(runs.file().toString());
        final SweepWords words = new SweepWords(planned, results.job(), false);
        for (int number = 0; number < planned.plan().runs(); number++)
        {
            final SweepRun run = planned.plan().run(number);
            final Path directory = Files.createDirectories(results.run(number));
            final List<String> line = words.line(run.values(), run.seed(), directory, directory);
            final List<String> storm = line.subList(line.indexOf("storm"), line.size());
            final String said = GoldenCommand.run(storm.toArray(new String[0]));
            assertTrue(said.startsWith("exit 0\n"), said);
            final int exit = number == LOST ? ExitCode.INVARIANT_BROKEN : ExitCode.OK;
            runs.writeEnd(results, runs.end(number, exit, RunEnd.EXIT, null));
        }
    }
}
