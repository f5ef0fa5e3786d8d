package org.gale.engine.storm.run;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.UnaryOperator;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.FaultyCommands;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the end of a phase that pauses all traffic on the wall clock: no vCPU that is idle there could take an
 * interrupt. The signal of PE 1 is lost for a while that ends behind the pause, so that nothing is pending at the end.
 */
@Tag("P13")
class PausedStormTest
{
    private static final long STEP_NS = 100;
    private static final long PHASE_NS = 2_000;
    private static final int PE = 1;

    private boolean isLost;

    @ParameterizedTest
    @CsvSource({ "true, true, 7", "true, false, 0", "false, true, 0" })
    void shouldFindASignalThatIsLostWhileAllTrafficPauses(
        final boolean losesSignal, final boolean pausesAll, final int exitCode)
    {
        final StormConfig config = config(pausesAll);
        final RunOptions options = Options.of(config, new ResidentWorkload(config),
            MeasureSettings.WITHOUT_WARMUP.with(MeasureSettings.THREADS, 1L));
        final SteppedTimeline timeline = new SteppedTimeline(STEP_NS);
        try (Machine machine = losing(Machines.FACTORY.create(options.workload().machine())))
        {
            final StormRun run = new StormRun(options, machine, new NoLog(), UnaryOperator.identity(), timeline);
            timeline.watch(engine ->
            {
                final long ns = run.progress().elapsedNs();
                isLost = losesSignal && ns >= PHASE_NS / 2 && ns < 2 * PHASE_NS + PHASE_NS / 2;
            });

            final StormResult result = run.run();

            final StormVerdict verdict = result.verdict();
            assertEquals(exitCode, verdict.outcome().exitCode(), verdict.toString());
            if (exitCode == 0)
            {
                assertNull(verdict.failure());
                assertEquals(0, result.totals().accounting().pending());
            }
            else
            {
                assertEquals(Outcome.INVARIANT_BROKEN, verdict.outcome());
                assertNotNull(verdict.broken());
                assertTrue(verdict.broken().finding().matches(
                    "VM 0 LPI \\d+, set pending, waits for VPE 1, which could take it and has nothing else to do"),
                    verdict.broken().finding());
            }
        }
    }

    private static StormConfig config(final boolean pausesAll)
    {
        final DeviceShape disk = new DeviceShape("disk", 1, 16, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new OpenStream(1e9 / STEP_NS, false));
        final PhaseShape.PhaseChange change =
            new PhaseShape.PhaseChange(0, PhaseShape.PhaseChange.ALL, SettingValues.NONE.with(PhaseShape.PAUSE,
            pausesAll));

        return StormConfig.DEFAULT.shaped(SettingValues.NONE, new HostShape(
            List.of(new VmShape("vm", 1, 2, List.of(disk))), HostShape.Order.GROUP,
            List.of(new PhaseShape("on", PHASE_NS, List.of()), new PhaseShape("off", PHASE_NS, List.of(change)),
                new PhaseShape("again", 2 * PHASE_NS, List.of()))));
    }

    /** Returns a machine whose PE 1 has no signal that anybody sees, and no turn, while it is lost. */
    private Machine losing(final Machine machine)
    {
        final FaultyCommands.Fault deaf = FaultyCommands.deaf(PE);
        final Machine faulty = FaultyCommands.of(machine,
            (of, frame, offset) -> isLost && deaf.replaces(of, frame, offset));
        final PeSet seen = new PeSet(machine.config().pes());

        return (Machine)Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[]{ Machine.class },
            (proxy, method, arguments) ->
            {
                if (!method.getName().equals("virqs"))
                {
                    return method.invoke(faulty, arguments);
                }
                seen.clear();
                seen.addAll(machine.virqs());
                seen.set(PE, machine.virqs().next(PE) == PE && !isLost);

                return seen;
            });
    }
}
