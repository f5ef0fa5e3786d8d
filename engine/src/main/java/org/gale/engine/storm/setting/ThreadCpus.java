package org.gale.engine.storm.setting;

import org.gale.engine.host.Pinning;

/**
 * Processors of a storm's threads; {@link Pinning#ANY} for one that is not pinned.
 *
 * @param helpers processor of all threads but engine and generator
 */
public record ThreadCpus(int engine, int generator, int helpers)
{
    /** No thread is pinned. */
    public static final ThreadCpus ANY = new ThreadCpus(Pinning.ANY, Pinning.ANY, Pinning.ANY);

    private static final long UNPINNED = Pinning.ANY;

    /** Returns the processors that settings name. */
    public static ThreadCpus of(final SettingValues settings)
    {
        return new ThreadCpus(settings.valueOr(MeasureSettings.CPU_ENGINE, UNPINNED).intValue(),
            settings.valueOr(MeasureSettings.CPU_GENERATOR, UNPINNED).intValue(),
            settings.valueOr(MeasureSettings.CPU_HELPERS, UNPINNED).intValue());
    }

    /** Returns whether no thread is pinned. */
    public boolean isAny()
    {
        return equals(ANY);
    }

    /** Returns the processor of a thread by its name. */
    public int of(final String thread)
    {
        return switch (thread)
        {
            case StormThreads.ENGINE -> engine;
            case StormThreads.GENERATOR -> generator;
            default -> helpers;
        };
    }
}
