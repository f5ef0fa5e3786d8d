package org.gale.engine.storm.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.run.StormPlan;
import org.gale.engine.storm.run.StormProfiles;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.Spelling;
import org.gale.engine.storm.setting.StormSettings;

/**
 * Planner of the storms of jobs: reads a job, and hands the settings that it gives to a plan. This version runs jobs of
 * one group of VMs with one group of devices.
 */
public final class JobPlanner
{
    private final StormProfiles profiles;
    private final JobForms forms;

    /** Creates a planner. */
    public JobPlanner(final StormProfiles profiles)
    {
        this.profiles = profiles;
        this.forms = new JobForms(profiles.settings());
    }

    /**
     * Reads a job.
     *
     * @param word        file, or {@code -} for standard input
     * @param assignments of variables and paths
     * @throws JobException with every mistake
     */
    public Job read(final String word, final InputStream stdin, final Assignments assignments)
    {
        return JobReader.read(JobFile.read(word, stdin), forms, assignments);
    }

    /**
     * Plans the storm of a job.
     *
     * @param job     its source, for messages
     * @param given   settings that the user gave beside the job, which win over it
     * @param options spelling of these
     * @throws JobException     if the job is more than this version runs
     * @throws OutcomeException if settings contradict each other, or a path cannot be used
     */
    public StormPlan plan(final Job job, final String source, final SettingValues given, final Spelling options)
    {
        final Place place = Place.ofOption(JobFile.name(source));
        checkShape(job, place);
        if (given.has(StormSettings.PROFILE) || given.has(StormSettings.RESUME))
        {
            final Setting<?> other = given.has(StormSettings.RESUME) ? StormSettings.RESUME : StormSettings.PROFILE;
            throw new JobException(place, "a job says what to run, and so does " + options.of(other));
        }

        return StormPlan.of(settings(job).withAll(given), profiles, spelling(job, given, options));
    }

    /** Returns the settings that a job of one group gives. */
    private static SettingValues settings(final Job job)
    {
        final VmGroup group = job.groups().get(0);
        final DeviceGroup device = group.devices().get(0);

        return job.values().withAll(job.host().values()).withAll(group.values()).withAll(device.values())
            .withAll(device.traffic().values()).without(JobForms.ORDER).without(JobForms.TARGET)
            .without(JobForms.PRIORITY).with(StormSettings.PROFILE, job.host().kind().profile());
    }

    private static void checkShape(final Job job, final Place place)
    {
        if (job.groups().size() > 1)
        {
            throw new JobException(place, "vms: " + job.groups().size() + " groups (" + String.join(", ",
                job.groups().stream().map(VmGroup::name).toList()) + "): this version runs jobs of one group");
        }
        if (job.groups().get(0).devices().size() > 1)
        {
            throw new JobException(place, "vms." + job.groups().get(0).name() + ".devices: " +
                job.groups().get(0).devices().size() + " groups of devices: this version runs jobs with one");
        }
        if (!job.phases().isEmpty())
        {
            throw new JobException(place, "phases: this version runs jobs without phases");
        }
    }

    /** Returns the spelling of messages: an option where the user gave one, else the path in the job. */
    private Spelling spelling(final Job job, final SettingValues given, final Spelling options)
    {
        final Map<Setting<?>, String> paths = paths(job);
        paths.keySet().removeIf(given::has);

        return new JobSpelling(paths, options);
    }

    /** Returns the path of each setting in a job of one group. */
    private Map<Setting<?>, String> paths(final Job job)
    {
        final String group = "vms." + job.groups().get(0).name();
        final String device = group + ".devices." + job.groups().get(0).devices().get(0).name();
        final Map<Setting<?>, String> paths = new HashMap<>();
        putAll(paths, forms.top(), "");
        putAll(paths, forms.laneFiles(), "lane-files.");
        putAll(paths, forms.cpu(), "cpu.");
        putAll(paths, forms.outputs(), "outputs.");
        putAll(paths, forms.machine(), "machine.");
        putAll(paths, forms.scheduler(), "machine.scheduler.");
        putAll(paths, forms.injection(), "machine.injection.");
        putAll(paths, forms.group(), group + '.');
        putAll(paths, forms.device(), device + '.');
        putAll(paths, forms.traffic(), device + ".traffic.");

        return paths;
    }

    private static void putAll(final Map<Setting<?>, String> paths, final JobForm form, final String prefix)
    {
        form.keys().stream().filter(key -> key.setting() != null)
            .forEach(key -> paths.put(key.setting(), prefix + key.name()));
    }

    /** Writes the schema of jobs as indented JSON. */
    public void schema(final Writer out) throws IOException
    {
        JobSchema.write(forms, out);
    }

    /**
     * Returns the effective job of a plan as YAML, complete and without variables.
     *
     * @param job of which the plan was made; null for a plan of options alone
     */
    public String print(final StormPlan plan, final Job job)
    {
        return new JobPrinter(forms).print(effective(plan, job));
    }

    private Job effective(final StormPlan plan, final Job job)
    {
        final SettingValues all = plan.effective().with(JobForms.ORDER, "host").with(JobForms.TARGET, "spread")
            .with(JobForms.PRIORITY, "spread");
        final HostSpec.Kind kind = HostSpec.Kind.ofProfile(plan.profile().name());
        final List<Setting<?>> ofTraffic = forms.traffic().settings();
        final SettingValues traffic = all.only(ofTraffic);
        final boolean isClosed = plan.config().isClosedLoop();
        final DeviceGroup device = new DeviceGroup(
            job == null ? "device" : job.groups().get(0).devices().get(0).name(), all.only(forms.device().settings()),
            isClosed ? new Traffic.Closed(traffic.without(StormSettings.RATE).without(StormSettings.ARRIVALS)) :
            new Traffic.Open(traffic.without(StormSettings.WINDOW)));
        final VmGroup group = new VmGroup(job == null ? "vm" : job.groups().get(0).name(),
            all.only(forms.group().settings()), List.of(device));

        final String name = job == null ? plan.profile().name() : job.name();

        return new Job(name, all, new HostSpec(kind, all), List.of(group), List.of());
    }
}
