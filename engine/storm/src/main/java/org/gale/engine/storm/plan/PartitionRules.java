package org.gale.engine.storm.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.gale.engine.config.MachineLimits;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.profile.DirectSettings;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobPaths;
import org.gale.engine.storm.scenario.PartitionShape;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;

/** Rules of the partitions of a host: whose names they have, who is in them, and what they have for these. */
final class PartitionRules
{
    private static final String PARTITIONS = "machine.partitions";

    private final Job job;
    private final List<PartitionShape> partitions;
    private final BiConsumer<String, String> faults;

    /**
     * Creates the rules of a job.
     *
     * @param faults takes the path of a key and a message for each rule that is broken
     */
    PartitionRules(final Job job, final BiConsumer<String, String> faults)
    {
        this.job = job;
        this.partitions = job.partitions();
        this.faults = faults;
    }

    /** Checks what the file says, before its groups have sizes. */
    void check()
    {
        if (job.host().isResident())
        {
            checkNone();
            return;
        }
        if (!partitions.isEmpty() && job.values().has(StormSettings.PES))
        {
            faults.accept("machine.pes", "is the sum of those of the partitions (leave it out)");
        }
        final List<String> names = names();
        job.groups().forEach(group -> checkName(group, names));
        for (final PartitionShape partition : partitions)
        {
            checkKeys(partition);
        }
    }

    /** Refuses partitions of a machine whose VMs share nothing. */
    private void checkNone()
    {
        if (!partitions.isEmpty())
        {
            faults.accept(PARTITIONS, "of a machine of kind gicv5 are its VMs, each with PEs of its own (leave them " +
                "out, or take kind: kvm)");
        }
        for (final VmShape group : job.groups())
        {
            if (group.partition() != null)
            {
                faults.accept(ofGroup(group), "'" + group.partition() + "': each VM of a machine of kind gicv5 is a " +
                    "partition (leave it out, or take kind: kvm)");
            }
        }
    }

    /** Returns the names that a group may have, and refuses those that are there twice. */
    private List<String> names()
    {
        final Map<String, String> owners = new HashMap<>();
        final List<String> names = new ArrayList<>();
        for (final PartitionShape partition : partitions)
        {
            final List<String> own = new ArrayList<>(partition.names());
            if (!own.contains(partition.name()))
            {
                own.add(partition.name());
            }
            for (final String name : own)
            {
                final String before = owners.putIfAbsent(name, partition.name());
                if (before != null)
                {
                    faults.accept(path(partition), "has a partition '" + name + "', and so has " + before +
                        " (choose another name)");
                }
                names.add(name);
            }
        }

        return names;
    }

    private void checkName(final VmShape group, final List<String> names)
    {
        final String name = group.partition();
        if (partitions.isEmpty() && name != null)
        {
            faults.accept(ofGroup(group), "'" + name + "' is no partition: machine has none (write partitions: " +
                "[{name: " + name + ", pes: 4}] in machine)");
        }
        else if (!partitions.isEmpty() && name == null)
        {
            faults.accept(JobPaths.path(group), "names no partition, and machine has some (write partition: " +
                names.get(0) + ')');
        }
        else if (name != null && !names.contains(name))
        {
            faults.accept(ofGroup(group), "'" + name + "' is no partition of the machine" +
                NearestName.hint(name, names));
        }
    }

    private void checkKeys(final PartitionShape partition)
    {
        if (partition.pes() == 0)
        {
            faults.accept(path(partition), "has no PEs (write pes: 4)");
        }
        if (partition.vpeids() > 0 && job.host() != HostKind.GICV4)
        {
            faults.accept(path(partition) + ".vpeids", "need a machine of kind gicv4 (leave them out)");
        }
    }

    /**
     * Checks that the partitions have VMs, and what these need.
     *
     * @param shape     whose groups have sizes, and whose partitions have PEs
     * @param isVirtual true if the storm runs on the virtual clock, where vCPUs share PEs
     */
    void check(final HostShape shape, final boolean isVirtual)
    {
        if (partitions.isEmpty())
        {
            return;
        }
        final long pes = partitions.stream().mapToLong(partition -> (long)partition.count() * partition.pes()).sum();
        if (pes > MachineLimits.PE_LIMIT)
        {
            faults.accept(PARTITIONS, "have " + NumberText.counted(pes, "PE") + ", more than the " +
                NumberText.count(MachineLimits.PE_LIMIT) + " of a machine");
            return;
        }
        final Partitions all = Partitions.of(shape, (int)pes);
        int first = 0;
        for (final PartitionShape partition : partitions)
        {
            for (int i = first; i < first + partition.count(); i++)
            {
                checkSize(all, i, partition, isVirtual);
            }
            first += partition.count();
        }
        if (job.host() == HostKind.GICV4)
        {
            checkVpeids(all);
        }
    }

    private void checkSize(
        final Partitions all, final int index, final PartitionShape partition, final boolean isVirtual)
    {
        if (all.vms(index) == 0)
        {
            faults.accept(path(partition), "has no VM in " + all.name(index) + " (write partition: " +
                all.name(index) + " in a group, or fewer partitions)");
        }
        if (job.host() == HostKind.GICV4 && !isVirtual && all.vcpus(index) > all.pes(index))
        {
            faults.accept(path(partition) + ".pes", all.pes(index) + " is fewer than the " +
                NumberText.counted(all.vcpus(index), "vCPU") + " of " + all.name(index) + ", each of which is loaded " +
                "on the wall clock (try pes: " + all.vcpus(index) + ')');
        }
    }

    /** Checks that the pool of vPEIDs is divided where it is smaller than the number of vCPUs. */
    private void checkVpeids(final Partitions all)
    {
        final long pool = DirectSettings.pool(job.values());
        long vcpus = 0;
        long vpeids = 0;
        for (int i = 0; i < all.count(); i++)
        {
            vcpus += all.vcpus(i);
            vpeids += all.vpeids(i);
        }
        if (pool >= vcpus)
        {
            return;
        }
        for (final PartitionShape partition : partitions)
        {
            if (partition.vpeids() == 0)
            {
                faults.accept(path(partition), "states no vpeids, and the " + NumberText.count(pool) +
                    " of the host are fewer than its " + NumberText.counted(vcpus, "vCPU") +
                    " (write vpeids: " + Math.max(1, pool / all.count()) + ')');
            }
        }
        if (vpeids > pool && partitions.stream().allMatch(partition -> partition.vpeids() > 0))
        {
            faults.accept(PARTITIONS, "have " + NumberText.counted(vpeids, "vPEID") + ", and the host has " +
                NumberText.count(pool) + " (try more vpeid-bits)");
        }
    }

    private static String path(final PartitionShape partition)
    {
        return PARTITIONS + '.' + partition.name();
    }

    private static String ofGroup(final VmShape group)
    {
        return JobPaths.path(group) + '.' + PartitionShape.OF_GROUP.name();
    }
}
