package org.gale.engine.storm.run;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Storms of unlike groups of VMs, with streams of their own, on the threads of production. */
class GroupStormTest
{
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final StreamShape CLOSED = new ClosedStream(0);

    private static DeviceShape device(final String name, final int count, final int events, final StreamShape stream)
    {
        return new DeviceShape(name, count, events, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, stream);
    }

    private static StormConfig config(final List<VmShape> groups, final List<PhaseShape> phases)
    {
        return StormConfig.DEFAULT.with(StormSettings.COUNT, StormSettings.COUNT_UNLIMITED)
            .with(StormSettings.DURATION, 60 * MS)
            .shaped(SettingValues.NONE, new HostShape(groups, HostShape.Order.GROUP, phases));
    }

    private static StormResult run(final StormConfig config) throws Exception
    {
        final Workload workload = new ResidentWorkload(config);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            return new StormRun(
                Options.of(config, workload, SnapshotSchedule.AT_END), machine, new NoLog()).run();
        }
    }

    private static void assertSound(final StormResult result)
    {
        assertNull(result.verdict().failure(), result.verdict()::toString);
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(0, result.totals().accounting().pending());
    }

    @Test
    @Tag("P6")
    void shouldDeliverTheEventsOfClosedAndOpenStreams() throws Exception
    {
        final StormResult result = run(config(List.of(
            new VmShape("quiet", 3, 2, List.of(device("disk", 1, 64, new OpenStream(20_000, true)))),
            new VmShape("loud", 2, 4, List.of(device("nic", 4, 256, CLOSED),
                device("disk", 2, 32, new OpenStream(5_000, false))))),
            List.of(new PhaseShape("calm", 30 * MS, List.of()), new PhaseShape("noise", 30 * MS, List.of()))));

        assertSound(result);
        for (int vm = 0; vm < 5; vm++)
        {
            assertTrue(result.totals().accounting().vms().get(vm).account().delivered() > 0, "VM " + vm);
        }
    }

    @Test
    @Tag("P6")
    void shouldMergeNothingWhenAllStreamsAreClosed() throws Exception
    {
        final StormResult result = run(config(List.of(
            new VmShape("a", 2, 2, List.of(device("nic", 1, 8, new ClosedStream(3)))),
            new VmShape("b", 1, 1, List.of(device("nic", 2, 64, CLOSED)))), List.of()));

        assertSound(result);
        assertEquals(0, result.totals().accounting().coalesced());
        assertEquals(result.totals().accounting().offered(), result.totals().accounting().delivered());
    }
}
