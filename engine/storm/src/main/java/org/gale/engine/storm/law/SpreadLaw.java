package org.gale.engine.storm.law;

import java.util.function.IntBinaryOperator;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormPattern;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;

/**
 * Law of the spread of LPIs: each goes to the VPE, and has the priority, that its target, its turn or its seed gives.
 * The rule is written once more, with a hash of its own. Where a storm has many LPIs, some of them are compared.
 * Immutable.
 */
public final class SpreadLaw
{
    /** About as many LPIs of a storm are compared at most. */
    private static final int COMPARED_LIMIT = 1 << 16;
    private static final long PRIME = 0x9e3779b97f4a7c15L;
    private static final int PRIORITIES = 32;
    private static final int PRIORITY_OF_ALL = 20;
    private static final int PRIORITY_SHIFT = 11;
    private static final int VPE_SHIFT = 16;

    private final Topology topology;
    private final boolean isByTurns;
    private final boolean isByGroup;
    private final boolean hasLinesFirst;
    private final long seed;

    /** Makes the law of a storm. */
    public SpreadLaw(final StormConfig config, final Topology topology)
    {
        this.topology = topology;
        isByTurns = config.value(StormSettings.PATTERN) == StormPattern.ROUND_ROBIN;
        isByGroup = topology.shape().order() == HostShape.Order.GROUP;
        hasLinesFirst = !config.isVirtual() && config.shape().hasLines();
        seed = config.value(StormSettings.SEED);
    }

    /**
     * Compares entries of LPIs.
     *
     * @param entries gives the entry of an LPI of a VM
     * @return the first that differs, in words, or null
     */
    public String fault(final IntBinaryOperator entries)
    {
        final int step = topology.totalLpis() / COMPARED_LIMIT + 1;
        String fault = null;
        for (int vm = 0; vm < topology.vms() && fault == null; vm++)
        {
            for (int lpi = vm % step; topology.isOwn(vm) && lpi < topology.lpis(vm) && fault == null; lpi += step)
            {
                fault = fault(vm, lpi, entries.applyAsInt(vm, lpi));
            }
        }

        return fault;
    }

    private String fault(final int vm, final int lpi, final int entry)
    {
        final int group = topology.groupOfVm(vm);
        final int deviceGroup = topology.deviceGroupOfLpi(vm, lpi);
        final DeviceShape device = topology.groups().get(group).devices().get(deviceGroup);
        final int number = isByGroup ? topology.lpiOfDeviceGroup(vm, lpi) : lpi;
        final long drawn = isByGroup ? hash(group, vm - topology.firstVm(group), deviceGroup, number) :
            hash(vm, number);
        final int vpe = entry >>> VPE_SHIFT;
        final int priority = entry >>> PRIORITY_SHIFT & PRIORITIES - 1;
        final int vpeDue = device.target().label().equals("trace") ? vpe :
            vpe(device.target(), topology.eventOfLpi(vm, lpi), number, drawn, topology.groups().get(group).vpes());
        final int priorityDue = priority(topology.groups().get(group), device, drawn);

        return vpe == vpeDue && priority == priorityDue ? null : "VM " + vm + ": LPI " +
            (topology.firstLpiId() + lpi) + " goes to VPE " + vpe + " with priority " + priority +
            ", and the job gives VPE " + vpeDue + " and priority " + priorityDue;
    }

    private long hash(final int... words)
    {
        long hash = seed;
        for (final int word : words)
        {
            final long product = (hash ^ word) * PRIME;
            hash = (product << 29 | product >>> 35) ^ product >>> 32;
        }

        return hash;
    }

    private int vpe(
        final DeviceShape.Target target, final int event, final int number, final long drawn, final int vpes)
    {
        if (target.vpe() >= 0)
        {
            return target.vpe();
        }
        if (target.label().equals("vector"))
        {
            return event % vpes;
        }

        return isByTurns ? number % vpes : (int)((drawn >>> VPE_SHIFT) % vpes);
    }

    private int priority(final VmShape group, final DeviceShape device, final long drawn)
    {
        final int own = device.priority() >= 0 ? device.priority() :
            isByTurns ? PRIORITY_OF_ALL : (int)(drawn & PRIORITIES - 1);
        if (!hasLinesFirst || group.devices().stream().noneMatch(SpreadLaw::isOfLines))
        {
            return own;
        }

        return isOfLines(device) ? 0 : Math.max(own, 1);
    }

    private static boolean isOfLines(final DeviceShape device)
    {
        return device.stream().kind().equals("line");
    }
}
