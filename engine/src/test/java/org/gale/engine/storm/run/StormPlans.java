package org.gale.engine.storm.run;

import java.nio.file.Path;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;

/** Plans that differ from another one in what no user can choose. */
final class StormPlans
{
    private StormPlans()
    {
    }

    /** Returns a plan with a limit of its journal that is not checked. */
    static StormPlan limited(final StormPlan plan, final long limitBytes)
    {
        return new StormPlan(plan.settings().with(StormSettings.JOURNAL_LIMIT, limitBytes), plan.name(),
            plan.profile(), plan.config(), plan.workload(), plan.lanes(), plan.spelling(), plan.begun(), null);
    }

    /** Returns a plan with a directory of its journal that is not checked. */
    static StormPlan at(final StormPlan plan, final Path journal)
    {
        return new StormPlan(plan.settings().with(StormSettings.JOURNAL, journal), plan.name(), plan.profile(),
            plan.config(), plan.workload(), plan.lanes(), plan.spelling(), plan.begun(), null);
    }

    /** Returns a plan of another storm of resident VPEs. */
    static StormPlan with(final StormPlan plan, final StormConfig config)
    {
        return new StormPlan(plan.settings(), plan.name(), plan.profile(), config, new ResidentWorkload(config),
            plan.lanes(), plan.spelling(), plan.begun(), null);
    }
}
