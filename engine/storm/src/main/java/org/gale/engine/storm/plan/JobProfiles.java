package org.gale.engine.storm.plan;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gale.engine.storm.profile.ProfileDefaults;
import org.gale.engine.storm.profile.Profiles;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;

/** Profiles of this version, each of which is a job file next to this class: {@code default.yaml}. */
public final class JobProfiles
{
    /** All profiles, the default first. */
    public static final StormProfiles ALL =
        new StormProfiles(Profiles.of(JobProfiles::defaults), JobProfiles::recorded);

    /** Defaults of the profiles that were asked for: a sweep asks for those of one profile thousands of times. */
    private static final Map<String, ProfileDefaults> DEFAULTS = new ConcurrentHashMap<>();

    private JobProfiles()
    {
    }

    private static ProfileDefaults defaults(final String profile)
    {
        return DEFAULTS.computeIfAbsent(profile, JobProfiles::read);
    }

    /** Reads the storm that the file of a profile describes, in a few milliseconds. */
    private static ProfileDefaults read(final String profile)
    {
        final Job job = JobReader.read(JobParser.parse(DeviceProfiles.file(profile + ".yaml"), profile + ".yaml"),
            ALL.forms(), Assignments.NONE);
        final VmShape group = job.groups().get(0);
        final DeviceShape device = group.devices().get(0);
        final SettingValues values = job.values().withAll(group.values())
            .withAll(device.values()).withAll(device.given().values());
        final StormConfig config = StormConfig.DEFAULT
            .with(StormSettings.DURATION, StormSettings.DURATION_UNLIMITED_NS)
            .with(StormSettings.COUNT, StormSettings.COUNT_UNLIMITED).with(values.only(StormSettings.RECORDED));

        return new ProfileDefaults(
            config, values.valueOr(StormSettings.PES, 0L), values.valueOr(StormSettings.ITERATIONS, 0L),
            values.only(ALL.settings()));
    }

    /** Returns the job of a journal. */
    private static StormJob recorded(final String line)
    {
        try
        {
            return new JobPlanner(ALL).recorded(line, "job").storm();
        }
        catch (final JobException ex)
        {
            throw new IllegalArgumentException(ex.lines().get(0), ex);
        }
    }
}
