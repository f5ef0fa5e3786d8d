package org.gale.engine.storm.plan;

import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobFault;
import org.gale.engine.storm.scenario.JobPaths;
import org.gale.engine.storm.scenario.JobSpelling;
import org.gale.engine.storm.scenario.Place;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.VmShape;

/**
 * Messages about a job: those of a file name a key by its path and place, those of options alone name the option.
 *
 * @param job     that is planned
 * @param source  of the job, where the place of a key is not known; null for options alone
 * @param paths   of the keys of a job
 * @param given   settings that options gave
 * @param options spelling of these
 */
record JobMessages(Job job, Place source, JobPaths paths, SettingValues given, Spelling options)
{
    /** Returns the messages about a job that options describe. */
    static JobMessages ofOptions(
        final Job job, final JobPaths paths, final SettingValues given, final Spelling options)
    {
        return new JobMessages(job, null, paths, given, options);
    }

    /** Returns the spelling of settings: an option where the user gave one, else the path in the job. */
    Spelling spelling()
    {
        return isOfOptions() ? options : paths.spelling(job, given, options);
    }

    /** Returns whether options alone describe the job. */
    boolean isOfOptions()
    {
        return source == null;
    }

    /** Returns the mistake of a setting in one group of devices of a file. */
    JobFault fault(final VmShape group, final DeviceShape device, final SettingException failure)
    {
        final Map<Setting<?>, String> ofGroup = paths.of(group, device);
        ofGroup.keySet().removeIf(given::has);
        final String path = ofGroup.get(failure.setting());

        return new JobFault(path == null ? source : job.placeOf(path, source),
            failure.message(new JobSpelling(ofGroup, options)));
    }

    /** Returns a mistake at a path of a file. */
    JobFault fault(final String path, final String message)
    {
        return new JobFault(job.placeOf(path, source), path + ": " + message);
    }

    /** Returns the failure of the job with a wrong value of an option. */
    OutcomeException refusal(final SettingException failure)
    {
        return new OutcomeException(Outcome.USAGE, failure.message(spelling()), failure);
    }

    /** Returns a failure with the place of the key that it is about, if the file has the key. */
    RuntimeException placed(final OutcomeException failure)
    {
        final Setting<?> setting = failure.getCause() instanceof SettingException cause ? cause.setting() : null;
        final String path = isOfOptions() || setting == null || given.has(setting) ? null : paths.of(job).get(setting);

        return failure.outcome() != Outcome.USAGE || path == null ? failure :
            new JobException(job.placeOf(path, source), failure.getMessage());
    }
}
