package org.gale.engine.storm.plan;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;

/** Share of a storm in the configuration of a journal: which one it is, and how many events it has. Pure functions. */
public final class StormShare
{
    /** Key of the profile's name in the configuration of a journal. */
    public static final String PROFILE = "profile";
    /** Key of the share. */
    public static final String KEY = "share";
    /** Key of the number of events of the share. */
    static final String COUNT = "share.count";

    private StormShare()
    {
    }

    /**
     * Returns the configuration that a new journal of a storm or of its share keeps.
     *
     * @param version of Gale
     */
    public static RunConfiguration configuration(
        final StormPlan plan, final String version, final MachineConfig machine)
    {
        final RunConfiguration configuration = with(plan.config(),
            new RunConfiguration(version, machine, plan.config().value(StormSettings.SEED))
                .with(PROFILE, plan.profile().name()));

        return StormLimit.with(plan.limitBytes(), VirtualJournal.modelled(plan.job() == null ? configuration :
            configuration.with(RunConfiguration.JOB, plan.job()), plan.isVirtual()));
    }

    /** Adds the share to the configuration that a journal keeps, unless it is the whole storm. */
    private static RunConfiguration with(final StormConfig config, final RunConfiguration configuration)
    {
        return config.share().isWhole() ? configuration : configuration.with(KEY, config.share().text())
            .with(COUNT, Long.toString(config.value(StormSettings.COUNT)));
    }

    /**
     * Returns the share of a journal, which is the whole storm for one that names none.
     *
     * @throws IllegalArgumentException if it is no share
     */
    public static Share of(final RunConfiguration configuration)
    {
        final String text = configuration.value(KEY);

        return text == null ? Share.WHOLE : Share.parse(text);
    }

    /**
     * Returns the configuration of the share of a journal.
     *
     * @param whole      configuration of the storm of its job
     * @param partitions of its host
     * @throws IllegalArgumentException if the journal has no such share
     */
    static StormConfig config(
        final StormConfig whole, final Partitions partitions, final RunConfiguration configuration)
    {
        final Share share = of(configuration);
        if (share.isWhole())
        {
            return whole;
        }
        final String count = configuration.value(COUNT);
        if (count == null || !count.matches("[0-9]{1,19}") || partitions.of(share).length == 0)
        {
            throw new IllegalArgumentException("its share " + share.text() + " has no partition, or no count");
        }

        return whole.part(share, partitions, Long.parseLong(count));
    }
}
