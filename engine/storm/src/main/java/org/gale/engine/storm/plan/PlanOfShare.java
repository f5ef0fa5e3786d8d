package org.gale.engine.storm.plan;

import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Plan of a share of a storm. What is given for the storm is divided by the partitions of its host. A count that nobody
 * gave holds for each share on the wall clock. Pure functions.
 */
public final class PlanOfShare
{
    private PlanOfShare()
    {
    }

    /**
     * Returns the plan of a share.
     *
     * @param own settings of the share, in place of those of the storm
     * @throws OutcomeException if the share has no part of the window
     */
    public static StormPlan of(final StormPlan whole, final Share share, final SettingValues own)
    {
        return with(whole, config(whole, share), own);
    }

    /** Returns the plan of a storm like another one, whose time is over at once. */
    public static StormPlan silent(final StormPlan plan)
    {
        return with(plan, plan.config().over(), plan.settings());
    }

    /** Returns the plan of the whole of a storm whose shares are resumed, for its report. */
    static StormPlan resumed(final StormJob job, final Share share, final SettingValues given,
        final StormProfiles profiles, final Spelling spelling)
    {
        final StormConfig config =
            StormPlanner.of(job, profiles).config().with(given.only(StormSettings.OF_EACH_PART));
        final StormProfile profile = profiles.of(job.settings().valueOrDefault(StormSettings.PROFILE));
        final SettingValues settings = job.settings().withAll(given);
        final StormPlan whole = new StormPlan(settings, job.name(), profile, config,
            profile.workload(config, settings.only(profile.allSettings())), StormLanes.of(given, spelling), spelling,
            config, null);

        return share.isWhole() ? whole : of(whole, share, settings);
    }

    private static StormPlan with(final StormPlan plan, final StormConfig config, final SettingValues settings)
    {
        return new StormPlan(settings, plan.name(), plan.profile(), config,
            plan.profile().workload(config, plan.settings().only(plan.profile().allSettings())), plan.lanes(),
            plan.spelling(), plan.begun(), plan.job());
    }

    /**
     * Returns the configuration of a share.
     *
     * @throws OutcomeException if the share has no part of the window
     */
    public static StormConfig config(final StormPlan whole, final Share share)
    {
        try
        {
            return whole.config().part(share, whole.workload().topology().partitions(), count(whole, share));
        }
        catch (final SettingException ex)
        {
            throw new OutcomeException(Outcome.USAGE, ex.message(whole.spelling()), ex);
        }
    }

    /** Returns the number of events of a share. */
    private static long count(final StormPlan whole, final Share share)
    {
        final long count = whole.config().value(StormSettings.COUNT);
        final SettingValues given = whole.settings();
        final boolean isByRounds = !given.has(StormSettings.COUNT) && (given.has(StormSettings.ITERATIONS) ||
            (whole.profile().defaults().rounds() > 0 && !given.has(StormSettings.DURATION)));
        if (share.isWhole() || count == StormSettings.COUNT_UNLIMITED)
        {
            return count;
        }
        if (isByRounds)
        {
            return count / whole.config().shape().lpis() * whole.workload().topology().lpis(share);
        }

        return whole.isVirtual() || given.has(StormSettings.COUNT) ?
            whole.workload().topology().partitions().part(count, share) : count;
    }
}
