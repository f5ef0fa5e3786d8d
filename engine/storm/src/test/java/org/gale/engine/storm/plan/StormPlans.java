package org.gale.engine.storm.plan;

import java.nio.file.Path;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;

/** Plans that differ from another one in what no user can choose. */
public final class StormPlans
{
    private StormPlans()
    {
    }

    /** Returns a plan with a limit of its journal that is not checked. */
    public static StormPlan limited(final StormPlan plan, final long limitBytes)
    {
        return new StormPlan(plan.settings().with(StormSettings.JOURNAL_LIMIT, limitBytes), plan.name(),
            plan.profile(), plan.config(), plan.workload(), plan.lanes(), plan.spelling(), plan.begun(), null);
    }

    /** Returns a plan with a directory of its journal that is not checked. */
    public static StormPlan at(final StormPlan plan, final Path journal)
    {
        return new StormPlan(plan.settings().with(StormSettings.JOURNAL, journal), plan.name(), plan.profile(),
            plan.config(), plan.workload(), plan.lanes(), plan.spelling(), plan.begun(), null);
    }

    /** Returns a plan of another storm of resident VPEs. */
    public static StormPlan with(final StormPlan plan, final StormConfig config)
    {
        return new StormPlan(plan.settings(), plan.name(), plan.profile(), config, new ResidentWorkload(config),
            plan.lanes(), plan.spelling(), plan.begun(), null);
    }
}
