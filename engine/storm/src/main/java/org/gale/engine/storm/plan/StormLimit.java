package org.gale.engine.storm.plan;

import org.gale.engine.config.NumberText;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalLimit;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.StormSettings;

/** The limit within which the journal of a storm stays. Pure functions. */
public final class StormLimit
{
    /** Key of the limit in the configuration of a journal. */
    static final String KEY = "journal_limit";

    private static final int MIB_SHIFT = 20;
    private static final long MIB = 1L << MIB_SHIFT;

    private StormLimit()
    {
    }

    /**
     * Checks the limit that was asked for.
     *
     * @param given in bytes, or null
     * @throws SettingException if there is no journal, or the limit is too small for the storm's snapshots
     */
    static void check(final Long given, final String durability, final Workload workload)
    {
        if (given == null)
        {
            return;
        }
        if (durability.equals(StormSettings.NONE))
        {
            throw refusal(given, " needs a journal, and there is none");
        }
        final long snapshot = workload.snapshotBytes();
        final long least = JournalLimit.least(snapshot);
        if (least == Long.MAX_VALUE)
        {
            throw refusal("snapshots of this storm may take ", NumberText.bytes(snapshot),
                ", more than a segment holds (try fewer LPIs, or no limit)");
        }
        if (given < least)
        {
            throw refusal(NumberText.counted(given, "byte"),
                " is too small: four segments have to fit that each " +
                "hold a snapshot of up to " + NumberText.bytes(snapshot) + " (try " +
                ((least + MIB - 1) >>> MIB_SHIFT) + "MiB)");
        }
    }

    /**
     * Checks that the limit of a storm's journals has room for that of each engine.
     *
     * @throws OutcomeException if it has not
     */
    public static void checkEach(final StormPlan plan, final int engines)
    {
        final long least = JournalLimit.least(plan.workload().snapshotBytes());
        if (plan.limitBytes() > 0 && plan.limitBytes() / engines < least)
        {
            throw plan.refusal(StormSettings.JOURNAL_LIMIT, NumberText.counted(plan.limitBytes(), "byte"),
                " is too small for the journals of ", engines, " engines (try ", engines *
                ((least + MIB - 1) >>> MIB_SHIFT), "MiB)");
        }
    }

    /** {@return the limit that a journal was begun with, in bytes; 0 for none} */
    public static long of(final RunConfiguration configuration)
    {
        final String value = configuration.value(KEY);

        return value == null ? 0 : Long.parseLong(value);
    }

    /** Adds the limit, if there is one, to the configuration that a journal keeps. */
    public static RunConfiguration with(final long limitBytes, final RunConfiguration configuration)
    {
        return limitBytes == 0 ? configuration : configuration.with(KEY, Long.toString(limitBytes));
    }

    private static SettingException refusal(final Object... finding)
    {
        return new SettingException(StormSettings.JOURNAL_LIMIT, finding);
    }
}
