package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.Setting.Group;

/**
 * Partitions of a host that share one name: each has PEs and vPEIDs of its own, which its VMs share. Immutable.
 *
 * @param name   of the one partition, or the beginning of the names of several, which end in their numbers
 * @param values of its settings, those that were given
 */
public record PartitionShape(String name, SettingValues values)
{
    /** Setting that names the partition of a group of VMs. */
    public static final Setting<String> OF_GROUP =
        Setting.of("partition", Group.PROFILE, SettingType.NAME).help("");
    /** Setting of the number of partitions of a name. */
    public static final Setting<Long> COUNT = Setting.of("count", Group.PROFILE, SettingType.COUNT)
        .between(1, StormSettings.VMS.max()).defaultValue(1L).help("");
    /** Setting of the vPEIDs of a partition. */
    public static final Setting<Long> VPEIDS = Setting.of("vpeids", Group.PROFILE, SettingType.COUNT)
        .between(1, 1 << 16).help("");

    /** Returns the number of partitions. */
    public int count()
    {
        return values.valueOrDefault(COUNT).intValue();
    }

    /** Returns the number of PEs of each partition, 0 where none is given. */
    public int pes()
    {
        return values.valueOr(StormSettings.PES, 0L).intValue();
    }

    /** Returns the number of vPEIDs of each partition, 0 for as many as it has vCPUs. */
    public int vpeids()
    {
        return values.valueOr(VPEIDS, 0L).intValue();
    }

    /** Returns the name of each partition, in their order. */
    public List<String> names()
    {
        return count() == 1 ? List.of(name) : IntStream.range(0, count()).mapToObj(i -> name + i).toList();
    }
}
