package org.gale.engine.storm.result;

import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;

/**
 * Demands on a storm, or on a share of it, by which its result is judged.
 *
 * @param count      events after which it ends; {@link StormConfig#COUNT_UNLIMITED} without a limit
 * @param rest       events that may be offered beyond the count: of each partition the rest of one broadcast
 * @param isSampled  true if the latency of each interrupt is measured
 * @param vcpus      number of vCPUs, each of which may be in a handler as the measured part begins or ends
 * @param housekeepers PEs of each partition beside those of its vCPUs, which take the interrupts of the host
 * @param partitions of its host
 * @param own        numbers of the partitions that it has, ascending
 * @param vms        those of its own partitions, ascending
 * @param pauses     of each phase the groups of VMs that offer nothing in it, by index
 * @param modelled   groups of VMs, by index, all of whose devices have models
 * @param isResumed  true of a storm that goes on with what another process has begun
 * @param isSum      true of a storm whose parts ran apart, each with its own time
 */
public record Asked(long count, long rest, boolean isSampled, long vcpus, int housekeepers, Partitions partitions,
    List<Integer> own, List<Integer> vms, List<List<Integer>> pauses, List<Integer> modelled,
    boolean isResumed, boolean isSum)
{
    private static final String IPI = "ipi";

    /**
     * Returns what was asked of a storm, or of the share that it is.
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
            housekeepers, partitions, IntStream.of(own).boxed().toList(),
            IntStream.range(0, partitions.allVms()).filter(vm -> config.share().has(partitions.ofVm(vm))).boxed()
            .toList(), config.shape().phases().stream().map(phase -> pauses(phase, config.shape())).toList(),
            modelled(config.shape()), false, false);
    }

    /** Returns the same of a resumed storm, with events that it may offer beyond its count: wires that were high. */
    public Asked resumed(final long events)
    {
        return new Asked(
            count, rest + events, isSampled, vcpus, housekeepers, partitions, own, vms, pauses, modelled, true, isSum);
    }

    /** Returns the same of a storm whose parts ran apart. */
    public Asked ofSum()
    {
        return new Asked(
            count, rest, isSampled, vcpus, housekeepers, partitions, own, vms, pauses, modelled, isResumed, true);
    }

    private static List<Integer> modelled(final HostShape shape)
    {
        return IntStream.range(0, shape.groups().size()).filter(group -> shape.groups().get(group).devices().stream()
            .allMatch(device -> device.stream().model() != null)).boxed().toList();
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
        return partitions.pes(partition) + (long)housekeepers;
    }

    /** Returns the number of PEs of its own partitions. */
    long pes()
    {
        return own.stream().mapToLong(this::pes).sum();
    }

    /** Returns the numbers of the partitions that a result lists, where its host is divided. */
    List<Integer> listed()
    {
        return own.stream().filter(partition -> partition < ModelledPartitions.LIMIT).toList();
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
