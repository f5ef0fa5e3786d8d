package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;

/** Shapes of small storms that rehearse others: two VMs with each kind of stream that these have. */
final class SmallShape
{
    private static final int VMS = 2;
    private static final int VPES = 2;
    private static final int DEVICES = 2;
    /** Events of a device: all devices have more than a cycle drains words. */
    private static final int EVENTS = 1024;
    /** Number of boundaries, more than a warm-up is long. */
    private static final int PHASES = 512;
    private static final long PHASE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private SmallShape()
    {
    }

    /**
     * Returns the small shape of a host with one stream.
     *
     * @param vpes   of a VM
     */
    static HostShape alike(final int vpes, final StreamShape stream)
    {
        return HostShape.alike(VMS, vpes, DEVICES, EVENTS, stream);
    }

    /**
     * Returns the small shape of a host with a stream for each group of devices.
     *
     * @param events a second of all open streams together
     */
    static HostShape of(final HostShape large, final double events)
    {
        final List<StreamShape> streams = large.streams().map(SmallShape::small).distinct().toList();
        final long openStreams = streams.stream().filter(OpenStream.class::isInstance).count();
        final List<DeviceShape> devices = new ArrayList<>();
        for (final StreamShape stream : streams)
        {
            devices.add(new DeviceShape("device" + devices.size(), DEVICES, EVENTS, DeviceShape.Target.SPREAD,
                DeviceShape.SPREAD, stream.scaled(events / (VMS * openStreams))));
        }
        final List<PhaseShape> phases = new ArrayList<>();
        for (int i = 0; i < PHASES && !large.phases().isEmpty(); i++)
        {
            phases.add(new PhaseShape("phase" + i, i < PHASES - 1 ? PHASE_NS : StormSettings.DURATION_UNLIMITED_NS,
                List.of()));
        }

        return new HostShape(List.of(new VmShape("vm", VMS, VPES, devices)), HostShape.Order.GROUP, phases);
    }

    /**
     * Returns the kind of a stream: closed, or evenly spaced or Poisson with one event a second. Models of devices wait
     * as closed streams do.
     */
    private static StreamShape small(final StreamShape stream)
    {
        return stream instanceof OpenStream open ? new OpenStream(1, open.spacing().isPoisson()) : new ClosedStream(0);
    }
}
