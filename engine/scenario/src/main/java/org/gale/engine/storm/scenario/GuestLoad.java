package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * Load of a VPE by the handlers of the events that follow a clock: the mean rate of these events over the whole run,
 * times the mean time of a handler. Above 1 the VPE falls behind, and responses grow until the end. Pure functions.
 */
public final class GuestLoad
{
    private static final double NS_PER_S = 1e9;

    private GuestLoad()
    {
    }

    /** Returns a sentence for each group of VMs whose VPEs have more to do than they have time for. */
    public static List<String> warnings(final HostShape shape)
    {
        final List<String> warnings = new ArrayList<>();
        for (int group = 0; group < shape.groups().size(); group++)
        {
            final VmShape vms = shape.groups().get(group);
            final double load = load(shape, group);
            if (load > 1)
            {
                final LaterWork later = vms.guest().later();
                warnings.add(String.format(Locale.ROOT, "vms.%s: handlers of %s%s take a VPE %.2f s a second " +
                    "(%.0f interrupts a second): responses grow until the end", vms.name(),
                    vms.guest().handler().text(), later.isAny() ? ", and " + later.work().text() + " after each," : "",
                    load, perVpe(shape, group, device -> 1)));
            }
        }

        return warnings;
    }

    /** Returns the share of its time that a VPE of a group of VMs needs for handlers and what these leave. */
    static double load(final HostShape shape, final int group)
    {
        final VmShape vms = shape.groups().get(group);

        return perVpe(shape, group,
            device -> vms.guest().handler().meanNs() + vms.later(device).work().meanNs()) / NS_PER_S;
    }

    /** Returns the events a second of a VPE that has the most of them, by their weights in its groups of devices. */
    private static double perVpe(final HostShape shape, final int group, final IntToDoubleFunction weight)
    {
        final VmShape vms = shape.groups().get(group);
        final double[] sums = new double[vms.vpes()];
        for (int device = 0; device < vms.devices().size(); device++)
        {
            final DeviceShape of = vms.devices().get(device);
            // A host of one sequence has one stream for all its VMs.
            final int vmsOfStream = shape.order() == HostShape.Order.HOST ? vms.count() : 1;
            // Event n of a vector goes to VPE n: VPEs above the last event have none.
            final int vpes = of.target().isOne() ? 1 :
                of.target().equals(DeviceShape.Target.VECTOR) ? Math.min(vms.vpes(), of.events()) : vms.vpes();
            final int first = of.target().isOne() ? of.target().vpe() : 0;
            final double each = events(shape, group, device) * weight.applyAsDouble(device) / vmsOfStream / vpes;
            for (int vpe = first; vpe < first + vpes; vpe++)
            {
                sums[vpe] += each;
            }
        }

        return Arrays.stream(sums).max().orElse(0);
    }

    /** Returns the mean events a second of a stream, over all phases. */
    private static double events(final HostShape shape, final int group, final int device)
    {
        final StreamShape stream = shape.groups().get(group).devices().get(device).stream();
        if (shape.phases().isEmpty())
        {
            return stream.events(1);
        }
        double events = 0;
        double lengthNs = 0;
        for (final PhaseShape phase : shape.phases())
        {
            final PhaseShape.PhaseChange change = phase.change(group, device);
            events += phase.durationNs() * (change == null ? stream : change.of(stream)).events(1);
            lengthNs += phase.durationNs();
        }

        return events / lengthNs;
    }
}
