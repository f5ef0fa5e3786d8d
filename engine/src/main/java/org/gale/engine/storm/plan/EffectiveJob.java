package org.gale.engine.storm.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceGroup;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.HostSpec;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobForms;
import org.gale.engine.storm.scenario.Phase;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.Traffic;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.storm.scenario.VmGroup;
import org.gale.engine.storm.scenario.VmShape;

/** Job of a plan, with a value for every key: what a storm does that was planned from options, or from a job. */
final class EffectiveJob
{
    private EffectiveJob()
    {
    }

    /** Returns the job of a plan. */
    static Job of(final StormPlan plan)
    {
        final SettingValues all = plan.effective();
        final HostShape shape = plan.config().shape();
        final SettingValues values = all.with(JobForms.ORDER, shape.order());
        final List<VmGroup> groups =
            shape.groups().stream().map(group -> group(group, shape, plan.config())).toList();

        return new Job(plan.name(), values, new HostSpec(HostSpec.Kind.ofProfile(plan.profile().name()), all), groups,
            shape.order(), shape.phases().stream().map(phase -> phase(phase, shape)).toList(), Map.of());
    }

    private static VmGroup group(final VmShape group, final HostShape shape, final StormConfig config)
    {
        final SettingValues values = SettingValues.NONE.with(StormSettings.VMS, (long)group.count())
            .with(StormSettings.VPES, (long)group.vpes()).with(StormSettings.LPIS, group.lpis());

        return new VmGroup(group.name(),
            config.isVirtual() ? values.withAll(VirtualSettings.values(group.guest())) : values,
            group.devices().stream().map(device -> device(device, shape, config)).toList());
    }

    private static DeviceGroup device(final DeviceShape device, final HostShape shape, final StormConfig config)
    {
        final SettingValues values = SettingValues.NONE.with(StormSettings.DEVICES, LineRules.devices(device))
            .with(StormSettings.EVENTS, (long)device.events()).with(JobForms.TARGET, device.target())
            .with(JobForms.PRIORITY, (long)device.priority());
        final StreamShape stream = device.stream();

        return new DeviceGroup(device.name(), values, shape.order() == HostShape.Order.GROUP ? traffic(stream) :
            traffic(stream instanceof ClosedStream ? new ClosedStream(config.windowOrDefault()) : stream));
    }

    private static Traffic traffic(final StreamShape stream)
    {
        return new Traffic(TrafficKinds.of(stream.kind()), stream.values());
    }

    private static Phase phase(final PhaseShape phase, final HostShape shape)
    {
        final Map<String, SettingValues> changes = new LinkedHashMap<>();
        for (final PhaseShape.Change change : phase.changes())
        {
            changes.put(name(change, shape), values(change));
        }

        return new Phase(phase.name(), phase.durationNs(), changes);
    }

    private static String name(final PhaseShape.Change change, final HostShape shape)
    {
        final VmShape group = shape.groups().get(change.group());

        return change.device() == PhaseShape.Change.ALL ? group.name() :
            group.name() + '/' + group.devices().get(change.device()).name();
    }

    private static SettingValues values(final PhaseShape.Change change)
    {
        return change.values();
    }
}
