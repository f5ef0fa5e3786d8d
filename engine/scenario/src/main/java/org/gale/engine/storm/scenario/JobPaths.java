package org.gale.engine.storm.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Paths of settings in a job, by which messages name them. */
public final class JobPaths
{
    private static final String VMS = "vms";

    private final JobForms forms;
    private final Map<Setting<?>, String> ofStorm = new HashMap<>();

    public JobPaths(final JobForms forms)
    {
        this.forms = forms;
        putAll(ofStorm, forms.top(), "");
    }

    /** Returns the path of a group of VMs. */
    public static String path(final VmShape group)
    {
        return VMS + '.' + group.name();
    }

    /** Returns the path of a group of devices. */
    public static String path(final VmShape group, final DeviceShape device)
    {
        return path(group) + ".devices." + device.name();
    }

    /** Returns the path of each setting of a job. What several groups have is that of all groups. */
    public Map<Setting<?>, String> of(final Job job)
    {
        if (job.isAlike())
        {
            return of(job.groups().get(0), job.groups().get(0).devices().get(0));
        }
        final Map<Setting<?>, String> paths = new HashMap<>(ofStorm);
        for (final JobForm form : List.of(group(), group().below("devices")))
        {
            form.settings().forEach(setting -> paths.put(setting, VMS));
        }
        forms.kinds().forEach(kind -> kind.settings().forEach(setting -> paths.put(setting, VMS)));

        return paths;
    }

    /** Returns the path of each setting, those of groups within one group of devices of a VM. */
    public Map<Setting<?>, String> of(final VmShape group, final DeviceShape device)
    {
        final Map<Setting<?>, String> paths = new HashMap<>(ofStorm);
        putAll(paths, group(), path(group) + '.');
        putAll(paths, group().below("devices"), path(group, device) + '.');
        for (final TrafficKind kind : forms.kinds())
        {
            putAll(paths, forms.traffic(kind), path(group, device) + '.' + JobForms.TRAFFIC + '.');
        }

        return paths;
    }

    /**
     * Returns the spelling of messages: an option where the user gave one, else the path in the job.
     *
     * @param given by options
     */
    public Spelling spelling(final Job job, final SettingValues given, final Spelling options)
    {
        final Map<Setting<?>, String> paths = of(job);
        paths.keySet().removeIf(given::has);

        return new JobSpelling(paths, options);
    }

    private JobForm group()
    {
        return forms.top().below(VMS);
    }

    private static void putAll(final Map<Setting<?>, String> paths, final JobForm form, final String prefix)
    {
        for (final JobKey key : form.keys())
        {
            if (key.setting() != null)
            {
                paths.put(key.setting(), prefix + key.name());
            }
            else if (key.shape() == JobKey.Shape.MAP)
            {
                putAll(paths, key.form(), prefix + key.name() + '.');
            }
        }
    }
}
