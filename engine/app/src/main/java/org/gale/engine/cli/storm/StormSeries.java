package org.gale.engine.cli.storm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.MonitorSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.Variation;
import org.gale.engine.storm.scenario.VariedJob;

/**
 * Runs of one job that differ in some values, all planned before the first begins.
 *
 * @param heading of the comparison
 * @param keys    that the runs differ in
 * @param runs    in order
 * @param outputs settings that name the files of the comparison
 * @param job     without the values that differ, as YAML
 */
record StormSeries(String heading, List<String> keys, List<Run> runs, SettingValues outputs, String job)
{
    /** Option that sets how often costs are drawn. */
    static final String DRAWS = "--draws";
    /** Option that varies a key. */
    static final String VARY = "--vary";
    /** Option that compares the choices of a host. */
    static final String WHAT_IF = "--what-if";

    private static final List<Setting<?>> OUTPUTS = List.of(StormSettings.JSON, ShownSettings.HTML);
    /** Settings that a series refuses: each run would need its own value. */
    private static final List<Setting<?>> OF_ONE_RUN = List.of(StormSettings.JOURNAL, StormSettings.RESUME,
        StormSettings.LANES, StormSettings.RAM_FILE, ShownSettings.CSV, ShownSettings.HLOG, ShownSettings.HGRM,
        ShownSettings.SAMPLES, ShownSettings.PERFETTO,
        ShownSettings.METRICS, MonitorSettings.SOCKET);
    private static final Path NO_JOURNAL = Path.of(StormSettings.NONE);

    /**
     * Run of a series.
     *
     * @param values of the keys, as users write them
     */
    record Run(List<String> values, StormPlan plan)
    {
    }

    /** Choice of the values that differ, with their texts. */
    private record Choice(List<String> labels, Map<String, String> values)
    {
    }

    /** Returns the job that varies: of a file, or the one that options describe. */
    static VariedJob job(
        final JobPlanner jobs, final String file, final SettingValues given, final Assignments assigned)
    {
        if (file == null)
        {
            assigned.checkNone();
        }

        return file == null ? jobs.varied(given, StormOptions.SPELLING) : jobs.varied(file, System.in, assigned);
    }

    /** Returns the settings that stand beside the job that varies. */
    static SettingValues beside(final String file, final SettingValues given)
    {
        return file == null ? given.only(List.of(ShownSettings.FAIL_IF, StormSettings.JSON, ShownSettings.HTML)) :
            given;
    }

    /**
     * Plans the runs of keys that vary.
     *
     * @param file       of the job; null for a storm by options alone
     * @param variations texts of {@link #VARY}
     */
    static StormSeries varied(
        final String file, final SettingValues given, final Assignments assigned, final List<String> variations)
    {
        final Variation variation = Variation.of(VARY, variations);
        checkFiles(given, VARY);
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final VariedJob job = job(jobs, file, given, assigned);
        final SettingValues beside = beside(file, given);
        final List<Choice> choices = new ArrayList<>();
        variation.runs().forEach(run -> choices.add(new Choice(List.copyOf(run.values()), run)));
        final Job plain = job.read();

        return of(jobs, job, VARY, plain, variation.keys(), choices, beside);
    }

    private static StormSeries of(
        final JobPlanner jobs,
        final VariedJob job,
        final String option,
        final Job plain,
        final List<String> keys,
        final List<Choice> choices,
        final SettingValues given)
    {
        final List<Run> runs = new ArrayList<>();
        for (final Choice choice : choices)
        {
            final StormPlan plan = plan(jobs, job, job.read(option, choice.values()), given, runs.isEmpty());
            runs.add(new Run(choice.labels(), plan));
        }
        final StormPlan first = jobs.plan(plain, job.source(), withoutOutputs(given), StormOptions.SPELLING);

        return new StormSeries(plain.name(), keys, runs, given.only(OUTPUTS), jobs.print(first));
    }

    /** Plans one run. The first one checks the paths of the outputs, too. */
    private static StormPlan plan(
        final JobPlanner jobs, final VariedJob varied, final Job job, final SettingValues given, final boolean isFirst)
    {
        if (isFirst)
        {
            jobs.plan(job, varied.source(), given, StormOptions.SPELLING);
        }
        final SettingValues less = withoutOutputs(given);
        final StormPlan plan = jobs.plan(job, varied.source(), less, StormOptions.SPELLING);
        JobCommand.check(plan, jobs, job, varied.source(), less);

        return plan;
    }

    static SettingValues withoutOutputs(final SettingValues given)
    {
        SettingValues less = given;
        for (final Setting<?> output : OUTPUTS)
        {
            less = less.without(output);
        }

        return less;
    }

    /** Refuses what names a file of one run. */
    static void checkFiles(final SettingValues given, final String option)
    {
        for (final Setting<?> setting : OF_ONE_RUN)
        {
            final boolean isNone = setting == StormSettings.JOURNAL && NO_JOURNAL.equals(given.get(setting));
            if (given.has(setting) && !isNone)
            {
                throw new OutcomeException(Outcome.USAGE, StormOptions.SPELLING.of(setting) + ": '" +
                    given.text(setting) + "' belongs to one run, and " + option + " makes several (leave it out)");
            }
        }
    }

    /** Returns the values of a run with their keys, for messages. */
    String label(final Run run)
    {
        final List<String> parts = new ArrayList<>();
        for (int key = 0; key < keys.size(); key++)
        {
            parts.add(keys.get(key) + '=' + run.values().get(key));
        }

        return String.join(", ", parts);
    }
}
