package org.gale.engine.storm.result;

import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;

/**
 * Demands on a storm, or on a share of it, by which its result is judged.
 *
 * @param count      events after which it ends; {@link StormSettings#COUNT_UNLIMITED} without a limit
 * @param rest       events that may be offered beyond the count: of each partition the rest of one broadcast
 * @param isSampled  true if the latency of each interrupt is measured
 * @param vcpus      number of vCPUs, each of which may be in a handler as the measured part begins or ends
 * @param host       PEs and VMs that it has
 * @param groups     of VMs, of which more is known
 * @param isResumed  true of a storm that goes on with what another process has begun
 * @param isSum      true of a storm whose parts ran apart, each with its own time
 */
public record Asked(long count, long rest, boolean isSampled, long vcpus, Host host, Groups groups, boolean isResumed,
    boolean isSum)
{
    private static final String IPI = "ipi";

    /**
     * Host of a storm, or of a share of it.
     *
     * @param housekeepers PEs of each partition next to those of its vCPUs, which take the interrupts of the host
     * @param partitions   of the whole host
     * @param own          numbers of the partitions that it has, ascending
     * @param vms          those of its own partitions, ascending
     */
    public record Host(int housekeepers, Partitions partitions, List<Integer> own, List<Integer> vms)
    {
    }

    /**
     * Groups of VMs, by index.
     *
     * @param pauses   of each phase the groups that offer nothing in it
     * @param modelled groups all of whose devices have models
     * @param open     groups all of whose devices have open streams; none where they are not known
     */
    public record Groups(List<List<Integer>> pauses, List<Integer> modelled, List<Integer> open)
    {
        /** Makes groups of which it is not known which ones are open. */
        public Groups(final List<List<Integer>> pauses, final List<Integer> modelled)
        {
            this(pauses, modelled, List.of());
        }
    }

    /**
     * Returns the demands on a storm, or on the share that it is.
     *
     * @param housekeepers PEs of each partition beside those of its vCPUs, which take the interrupts of the host
     */
    public static Asked of(final StormConfig config, final Topology topology, final int housekeepers)
    {
        final Partitions partitions = topology.partitions();
        final int[] own = partitions.of(config.share());
        final long rest = config.shape().groups().stream()
            .filter(group -> group.devices().stream().anyMatch(device -> isSender(device.stream())))
            .mapToLong(Asked::rest).max().orElse(0);

        return new Asked(config.value(StormSettings.COUNT), rest * own.length,
            config.value(StormSettings.LATENCY) == 1, IntStream.of(own).mapToLong(partitions::vcpus).sum(),
            new Host(housekeepers, partitions, IntStream.of(own).boxed().toList(),
            IntStream.range(0, partitions.allVms()).filter(vm -> config.share().has(partitions.ofVm(vm))).boxed()
            .toList()), new Groups(config.shape().phases().stream().map(phase -> pauses(phase, config.shape()))
            .toList(), modelled(config.shape()), open(config.shape())), false, false);
    }

    /** Returns the demands on a resumed storm, with events that it may offer beyond its count: wires that were high. */
    public Asked resumed(final long events)
    {
        return new Asked(count, rest + events, isSampled, vcpus, host, groups, true, isSum);
    }

    /** Returns the demands on a storm that judges a number of its counts, after the events of its warm-up. */
    public Asked behind(final long events, final long counts)
    {
        return new Asked(count == StormSettings.COUNT_UNLIMITED ? count : events + count * counts, rest, isSampled,
            vcpus, host, groups, isResumed, isSum);
    }

    /** Returns the demands on a storm whose parts ran apart. */
    public Asked ofSum()
    {
        return new Asked(count, rest, isSampled, vcpus, host, groups, isResumed, true);
    }

    private static List<Integer> modelled(final HostShape shape)
    {
        return IntStream.range(0, shape.groups().size()).filter(group -> shape.groups().get(group).devices().stream()
            .allMatch(device -> device.stream().model() != null)).boxed().toList();
    }

    private static List<Integer> open(final HostShape shape)
    {
        return shape.order() == HostShape.Order.HOST ? List.of() : IntStream.range(0, shape.groups().size())
            .filter(group -> shape.groups().get(group).devices().stream()
            .allMatch(device -> device.stream() instanceof OpenStream)).boxed().toList();
    }

    /** Returns the groups of VMs all of whose streams pause in a phase. What a model has begun ends in a pause, too. */
    private static List<Integer> pauses(final PhaseShape phase, final HostShape shape)
    {
        return IntStream.range(0, shape.groups().size()).filter(group ->
            IntStream.range(0, shape.groups().get(group).devices().size()).allMatch(device ->
            phase.change(group, device) != null && phase.change(group, device).isPaused() &&
            shape.groups().get(group).devices().get(device).stream().model() == null)).boxed().toList();
    }

    /** Returns the number of PEs of a partition. */
    long pes(final int partition)
    {
        return host.partitions().pes(partition) + (long)host.housekeepers();
    }

    /** Returns the number of PEs of its own partitions. */
    long pes()
    {
        return host.own().stream().mapToLong(this::pes).sum();
    }

    /** Returns the numbers of the partitions that a result lists, where its host is divided. */
    List<Integer> listed()
    {
        return host.own().stream().filter(partition -> partition < ModelledPartitions.LIMIT).toList();
    }

    private static boolean isSender(final StreamShape stream)
    {
        return stream instanceof ModelShape model && model.kind().equals(IPI);
    }

    /** Returns the targets that are left of a broadcast after its first. */
    private static long rest(final VmShape group)
    {
        return Math.max(0, group.vpes() - 2L);
    }
}
