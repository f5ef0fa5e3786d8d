package org.gale.engine.cli.sweep;

import java.util.List;
import org.gale.engine.cli.console.CommandGroup;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.storm.StormChecks;
import org.gale.engine.cli.storm.StormOptions;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.report.compare.Checks;
import org.gale.engine.report.sweep.PlanLaws;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.Sweep;
import org.gale.engine.storm.result.sweep.SweepReader;
import org.gale.engine.storm.sweep.SweepPlanner;
import picocli.CommandLine.Command;

/** {@code gale sweep}: runs of one job over many values of its keys. Owner: the main thread. */
@Command(name = "sweep", mixinStandardHelpOptions = true,
    header = "Plan, run and join the storms of a sweep.",
    subcommands = {
        SweepPlanCommand.class, SweepRunCommand.class, SweepMergeCommand.class, SweepReportCommand.class },
    description = {
        "",
        "A sweep names a job, the keys of it that vary, and their values. Any number of hosts run their",
        "shares, each storm in its own process.",
        ""})
public final class SweepCommand extends CommandGroup
{
    /**
     * Refuses a name with control characters or separators of lines, which scripts and messages show.
     *
     * @param option that gives the name, for the message
     * @param name   null for none
     * @throws OutcomeException if it has one
     */
    static void checkName(final String option, final String name)
    {
        if (name != null && TerminalText.hasControls(name))
        {
            throw new OutcomeException(Outcome.USAGE, option + ": '" + TerminalText.line(name) +
                "' has control characters or separators of lines (name another one)");
        }
    }

    /**
     * Reads and plans a sweep.
     *
     * @param file of the sweep, or {@code -} for standard input
     * @throws org.gale.engine.storm.scenario.JobException with every mistake of the file
     * @throws OutcomeException if the runs of the plan are not those of the file
     */
    static PlannedSweep plan(final String file)
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final Sweep sweep = SweepReader.read(file, System.in);
        final List<Condition> until = sweep.search() == null ? List.of() : List.of(sweep.search().until());

        final SweepPlanner planner = new SweepPlanner(jobs, StormOptions.SPELLING, Program.version());
        final PlannedSweep planned = planner.plan(file, sweep, storm ->
        {
            final Figures figures = storm.config().shape().figures();
            StormChecks.of(storm);
            figures.named(sweep.report().of(), file + ": report.of");
            new Checks(until, file + ": search.until", figures);
        });
        PlanLaws.check(planned.plan());

        return planned;
    }
}
