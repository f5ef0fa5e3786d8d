package org.gale.engine.report.document;

import java.util.List;

/** Demands that the configuration of a document makes on its storm. A value that is not there demands nothing. */
final class ConfigBooks
{
    private static final String IPI = "ipi";
    private static final String ALL = "all";

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

    /** Returns the events that the rest of a broadcast may offer beyond a count: the targets after the first. */
    long rest()
    {
        return groups().stream().filter(group -> group.vpes() != null && group.devices() != null &&
            group.devices().stream().anyMatch(device -> IPI.equals(device.loop())))
            .mapToLong(group -> Math.max(0, group.vpes() - 2)).max().orElse(0);
    }

    private List<Configured.Group> groups()
    {
        return config == null || config.groups() == null ? List.of() : config.groups();
    }
}
