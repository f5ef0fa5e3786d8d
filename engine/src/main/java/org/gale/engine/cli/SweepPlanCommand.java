package org.gale.engine.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.gale.engine.storm.job.JobException;
import org.gale.engine.storm.sweep.PlannedSweep;
import org.gale.engine.storm.sweep.ResultDirectory;
import org.gale.engine.storm.sweep.SweepPlan;
import org.gale.engine.storm.sweep.SweepPlanner;
import org.gale.engine.storm.sweep.SweepSearch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gale sweep plan}: the runs of a sweep, none of which is run. Owner: the main thread. */
@Command(name = "plan", mixinStandardHelpOptions = true,
    header = "Print number, parameters and directory of each run, and the sum of their limits.",
    description = {
        "",
        "Run k is the same on every host: parameters in the order of the file, the last one faster, the seed",
        "fastest. Exit code: 0 all can run, 2 one cannot, or the file has a mistake.",
        ""},
    footer = {
        "",
        "Example:",
        "  gale sweep plan sweep.yaml"})
final class SweepPlanCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "FILE", description = "File of the sweep, - for standard input.")
    private String file;

    @Override
    public Integer call()
    {
        common.settings(List.of());
        final CommandLine command = spec.commandLine();
        try
        {
            print(SweepCommand.plan(file), command.getOut());
        }
        catch (final JobException ex)
        {
            return JobCommand.print(command, ex);
        }

        return ExitCode.OK;
    }

    private static void print(final PlannedSweep planned, final PrintWriter out)
    {
        final SweepPlan plan = planned.plan();
        final SweepSearch search = plan.sweep().search();
        for (int number = 0; number < plan.runs(); number++)
        {
            final String text = plan.run(number).text();
            out.println(number + "  " + text + (search == null ? "" : (text.isEmpty() ? "" : " ") + search.text()) +
                "  runs/" + ResultDirectory.name(number));
        }
        out.println("sweep " + plan.sweep().name() + ": " + SweepPlanner.sums(plan));
        out.println("plan " + planned.hash());
        out.flush();
    }
}
