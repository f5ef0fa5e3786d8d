package org.gale.engine.storm.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.scenario.JobForms;
import org.gale.engine.storm.scenario.Setting;

/**
 * Profiles among which users choose. Immutable.
 *
 * @param all  the default first
 * @param jobs reader of a line of a journal, which refuses a job that this version does not know
 */
public record StormProfiles(List<StormProfile> all, Function<String, StormJob> jobs)
{
    /** Returns the names of all profiles. */
    public List<String> names()
    {
        return all.stream().map(StormProfile::name).toList();
    }

    /** Returns the settings that belong to some profiles only, then those of the virtual clock and of the machine. */
    public List<Setting<?>> settings()
    {
        final Set<Setting<?>> settings = new LinkedHashSet<>();
        for (final StormProfile profile : all)
        {
            settings.addAll(profile.settings());
        }
        for (final StormProfile profile : all)
        {
            settings.addAll(profile.virtualSettings());
        }
        for (final StormProfile profile : all)
        {
            settings.addAll(profile.machineSettings());
        }

        return List.copyOf(settings);
    }

    /** Returns the forms of their jobs. */
    public JobForms forms()
    {
        return new JobForms(TrafficKinds.ALL, settings());
    }

    /**
     * Returns the profile of a name.
     *
     * @throws OutcomeException if there is none, naming the nearest
     */
    public StormProfile of(final String name)
    {
        final List<String> names = new ArrayList<>(names());
        names.addAll(DeviceProfiles.NAMES);
        return all.stream().filter(profile -> profile.name().equals(name)).findFirst().orElseThrow(
            () -> new OutcomeException(Outcome.USAGE, "no profile '" + name + "'" + NearestName.hint(name, names) +
                " ('gale profiles' lists them)"));
    }
}
