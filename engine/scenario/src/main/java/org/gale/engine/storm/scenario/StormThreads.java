package org.gale.engine.storm.scenario;

/** Names of a storm's threads, for the tools of the host too. */
public final class StormThreads
{
    /** Name of the engine's thread. */
    public static final String ENGINE = "gale-engine";
    /** Name of the generator's thread. */
    public static final String GENERATOR = "gale-generator";

    private StormThreads()
    {
    }

    /** Returns whether a name is that of an engine or a generator, of whichever storm of this process. */
    public static boolean isRunner(final String name)
    {
        return name.startsWith(ENGINE) || name.equals(GENERATOR);
    }
}
