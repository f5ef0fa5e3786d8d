package org.gale.engine.storm.scenario;

import java.util.List;
import org.gale.engine.storm.scenario.Setting.Group;

/**
 * Shape of a phase, in which some streams differ from what their groups say.
 *
 * @param name       unique among groups and phases
 * @param durationNs length
 * @param changes    of streams; of two that are of the same streams the later one replaces the earlier one as a whole
 */
public record PhaseShape(String name, long durationNs, List<PhaseChange> changes)
{
    private static final long SCALE_LIMIT = 1_000_000;

    /** Setting by which a phase offers nothing. */
    public static final Setting<Boolean> PAUSE =
        Setting.of("pause", Group.PROFILE, SettingType.SWITCH).defaultValue(false).help("");
    /** Setting by which a phase multiplies rate or window. */
    public static final Setting<Double> SCALE = Setting.of("scale", Group.PROFILE, SettingType.FACTOR)
        .between(0, SCALE_LIMIT).defaultValue(1.0).help("");

    public PhaseShape
    {
        changes = List.copyOf(changes);
    }

    /** Returns the length of phases one after another, ns. */
    public static long sumNs(final List<PhaseShape> phases)
    {
        return phases.stream().mapToLong(PhaseShape::durationNs).sum();
    }

    /**
     * Returns the change of the streams of a group of devices.
     *
     * @param group  index of the group of VMs
     * @param device index of the group of devices within it
     * @return the last change that names them, without those before it; null if no change does
     */
    public PhaseChange change(final int group, final int device)
    {
        PhaseChange found = null;
        for (final PhaseChange change : changes)
        {
            found = change.isOf(group, device) ? change : found;
        }

        return found;
    }

    /** Returns whether all streams of a storm pause. */
    public boolean pausesAll(final List<VmShape> groups)
    {
        boolean isAll = true;
        for (int group = 0; group < groups.size(); group++)
        {
            for (int device = 0; device < groups.get(group).devices().size(); device++)
            {
                final PhaseChange change = change(group, device);
                isAll &= change != null && change.isPaused();
            }
        }

        return isAll;
    }

    /**
     * Change of the streams of a group of VMs, or of one of its groups of devices.
     *
     * @param group  index of the group of VMs
     * @param device index of the group of devices within it; {@link #ALL} for all of them
     * @param values that a phase may change, those that differ, and factor and pause
     */
    public record PhaseChange(int group, int device, SettingValues values)
    {
        /** Index of a change that is of all groups of devices. */
        public static final int ALL = -1;

        public PhaseChange
        {
            values = values.withValueOf(SCALE, values).withValueOf(PAUSE, values);
        }

        /** Returns the factor of the rate or window, 0 in a pause. */
        public double factor()
        {
            return isPaused() ? 0 : values.get(SCALE);
        }

        /** Returns whether nothing is offered. */
        public boolean isPaused()
        {
            return values.get(PAUSE);
        }

        /**
         * Returns the shape of a stream in the phase. A pause or factor leaves the window of a closed loop as it is.
         */
        public StreamShape of(final StreamShape stream)
        {
            return stream.with(values).scaled(factor());
        }

        /** Returns the name of the group of VMs, or of it and its group of devices: {@code quiet/disk}. */
        public String name(final List<VmShape> groups)
        {
            final VmShape vms = groups.get(group);

            return device == ALL ? vms.name() : vms.name() + '/' + vms.devices().get(device).name();
        }

        /** Returns the groups of devices whose streams change. */
        public List<DeviceShape> devices(final List<VmShape> groups)
        {
            final List<DeviceShape> all = groups.get(group).devices();

            return device == ALL ? all : List.of(all.get(device));
        }

        private boolean isOf(final int vmGroup, final int deviceGroup)
        {
            return group == vmGroup && (device == ALL || device == deviceGroup);
        }
    }
}
