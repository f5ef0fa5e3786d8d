package org.gale.engine.storm.run;

import java.nio.charset.StandardCharsets;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;

/**
 * Journal of a storm on the virtual clock, which follows from its job: two journals of one job are equal byte for byte,
 * but for their marks. Pure functions.
 */
final class VirtualJournal
{
    private static final long FNV_BASIS = 0xcbf2_9ce4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01b3L;

    private VirtualJournal()
    {
    }

    /** Returns the configuration of a run with the version of the model, if the storm has one. */
    static RunConfiguration modelled(final RunConfiguration configuration, final boolean isVirtual)
    {
        return isVirtual ?
            configuration.with(RunConfiguration.MODEL, Integer.toString(Modelled.VERSION)) : configuration;
    }

    /** Returns the configuration of a new journal, with the id that follows from the job of a modelled storm. */
    static JournalConfig identified(final JournalConfig config, final RunConfiguration configuration)
    {
        return configuration.value(RunConfiguration.MODEL) == null ? config :
            config.with(new JournalConfig.Identity(config.identity().semanticsVersion(), id(configuration)));
    }

    /**
     * Checks the model of a journal.
     *
     * @throws IllegalArgumentException if this gale has another one
     */
    static void checkModel(final RunConfiguration configuration)
    {
        final String version = configuration.value(RunConfiguration.MODEL);
        if (version != null && !version.equals(Integer.toString(Modelled.VERSION)))
        {
            throw new IllegalArgumentException("its model has version " + version + ", and this gale has version " +
                Modelled.VERSION + " (gale " + configuration.version() + " wrote it: resume it with that)");
        }
    }

    /**
     * Checks that a journal has a model if its clock is virtual, and none if it is that of the host.
     *
     * @throws IllegalArgumentException if not
     */
    static void checkClock(final RunConfiguration configuration, final boolean isVirtual)
    {
        if (isVirtual != (configuration.value(RunConfiguration.MODEL) != null))
        {
            throw new IllegalArgumentException(isVirtual ? "its clock is virtual, and it names no model" :
                "it names a model, and its clock is that of the host");
        }
    }

    /** Returns the id by seed, model, profile and job, which is the hash FNV-1a of their lines; never 0. */
    private static long id(final RunConfiguration configuration)
    {
        final String lines = configuration.seed() + "\n" + configuration.others();
        long hash = FNV_BASIS;
        for (final byte value : lines.getBytes(StandardCharsets.UTF_8))
        {
            hash = (hash ^ (value & 0xff)) * FNV_PRIME;
        }

        return hash == 0 ? FNV_BASIS : hash;
    }
}
