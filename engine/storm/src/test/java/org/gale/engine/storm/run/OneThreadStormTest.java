package org.gale.engine.storm.run;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.ForwardingWorkload;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Storms whose generator and engine take turns on one thread. */
class OneThreadStormTest
{
    private static final SettingValues ONE = MeasureSettings.WITHOUT_WARMUP.with(MeasureSettings.THREADS, 1L);

    private static StormResult run(final StormConfig config, final Workload workload) throws Exception
    {
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            return new StormRun(Options.of(config, workload, ONE), machine, new NoLog()).run();
        }
    }

    private static StormResult run(final StormConfig config) throws Exception
    {
        final StormResult result = run(config, new ResidentWorkload(config));
        assertNull(result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(0, result.totals().accounting().pending());

        return result;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64})
    @Tag("P1")
    void shouldDeliverEveryInterruptOfAClosedLoop(final int window) throws Exception
    {
        final StormConfig config = StormConfigs.of(Storms.small(50_000)).latencyEvery(1).window(window).build();

        final StormAccounting accounting = run(config).totals().accounting();

        assertEquals(50_000, accounting.delivered());
        assertEquals(0, accounting.coalesced());
    }

    @Test
    @Tag("P6")
    void shouldAccountForAnOpenLoop() throws Exception
    {
        final StormConfig config = StormConfigs.of(Storms.small(1)).ratePerS(50_000).poisson(true)
            .durationNs(TimeUnit.MILLISECONDS.toNanos(100)).uncounted().latencyEvery(16).window(0).build();

        assertTrue(run(config).totals().accounting().delivered() > 0);
    }

    @Test
    void shouldMakeTheSetUpOnTheThreadOfTheEngine() throws Exception
    {
        final StormConfig config = Storms.small(10_000);
        final Set<Thread> threads = new HashSet<>();

        run(config, new ForwardingWorkload(new ResidentWorkload(config))
        {
            @Override
            public Setup setUp(final CommandSink sink)
            {
                return super.setUp((command, words) ->
                {
                    threads.add(Thread.currentThread());
                    sink.accept(command, words);
                });
            }
        });

        assertEquals(Set.of(Thread.currentThread()), threads);
    }

    @Test
    void shouldEndWhenTheGeneratorFails()
    {
        final StormConfig config = Storms.small(10_000);
        final Workload failing = new ForwardingWorkload(new ResidentWorkload(config))
        {
            @Override
            public Setup setUp(final CommandSink sink)
            {
                final Setup setup = super.setUp(sink);

                return new Setup()
                {
                    @Override
                    public int stepCount()
                    {
                        return setup.stepCount();
                    }

                    @Override
                    public void step(final int index)
                    {
                        throw new IllegalArgumentException("no step");
                    }
                };
            }
        };

        final IllegalStateException ex = assertThrows(IllegalStateException.class, () -> run(config, failing));

        assertEquals("no step", ex.getCause().getMessage());
    }
}
