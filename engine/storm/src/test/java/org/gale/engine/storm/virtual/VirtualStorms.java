package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;

/** Storms in virtual time for tests: shapes, guests, and runs without a journal at costs of their own. */
final class VirtualStorms
{
    private static final long OUTLIERS = 1_000;

    private VirtualStorms()
    {
    }

    /** Returns a storm of groups of VMs that offers a number of events. */
    static StormConfig config(final long count, final int pes, final VmShape... groups)
    {
        final StormConfig shaped = StormConfig.DEFAULT.shaped(
            SettingValues.NONE.with(StormSettings.PES, (long)pes),
            new HostShape(List.of(groups), HostShape.Order.GROUP, List.of()));

        return StormConfigs.of(shaped).pes(pes).untimed().countLimit(count).latencyEvery(1)
            .with(StormSettings.CLOCK, StormSettings.VIRTUAL).build();
    }

    /** Returns VMs with one VPE, and one device of evenly spaced events. */
    static VmShape vms(
        final String name, final int count, final int events, final double ratePerS, final GuestShape guest)
    {
        return vms(name, count, 1, events, new OpenStream(ratePerS, false), guest);
    }

    /** Returns VMs with one device. */
    static VmShape vms(
        final String name,
        final int count,
        final int vpes,
        final int events,
        final StreamShape stream,
        final GuestShape guest)
    {
        return new VmShape(name, count, vpes, List.of(
            new DeviceShape("device", 1, events, DeviceShape.Target.SPREAD, 10, stream)), guest);
    }

    /** Returns a guest that leaves to its host when nothing is left, also as a vPE. */
    static GuestShape trapping(final long handlerNs)
    {
        return new GuestShape(
            Distribution.constant(handlerNs), GuestShape.MASK_OPEN, false, false, GuestShape.Wfi.TRAP);
    }

    /** Returns a guest that lets all interrupts through. */
    static GuestShape guest(final long handlerNs, final boolean isWorking)
    {
        return new GuestShape(Distribution.constant(handlerNs), GuestShape.MASK_OPEN, isWorking);
    }

    /** Runs a storm whose VPEs are resident. */
    static StormResult resident(final StormConfig config, final CostModel costs)
    {
        return run(config, new ResidentWorkload(config), costs, UnaryOperator.identity());
    }

    /** Runs a storm of vCPUs that KVM schedules from one queue, in their order. */
    static StormResult kvm(final StormConfig config, final CostModel costs, final long sliceNs)
    {
        return profile("overcommit", config, costs,
            Map.of("slice", sliceNs + "ns", "enqueue", "tail", "queues", "one"));
    }

    /** Runs a storm of a profile with settings of its own. */
    static StormResult profile(
        final String name, final StormConfig config, final CostModel costs, final Map<String, String> own)
    {
        return run(config, workload(name, config, own), costs, UnaryOperator.identity());
    }

    /** Returns the workload of a profile with settings of its own. */
    static Workload workload(final String name, final StormConfig config, final Map<String, String> own)
    {
        final StormProfile profile = JobProfiles.ALL.of(name);
        SettingValues values = SettingValues.NONE;
        for (final Setting<?> setting : settings(profile))
        {
            values = own.containsKey(setting.name()) ? values.withText(setting, own.get(setting.name())) : values;
        }

        return profile.workload(config, values);
    }

    private static List<Setting<?>> settings(final StormProfile profile)
    {
        return Stream.concat(profile.settings().stream(), profile.virtualSettings().stream()).distinct().toList();
    }

    /** Runs a storm of a GICv4 host that switches no vCPU, and has one queue in which all wait in their order. */
    static StormResult gicv4(
        final String policy, final StormConfig config, final CostModel costs, final long sliceNs)
    {
        return profile("direct", config, costs,
            Map.of("policy", policy, "toggles", "0", "moves", "0", "slice", sliceNs + "ns", "enqueue", "tail",
            "queues", "one"));
    }

    /** Runs a storm on a machine that a caller wraps. */
    static StormResult run(
        final StormConfig config, final Workload workload, final CostModel costs, final UnaryOperator<Machine> wrap)
    {
        return run(config, workload, costs, wrap, MeasureSettings.WITHOUT_WARMUP);
    }

    /** Runs a storm that is measured as some settings say. */
    static StormResult run(
        final StormConfig config, final Workload workload, final CostModel costs, final UnaryOperator<Machine> wrap,
        final SettingValues measure)
    {
        try (Machine machine = wrap.apply(Machines.FACTORY.create(workload.machine())))
        {
            return new VirtualRun(Options.of(config, workload, SnapshotSchedule.AT_END,
                measure.with(MeasureSettings.OUTLIERS, OUTLIERS)), machine, new NoLog(), costs).run();
        }
    }

    /** Returns the model of a run without the time that the host needed. */
    static Modelled model(final StormResult result)
    {
        final Modelled model = result.model();

        return new Modelled(model.version(), model.costs(), model.peNs(), model.counts(), model.offPeNs(),
            model.partitions(), model.trace(), 0, model.loads());
    }

    /** Returns the interrupts of a run of at most a thousand, in the order of their commands. */
    static List<Outlier> interrupts(final StormResult result)
    {
        final List<Outlier> all = new ArrayList<>();
        for (final StormLatencies.Explained explained : result.latencies().outliers())
        {
            all.add(explained.outlier());
        }
        all.sort(Comparator.comparingLong(Outlier::command));

        return all;
    }
}
