package org.gale.engine.storm.engines;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.plan.PlanOfShare;
import org.gale.engine.storm.plan.StormLimit;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.EnginesOfStorm;
import org.gale.engine.storm.scenario.CpuList;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Plan of the engines of a storm. Engine {@code k} of {@code N} has the partitions of the storm, or of its share, whose
 * index divided by N leaves k. Immutable.
 *
 * @param whole  plan of the storm, or of its share
 * @param origin plan that is divided, of all shares
 * @param shares one for each engine
 * @param bound  what {@code all} was bound by, for the report; empty where a number was given
 * @param parts  plans of the engines of a storm that is resumed; none of one that begins
 */
public record EnginesPlan(
    StormPlan whole, StormPlan origin, List<Share> shares, String bound, List<StormPlan> parts)
{
    public EnginesPlan
    {
        shares = List.copyOf(shares);
        parts = List.copyOf(parts);
    }

    /** Settings of the whole storm, which its engines do not have. */
    private static final List<Setting<?>> OF_WHOLE = List.of(MeasureSettings.ENGINES, MeasureSettings.SHARE,
        MeasureSettings.CPU_ENGINES, StormSettings.JSON);

    /**
     * Plans the engines that a storm asks for, one without the option.
     *
     * @param cores that this process may use
     * @throws OutcomeException if there are more engines than partitions, or a setting means nothing with several
     */
    public static EnginesPlan of(final StormPlan plan, final int cores)
    {
        checkResumed(plan);
        final Share share = plan.settings().valueOr(MeasureSettings.SHARE, Share.WHOLE);
        final Partitions partitions = plan.workload().topology().partitions();
        final int own = partitions.of(share).length;
        final Long given = plan.settings().get(MeasureSettings.ENGINES);
        if (own == 0)
        {
            throw plan.refusal(MeasureSettings.SHARE, "'", share, "' has no partition: the storm has ",
                partitions.count(), " (try ", MeasureSettings.SHARE, " ", share.index() % partitions.count(), "/",
                partitions.count(), ")");
        }
        if ((given != null || !share.isWhole()) && plan.isVirtual() &&
            plan.config().shape().order() == HostShape.Order.HOST)
        {
            throw new OutcomeException(Outcome.USAGE, "order: host is one sequence of events of all VMs, and on the " +
                "virtual clock the report is the same for any number of engines (add " +
                plan.spelling().assignment(HostShape.ORDER.name(), HostShape.Order.GROUP.label()) + ")",
                new SettingException(HostShape.ORDER, "host"));
        }
        if (!share.isWhole() && plan.isVirtual() && plan.settings().has(MeasureSettings.STOP_IF))
        {
            throw plan.refusal(MeasureSettings.STOP_IF, "a condition ends a whole storm on the virtual clock, which ",
                "one share does not know (leave it out, or ", MeasureSettings.SHARE, ")");
        }
        final boolean isAll = given != null && given == MeasureSettings.ALL_ENGINES;
        final int count = given == null ? 1 :
            isAll ? (int)Math.min(MeasureSettings.ENGINES_LIMIT, Math.min(cores, own)) : given.intValue();
        if (count > own)
        {
            throw plan.refusal(MeasureSettings.ENGINES, count, " are more than the ",
                NumberText.counted(own, "partition"), share.isWhole() ? " of the storm" : " of the share", " (try ",
                MeasureSettings.ENGINES, " ", own, ")");
        }
        final List<Share> shares = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            shares.add(share.engine(i, count));
        }
        if (count > 1)
        {
            check(plan, count);
            shares.forEach(of -> PlanOfShare.config(plan, of));     // each has a part of the window, or it says why not
        }

        final StormPlan whole =
            share.isWhole() ? plan : PlanOfShare.of(plan, share, plan.settings().without(MeasureSettings.SHARE));

        return new EnginesPlan(whole, plan, shares, !isAll ? "" : cores <= own ? NumberText.counted(cores, "core") :
            NumberText.counted(own, "partition"), List.of());
    }

    /** Refuses to run the storm of one journal by several engines, or as another share. */
    private static void checkResumed(final StormPlan plan)
    {
        final SettingValues given = plan.settings();
        if (plan.isResumed() && given.has(MeasureSettings.SHARE))
        {
            throw plan.refusal(MeasureSettings.SHARE, "'", given.get(MeasureSettings.SHARE),
                "' is the journal's (leave it out)");
        }
        if (plan.isResumed() && given.valueOr(MeasureSettings.ENGINES, 1L) != 1)
        {
            throw plan.refusal(MeasureSettings.ENGINES, given.text(MeasureSettings.ENGINES), " contradicts ",
                plan.journal(), ", which one engine has begun (leave it out)");
        }
    }

    private static void check(final StormPlan plan, final int count)
    {
        final SettingValues given = plan.settings();
        if (given.has(MeasureSettings.THREADS) && !MeasureSettings.isOneThread(given))
        {
            throw plan.refusal(MeasureSettings.THREADS, given.get(MeasureSettings.THREADS),
                " belong to one engine: each ",
                "of several has one thread (leave it out)");
        }
        for (final Setting<Long> setting : List.of(MeasureSettings.CPU_ENGINE, MeasureSettings.CPU_GENERATOR))
        {
            if (given.has(setting))
            {
                throw plan.refusal(
                    setting, given.get(setting), " belongs to one engine (try ", MeasureSettings.CPU_ENGINES,
                    "=0-", count - 1, ")");
            }
        }
        if (plan.lanes().directory() != null)
        {
            throw plan.refusal(StormSettings.LANES, plan.lanes().directory(),
                " belongs to one engine, which producers ",
                "attach to (leave it out, or ", MeasureSettings.ENGINES, ")");
        }
        if (given.has(StormSettings.RAM_FILE))
        {
            throw plan.refusal(StormSettings.RAM_FILE, given.get(StormSettings.RAM_FILE),
                " belongs to one machine, and ",
                "each engine has its own (leave it out, or ", MeasureSettings.ENGINES, ")");
        }
        final CpuList cpus = given.get(MeasureSettings.CPU_ENGINES);
        if (cpus != null && cpus.all().size() < count)
        {
            throw plan.refusal(MeasureSettings.CPU_ENGINES, "'", cpus, "' names ",
                NumberText.counted(cpus.all().size(), "processor"), ", and there are ", count,
                " engines (name as many)");
        }
        StormLimit.checkEach(plan, count);
    }

    /** Returns the configurations of the engines. */
    List<StormConfig> configs()
    {
        return parts.isEmpty() ? shares.stream().map(share -> PlanOfShare.config(origin, share)).toList() :
            parts.stream().map(StormPlan::config).toList();
    }

    /** Returns the number of engines. */
    public int count()
    {
        return shares.size();
    }

    /** Returns the name of an engine, which its directory has. */
    public static String name(final int engine)
    {
        return EnginesOfStorm.name(engine);
    }

    /**
     * Returns the plan of an engine.
     *
     * @param directory of the storm's journals; null without
     */
    public StormPlan part(final int engine, final Path directory)
    {
        return parts.isEmpty() ?
            PlanOfShare.of(origin, shares.get(engine), settings(engine, directory, whole.settings())) :
            parts.get(engine);
    }

    /**
     * Returns the settings of an engine.
     *
     * @param directory of the storm's journals; null without
     * @param given     settings of the storm
     */
    SettingValues settings(final int engine, final Path directory, final SettingValues given)
    {
        SettingValues own = given.without(OF_WHOLE);
        if (!whole.isVirtual())
        {
            own = own.without(ShownSettings.PERFETTO).with(MeasureSettings.THREADS, 1L);
        }
        if (whole.isResumed() && given.has(StormSettings.COUNT))
        {
            own = own.with(StormSettings.COUNT, whole.workload().topology().partitions()
                .part(given.get(StormSettings.COUNT), shares.get(engine)));
        }
        if (directory != null)
        {
            own = own.with(
                whole.isResumed() ? StormSettings.RESUME : StormSettings.JOURNAL, directory.resolve(name(engine)));
        }
        if (whole.limitBytes() > 0)
        {
            own = own.with(StormSettings.JOURNAL_LIMIT, whole.limitBytes() / count());
        }
        final CpuList cpus = whole.settings().get(MeasureSettings.CPU_ENGINES);
        if (cpus != null)
        {
            own = own.with(MeasureSettings.CPU_ENGINE, (long)cpus.all().get(engine));
        }

        return own;
    }
}
