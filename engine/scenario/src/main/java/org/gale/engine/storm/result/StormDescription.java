package org.gale.engine.storm.result;

import java.util.List;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VirtualSettings;

/**
 * Properties of a storm that are known before it begins.
 *
 * @param platform  that runs it
 * @param name      of its job; that of the profile for a storm by options
 * @param profile   name of that of the traffic
 * @param own       settings that only this profile has
 * @param config    configuration of the storm
 * @param settings  of the plan
 * @param journal   the journal's directory as the user knows it; empty without a journal
 * @param temporary true to remove the journal at the end
 * @param resumed   point of the resume; {@link StormResumed#NONE} without one
 */
public record StormDescription(
    Platform platform,
    String name,
    String profile,
    List<Setting<?>> own,
    StormConfig config,
    SettingValues settings,
    String journal,
    boolean temporary,
    StormResumed resumed)
{
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

    /** {@return the name of the costs of a storm on the virtual clock; null on the wall clock} */
    public String costs()
    {
        return config.isVirtual() ? VirtualSettings.costs(settings).name() : null;
    }

    /** Returns the sampling of latencies in the option's form: {@code all}, {@code 1:N} or {@code off}. */
    public String sampling()
    {
        return StormSettings.LATENCY.type().shown().apply(config.value(StormSettings.LATENCY));
    }
}
