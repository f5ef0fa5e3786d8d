package org.gale.engine.storm.run;

import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.Outcome;
import org.gale.engine.host.Pinning;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.flow.Traffic;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.Warmup;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.Lane;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

        assertEquals(100_000, result.totals().accounting().offered());
        assertEquals(100_000, result.totals().accounting().delivered());
        assertEquals(0, result.totals().accounting().pending());
        assertEquals(0, result.totals().accounting().coalesced());
        assertEquals(100_000, result.latencies().response().getTotalCount());
        assertEquals(100_000, result.latencies().stages().get("queued").getTotalCount());
        assertEquals(100_000, result.generator().lag().getTotalCount());
        assertTrue(result.isRateKept());
        assertSound(result);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 128})
    void shouldHaveNoMoreInFlightThanItsWindow(final int window) throws Exception
    {
        final StormConfig d = Storms.small(5_000);

        final StormResult result = run(StormConfigs.of(d).latencyEvery(1).window(window).build());

        assertEquals(5_000, result.totals().accounting().delivered());
        assertEquals(0, result.totals().accounting().coalesced());
        assertEquals(0, result.generator().refused());
        assertSound(result);
    }

    @Test
    void shouldEndByItsDuration() throws Exception
    {
        final StormConfig d = Storms.small(1);

        final StormResult result = run(StormConfigs.of(d)
            .durationNs(TimeUnit.MILLISECONDS.toNanos(50)).uncounted().latencyEvery(16).window(0).build());

        assertTrue(result.totals().elapsedNs() >= TimeUnit.MILLISECONDS.toNanos(50), "elapsedNs=" +
            result.totals().elapsedNs());
        assertTrue(result.totals().accounting().delivered() > 0);
        assertSound(result);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("P6")
    void shouldAccountForAnOpenLoop(final boolean poisson) throws Exception
    {
        final StormConfig d = Storms.small(1);

        final StormResult result = run(StormConfigs.of(d).ratePerS(50_000).poisson(poisson)
            .durationNs(TimeUnit.MILLISECONDS.toNanos(100)).uncounted().latencyEvery(16).window(0).build());

        assertTrue(result.totals().accounting().offered() > 0);
        assertTrue(result.latencies().response().getTotalCount() < result.totals().accounting().delivered());
        assertEquals(result.latencies().response().getTotalCount(),
            result.latencies().stages().get("late").getTotalCount());
        assertSound(result);
    }

    @Test
    void shouldSayThatItCouldNotKeepARateThatNobodyKeeps() throws Exception
    {
        final StormConfig d = Storms.small(1);

        final StormResult result = run(StormConfigs.of(d).ratePerS(2e9).poisson(false)
            .durationNs(TimeUnit.MILLISECONDS.toNanos(100)).uncounted().latencyEvery(16).window(0).build());

        assertFalse(result.isRateKept());
        final double reachedPerS = result.generator().pace().reachedPerS();
        assertTrue(reachedPerS < 1e9, "reachedPerS=" + reachedPerS);
        assertSound(result);
    }

    @Test
    @Tag("P7")
    void shouldChangeNeitherAccountingNorDigestByAWarmup() throws Exception
    {
        final StormConfig config = Storms.small(50_000);
        final StormResult cold = run(config);

        final StormResult warm = run(config, SettingValues.NONE);

        final MeasuredRates part = warm.rates();
        assertEquals(Warmup.Ending.SHORT, part.warmup().ending());
        assertTrue(part.warmup().delivered() >= 10_000, "delivered=" + part.warmup().delivered());
        assertEquals(50_000, part.warmup().delivered() + part.delivered());
        assertEquals(50_000, part.warmup().offered() + part.offered());
        assertEquals(50_000, warm.totals().accounting().delivered());
        assertTrue(warm.latencies().response().getTotalCount() <= part.delivered());
        assertEquals(part.deliveredPerS(), warm.rates().deliveredPerS());
        assertEquals(cold.journal().stateDigest(), warm.journal().stateDigest());
        assertSound(warm);
    }

    @Test
    void shouldSayThatItEndedInItsWarmup() throws Exception
    {
        final StormResult result = run(Storms.small(1_000),
            SettingValues.NONE.with(MeasureSettings.WARMUP, Long.MAX_VALUE));

        assertEquals(Warmup.Ending.UNFINISHED, result.rates().warmup().ending());
        assertEquals(1_000, result.rates().warmup().delivered());
        assertEquals(1_000, result.latencies().response().getTotalCount());
        assertSound(result);
    }

    @Test
    @Tag("P7")
    void shouldChangeNoCommandWhenGuestsNeedTime() throws Exception
    {
        final StormConfig config = StormConfigs.of(Storms.small(128)).window(128).build();
        final StormResult fast = run(config);
        final long handlerNs = 200_000;

        final StormResult slow = run(config, COLD.with(MeasureSettings.HANDLER, handlerNs));

        assertEquals(fast.journal().stateDigest(), slow.journal().stateDigest());
        assertTrue(slow.latencies().response().getMinValue() >= handlerNs, "response=" +
            slow.latencies().response().getMinValue());
        assertSound(slow);
    }

    @Test
    void shouldSkipWhatIsDueWhenAsManyAreInFlightAsAllowed() throws Exception
    {
        final StormConfig config = StormConfigs.of(Storms.small(1_000)).ratePerS(2e9).poisson(false).uncounted()
            .durationNs(TimeUnit.MILLISECONDS.toNanos(20)).window(0).build();

        final StormResult result = run(config, COLD.with(MeasureSettings.MAX_IN_FLIGHT, 3L));

        assertTrue(result.generator().pace().skipped() > 0);
        assertSound(result);
    }

    @Test
    void shouldHaveALargerLaneWhenEventsFollowAClock() throws Exception
    {
        assertEquals(Lane.CAPACITY_WORDS_DEFAULT, laneWords(Storms.small(1)));
        assertEquals(Traffic.LANE_WORDS, laneWords(Storms.open(1, 1e6)));
    }

    @Test
    void shouldPinItsThreads() throws Exception
    {
        final List<Integer> allowed = Pinning.allowed();
        assumeFalse(allowed.isEmpty());
        final int cpu = allowed.get(0);

        final StormResult result = run(Storms.small(1_000),
            COLD.with(MeasureSettings.CPU_GENERATOR, (long)cpu));

        assertEquals(List.of(), result.host().notes());
        assertSound(result);
    }

    @Test
    void shouldSayThatAThreadCouldNotBePinned() throws Exception
    {
        final int cpu = Pinning.CPU_LIMIT - 1;
        assumeFalse(Pinning.allowed().isEmpty() || Pinning.allowed().contains(cpu));

        final StormResult result = run(Storms.small(1_000),
            COLD.with(MeasureSettings.CPU_GENERATOR, (long)cpu));

        assertEquals(1, result.host().notes().size());
        assertTrue(result.host().notes().get(0).startsWith("gale-generator is not pinned"),
            result.host().notes().toString());
        assertSound(result);
    }

    @Test
    void shouldMeasureEverythingWithoutAWarmup() throws Exception
    {
        final StormResult result = run(Storms.small(1_000), MeasureSettings.WITHOUT_WARMUP);

        assertEquals(Warmup.Past.NONE, result.rates().warmup());
        assertEquals(1_000, result.rates().delivered());
        assertEquals(result.totals().elapsedNs(), result.rates().ns());
        assertSound(result);
    }

    @Test
    void shouldBeCompleteWhenItIsStopped() throws Exception
    {
        final StormConfig d = StormConfig.DEFAULT;
        final StormConfig config = StormConfigs.of(d).untimed().uncounted().latencyEvery(0).build();
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine()))
        {
            final StormRun run = new StormRun(
                Options.of(config, new ResidentWorkload(config)), machine, new NoLog());
            final FutureTask<StormResult> task = new FutureTask<>(run::run);
            final Thread engine = new Thread(task, "engine");
            engine.start();
            while (run.progress().delivered() < 1_000_000 && !task.isDone())
            {
                LockSupport.parkNanos(100_000);
            }
            run.stop();

            final StormResult result = task.get();

            assertTrue(result.verdict().interrupted());
            assertTrue(result.totals().accounting().delivered() >= 1_000_000);
            assertEquals(result.totals().accounting().offered(), result.totals().accounting().delivered());
            assertSound(result);
            engine.join();
        }
    }

    @Test
    void shouldBeStoppedBeforeItBegins() throws Exception
    {
        final StormConfig config = Storms.small(StormSettings.COUNT_UNLIMITED);
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine()))
        {
            final StormRun run = new StormRun(
                Options.of(config, new ResidentWorkload(config)), machine, new NoLog());
            run.stop();

            final StormResult result = run.run();

            assertTrue(result.verdict().interrupted());
            assertEquals(0, result.totals().accounting().offered());
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
            final StormResult result = Storms.forgetting(Options.of(config, new ResidentWorkload(config)), machine,
                new NoLog(), this::broken).run();

            assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome());
            assertTrue(result.verdict().failure().startsWith("P1 broken: VM " + brokenVm + " LPI " + brokenLpi +
                ", set pending, is neither pending nor acknowledged. "), result.verdict().failure());
            assertEquals(brokenVm, OwnerId.vmId(result.verdict().broken().owner()));
            assertEquals(brokenLpi, result.verdict().broken().intid() & 0xff_ffff);
            assertEquals(0, result.verdict().broken().soundSequence());
            assertTrue(result.verdict().broken().sequence() > 5_000, "the frame of command 10,000");
            assertTrue(result.verdict().broken().sequence() <= result.journal().commands());
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
            final StormResult result = Storms.inventing(Options.of(config, new ResidentWorkload(config)), machine,
                new NoLog(), this::broken).run();

            assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome());
            assertTrue(result.verdict().failure().startsWith("P2 broken: VM " + brokenVm + " LPI " + brokenLpi +
                " is pending though nothing had set it pending. "), result.verdict().failure());
        }
    }

    @Test
    void shouldRefuseAMachineWhoseOperationsTakeEffectLater()
    {
        final StormConfig config = Storms.small(1);
        final Workload workload = new ResidentWorkload(config);
        final MachineConfig delayed =
            MachineConfig.parse(List.of((workload.machine().toKeys() + " ops.delay=3").split(" ", -1)));
        try (Machine machine = Machines.FACTORY.create(delayed))
        {
            final RunOptions options = Options.of(config, workload);

            assertEquals("a storm does not wait for operations: ops.delay=3", assertThrows(
                IllegalArgumentException.class, () -> new StormRun(options, machine, new NoLog())).getMessage());
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
            return new StormRun(Options.of(config, workload, measure), machine, new NoLog()).run();
        }
    }

    private static long laneWords(final StormConfig config) throws InterruptedException
    {
        final ResidentWorkload workload = new ResidentWorkload(config);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final StormRun run = new StormRun(Options.of(config, workload), machine, new NoLog());
            final long words = run.progress().laneCapacityWords();
            assertSound(run.run());

            return words;
        }
    }

    /** The identity, in total and per VM. */
    private static void assertSound(final StormResult result)
    {
        final StormAccounting all = result.totals().accounting();
        assertNull(result.verdict().failure());
        assertEquals(Outcome.OK, result.verdict().outcome());
        assertEquals(0, all.remainder());
        assertEquals(all.offered(), all.delivered() + all.coalesced() + all.pending() + all.rejectedInAll());
        assertEquals(result.latencies().responseByVm().size(), all.vms().size());
        long offered = 0;
        for (final StormAccounting.OfVm vm : all.vms())
        {
            assertEquals(0, vm.account().remainder(), "VM " + vm.vmId());
            offered += vm.account().offered();
        }
        assertEquals(all.offered(), offered + all.rejectedOfNoVm());
    }
}
