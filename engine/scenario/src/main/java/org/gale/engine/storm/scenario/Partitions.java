package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Partitions of a storm's host, numbered from 0: which VMs, PEs and vPEIDs each one has. Nothing is shared between
 * partitions, so that each may be run by an engine of its own. PEs are numbered on from partition to partition.
 * Immutable.
 */
public final class Partitions
{
    private final List<String> names;
    private final int[] ofVms;                                      // partition of each VM
    private final int[] peOfVms;                                    // of the first vCPU of each VM
    private final int[] vms;                                        // by partition
    private final int[] vcpus;
    private final int[] firstPes;                                   // and the PE behind the last partition
    private final int[] vpeids;

    private Partitions(final List<String> names, final int vms)
    {
        this.names = List.copyOf(names);
        this.ofVms = new int[vms];
        this.peOfVms = new int[vms];
        this.vms = new int[names.size()];
        this.vcpus = new int[names.size()];
        this.firstPes = new int[names.size() + 1];
        this.vpeids = new int[names.size()];
    }

    /** Makes the partitions of a host on which each VM has PEs of its own: one for each VM. */
    public static Partitions byVm(final HostShape shape)
    {
        final int count = (int)shape.vms();
        final Partitions all = new Partitions(IntStream.range(0, count).mapToObj(vm -> "vm" + vm).toList(), count);
        int vm = 0;
        for (final VmShape group : shape.groups())
        {
            for (int i = 0; i < group.count(); i++)
            {
                all.firstPes[vm + 1] = all.firstPes[vm] + group.vpes();
                all.add(vm, vm, group.vpes());
                vm++;
            }
        }

        return all.withVpeids();
    }

    /**
     * Makes the partitions of a host whose VMs share PEs: those of its shape, or one without any.
     *
     * @param pes of the host
     */
    public static Partitions of(final HostShape shape, final int pes)
    {
        final List<PartitionShape> shapes = shape.partitions();
        final Partitions all = new Partitions(shapes.isEmpty() ? List.of("all") :
            shapes.stream().flatMap(partition -> partition.names().stream()).toList(), (int)shape.vms());
        if (shapes.isEmpty())
        {
            all.firstPes[1] = pes;
        }
        int next = 0;
        for (final PartitionShape partition : shapes)
        {
            for (int i = 0; i < partition.count(); i++)
            {
                all.firstPes[next + 1] = all.firstPes[next] + partition.pes();
                all.vpeids[next++] = partition.vpeids();
            }
        }
        final Map<String, int[]> places = places(shapes);
        int vm = 0;
        for (final VmShape group : shape.groups())
        {
            final int[] dealt = shapes.isEmpty() ? new int[1] : places.get(group.partition());
            for (int i = 0; i < group.count(); i++)
            {
                all.add(vm++, dealt[i % dealt.length], group.vpes());
            }
        }

        return all.withVpeids();
    }

    /** Returns the numbers of the partitions that each name of a group stands for, in the order of their dealing. */
    static Map<String, int[]> places(final List<PartitionShape> shapes)
    {
        final Map<String, int[]> places = new HashMap<>();
        int first = 0;
        for (final PartitionShape partition : shapes)
        {
            final List<String> names = partition.names();
            for (int i = 0; i < names.size(); i++)
            {
                places.put(names.get(i), new int[] { first + i });
            }
            places.put(partition.name(), IntStream.range(first, first + names.size()).toArray());
            first += names.size();
        }

        return places;
    }

    private void add(final int vm, final int partition, final int vpes)
    {
        ofVms[vm] = partition;
        peOfVms[vm] = firstPes[partition] + vcpus[partition];
        vms[partition]++;
        vcpus[partition] += vpes;
    }

    /** Gives each partition without a number of vPEIDs as many as it has vCPUs. */
    private Partitions withVpeids()
    {
        for (int i = 0; i < vpeids.length; i++)
        {
            vpeids[i] = vpeids[i] == 0 ? vcpus[i] : vpeids[i];
        }

        return this;
    }

    /** Returns the number of partitions. */
    public int count()
    {
        return vms.length;
    }

    /** Returns the number of VMs of all partitions. */
    public int allVms()
    {
        return ofVms.length;
    }

    /** Returns the name of a partition. */
    public String name(final int partition)
    {
        return names.get(partition);
    }

    /** {@return the partition of a VM} */
    public int ofVm(final int vm)
    {
        return ofVms[vm];
    }

    /** {@return the PE of the first vCPU of a VM where each has its own; the others follow} */
    public int peOfVm(final int vm)
    {
        return peOfVms[vm];
    }

    /** Returns the number of VMs of a partition. */
    public int vms(final int partition)
    {
        return vms[partition];
    }

    /** Returns the number of vCPUs of the VMs of a partition. */
    public int vcpus(final int partition)
    {
        return vcpus[partition];
    }

    /** {@return the first PE of a partition} */
    public int firstPe(final int partition)
    {
        return firstPes[partition];
    }

    /** Returns the number of PEs of a partition. */
    public int pes(final int partition)
    {
        return firstPes[partition + 1] - firstPes[partition];
    }

    /** Returns the number of vPEIDs of a partition. */
    public int vpeids(final int partition)
    {
        return vpeids[partition];
    }

    /** Returns the partitions of a share, in their order. */
    public int[] of(final Share share)
    {
        return IntStream.range(0, count()).filter(share::has).toArray();
    }

    /** Returns the number of VMs of a share. */
    public int vms(final Share share)
    {
        return IntStream.of(of(share)).map(partition -> vms[partition]).sum();
    }

    /**
     * Divides a number over the partitions by their VMs. What remains goes to the largest remainders, of equal ones to
     * the lower partition.
     *
     * @param total to divide, 0 or more
     */
    public long[] byVms(final long total)
    {
        return divided(total, vms);
    }

    /** Divides a number over the partitions by their vCPUs, as {@link #byVms} does by VMs. */
    public long[] byVcpus(final long total)
    {
        return divided(total, vcpus);
    }

    /** Returns the part of a number that the partitions of a share have of it, divided by VMs. */
    public long part(final long total, final Share share)
    {
        if (share.isWhole())
        {
            return total;
        }
        final long[] parts = byVms(total);

        return IntStream.of(of(share)).mapToLong(partition -> parts[partition]).sum();
    }

    private static long[] divided(final long total, final int[] weights)
    {
        final long sum = IntStream.of(weights).asLongStream().sum();
        final long[] parts = new long[weights.length];
        final long[] remainders = new long[weights.length];
        long rest = total;
        for (int i = 0; i < weights.length; i++)
        {
            final long ofRemainder = total % sum * weights[i];      // both below 2^31: no product is too large
            parts[i] = total / sum * weights[i] + ofRemainder / sum;
            remainders[i] = ofRemainder % sum;
            rest -= parts[i];
        }
        final List<Integer> order = new ArrayList<>(IntStream.range(0, weights.length).boxed().toList());
        order.sort((one, next) -> Long.compare(remainders[next], remainders[one]));     // stable: the lower one first
        for (int i = 0; i < rest; i++)
        {
            parts[order.get(i)]++;
        }

        return parts;
    }

    @Override
    public String toString()
    {
        return names + " vms " + Arrays.toString(vms) + " pes " + Arrays.toString(firstPes);
    }
}
