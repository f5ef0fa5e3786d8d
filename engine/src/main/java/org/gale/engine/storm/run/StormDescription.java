package org.gale.engine.storm.run;

import java.util.List;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;

/**
 * Properties of a storm that are known before it begins.
 *
 * @param version    version of Gale
 * @param jdk        version of the JDK that runs it
 * @param cores      number of processors that it may use
 * @param profile    name of the traffic's profile
 * @param config     configuration of the storm
 * @param durability {@code none}, {@code process} or {@code forced}
 * @param journal    the journal's directory as the user knows it; empty without a journal
 * @param temporary  true to remove the journal at the end
 * @param ramFile    the file that holds the machine's RAM; empty for none
 * @param replays    true to replay the journal
 * @param resumed    point of the resume; {@link StormResumed#NONE} without one
 * @param ownKeys    settings that only this profile has
 * @param own        values of these that were chosen
 * @param measure    values of the settings of the measurement that were chosen
 */
public record StormDescription(
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
    StormResumed resumed,
    List<Setting<?>> ownKeys,
    SettingValues own,
    SettingValues measure)
{
    /** Begins the setting of a storm: not resumed, replayed, without a journal and a file of RAM. */
    public static StormDescriptionBuilder builder()
    {
        return new StormDescriptionBuilder();
    }

    /** Begins another setting whose components are those of this one. */
    public StormDescriptionBuilder toBuilder()
    {
        return new StormDescriptionBuilder(this);
    }

    /** Returns whether the storm is resumed. */
    public boolean isResumed()
    {
        return !resumed.isNone();
    }

    /** Returns whether there is a journal. */
    public boolean hasJournal()
    {
        return !journal.isEmpty();
    }

    /** Returns the sampling of latencies in the option's form: {@code all}, {@code 1:N} or {@code off}. */
    public String sampling()
    {
        return StormSettings.LATENCY.type().shown().apply((long)config.latencyEvery());
    }
}
