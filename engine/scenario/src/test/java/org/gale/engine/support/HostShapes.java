package org.gale.engine.support;

import java.util.List;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;

/** Shapes of unlike hosts for tests. */
public final class HostShapes
{
    /** Group {@code quiet}: two VMs with two VPEs and a device of three events. */
    public static final VmShape QUIET = new VmShape("quiet", 2, 2, List.of(device("disk", 1, 3)));
    /** Group {@code loud}: a VM with four VPEs, two devices of two events and one of five. */
    public static final VmShape LOUD = new VmShape("loud", 1, 4, List.of(device("nic", 2, 2), device("disk", 1, 5)));

    private HostShapes()
    {
    }

    /** Returns a group of devices in a closed loop. */
    public static DeviceShape device(final String name, final int count, final int events)
    {
        return new DeviceShape(name, count, events, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new ClosedStream(0));
    }

    /** Returns a phase in which no stream changes. */
    public static PhaseShape phase(final String name, final long durationNs)
    {
        return new PhaseShape(name, durationNs, List.of());
    }

    /** Returns a storm of the groups {@link #QUIET} and {@link #LOUD} with some phases. */
    public static StormConfig quietAndLoud(final PhaseShape... phases)
    {
        return config(List.of(QUIET, LOUD), phases);
    }

    /** Returns a storm of some groups with some phases. */
    public static StormConfig config(final List<VmShape> groups, final PhaseShape... phases)
    {
        return StormConfig.DEFAULT.shaped(
            SettingValues.NONE, new HostShape(groups, HostShape.Order.GROUP, List.of(phases)));
    }
}
