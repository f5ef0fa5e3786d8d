package org.gale.engine.storm.plan;

import org.gale.engine.storm.model.TraceTraffic;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.TraceSettings;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VmSizes;

/**
 * Groups of devices that stand for the vCPUs of a VM, which send events to one another. Their sizes follow from the
 * vCPUs; a job may repeat them. Pure functions.
 */
final class SenderDevices
{
    /** Refusal of IPIs of a trace by a machine of kind gicv4. */
    static final String NO_INJECTION = "an IPI of a trace is injected by VDPEND, and a machine of kind gicv4 has no " +
        "such instruction (try machine: {kind: kvm}, or write ipis: off)";

    private SenderDevices()
    {
    }

    /** Returns whether vCPUs send the events of a group of devices. */
    static boolean isOne(final DeviceShape device)
    {
        return device.given().traffic().senders() != null;
    }

    /** Returns whether a group of devices offers IPIs of a trace, which the host injects. */
    static boolean hasIpis(final DeviceShape device)
    {
        return TracedDevices.offers(device, TraceSettings.IPIS, TraceTraffic::ipis);
    }

    /**
     * Returns why a machine has no such group of devices of a VM, or null.
     *
     * @param kind  of the machine
     * @param first first group of the VM whose events vCPUs send
     */
    static String refusal(final HostKind kind, final DeviceShape device, final DeviceShape first)
    {
        final String name = device.given().traffic().name();
        if (kind == HostKind.GICV4)
        {
            return name + " is sent by CDPEND, and vCPUs of a machine of kind gicv4 have no such instruction (try " +
                "machine: {kind: gicv5}, or kvm)";
        }

        return device.equals(first) ? null : name + " belongs to " + first.name() + ", too, and a vCPU sends for one " +
            "group of devices (leave one out, or give it more kinds)";
    }

    /**
     * Returns the sizes of a group of devices of a VM.
     *
     * @param given  sizes that the job gives
     * @param vpes   of the VM
     * @throws SettingException if the job gives others
     */
    static VmSizes sizes(final DeviceShape device, final SettingValues given, final int vpes)
    {
        final TrafficKind traffic = device.given().traffic();
        final long events = traffic.senders().events(traffic.complete(device.given().values()), vpes);
        check(given, StormSettings.DEVICES, 1, traffic);
        check(given, StormSettings.EVENTS, events, traffic);
        check(given, StormSettings.LPIS, events, traffic);

        return new VmSizes(events, 1, events);
    }

    private static void check(
        final SettingValues given, final Setting<Long> setting, final long number, final TrafficKind traffic)
    {
        if (given.valueOr(setting, number) != number)
        {
            throw new SettingException(setting, given.get(setting), " is not the ", number, " that kind ",
                traffic.name(), " has in such a VM (leave it out)");
        }
    }

    /**
     * Returns the targets of the events, one for each vCPU and kind.
     *
     * @throws SettingException if the job gives another one
     */
    static DeviceShape.Target target(final DeviceShape device)
    {
        final DeviceShape.Target target = device.values().valueOr(DeviceShape.TARGET, DeviceShape.Target.VECTOR);
        if (!target.equals(DeviceShape.Target.VECTOR))
        {
            throw new SettingException(DeviceShape.TARGET, target.label(), " is not vector, by which kind ",
                device.given().traffic().name(), " reaches each vCPU (leave it out)");
        }

        return target;
    }
}
