package org.gale.engine.storm.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.CachedNanoClock;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.host.HostMeter;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.setting.MeasureSettings;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Meter of a storm whose threads take turns on one, under a clock that the test moves. */
class RunMeterTest
{
    private static final long WARMUP_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long MEASURED_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long CYCLE_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final StormConfig config = Storms.open(Long.MAX_VALUE, 100_000);
    private final Workload workload = new ResidentWorkload(config);
    private final Machine machine = Machines.FACTORY.create(workload.machine());
    private final Lane lane = Lane.allocate(Lane.CAPACITY_WORDS_DEFAULT);
    private final List<Long> savedAtNs = new ArrayList<>();
    private long saveNs;

    /** Log that takes snapshots, of which none is due. */
    private static final class SnapshotLog extends ForwardingLog
    {
        SnapshotLog()
        {
            super(new NoLog());
        }

        @Override
        public boolean takesSnapshots()
        {
            return true;
        }
    }

    @AfterEach
    void close()
    {
        lane.close();
        machine.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000, 40_000_000})
    void shouldRehearseSnapshotsInASmallShareOfTheWarmup(final long durationNs)
    {
        saveNs = durationNs;

        runStorm();

        final long everyNs = Math.max(RehearsalSchedule.LEAST_NS, RehearsalSchedule.SHARE * durationNs);
        assertTrue(savedAtNs.size() > 1, savedAtNs::toString);
        for (int i = 1; i < savedAtNs.size(); i++)
        {
            final long gapNs = savedAtNs.get(i) - savedAtNs.get(i - 1) - durationNs;
            assertTrue(gapNs >= everyNs && gapNs <= everyNs + 8 * CYCLE_NS, "gap " + i + ": " + gapNs);
        }
        final long lastNs = savedAtNs.get(savedAtNs.size() - 1) - savedAtNs.get(0);
        assertTrue(lastNs <= WARMUP_NS, "the last one is in the warm-up: " + lastNs);
    }

    @Test
    void shouldNotRehearseBeforeEnoughIsDelivered()
    {
        final RehearsalSchedule schedule = new RehearsalSchedule();

        schedule.begin(0);

        assertFalse(schedule.isDue(RehearsalSchedule.LEAST_NS - 1, RehearsalSchedule.FROM));
        assertFalse(schedule.isDue(RehearsalSchedule.LEAST_NS, RehearsalSchedule.FROM - 1));
        schedule.putOff(RehearsalSchedule.LEAST_NS - 1);
        assertEquals(RehearsalSchedule.LEAST_NS, schedule.nextNs());
        schedule.putOff(RehearsalSchedule.LEAST_NS);
        assertEquals(2 * RehearsalSchedule.LEAST_NS, schedule.nextNs());
        assertFalse(schedule.isDue(2 * RehearsalSchedule.LEAST_NS - 1, RehearsalSchedule.FROM));
        assertTrue(schedule.isDue(2 * RehearsalSchedule.LEAST_NS, RehearsalSchedule.FROM));
    }

    private void runStorm()
    {
        clock.update(1);
        final FrameLog log = new SnapshotLog();
        final Machine watched = savingSlowly();
        final LaneSet lanes = new LaneSet(false, List.of(), lane.consumer());
        final LatencyRecorder recorder = new LatencyRecorder(workload.topology(), 1, clock);
        final StormTally tally = new StormTally(recorder);
        final MsiGenerator generator = new MsiGenerator(config, workload, lane.producer(), clock);
        final SettingValues measure = SettingValues.NONE.with(MeasureSettings.WARMUP, WARMUP_NS);
        final EngineAgent agent = new EngineAgent(
            watched, log, lanes, workload.guests(watched, clock), tally, clock);
        agent.snapshots(SnapshotSchedule.AT_END);
        try (RunMeter meter = new RunMeter(measure,
            RunMeter.watch(measure, config, StormResumeTotals.NONE, true, HostMeter.NONE), HostMeter.NONE, tally,
            recorder, generator, clock))
        {
            meter.watch(agent);
            while (clock.nanoTime() < WARMUP_NS + MEASURED_NS)
            {
                generator.doWork();
                agent.doWork();
                meter.poll();
                clock.advance(CYCLE_NS);
            }
        }
        agent.onClose();
    }

    /** Returns the machine, which takes some time to save its state. */
    private Machine savingSlowly()
    {
        return (Machine)Proxy.newProxyInstance(
            Machine.class.getClassLoader(), new Class<?>[] {Machine.class}, (proxy, method, arguments) ->
            {
                if (method.getName().equals("save"))
                {
                    savedAtNs.add(clock.nanoTime());
                    clock.advance(saveNs);
                }
                try
                {
                    return method.invoke(machine, arguments);
                }
                catch (final InvocationTargetException ex)
                {
                    throw ex.getCause();
                }
            });
    }
}
