package org.gale.engine.storm.plan;

import java.nio.file.Path;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.flow.RequestSource;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;

/** Planning of storms: of those that begin, and of those that a journal resumes. Queries only. */
public final class StormPlanning
{
    private static final Path NO_JOURNAL = Path.of(StormSettings.NONE);

    private StormPlanning()
    {
    }

    /**
     * Plans the storm of a job.
     *
     * @param job      with the settings that the user chose, in the job or beside it
     * @param profiles among which the user chooses
     * @param spelling of settings in messages
     * @throws OutcomeException if the settings contradict each other, or a path cannot be used
     */
    public static StormPlan of(final StormJob job, final StormProfiles profiles, final Spelling spelling)
    {
        try
        {
            return checked(begun(job, profiles, spelling), job.settings());
        }
        catch (final SettingException ex)
        {
            throw spelled(ex, spelling);
        }
    }

    /**
     * Plans the resumption of a storm.
     *
     * @param given    settings that the user chose, the journal among them
     * @param profiles among which the user chooses
     * @param spelling of settings in messages
     * @throws OutcomeException if there is no such journal, the settings contradict it, or a path cannot be used
     */
    public static StormPlan resumed(
        final SettingValues given, final StormProfiles profiles, final Spelling spelling)
    {
        try
        {
            return checked(
                resumed(StormResume.of(given.get(StormSettings.RESUME), profiles, spelling), given, spelling), given);
        }
        catch (final SettingException ex)
        {
            throw spelled(ex, spelling);
        }
    }

    private static StormPlan begun(final StormJob asked, final StormProfiles profiles, final Spelling spelling)
    {
        final StormProfile profile = profiles.of(asked.settings().valueOrDefault(StormSettings.PROFILE));
        final SettingValues given = MonitorRules.of(asked.settings(), profile);
        final StormJob job = new StormJob(asked.name(), given, asked.shape());
        final boolean isVirtual = ClockSettings.isVirtual(given);
        ClockSettings.check(given, isVirtual, profile);
        final String durability = durability(given);
        final StormLanes lanes = StormLanes.of(given, spelling);
        final StormPlanner planner = StormPlanner.of(job, profiles);
        final StormConfig config = planner.config();

        profile.checkClock(config, planner.own());
        MonitorRules.checkClock(config, given);
        final SettingValues settings = isVirtual ? ClockSettings.withWarmup(given) : given;

        return new StormPlan(settings.with(StormSettings.DURABILITY, durability), job.name(), profile, config,
            profile.workload(config, planner.own()), lanes, spelling, config, null);
    }

    private static String durability(final SettingValues given)
    {
        final Path journal = given.get(StormSettings.JOURNAL);
        final String durability = given.get(StormSettings.DURABILITY);
        final boolean isNone = NO_JOURNAL.equals(journal);
        final boolean isPlain = StormSettings.NONE.equals(durability);
        if (isNone && durability != null && !isPlain)
        {
            throw new SettingException(StormSettings.DURABILITY, "'", durability, "' needs a journal, and ",
                StormSettings.JOURNAL, " is none");
        }
        if (isPlain && journal != null && !isNone)
        {
            throw new SettingException(
                StormSettings.DURABILITY, "'none' keeps no journal, and ", StormSettings.JOURNAL, " names ", journal);
        }

        return isNone || isPlain ? StormSettings.NONE : durability == null ? StormSettings.PROCESS : durability;
    }

    private static StormPlan resumed(final StormResume resume, final SettingValues given, final Spelling spelling)
    {
        ClockSettings.check(given, false, resume.profile());
        MonitorRules.of(given, resume.profile());
        final StormConfig config = resume.config(given);
        final SettingValues settings = resume.settings(given);

        return new StormPlan(settings, resume.name(), resume.profile(), config,
            resume.profile().workload(config, resume.own()), StormLanes.of(settings, spelling), spelling,
            resume.config(), null);
    }

    /**
     * Returns a plan.
     *
     * @param given settings that the user chose
     * @throws SettingException if they contradict each other
     */
    private static StormPlan checked(final StormPlan plan, final SettingValues given)
    {
        ShownSettings.check(given);
        StormLimit.check(given.get(StormSettings.JOURNAL_LIMIT), plan.durability(), plan.workload());
        MeasureRules.check(plan.settings(), plan.config(), plan.lanes().hasGenerator());
        if (plan.settings().has(MeasureSettings.STOP_IF))
        {
            StopRules.checkRequests(
                plan.settings().get(MeasureSettings.STOP_IF), plan.config().shape(), RequestSource::isAny);
        }
        ShownSettings.checkSamples(given, plan.config().value(StormSettings.LATENCY) != 0);
        plan.lanes().check(plan.workload());
        StormPaths.check(plan);
        ShownSettings.checkTrace(given, TraceJob.eventLimit(plan.config()), plan.hasJournal());

        return plan;
    }

    private static OutcomeException spelled(final SettingException ex, final Spelling spelling)
    {
        return new OutcomeException(Outcome.USAGE, ex.message(spelling), ex);
    }
}
