package org.gale.engine.cli.storm;

import java.io.PrintWriter;
import java.util.List;
import org.gale.engine.cli.console.CommandGroup;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.engines.EnginesPlan;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.StormPaths;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.UserPath;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code gale job}: jobs without running them. Owner: the main thread. */
@Command(name = "job", mixinStandardHelpOptions = true,
    header = "Check job files, or print their schema.",
    subcommands = { JobCheckCommand.class, JobSchemaCommand.class },
    description = {
        "",
        "A job describes a storm in a file: machine, VMs, devices and traffic. 'gale storm JOB.yaml' runs",
        "it, 'gale storm PROFILE --print-job' prints one to begin with.",
        ""})
public final class JobCommand extends CommandGroup
{
    /** Option that sets a variable or a path of a job. */
    public static final String SET = "--set";

    /** Option that names a file of costs. */
    public static final String COSTS = "--costs";
    /** Help of the option that names a file of costs. */
    public static final String COSTS_HELP = "Costs of a host on the virtual clock, as 'gale import costs' writes " +
        "them. The file wins over costs of the job; " + SET + " and -C win over the file.";

    /**
     * Checks the conditions that fail a storm, and that it does not write what it reads.
     *
     * @param job   of which the plan was made; null for a plan of options alone
     * @param file  of the job
     * @param given settings beside the job
     * @throws OutcomeException if the storm has no figure of a condition, or writes a file that it reads
     */
    static void check(
        final StormPlan plan, final JobPlanner jobs, final Job job, final String file, final SettingValues given)
    {
        try
        {
            StormChecks.of(plan);
            StormPaths.checkUnread(plan, job == null ? List.of() : List.of(UserPath.read(file)));
        }
        catch (final OutcomeException ex)
        {
            throw job == null ? ex : jobs.placed(job, given, file, ex);
        }
    }

    /**
     * Plans the engines of a storm.
     *
     * @param job   of which the plan was made; null for a plan of options alone
     * @param file  of the job
     * @param given settings beside the job
     * @throws OutcomeException if there are too many, or a setting means nothing with several
     */
    static EnginesPlan engines(
        final StormPlan plan, final JobPlanner jobs, final Job job, final String file, final SettingValues given)
    {
        try
        {
            return EnginesPlan.of(plan, Runtime.getRuntime().availableProcessors());
        }
        catch (final OutcomeException ex)
        {
            throw job == null ? ex : jobs.placed(job, given, file, ex);
        }
    }

    /** Prints a line for each mistake that a storm may be run with. */
    static void warn(final CommandLine command, final StormPlan plan)
    {
        final PrintWriter err = command.getErr();
        plan.warnings().forEach(warning -> err.println(ErrorMessages.prefix(command) + "warning: " + warning));
        err.flush();
    }

    /** Prints a line for each mistake of a job, and returns the exit code. */
    public static int print(final CommandLine command, final JobException failure)
    {
        final PrintWriter err = command.getErr();
        failure.lines().forEach(line -> err.println(ErrorMessages.prefix(command) + line));
        err.flush();

        return ExitCode.USAGE;
    }
}
