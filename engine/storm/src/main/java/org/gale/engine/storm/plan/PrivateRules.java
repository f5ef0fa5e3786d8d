package org.gale.engine.storm.plan;

import java.util.function.BiConsumer;
import org.gale.engine.storm.model.TraceTraffic;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobPaths;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.TraceSettings;
import org.gale.engine.storm.scenario.VmShape;

/**
 * Rules of groups of devices whose events are private interrupts of vCPUs: such a group is one device, which has an
 * event for each vCPU of its VM.
 *
 * @param isVirtual  true if the storm runs on the virtual clock
 * @param isRecorded true if the job is that of a journal, whose traces need not be there and were checked
 * @param faults     takes the path of a key and a message for each rule that is broken
 */
record PrivateRules(Job job, boolean isVirtual, boolean isRecorded, BiConsumer<String, String> faults)
{
    /** Returns what a group of devices says, and for private interrupts the numbers that it leaves out. */
    static DeviceShape sized(final DeviceShape device, final long vpes)
    {
        final boolean isPrivate = device.given().traffic().isPrivate();
        if (!isPrivate && !TracedDevices.asksFor(device, TraceSettings.TIMERS))
        {
            return device;
        }
        final SettingValues one = SettingValues.NONE.with(StormSettings.DEVICES, 1L);
        final SettingValues defaults = !isPrivate ? one :
            one.with(StormSettings.EVENTS, vpes).with(DeviceShape.TARGET, DeviceShape.Target.VECTOR);

        return new DeviceShape(device.name(), defaults.withAll(device.values()), device.given());
    }

    /** Checks the groups of devices of a VM. */
    void check(final VmShape group, final long vpes)
    {
        DeviceShape first = null;
        for (final DeviceShape given : group.devices())
        {
            if (given.given().traffic().isPrivate() ||
                (!isRecorded && TracedDevices.offers(given, TraceSettings.TIMERS, TraceTraffic::timers)))
            {
                check(JobPaths.path(group, given), sized(given, vpes), vpes, first);
                first = first == null ? given : first;
            }
        }
    }

    /**
     * Checks one group of devices.
     *
     * @param first earlier group of private interrupts, or null
     */
    private void check(final String path, final DeviceShape device, final long vpes, final DeviceShape first)
    {
        final boolean isTraced = TracedDevices.asksFor(device, TraceSettings.TIMERS);
        final String kind = isTraced ? "timer" : device.given().traffic().name();
        final String key = path + (isTraced ? ".traffic.timers" : ".traffic.kind");
        final String off = isTraced ? ", or write timers: off)" : ")";
        final SettingValues values = device.values();
        if (job.host() == HostKind.GICV4)
        {
            faults.accept(key, kind + " needs private interrupts, and a machine of kind " +
                HostKind.GICV4.label() + " injects messages alone (try machine: {kind: kvm}" +
                (isTraced ? off : ", or kind: open)"));

            return;                                                             // the rest follows from it
        }
        if (!isVirtual && values.valueOr(DeviceShape.PRIORITY, 0L) > 0)
        {
            faults.accept(path + ".priority", values.get(DeviceShape.PRIORITY) + " is not 0: on the wall clock each " +
                kind + " is taken first (leave priority out" + off);
        }
        if (first != null)
        {
            final boolean isAnyTraced = isTraced || TracedDevices.asksFor(first, TraceSettings.TIMERS);
            faults.accept(key, "a vCPU has one " + kind + ", which " + first.name() + " is (leave one of them out" +
                (isAnyTraced ? ", or write timers: off for a trace)" : ")"));
        }
        if (values.get(StormSettings.DEVICES) != 1)
        {
            faults.accept(path + ".count", values.get(StormSettings.DEVICES) + " is not 1: a vCPU has one " + kind +
                " (leave count out" + off);
        }
        if (!isTraced)
        {
            checkEvents(path, device, vpes);
        }
    }

    private void checkEvents(final String path, final DeviceShape device, final long vpes)
    {
        final String kind = device.given().traffic().name();
        final SettingValues values = device.values();
        if (values.get(StormSettings.EVENTS) != vpes)
        {
            faults.accept(path + ".events", values.get(StormSettings.EVENTS) + " is not " + vpes +
                ", the VPEs of the VM: each has one " + kind + " (leave events out)");
        }
        if (!values.get(DeviceShape.TARGET).equals(DeviceShape.Target.VECTOR))
        {
            faults.accept(path + ".target", values.get(DeviceShape.TARGET).label() + " is not " +
                DeviceShape.Target.VECTOR.label() + ": each VPE takes its own " + kind + " (leave target out)");
        }
    }
}
