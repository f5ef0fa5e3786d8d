package org.gale.engine.storm.plan;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.scenario.Spelling;

/**
 * Journal of a storm on the virtual clock, which follows from its job: two journals of one job are equal byte for byte,
 * but for their marks. It is not resumed. Pure functions.
 */
public final class VirtualJournal
{
    private static final long FNV_BASIS = 0xcbf2_9ce4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01b3L;

    private VirtualJournal()
    {
    }

    /** Returns the configuration of a run with the version of the model, if the storm has one. */
    public static RunConfiguration modelled(final RunConfiguration configuration, final boolean isVirtual)
    {
        return isVirtual ?
            configuration.with(RunConfiguration.MODEL, Integer.toString(Modelled.VERSION)) : configuration;
    }

    /** Returns the configuration of a new journal, with the id that follows from the job of a modelled storm. */
    public static JournalConfig identified(final JournalConfig config, final RunConfiguration configuration)
    {
        return configuration.value(RunConfiguration.MODEL) == null ? config :
            config.withId(id(configuration));
    }

    /** Returns whether a journal is that of a storm on the virtual clock. */
    public static boolean isVirtual(final RunConfiguration configuration)
    {
        return configuration.value(RunConfiguration.MODEL) != null;
    }

    /** Returns why such a journal is not resumed, and what gives the same bytes. */
    public static String notResumed(final RunConfiguration configuration, final Path directory, final Spelling spelling)
    {
        final String version = configuration.value(RunConfiguration.MODEL);
        final String same = version.equals(Integer.toString(Modelled.VERSION)) ?
            ", which gives the same bytes" : "; the same bytes come from gale " + configuration.version() +
            ", which wrote it: its model has version " + version + ", and that of this gale is " + Modelled.VERSION;

        return "its clock is virtual, and a resume would simulate everything again. Run its job again" + same +
            ":\n  " + spelling.again(directory);
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
