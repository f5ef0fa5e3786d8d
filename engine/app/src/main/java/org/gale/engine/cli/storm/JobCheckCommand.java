package org.gale.engine.cli.storm;

import java.util.List;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.SettingValues;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale job check}: reads and plans jobs, and runs nothing. Owner: the main thread. */
@Command(name = "check", mixinStandardHelpOptions = true,
    header = "Read and plan jobs; name every mistake of each.",
    description = {
        "",
        "Exit code: 0 all can run, 2 one cannot. Each mistake is a line: file, line, column, key, value, and",
        "what to do.",
        ""})
final class JobCheckCommand extends ConsoleCommand
{
    @Option(names = JobCommand.SET, paramLabel = "NAME=VALUE", description = "As for 'gale storm'.")
    private List<String> assignments = List.of();

    @Option(names = JobCommand.COSTS, paramLabel = "COSTS", description = JobCommand.COSTS_HELP)
    @Uses(FileUse.READ)
    private String costs;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of jobs, - for standard input.")
    @Uses(FileUse.READ)
    private List<String> files;

    @Override
    public Integer call()
    {
        checkSettings();
        int exitCode = ExitCode.OK;
        for (final String file : files)
        {
            exitCode = Math.max(exitCode, check(file));
        }
        out().flush();

        return exitCode;
    }

    private Assignments assigned(final JobPlanner jobs)
    {
        final Assignments assigned = Assignments.of(JobCommand.SET, assignments);

        return costs == null ? assigned : assigned.over(jobs.costs(costs));
    }

    private int check(final String file)
    {
        final CommandLine command = spec().commandLine();
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        try
        {
            final Job job = jobs.read(file, System.in, assigned(jobs));
            final StormPlan plan = jobs.plan(job, file, SettingValues.NONE, StormOptions.SPELLING);
            JobCommand.check(plan, jobs, job, file, SettingValues.NONE);
            JobCommand.warn(command, plan);
            command.getOut().println(file + ": job " + job.name() + " can run");

            return ExitCode.OK;
        }
        catch (final JobException ex)
        {
            return JobCommand.print(command, ex);
        }
        catch (final OutcomeException ex)
        {
            return ErrorMessages.print(command.getErr(), ErrorMessages.prefix(command) + file + ": ", ex, false);
        }
    }
}
