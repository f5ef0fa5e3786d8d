package org.gale.engine.storm.topology;

import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormPattern;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.Mix;

/**
 * Spread of the LPIs of a storm over priorities and VPEs, as its shape, pattern and seed say. In the order of groups an
 * LPI draws from its place within its own groups alone, so that another group changes nothing. Immutable.
 */
public final class LpiSpread
{
    private static final int LOWEST_PRIORITY = 31;
    /** Priority of all LPIs: 0xa0 in the eight bits of a GICv3, which is what software gives them by default. */
    private static final int ONE_PRIORITY = 0xa0 >> 3;
    private static final int VPE_SHIFT = 16;

    private final Topology topology;
    private final boolean isRoundRobin;
    private final boolean isByGroup;
    private final boolean takesLinesFirst;
    private final long seed;

    /** Makes the spread of a storm. */
    public LpiSpread(final StormConfig config, final Topology topology)
    {
        this.topology = topology;
        this.isRoundRobin = config.value(StormSettings.PATTERN) == StormPattern.ROUND_ROBIN;
        this.isByGroup = topology.shape().order() == HostShape.Order.GROUP;
        this.seed = config.value(StormSettings.SEED);
        this.takesLinesFirst = !config.isVirtual() && config.shape().hasLines();
    }

    /**
     * Returns the entry that an LPI of a VM starts with: enabled, edge, with its priority and VPE.
     *
     * @return the encoded {@code L2_ISTE}
     */
    public int entry(final int vm, final int lpi)
    {
        final int groupIndex = topology.groupOfVm(vm);
        final VmShape group = topology.groups().get(groupIndex);
        final int deviceGroup = topology.deviceGroupOfLpi(vm, lpi);
        final DeviceShape device = group.devices().get(deviceGroup);
        final int number = isByGroup ? topology.lpiOfDeviceGroup(vm, lpi) : lpi;
        final long drawn = isByGroup ?
            Mix.of(Mix.of(Mix.of(Mix.of(seed, groupIndex), vm - topology.firstVm(groupIndex)), deviceGroup), number) :
            Mix.of(Mix.of(seed, vm), number);

        final DeviceShape.Target target = device.target();

        final int vpe = target.isOne() ? target.vpe() :
            target.equals(DeviceShape.Target.VECTOR) ? topology.eventOfLpi(vm, lpi) % group.vpes() :
            target.equals(DeviceShape.Target.TRACE) ?
            device.stream().model().vpes().vpe(topology.eventOfLpi(vm, lpi)) % group.vpes() :
            isRoundRobin ? number % group.vpes() : (int)Long.remainderUnsigned(drawn >>> VPE_SHIFT, group.vpes());

        return entryOf(takesLinesFirst && hasLines(group) ? besideLines(device, priority(device, drawn)) :
            priority(device, drawn), vpe);
    }

    private static boolean hasLines(final VmShape group)
    {
        return group.devices().stream().anyMatch(LpiSpread::isOfLines);
    }

    private static boolean isOfLines(final DeviceShape device)
    {
        return device.stream().model() != null && device.stream().model().isOfLines();
    }

    /** Returns the priority of an interrupt of a VM with lines on the wall clock, whose guests take these first. */
    private static int besideLines(final DeviceShape device, final int priority)
    {
        return isOfLines(device) ? 0 : Math.max(1, priority);
    }

    private int priority(final DeviceShape device, final long drawn)
    {
        return device.priority() != DeviceShape.SPREAD ? device.priority() :
            isRoundRobin ? ONE_PRIORITY : (int)drawn & LOWEST_PRIORITY;
    }

    private static int entryOf(final int priority, final int vpeId)
    {
        return L2Iste.withIaffid(L2Iste.withPriority(L2Iste.withEnable(0, true), priority), vpeId);
    }
}
