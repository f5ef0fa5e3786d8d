package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.storm.figure.Latency;

/**
 * Totals of a storm from its first offer on, those of the warm-up included.
 *
 * @param elapsedNs  from the first offer to the last apply
 * @param accounting accounting identity
 * @param attached   totals of the producers that attached, or null if none could
 * @param groups     groups of VMs, and at the end the events of no VM, if there are any
 * @param phases     in the order of time; none of a storm without phases
 * @param devices    counts of each group of VMs, those without models too; empty in a storm without models of devices
 * @param sent       events that devices and producers have sent
 * @param actions    between the events, such as transitions of vCPUs
 * @param controls   deliberate mistakes, which have to be found
 */
public record StormTotals(
    long elapsedNs, StormAccounting accounting, AttachTotals attached, List<Part> groups, List<Part> phases,
    List<DeviceCounts> devices, SentEvents sent, StormActions actions, StormControls controls)
{
    private static final String MIGRATION = "migration";

    /** Name of the phase of a storm that was resumed, of what was done before. */
    public static final String BEFORE = "before";

    public StormTotals
    {
        groups = List.copyOf(groups);
        phases = List.copyOf(phases);
        devices = List.copyOf(devices);
    }

    /** Makes the totals of a storm that makes no mistake. */
    public StormTotals(final long elapsedNs, final StormAccounting accounting, final AttachTotals attached,
        final List<Part> groups, final List<Part> phases, final List<DeviceCounts> devices, final SentEvents sent,
        final StormActions actions)
    {
        this(elapsedNs, accounting, attached, groups, phases, devices, sent, actions, StormControls.NONE);
    }

    /** Returns these totals with controls. */
    StormTotals with(final StormControls others)
    {
        return new StormTotals(
            elapsedNs, accounting, attached, groups, phases, devices, sent, actions, others);
    }

    /** Returns these totals with rows of the accounting in front of those that they have. */
    StormTotals with(final List<AccountingRow> rows)
    {
        final List<AccountingRow> all = new ArrayList<>(rows);
        all.addAll(accounting.rows());

        return new StormTotals(elapsedNs, new StormAccounting(accounting.offered(), accounting.delivered(),
            accounting.coalesced(), accounting.pending(), accounting.rejected(), accounting.vms(),
            accounting.vectors(), all), attached, groups, phases, devices, sent, actions, controls);
    }

    /** Returns whether devices have vectors. */
    public boolean hasVectors()
    {
        return accounting.vectors() != null;
    }

    /**
     * Returns where events merged, by the places of reports. Messages that a monitor held while their VM migrated, and
     * that merged when they were sent, have a place of their own. Vectors hold their events themselves.
     *
     * @return the events of each place; null of a storm without vectors in which no VM migrates
     */
    public Map<String, Long> coalescedAt()
    {
        if (hasVectors())
        {
            return accounting.vectors().coalescedAt(accounting.coalesced());
        }
        if (actions.migrations() == null)
        {
            return null;
        }
        final long merged = actions.migrations().figures().interrupts().merged();
        final Map<String, Long> places = new LinkedHashMap<>();
        places.put(VectorAccount.ENTRY, accounting.coalesced() - merged);
        places.put(MIGRATION, merged);

        return places;
    }

    /** Returns whether there are several groups of VMs. */
    public boolean hasGroups()
    {
        return groups.stream().filter(group -> group.vms() > 0).count() > 1;
    }

    /** Returns the names of the groups of VMs if there are several. */
    public List<String> groupNames()
    {
        return hasGroups() ? groups.stream().filter(group -> group.vms() > 0).map(Part::name).toList() : List.of();
    }

    /** Returns a latency of a group of VMs; one without samples if it has none. */
    public LatencySummary latency(final String group, final Latency latency)
    {
        return groups.stream().filter(one -> one.name().equals(group)).map(one -> one.latency(latency))
            .filter(Objects::nonNull).findFirst().orElse(LatencySummary.EMPTY);
    }

    /**
     * Returns the totals of a storm by those of its parts.
     *
     * @param totals  of all parts
     * @param some    totals of the parts whose latencies count
     * @param actions of all parts
     */
    static StormTotals sum(
        final List<StormTotals> totals, final List<StormTotals> some, final StormActions actions)
    {
        return new StormTotals(totals.stream().mapToLong(StormTotals::elapsedNs).max().orElse(1),
            StormAccounting.sum(totals.stream().map(StormTotals::accounting).toList()), null,
            Part.sum(totals.stream().map(StormTotals::groups).toList(),
            some.stream().map(StormTotals::groups).toList()),
            Part.sum(totals.stream().map(StormTotals::phases).toList(),
            some.stream().map(StormTotals::phases).toList()),
            DeviceCounts.sum(totals.stream().map(StormTotals::devices).toList(),
            some.stream().map(StormTotals::devices).toList()),
            SentEvents.sum(totals.stream().map(StormTotals::sent).toList()), actions,
            StormControls.sum(totals.stream().map(StormTotals::controls).toList()));
    }
}
