package org.gale.engine.storm.run;

import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.Outcome;
import org.gale.engine.host.HostMeter;
import org.gale.engine.host.Pinning;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.flow.OpenLoopTraffic;
import org.gale.engine.storm.setting.MeasureSettings;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.Warmup;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.Lane;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

class StormRunTest
{
    private static final SettingValues COLD =
        MeasureSettings.WITHOUT_WARMUP.with(MeasureSettings.OUTLIERS, 1L);

    private int brokenVm = -1;
    private int brokenLpi = -1;

    @Test
    @Tag("P1")
    @Tag("P6")
    void shouldDeliverEveryInterruptOfAClosedLoop() throws Exception
    {
        final StormResult result = run(Storms.small(100_000));

        assertEquals(100_000, result.accounting().offered());
        assertEquals(100_000, result.accounting().delivered());
        assertEquals(0, result.accounting().pending());
        assertEquals(0, result.accounting().coalesced());
        assertEquals(100_000, result.response().getTotalCount());
        assertEquals(100_000, result.stages().get("queued").getTotalCount());
        assertEquals(100_000, result.lag().getTotalCount());
        assertTrue(result.keptUp());
        assertSound(result);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 128})
    void shouldHaveNoMoreInFlightThanItsWindow(final int window) throws Exception
    {
        final StormConfig d = Storms.small(5_000);

        final StormResult result = run(d.toBuilder().latencyEvery(1).window(window).build());

        assertEquals(5_000, result.accounting().delivered());
        assertEquals(0, result.accounting().coalesced());
        assertEquals(0, result.refused());
        assertSound(result);
    }

    @Test
    void shouldEndByItsDuration() throws Exception
    {
        final StormConfig d = Storms.small(1);

        final StormResult result = run(d.toBuilder()
            .durationNs(TimeUnit.MILLISECONDS.toNanos(50)).uncounted().latencyEvery(16).window(0).build());

        assertTrue(result.elapsedNs() >= TimeUnit.MILLISECONDS.toNanos(50), "elapsedNs=" + result.elapsedNs());
        assertTrue(result.accounting().delivered() > 0);
        assertSound(result);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("P6")
    void shouldAccountForAnOpenLoop(final boolean poisson) throws Exception
    {
        final StormConfig d = Storms.small(1);

        final StormResult result = run(d.toBuilder().ratePerS(50_000).poisson(poisson)
            .durationNs(TimeUnit.MILLISECONDS.toNanos(100)).uncounted().latencyEvery(16).window(0).build());

        assertTrue(result.accounting().offered() > 0);
        assertTrue(result.response().getTotalCount() < result.accounting().delivered());
        assertEquals(result.response().getTotalCount(), result.stages().get("late").getTotalCount());
        assertSound(result);
    }

    @Test
    void shouldSayThatItCouldNotKeepARateThatNobodyKeeps() throws Exception
    {
        final StormConfig d = Storms.small(1);

        final StormResult result = run(d.toBuilder().ratePerS(2e9).poisson(false)
            .durationNs(TimeUnit.MILLISECONDS.toNanos(100)).uncounted().latencyEvery(16).window(0).build());

        assertFalse(result.keptUp());
        assertTrue(result.reachedPerS() < 1e9, "reachedPerS=" + result.reachedPerS());
        assertTrue(result.lag().getMaxValue() > TimeUnit.MILLISECONDS.toNanos(10));
        assertSound(result);
    }

    @Test
    @Tag("P7")
    void shouldChangeNeitherAccountingNorDigestByAWarmup() throws Exception
    {
        final StormConfig config = Storms.small(50_000);
        final StormResult cold = run(config);

        final StormResult warm = run(config, SettingValues.NONE);

        final StormMeasurement part = warm.measurement();
        assertEquals(Warmup.Ending.SHORT, part.warmup().ending());
        assertTrue(part.warmup().delivered() >= 10_000, "delivered=" + part.warmup().delivered());
        assertEquals(50_000, part.warmup().delivered() + part.delivered());
        assertEquals(50_000, part.warmup().offered() + part.offered());
        assertEquals(50_000, warm.accounting().delivered());
        assertTrue(warm.response().getTotalCount() <= part.delivered());
        assertEquals(part.deliveredPerS(), warm.ratePerS());
        assertEquals(cold.stateDigest(), warm.stateDigest());
        assertSound(warm);
    }

    @Test
    void shouldSayThatItEndedInItsWarmup() throws Exception
    {
        final StormResult result = run(Storms.small(1_000),
            SettingValues.NONE.with(MeasureSettings.WARMUP, Long.MAX_VALUE));

        assertEquals(Warmup.Ending.UNFINISHED, result.measurement().warmup().ending());
        assertEquals(1_000, result.measurement().warmup().delivered());
        assertEquals(1_000, result.response().getTotalCount());
        assertSound(result);
    }

    @Test
    @Tag("P7")
    void shouldChangeNoCommandWhenGuestsNeedTime() throws Exception
    {
        final StormConfig config = Storms.small(128).toBuilder().window(128).build();
        final StormResult fast = run(config);
        final long handlerNs = 200_000;

        final StormResult slow = run(config, COLD.with(MeasureSettings.HANDLER, handlerNs));

        assertEquals(fast.stateDigest(), slow.stateDigest());
        assertTrue(slow.response().getMinValue() >= handlerNs, "response=" + slow.response().getMinValue());
        assertSound(slow);
    }

    @Test
    void shouldSkipWhatIsDueWhenAsManyAreInFlightAsAllowed() throws Exception
    {
        final StormConfig config = Storms.small(1_000).toBuilder().ratePerS(2e9).poisson(false).uncounted()
            .durationNs(TimeUnit.MILLISECONDS.toNanos(20)).window(0).build();

        final StormResult result = run(config, COLD.with(MeasureSettings.MAX_IN_FLIGHT, 3L));

        assertTrue(result.measurement().pace().skipped() > 0);
        assertSound(result);
    }

    @Test
    void shouldHaveALargerLaneWhenEventsFollowAClock() throws Exception
    {
        assertEquals(Lane.CAPACITY_WORDS_DEFAULT, laneWords(Storms.small(1)));
        assertEquals(OpenLoopTraffic.LANE_WORDS, laneWords(Storms.open(1, 1e6)));
    }

    @Test
    void shouldPinItsThreads() throws Exception
    {
        final List<Integer> allowed = Pinning.allowed();
        assumeFalse(allowed.isEmpty());
        final int cpu = allowed.get(0);

        final StormResult result = run(Storms.small(1_000),
            COLD.with(MeasureSettings.CPU_GENERATOR, (long)cpu));

        assertEquals(List.of(), result.measurement().notes());
        assertSound(result);
    }

    @Test
    void shouldSayThatAThreadCouldNotBePinned() throws Exception
    {
        final int cpu = Pinning.CPU_LIMIT - 1;
        assumeFalse(Pinning.allowed().isEmpty() || Pinning.allowed().contains(cpu));

        final StormResult result = run(Storms.small(1_000),
            COLD.with(MeasureSettings.CPU_GENERATOR, (long)cpu));

        assertEquals(1, result.measurement().notes().size());
        assertTrue(result.measurement().notes().get(0).startsWith("gale-generator is not pinned"),
            result.measurement().notes().toString());
        assertSound(result);
    }

    @Test
    void shouldMeasureEverythingWithoutAWarmup() throws Exception
    {
        final StormResult result = run(Storms.small(1_000), MeasureSettings.WITHOUT_WARMUP);

        assertEquals(Warmup.Past.NONE, result.measurement().warmup());
        assertEquals(1_000, result.measurement().delivered());
        assertEquals(result.elapsedNs(), result.measurement().ns());
        assertSound(result);
    }

    @Test
    void shouldBeCompleteWhenItIsStopped() throws Exception
    {
        final StormConfig d = StormConfig.DEFAULT;
        final StormConfig config = d.toBuilder().untimed().uncounted().latencyEvery(0).build();
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine()))
        {
            final StormRun run = new StormRun(config, new ResidentWorkload(config), machine, new NoLog());
            final FutureTask<StormResult> task = new FutureTask<>(run::run);
            final Thread engine = new Thread(task, "engine");
            engine.start();
            while (run.delivered() < 1_000_000 && !task.isDone())
            {
                LockSupport.parkNanos(100_000);
            }
            run.stop();

            final StormResult result = task.get();

            assertTrue(result.interrupted());
            assertTrue(result.accounting().delivered() >= 1_000_000);
            assertEquals(result.accounting().offered(), result.accounting().delivered());
            assertSound(result);
            engine.join();
        }
    }

    @Test
    void shouldBeStoppedBeforeItBegins() throws Exception
    {
        final StormConfig config = Storms.small(StormConfig.COUNT_UNLIMITED);
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine()))
        {
            final StormRun run = new StormRun(config, new ResidentWorkload(config), machine, new NoLog());
            run.stop();

            final StormResult result = run.run();

            assertTrue(result.interrupted());
            assertEquals(0, result.accounting().offered());
            assertSound(result);
        }
    }

    @Test
    @Tag("P1")
    @Tag("P12")
    void shouldFindAnInterruptThatIsForgotten() throws Exception
    {
        final StormConfig config = Storms.small(1_000_000);
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine()))
        {
            final StormResult result = Storms.forgetting(config, machine, new NoLog(), this::broken).run();

            assertEquals(Outcome.INVARIANT_BROKEN, result.outcome());
            assertTrue(result.failure().startsWith("P1 broken: VM " + brokenVm + " LPI " + brokenLpi +
                ", set pending, is neither pending nor acknowledged. "), result.failure());
            assertEquals(brokenVm, OwnerId.vmId(result.broken().owner()));
            assertEquals(brokenLpi, result.broken().intid() & 0xff_ffff);
            assertTrue(result.broken().soundSequence() < result.broken().sequence());
            assertEquals(result.commands(), result.broken().sequence());
        }
    }

    @Test
    @Tag("P2")
    @Tag("P12")
    void shouldFindAnInterruptThatIsInvented() throws Exception
    {
        final StormConfig config = Storms.small(1_000_000);
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine()))
        {
            final StormResult result = Storms.inventing(config, machine, new NoLog(), this::broken).run();

            assertEquals(Outcome.INVARIANT_BROKEN, result.outcome());
            assertTrue(result.failure().startsWith("P2 broken: VM " + brokenVm + " LPI " + brokenLpi +
                " is pending though nothing had set it pending. "), result.failure());
        }
    }

    private void broken(final int vmId, final int lpiId)
    {
        brokenVm = vmId;
        brokenLpi = lpiId;
    }

    private static StormResult run(final StormConfig config) throws InterruptedException
    {
        return run(config, MeasureSettings.WITHOUT_WARMUP);
    }

    private static StormResult run(final StormConfig config, final SettingValues measure) throws InterruptedException
    {
        final ResidentWorkload workload = new ResidentWorkload(config);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            return new StormRun(config, workload, machine, new NoLog()).measure(measure, HostMeter.NONE).run();
        }
    }

    private static long laneWords(final StormConfig config) throws InterruptedException
    {
        final ResidentWorkload workload = new ResidentWorkload(config);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final StormRun run = new StormRun(config, workload, machine, new NoLog());
            final long words = run.laneCapacityWords();
            assertSound(run.run());

            return words;
        }
    }

    /** The identity, in total and per VM. */
    private static void assertSound(final StormResult result)
    {
        final StormAccounting all = result.accounting();
        assertNull(result.failure());
        assertEquals(Outcome.OK, result.outcome());
        assertEquals(0, all.remainder());
        assertEquals(all.offered(), all.delivered() + all.coalesced() + all.pending() + all.rejectedInAll());
        assertEquals(result.config().vms(), all.vms().size());
        long offered = 0;
        for (final StormAccounting.OfVm vm : all.vms())
        {
            assertEquals(0, vm.remainder(), "VM " + vm.vmId());
            offered += vm.offered();
        }
        assertEquals(all.offered(), offered + all.rejectedOfNoVm());
    }
}
