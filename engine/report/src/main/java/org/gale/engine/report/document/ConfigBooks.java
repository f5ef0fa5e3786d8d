package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.gale.engine.storm.result.Asked;

/** Demands that the configuration of a document makes on its storm. A value that is not there demands nothing. */
final class ConfigBooks
{
    private static final String IPI = "ipi";
    private static final String ALL = "all";
    /** Kinds of the streams that have no model. */
    private static final Set<String> STREAMS = Set.of("open", "closed");

    private final Config config;

    /**
     * Takes a configuration.
     *
     * @param config null of a document without
     */
    ConfigBooks(final Config config)
    {
        this.config = config;
    }

    /** {@return a number of the configuration; null if there is none} */
    private Long number(final String name)
    {
        return config != null && config.settings() != null && config.settings().get(name) instanceof Number number ?
            (Long)number.longValue() : null;
    }

    /** {@return the events after which the storm ends; null without a limit} */
    Long count()
    {
        return number("count");
    }

    /** Returns the number of PEs; 0 where it is not known. */
    long pes()
    {
        final Long pes = number("pes");

        return pes == null ? 0 : pes;
    }

    /** {@return the number of VMs; null where it is not known} */
    Long vms()
    {
        return number("vms");
    }

    /** Returns whether the latency of each interrupt is measured. */
    boolean isSampled()
    {
        return config != null && config.settings() != null && ALL.equals(config.settings().get("latency"));
    }

    /**
     * Returns the number of vCPUs.
     *
     * @param unknown where it is not known
     */
    long vcpus(final long unknown)
    {
        final Long vms = number("vms");
        final Long vpes = number("vpes");
        if (vms != null && vpes != null)
        {
            return vms * vpes;
        }

        return groups().isEmpty() ? unknown :
            groups().stream().mapToLong(group -> group.vms() == null || group.vpes() == null ? unknown :
            Math.min(unknown, group.vms()) * Math.min(unknown, group.vpes())).reduce(0, (sum, one) ->
            Math.min(unknown, sum + one));
    }

    /** Returns whether groups of a report are groups of VMs: those of a device are its queues or vectors. */
    boolean isOfGroups(final List<String> names)
    {
        return groups().isEmpty() || names.equals(groups().stream().map(Configured.Group::name).toList());
    }

    /** Returns the events that the rest of a broadcast may offer beyond a count: the targets after the first. */
    long rest()
    {
        return groups().stream().filter(group -> group.vpes() != null && group.devices() != null &&
            group.devices().stream().anyMatch(device -> IPI.equals(device.loop())))
            .mapToLong(group -> Math.max(0, group.vpes() - 2)).max().orElse(0);
    }

    /** Returns which groups pause in phases, and which have models only. */
    Asked.Groups asked()
    {
        final List<List<Integer>> pauses = new ArrayList<>();
        for (final Configured.Phase phase : config == null || config.phases() == null ?
            List.<Configured.Phase>of() : config.phases())
        {
            pauses.add(indexes(group -> group.devices().stream()
                .allMatch(device -> !isModelled(device) && isPaused(phase, group, device))));
        }

        return new Asked.Groups(pauses, indexes(group -> group.devices().stream().allMatch(ConfigBooks::isModelled)));
    }

    private List<Integer> indexes(final Predicate<Configured.Group> predicate)
    {
        return IntStream.range(0, groups().size()).filter(i -> groups().get(i).name() != null &&
            groups().get(i).devices() != null && predicate.test(groups().get(i))).boxed().toList();
    }

    private static boolean isModelled(final Configured.Device device)
    {
        return device.loop() != null && !STREAMS.contains(device.loop());
    }

    /** Returns whether the last change of a stream in a phase is a pause. */
    private static boolean isPaused(
        final Configured.Phase phase, final Configured.Group group, final Configured.Device device)
    {
        boolean isPaused = false;
        for (final Configured.ConfiguredChange change : phase.changes() == null ?
            List.<Configured.ConfiguredChange>of() : phase.changes())
        {
            final boolean isOf = group.name().equals(change.group()) &&
                (change.device() == null || change.device().equals(device.name()));
            isPaused = isOf ? Boolean.TRUE.equals(change.pause()) : isPaused;
        }

        return isPaused;
    }

    private List<Configured.Group> groups()
    {
        return config == null || config.groups() == null ? List.of() : config.groups();
    }
}
