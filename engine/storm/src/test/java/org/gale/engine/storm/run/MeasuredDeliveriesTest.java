package org.gale.engine.storm.run;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.HostShapes;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what was delivered in the measured part of runs under a clock that the test moves. */
class MeasuredDeliveriesTest
{
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long STEP_NS = SECOND_NS / 64;

    private static StormResult run(final StormConfig config, final Workload workload, final long warmupNs)
    {
        final SettingValues measure = MeasureSettings.WITHOUT_WARMUP.with(MeasureSettings.THREADS, 1L)
            .with(MeasureSettings.WARMUP, warmupNs);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            return run(Options.of(config, workload, measure), machine);
        }
    }

    private static StormResult run(final RunOptions options, final Machine machine)
    {
        return new StormRun(
            options, machine, new NoLog(), UnaryOperator.identity(), new SteppedTimeline(STEP_NS)).run();
    }

    /** Returns VMs with a device that has an event in each step, or in each second one. */
    private static VmShape vms(final String name, final int count, final double ratePerS)
    {
        return new VmShape(name, count, 1, List.of(new DeviceShape("d", 1, 32, DeviceShape.Target.SPREAD,
            DeviceShape.SPREAD, new OpenStream(ratePerS, false))));
    }

    private static StormConfig groups()
    {
        return StormConfigs.of(HostShapes.config(List.of(vms("a", 1, 64), vms("b", 2, 32)))).pes(3)
            .durationNs(3 * SECOND_NS).build();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void shouldCountTheGroupsBehindTheWarmupAlone(final long warmupS)
    {
        final StormConfig config = groups();

        final StormResult result = run(config, new ResidentWorkload(config), warmupS * SECOND_NS);

        final MeasuredDeliveries delivered = result.latencies().delivered();
        assertEquals(result.rates().delivered(), delivered.all());
        assertEquals(delivered.all(), delivered.ofGroup(0) + delivered.ofGroup(1));
        assertEquals((3.0 - warmupS) * 64, (double)delivered.ofGroup(0), 8.0);
        assertEquals((3.0 - warmupS) * 64, (double)delivered.ofGroup(1), 8.0);
    }

    @Test
    void shouldCountTheRoutesBehindTheWarmupAlone()
    {
        final StormConfig config = groups();
        final StormProfile profile = JobProfiles.ALL.of("direct");
        SettingValues own = SettingValues.NONE;
        for (final Setting<?> setting : profile.settings())
        {
            own = setting.name().equals("policy") ? own.withText(setting, "all-or-nothing") : own;
        }

        final StormResult result = run(config, profile.workload(config, own), 2 * SECOND_NS);

        final MeasuredDeliveries delivered = result.latencies().delivered();
        assertTrue(delivered.all() > 64 && delivered.all() < 192, delivered.toString());
        assertEquals(delivered.all(), delivered.byRoute().values().stream().mapToLong(Long::longValue).sum());
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(3L, config.value(StormSettings.PES));
    }
}
