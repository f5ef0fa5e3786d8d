package org.gale.engine.cli.storm;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.plan.DeviceProfiles;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale profiles}: the kinds of traffic that a storm can inject, and what each is based on. */
@Command(name = "profiles", mixinStandardHelpOptions = true,
    header = "List the kinds of traffic, and what each is based on.")
public final class ProfilesCommand extends ConsoleCommand
{
    private static final String INDENT = "  ";

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A profile, with --costs a base. Default: all.")
    private String name;

    @Option(names = "--print-job",
        description = "Print the profile NAME as a job, for 'gale storm JOB.yaml'. Default: default.")
    private boolean isPrinted;

    @Option(names = "--costs", description = "Print the times of the virtual clock in the base NAME: " +
        "zero, armv8.0-split, armv8-vhe, gicv4-vhe. Default: all.")
    private boolean isCosts;

    @Override
    public Integer call()
    {
        checkSettings();
        final PrintWriter out = out();
        if (isCosts)
        {
            printCosts(out);

            return ExitCode.OK;
        }
        final boolean isOfDevices = name != null && DeviceProfiles.NAMES.contains(name);
        if (isPrinted && isOfDevices)
        {
            final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
            out.print(jobs.print(jobs.plan(jobs.read(name, InputStream.nullInputStream(), Assignments.NONE), name,
                SettingValues.NONE, StormOptions.SPELLING)));
            out.flush();

            return ExitCode.OK;
        }
        if (isPrinted)
        {
            final SettingValues chosen = name == null ? SettingValues.NONE :
                SettingValues.NONE.with(StormSettings.PROFILE, JobProfiles.ALL.of(name).name());
            final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
            out.print(jobs.print(jobs.plan(chosen, StormOptions.SPELLING)));
            out.flush();

            return ExitCode.OK;
        }
        for (final StormProfile profile : name == null ? JobProfiles.ALL.all() :
            isOfDevices ? List.<StormProfile>of() : List.of(JobProfiles.ALL.of(name)))
        {
            out.println(profile.name());
            profile.traffic().forEach(line -> out.println(INDENT + StormOptions.spelled(line)));
            out.println(INDENT + "Basis: " + profile.basis().get(0));
            profile.basis().stream().skip(1).forEach(line -> out.println(INDENT + line));
        }
        for (final String profile : name == null ? DeviceProfiles.NAMES :
            isOfDevices ? List.of(name) : List.<String>of())
        {
            out.println(profile);
            DeviceProfiles.lines(profile).forEach(line -> out.println(INDENT + line));
        }
        out.flush();

        return ExitCode.OK;
    }

    private void printCosts(final PrintWriter out)
    {
        if (isPrinted)
        {
            throw new OutcomeException(Outcome.USAGE, "--costs and --print-job print two things (try one of them)");
        }
        if (name != null && !CostModel.BASES.contains(name))
        {
            throw new OutcomeException(Outcome.USAGE, "no costs '" + name + "'" +
                NearestName.hint(name, CostModel.BASES) + " (there are " + String.join(", ", CostModel.BASES) + ')');
        }
        final List<String> faults = new ArrayList<>();
        for (final String base : name == null ? CostModel.BASES : List.of(name))
        {
            final List<String> lines = new ArrayList<>(CostTable.lines(CostModel.of(base)));
            lines.addAll(CostTable.paths(CostModel.of(base)));
            lines.forEach(out::println);
            faults.addAll(CostTableLaws.faults(lines));
        }
        CostTable.meanings().forEach(out::println);
        out.flush();
        if (!faults.isEmpty())
        {
            throw new OutcomeException(
                Outcome.INVARIANT_BROKEN, SoundResult.message("table of costs", String.join("; ", faults)));
        }
    }
}
