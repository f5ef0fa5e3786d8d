package org.gale.engine.storm.run;

import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.ForwardingTurns;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.FaultyCommands;
import org.gale.engine.support.ForwardingWorkload;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of guests that take nothing, and of slow ones, in storms of two VMs with two VPEs each. Nothing here is timed:
 * the clock moves with the duty cycles.
 */
@Tag("P13")
class GuestWatchTest
{
    /** Bound of the cycles of a set-up, in which nothing is offered. */
    private static final int SETUP_CYCLES = 16;
    private static final int NEVER = Integer.MAX_VALUE;
    private static final String WAITS = "set pending, waits since [\\d,]+ ns for VPE [01], which could take it and " +
        "has nothing else to do";
    private static final SettingValues ONE_THREAD = MeasureSettings.WITHOUT_WARMUP.with(MeasureSettings.THREADS, 1L);

    /** Cycles since an interrupt was taken last. */
    private long idleCycles;
    private long settled;

    private static Workload workload(final String profile, final StormConfig config)
    {
        return JobProfiles.ALL.of(profile).workload(config, SettingValues.NONE);
    }

    private StormResult run(
        final StormConfig config, final Workload workload, final UnaryOperator<Machine> broken)
    {
        final SteppedTimeline timeline = new SteppedTimeline(100);
        try (Machine machine = broken.apply(Machines.FACTORY.create(workload.machine())))
        {
            final StormLedgers ledgers = new StormLedgers(machine, workload.topology().vms());
            timeline.watch(engine ->
            {
                idleCycles = ledgers.settled() == settled ? idleCycles + 1 : 0;
                settled = ledgers.settled();
            });

            return new StormRun(Options.of(config, workload, ONE_THREAD), machine, new NoLog(),
                UnaryOperator.identity(), timeline).run();
        }
    }

    private static void assertBroken(final String pattern, final StormResult result)
    {
        final StormVerdict verdict = result.verdict();

        assertEquals(Outcome.INVARIANT_BROKEN, verdict.outcome(), verdict.toString());
        assertEquals("P13", verdict.broken().promise());
        assertTrue(verdict.broken().finding().matches(pattern), verdict.broken().finding());
    }

    private static void assertSound(final long count, final StormResult result)
    {
        assertNull(result.verdict().failure());
        assertEquals(Outcome.OK, result.verdict().outcome());
        assertEquals(count, result.totals().accounting().offered());
        assertEquals(0, result.totals().accounting().pending());
    }

    /** The window is full of interrupts of the deaf guest, so that the generator offers no more; or all is offered. */
    @ParameterizedTest
    @CsvSource({ "default, 8, 20000", "default, 64, 200", "overcommit, 8, 20000", "direct, 8, 20000" })
    void shouldEndARunWhoseGuestTakesNoSignal(final String profile, final int window, final long count)
    {
        final StormConfig config = StormConfigs.of(Storms.small(count)).window(window).build();

        final StormResult result = run(config, workload(profile, config),
            machine -> FaultyCommands.of(machine, FaultyCommands.deaf(1)));

        assertBroken("VM [01] LPI \\d+, " + WAITS, result);
        assertTrue(idleCycles <= 2 * (GuestWatch.CYCLES_LIMIT + 2), "cycles: " + idleCycles);
        assertTrue(result.totals().accounting().pending() > 0);
        assertEquals(0, result.totals().accounting().remainder());
    }

    /** Guests that take the only interrupt after nearly as many cycles as deaf ones have, or at once. */
    @ParameterizedTest
    @CsvSource({ "default, 1", "default, 16000", "overcommit, 16000", "direct, 16000" })
    void shouldWaitForSlowGuests(final String profile, final int takenEvery)
    {
        final StormConfig config =
            StormConfigs.of(Storms.small(10)).vms(1).vpes(1).devices(1).events(1).window(1).build();

        assertSound(10, run(config, workload(profile, config),
            machine -> FaultyCommands.of(machine, FaultyCommands.slow(takenEvery))));
    }

    /** No vCPU is loaded when the host hangs, which two searches show, or the only PE has one that is idle. */
    @ParameterizedTest
    @CsvSource({ "2, 0, 2", "1, 1, 16" })
    void shouldEndARunWhoseHostSchedulesNobody(final int pes, final int loads, final long searches)
    {
        final StormConfig config = StormConfigs.of(Storms.small(20_000)).window(8).pes(pes).build();

        final StormResult result = run(config, hanging(config, loads, NEVER), UnaryOperator.identity());

        assertBroken("VM [01] LPI \\d+, " + WAITS, result);
        assertTrue(idleCycles <= SETUP_CYCLES + searches * (GuestWatch.CYCLES_LIMIT + 2), "cycles: " + idleCycles);
    }

    @Test
    void shouldWaitForASlowHost()
    {
        final StormConfig config = StormConfigs.of(Storms.small(10)).window(1).pes(1).build();

        assertSound(10, run(config, hanging(config, 0, 4_000), UnaryOperator.identity()));
    }

    /** Guests that say for ever that they have something to take, of which the machine knows nothing. */
    @ParameterizedTest
    @CsvSource({ "default", "overcommit", "direct" })
    void shouldEndARunWhoseGuestsDoNotSettle(final String profile)
    {
        final StormConfig config = Storms.small(100);
        final Workload restless = new ForwardingWorkload(workload(profile, config))
        {
            @Override
            public TurnSource guests(final Machine machine, final NanoClock clock, final SendingGuests sending)
            {
                return new ForwardingTurns(super.guests(machine, clock, sending))
                {
                    @Override
                    public boolean isSettled(final PeSet signalled)
                    {
                        return false;
                    }
                };
            }
        };

        final StormResult result = run(config, restless, UnaryOperator.identity());

        assertBroken("guests do not settle, and nothing was offered or taken since [\\d,]+ ns", result);
    }

    @Test
    void shouldFindASignalWithoutAnInterrupt()
    {
        final StormConfig config = Storms.small(100);

        final StormResult result = run(config, workload("default", config), GuestWatchTest::signalling);

        assertBroken("PE 3 is signalled an interrupt since [\\d,]+ ns, and its guest finds none", result);
    }

    /** Returns a machine that always says that PE 3 has a signal. */
    private static Machine signalling(final Machine machine)
    {
        final PeSet signalled = new PeSet(machine.config().pes());

        return (Machine)Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[]{ Machine.class },
            (proxy, method, arguments) ->
            {
                if (!method.getName().equals("virqs"))
                {
                    return method.invoke(machine, arguments);
                }
                signalled.clear();
                signalled.addAll(machine.virqs());
                signalled.set(3, true);

                return signalled;
            });
    }

    /**
     * Returns a workload whose host hangs.
     *
     * @param loads      HOST commands behind which it hangs
     * @param calledOnce N of one in N cycles in which it schedules all the same
     */
    private static Workload hanging(final StormConfig config, final int loads, final int calledOnce)
    {
        return new ForwardingWorkload(workload("overcommit", config))
        {
            @Override
            public TurnSource guests(final Machine machine, final NanoClock clock, final SendingGuests sending)
            {
                return new ForwardingTurns(super.guests(machine, clock, sending))
                {
                    private int done;
                    private int calls;

                    @Override
                    public int schedule(final PeSet busy, final MutableDirectBuffer frame, final int offset,
                        final int limitOffset)
                    {
                        final boolean hangs = done >= loads && ++calls % calledOnce != 0;
                        final int end = hangs ? offset : super.schedule(busy, frame, offset, limitOffset);
                        done += end > offset ? 1 : 0;

                        return end;
                    }
                };
            }
        };
    }
}
