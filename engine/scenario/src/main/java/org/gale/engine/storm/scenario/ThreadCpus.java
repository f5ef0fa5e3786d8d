package org.gale.engine.storm.scenario;

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
        return engine == Pinning.ANY && generator == Pinning.ANY && helpers == Pinning.ANY;
    }

    /**
     * Returns the processor of a thread. Engine and generator of another storm of this process stay where they are.
     *
     * @param id          kernel's id of the thread
     * @param engineId    kernel's id of the storm's engine
     * @param generatorId kernel's id of the storm's generator
     */
    public int of(final long id, final String name, final long engineId, final long generatorId)
    {
        if (id == engineId)
        {
            return engine;
        }
        if (id == generatorId)
        {
            return generator;
        }

        return StormThreads.isRunner(name) ? Pinning.ANY : helpers;
    }
}
