package org.gale.engine.storm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.GivenStream;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobFault;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.Place;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.TraceSettings;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VmShape;

/** Options that change the VMs, the devices or the traffic of a job, which has one group of each. Pure functions. */
final class GroupOptions
{
    private static final List<Setting<?>> OF_GROUP =
        List.of(StormSettings.VMS, StormSettings.VPES, StormSettings.LPIS);
    private static final List<Setting<?>> OF_DEVICE = List.of(StormSettings.DEVICES, StormSettings.EVENTS);
    private static final List<Setting<?>> OF_TRAFFIC = Stream.concat(
        OpenStream.keys(StormSettings.WINDOW).stream(), TraceSettings.OF_TRAFFIC.stream()).toList();
    private static final List<Setting<?>> OF_SIZE =
        List.of(StormSettings.LPIS, StormSettings.DEVICES, StormSettings.EVENTS);

    private GroupOptions()
    {
    }

    /** Returns the settings that options gave without those of groups. */
    static SettingValues others(final SettingValues given)
    {
        SettingValues others = given;
        for (final Setting<?> setting : StormSettings.OF_VMS)
        {
            others = others.without(setting);
        }

        return others;
    }

    /**
     * Returns the job that options describe alone: one group of VMs with one group of devices. What they leave out is
     * that of the profile.
     *
     * @param profile name of the profile
     * @param given   settings that options gave
     * @param order   of its events
     */
    static Job job(final String profile, final SettingValues given, final HostShape.Order order)
    {
        final DeviceShape device = new DeviceShape(
            "device", given.only(OF_DEVICE), traffic(GivenStream.DEFAULT, given));
        final VmShape group = new VmShape("vm", given.only(OF_GROUP), List.of(device));

        return new Job(profile, others(given).with(HostShape.ORDER, order), HostKind.ofProfile(profile),
            List.of(), List.of(group), List.of(), Map.of());
    }

    /**
     * Returns a job with what options change.
     *
     * @param paths of the settings of its first group of devices
     * @throws JobException if the job has several groups
     */
    static Job applied(
        final Job job, final SettingValues given, final Map<Setting<?>, String> paths, final Spelling options)
    {
        final List<Setting<?>> changed = StormSettings.OF_VMS.stream().filter(given::has).toList();
        if (changed.isEmpty())
        {
            return job;
        }
        if (!job.isAlike())
        {
            final List<JobFault> faults = new ArrayList<>();
            changed.forEach(setting -> faults.add(new JobFault(Place.ofOption(options.of(setting)),
                "which of the " + (job.groups().size() > 1 ? job.groups().size() + " groups of VMs" :
                job.groups().get(0).devices().size() + " groups of devices") + "? (try " +
                options.assignment(paths.get(setting), given.text(setting)) + ')')));
            throw new JobException(faults);
        }
        final VmShape group = job.groups().get(0);
        final DeviceShape device = group.devices().get(0);
        checkKind(device.given().traffic(), changed, options);
        final DeviceShape newDevice = new DeviceShape(device.name(),
            sizes(device.values(), given).withAll(given.only(OF_DEVICE)), traffic(device.given(), given));
        final VmShape newGroup = new VmShape(
            group.name(), sizes(group.values(), given).withAll(given.only(OF_GROUP)), List.of(newDevice));

        return job.with(List.of(newGroup));
    }

    /** Returns values without those sizes that follow from the ones that options give. */
    private static SettingValues sizes(final SettingValues values, final SettingValues given)
    {
        if (OF_SIZE.stream().noneMatch(given::has))
        {
            return values;
        }
        final SettingValues less = values.without(StormSettings.LPIS);
        final boolean isLpis = given.has(StormSettings.LPIS);

        return !isLpis || (given.has(StormSettings.EVENTS) && given.has(StormSettings.DEVICES)) ? less :
            given.has(StormSettings.EVENTS) ? less.without(StormSettings.DEVICES) :
            less.without(StormSettings.EVENTS);
    }

    /** Refuses options that change what the traffic of a job does not have. */
    private static void checkKind(
        final TrafficKind kind, final List<Setting<?>> changed, final Spelling options)
    {
        final List<JobFault> faults = new ArrayList<>();
        OF_TRAFFIC.stream().filter(setting -> changed.contains(setting) && !kind.settings().contains(setting) &&
            (kind.isModel() || TraceSettings.ALL.contains(setting)))
            .forEach(setting -> faults.add(new JobFault(Place.ofOption(options.of(setting)),
            "traffic of kind " + kind.name() + " has none (leave it out)")));
        if (!faults.isEmpty())
        {
            throw new JobException(faults);
        }
    }

    /** Returns the traffic of another rate. What the other kind of traffic has goes. */
    private static GivenStream traffic(final GivenStream traffic, final SettingValues given)
    {
        if (traffic.traffic().isModel())
        {
            return new GivenStream(traffic.traffic(), traffic.values().withAll(given.only(OF_TRAFFIC)));
        }
        final TrafficKind kind = traffic.traffic().with(given);

        return new GivenStream(kind, traffic.values().only(kind.settings()).withAll(given.only(OF_TRAFFIC)));
    }
}
