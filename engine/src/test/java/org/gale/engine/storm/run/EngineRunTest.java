package org.gale.engine.storm.run;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.agrona.LangUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests that the engine of a storm is an agent that any runner runs. */
class EngineRunTest
{
    private static final StormConfig CONFIG = Storms.small(20_000);

    @Tag("P6")
    @Tag("P7")
    @ParameterizedTest(name = "{0}")
    @MethodSource("runners")
    void shouldComeToTheSameStateWhateverRunsIt(final String name, final Consumer<EngineRun> runner)
    {
        final StormResult expected = storm(Timeline.HOST);

        final StormResult result = storm(new Timeline()
        {
            @Override
            void run(final EngineRun engine)
            {
                runner.accept(engine);
            }
        });

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(expected.totals().accounting(), result.totals().accounting());
        assertEquals(expected.journal().stateDigest(), result.journal().stateDigest());
    }

    static Stream<Arguments> runners()
    {
        return Stream.of(
            runner("a loop that never idles", EngineRunTest::loop),
            runner("Agrona's AgentInvoker", EngineRunTest::invoke),
            runner("Agrona's AgentRunner, on a thread of its own", EngineRunTest::runOnThread));
    }

    private static Arguments runner(final String name, final Consumer<EngineRun> runner)
    {
        return Arguments.of(name, runner);
    }

    private static void loop(final EngineRun engine)
    {
        while (!engine.isEnded())
        {
            engine.doWork();
        }
    }

    private static void invoke(final EngineRun engine)
    {
        try (AgentInvoker invoker = new AgentInvoker(LangUtil::rethrowUnchecked, null, engine))
        {
            invoker.start();
            while (!engine.isEnded())
            {
                invoker.invoke();
            }
        }
    }

    private static void runOnThread(final EngineRun engine)
    {
        final Agent ending = new Agent()
        {
            @Override
            public int doWork()
            {
                final int work = engine.doWork();
                if (engine.isEnded())
                {
                    throw new AgentTerminationException("the storm has ended");
                }

                return work;
            }

            @Override
            public void onClose()
            {
                engine.onClose();
            }

            @Override
            public String roleName()
            {
                return engine.roleName();
            }
        };
        try (AgentRunner runner = new AgentRunner(
            YieldingIdleStrategy.INSTANCE, EngineRunTest::rethrowUnlessEnded, null, ending))
        {
            AgentRunner.startOnThread(runner).join();
        }
        catch (final InterruptedException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static void rethrowUnlessEnded(final Throwable cause)
    {
        if (!(cause instanceof AgentTerminationException))
        {
            LangUtil.rethrowUnchecked(cause);
        }
    }

    private static StormResult storm(final Timeline timeline)
    {
        final Workload workload = new ResidentWorkload(CONFIG);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            return new StormRun(
                Options.of(CONFIG, workload), machine, new NoLog(), UnaryOperator.identity(), timeline).run();
        }
    }
}
