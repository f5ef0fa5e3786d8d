package org.gale.engine.report;

import org.gale.engine.load.StormConfig;

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
    boolean replays)
{
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
