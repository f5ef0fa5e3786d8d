package org.gale.engine.storm.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Job: one storm, described by its host, the groups of its VMs and its phases. Immutable.
 *
 * @param name   of the job
 * @param values of the settings that belong to the whole storm and its machine, those that were given
 * @param host   kind of the machine that the VMs run on
 * @param partitions of the machine; none for one of GICv5
 * @param groups of VMs of one shape each, in the order in which VMs are numbered
 * @param phases one after another; none for a storm without phases
 * @param places of its keys in the file, by path, for messages
 */
public record Job(
    String name,
    SettingValues values,
    HostKind host,
    List<PartitionShape> partitions,
    List<VmShape> groups,
    List<PhaseShape> phases,
    Map<String, Place> places)
{
    private static final Path NO_JOURNAL = Path.of(StormSettings.NONE);

    /** Returns whether there is one group of VMs with one group of devices, which options may change. */
    public boolean isAlike()
    {
        return groups.size() == 1 && groups.get(0).devices().size() == 1;
    }

    /** Returns the order of the events. */
    public HostShape.Order order()
    {
        return values.valueOrDefault(HostShape.ORDER);
    }

    /** Returns this job with other groups of VMs. */
    public Job with(final List<VmShape> others)
    {
        return new Job(name, values, host, partitions, others, phases, places);
    }

    /** Returns this job without the files of the host that it names. That it keeps no journal stays. */
    public Job withoutFiles(final JobForms forms)
    {
        final SettingValues less = values.without(StormSettings.RAM_FILE)
            .without(forms.top().below("lane-files").settings()).without(forms.top().below("outputs").settings());

        return new Job(name, NO_JOURNAL.equals(values.get(StormSettings.JOURNAL)) ? less :
            less.without(StormSettings.JOURNAL), host, partitions, groups, phases, places);
    }

    /**
     * Returns the place of a path, or of the nearest one above it that the file has.
     *
     * @param otherwise where there is none
     */
    public Place placeOf(final String path, final Place otherwise)
    {
        String at = path;
        while (!places.containsKey(at) && at.indexOf('.') >= 0)
        {
            at = at.substring(0, at.lastIndexOf('.'));
        }

        return places.getOrDefault(at, otherwise);
    }
}
