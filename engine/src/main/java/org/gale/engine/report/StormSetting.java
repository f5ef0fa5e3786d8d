package org.gale.engine.report;

import org.gale.engine.storm.StormConfig;

/**
 * What is known of a storm before it begins.
 *
 * @param version    of Gale
 * @param jdk        version of the JDK that runs it
 * @param cores      processors that it may use
 * @param profile    name of the traffic's profile
 * @param config     the storm
 * @param durability {@code none}, {@code process} or {@code forced}
 * @param journal    the journal's directory as the user knows it; empty without a journal
 * @param temporary  is the journal removed at the end?
 * @param ramFile    the file that holds the machine's RAM; empty for none
 * @param replays    is the journal to be replayed?
 * @param resumed    where it goes on; {@link StormResumed#NONE} if it begins
 */
public record StormSetting(
    String version,
    String jdk,
    int cores,
    String profile,
    StormConfig config,
    String durability,
    String journal,
    boolean temporary,
    String ramFile,
    boolean replays,
    StormResumed resumed)
{
    /** The setting of a storm that begins. */
    public StormSetting(
        final String version,
        final String jdk,
        final int cores,
        final String profile,
        final StormConfig config,
        final String durability,
        final String journal,
        final boolean temporary,
        final String ramFile,
        final boolean replays)
    {
        this(version, jdk, cores, profile, config, durability, journal, temporary, ramFile, replays,
            StormResumed.NONE);
    }

    /** The same, of a storm that goes on. */
    public StormSetting with(final StormResumed where)
    {
        return new StormSetting(
            version, jdk, cores, profile, config, durability, journal, temporary, ramFile, replays, where);
    }

    /** Does it go on, rather than begin? */
    public boolean isResumed()
    {
        return !resumed.equals(StormResumed.NONE);
    }

    /** Is there a journal? */
    public boolean hasJournal()
    {
        return !journal.isEmpty();
    }

    /** What latencies are taken of, as the option says it: {@code all}, {@code 1:N} or {@code off}. */
    public String sampling()
    {
        return switch (config.latencyEvery())
        {
            case 0 -> "off";
            case 1 -> "all";
            default -> "1:" + config.latencyEvery();
        };
    }
}
