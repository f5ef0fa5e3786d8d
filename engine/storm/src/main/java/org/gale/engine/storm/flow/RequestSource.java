package org.gale.engine.storm.flow;

import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.VmShape;

/** Models of devices as the source of requests that are measured. Owned by the thread that drives the models. */
public interface RequestSource
{
    /** Returns whether some devices of a storm have requests. */
    static boolean isAny(final HostShape shape)
    {
        return shape.groups().stream().anyMatch(RequestSource::isAny);
    }

    /** Returns whether some devices of a group of VMs have requests. */
    static boolean isAny(final VmShape group)
    {
        return group.devices().stream().map(device -> device.stream().model()).filter(model -> model != null)
            .map(model -> TrafficKinds.of(model.kind())).anyMatch(kind -> kind != null && kind.hasRequests());
    }

    /** Leaves out the requests that were submitted before a time: the end of a warm-up. */
    void measure(long nowNs);
}
