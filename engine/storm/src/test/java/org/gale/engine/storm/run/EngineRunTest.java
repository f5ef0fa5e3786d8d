package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.agrona.LangUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Outcome;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the engine of a storm as an agent that any runner runs, and of its states. */
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

    /** Time line of one thread that a test runs round by round. */
    private abstract static class Rounds extends Timeline
    {
        final CachedNanoClock clock = new CachedNanoClock();

        @Override
        NanoClock clock()
        {
            return clock;
        }
    }

    private static RunOptions options(final StormConfig config)
    {
        return Options.of(config, new ResidentWorkload(config),
            MeasureSettings.WITHOUT_WARMUP.with(MeasureSettings.THREADS, 1L));
    }

    private static StormResult run(final RunOptions options, final FrameLog log, final Timeline timeline)
    {
        try (Machine machine = Machines.FACTORY.create(options.workload().machine()))
        {
            return new StormRun(options, machine, log, UnaryOperator.identity(), timeline).run();
        }
    }

    private static void end(final EngineRun engine, final SharedGenerator generator)
    {
        while (!engine.isEnded())
        {
            generator.doWork();
            engine.doWork();
        }
    }

    /** Log that notes how it was closed. */
    private static class ClosedLog extends ForwardingLog
    {
        private final List<ClosingPayload> verdicts = new ArrayList<>();
        private int closes;
        private int shortCloses;

        ClosedLog()
        {
            super(new NoLog());
        }

        @Override
        public void close()
        {
            closes++;
            super.close();
        }

        @Override
        public void close(final ClosingPayload verdict)
        {
            closes++;
            verdicts.add(verdict);
            super.close(verdict);
        }

        @Override
        public void closeShort()
        {
            shortCloses++;
            super.closeShort();
        }
    }

    @Test
    void shouldReturnTheWorkOfEachCycle()
    {
        final List<Integer> work = new ArrayList<>();
        final StormResult result = run(options(Storms.small(3)), new NoLog(), new Rounds()
        {
            @Override
            void run(final EngineRun engine, final SharedGenerator generator)
            {
                clock.update(1);
                work.add(engine.doWork());                                      // the lane is empty
                generator.doWork();
                work.add(engine.doWork());                                      // the set-up is applied
                while (!engine.isEnded())
                {
                    work.add(generator.doWork() > 0 ? engine.doWork() : -engine.doWork());
                    clock.advance(1);
                }
                assertEquals(0, engine.doWork(), "the run has ended");
            }
        });

        assertEquals(3, result.totals().accounting().delivered());
        assertEquals(0, work.get(0));
        assertEquals(2, work.get(1), "a frame is appended, and it is applied");
        assertEquals(2, work.get(2), "a frame of all three events");
        assertEquals(0, work.get(work.size() - 1), "the last cycle finds nothing");
    }

    @Test
    void shouldHaveTheNameOfTheEngine()
    {
        final List<String> names = new ArrayList<>();
        run(options(Storms.small(1)), new NoLog(), new Rounds()
        {
            @Override
            void run(final EngineRun engine, final SharedGenerator generator)
            {
                names.add(engine.roleName());
                clock.update(1);
                end(engine, generator);
            }
        });

        assertEquals(List.of("gale-engine"), names);
    }

    @Test
    void shouldCloseItsLogAtTheEnd()
    {
        final ClosedLog log = new ClosedLog();
        final StormResult result = run(options(Storms.small(5)), log, new Rounds()
        {
            @Override
            void run(final EngineRun engine, final SharedGenerator generator)
            {
                clock.update(7);
                assertEquals(0, engine.lastApplyNs());
                end(engine, generator);
                assertEquals(7, engine.lastApplyNs());
                engine.onClose();
            }
        });

        assertEquals(List.of(1, 0), List.of(log.closes, log.shortCloses), "the run had ended before it was closed");
        assertEquals(List.of(new ClosingPayload(0, List.of())), log.verdicts);
        assertNotEquals(0, result.journal().runDigest());
        assertEquals(result.journal().commands(), log.nextSequence() - 1);
    }

    @Test
    void shouldHaveTheDigestOfTheMachinesRun()
    {
        final RunOptions options = options(Storms.small(5));
        try (Machine machine = Machines.FACTORY.create(options.workload().machine()))
        {
            final StormResult result = new StormRun(options, machine, new NoLog(), UnaryOperator.identity(),
                new SteppedTimeline(1)).run();

            assertEquals(machine.runDigest(), result.journal().runDigest());
        }
    }

    @Test
    void shouldLeaveALogThatCanBeResumedWhenItIsClosedEarly()
    {
        final ClosedLog log = new ClosedLog();
        run(options(Storms.small(5)), log, new Rounds()
        {
            @Override
            void run(final EngineRun engine, final SharedGenerator generator)
            {
                clock.update(1);
                generator.doWork();
                engine.doWork();
                assertFalse(engine.isEnded());

                engine.onClose();

                assertTrue(engine.isEnded());
                engine.onClose();
            }
        });

        assertEquals(List.of(0, 1), List.of(log.closes, log.shortCloses));
    }

    @Test
    void shouldLeaveALogThatCanBeResumedAfterAFaultThatIsNotTheRuns()
    {
        final ClosedLog log = new ClosedLog()
        {
            @Override
            public AppendResult appendCommands(final int count, final int lengthBytes)
            {
                throw new IllegalStateException("a defect");
            }
        };
        final List<Boolean> ended = new ArrayList<>();
        final Timeline timeline = new Rounds()
        {
            @Override
            void run(final EngineRun engine, final SharedGenerator generator)
            {
                clock.update(1);
                generator.doWork();
                try
                {
                    engine.doWork();
                }
                finally
                {
                    ended.add(engine.isEnded());
                }
            }
        };
        final RunOptions options = options(Storms.small(5));

        assertEquals("a defect",
            assertThrows(IllegalStateException.class, () -> run(options, log, timeline)).getMessage());

        assertEquals(List.of(true), ended);
        assertEquals(List.of(0, 1), List.of(log.closes, log.shortCloses));
    }

    /** A journal that is full in its last frame: the digest behind the last apply. */
    @Test
    void shouldKeepTheTimeOfTheLastApplyWhenTheEndFails()
    {
        final Rounds timeline = new Rounds()
        {
            @Override
            void run(final EngineRun engine, final SharedGenerator generator)
            {
                clock.update(40);
                end(engine, generator);
                assertEquals(40, engine.lastApplyNs());
                assertEquals("no space", engine.cause().getMessage());
                assertEquals(0, engine.runDigest());
            }
        };
        final ClosedLog log = new ClosedLog()
        {
            private boolean isFull;

            @Override
            public boolean appendDigest(final int lengthBytes)
            {
                isFull = true;
                timeline.clock.advance(60);

                return false;
            }

            @Override
            public JournalFailure failure()
            {
                return isFull ? new JournalFailure(JournalFailure.Reason.NO_SPACE, "no space", 0, null) : null;
            }
        };

        final StormResult result = run(options(Storms.small(5)), log, timeline);

        assertEquals(Outcome.RESOURCES, result.verdict().outcome());
        assertEquals(1, log.closes);
    }

    @Test
    void shouldEndAtTheFailureOfItsJournal()
    {
        final ClosedLog log = new ClosedLog()
        {
            @Override
            public AppendResult appendCommands(final int count, final int lengthBytes)
            {
                return AppendResult.REFUSED;
            }

            @Override
            public JournalFailure failure()
            {
                return new JournalFailure(JournalFailure.Reason.LIMIT, "the limit is reached", 0, null);
            }
        };
        final StormResult result = run(options(Storms.small(5)), log, new Rounds()
        {
            @Override
            void run(final EngineRun engine, final SharedGenerator generator)
            {
                clock.update(90);
                end(engine, generator);
                assertEquals(90, engine.lastApplyNs());
            }
        });

        assertEquals("the limit is reached", result.verdict().failure());
        assertEquals(0, result.totals().accounting().offered());
        assertEquals(List.of(1, 0), List.of(log.closes, log.shortCloses));
    }

    /** A message that an earlier part left pending is delivered before the generator offers the next one. */
    @Test
    @Tag("P6")
    void shouldDeliverWhatIsPendingBeforeAResumedGeneratorContinues()
    {
        final StormConfig config = Storms.small(10);
        final RunOptions plain = options(config);
        final UnsafeBuffer command = new UnsafeBuffer(new byte[Long.BYTES]);
        final List<Long> taken = new ArrayList<>();
        try (Machine machine = Machines.FACTORY.create(plain.workload().machine()))
        {
            Storms.setUp(config, machine);
            command.putLong(0, Commands.msi(0, 0, 0));
            machine.apply(command, 0);
            machine.outputs().clear();
            final RunOptions options = new RunOptions(config, plain.workload(),
                StormResumeTotals.of(Topology.of(config), machine, 1, 1), plain.snapshots(), plain.measurement(),
                plain.producers(), plain.counters());
            final StormLedgers ledgers = new StormLedgers(machine, 2);
            final StormResult result = new StormRun(options, machine, new NoLog(), UnaryOperator.identity(),
                new Rounds()
                {
                    @Override
                    void run(final EngineRun engine, final SharedGenerator generator)
                    {
                        clock.update(1);
                        assertEquals(1, ledgers.account(0).pending());
                        while (!engine.isEnded())
                        {
                            generator.doWork();
                            final int work = engine.doWork();
                            taken.add(ledgers.account(0).offered() + ledgers.account(1).offered());
                            assertEquals(0, ledgers.account(0).pending() + ledgers.account(1).pending());
                            assertTrue(taken.size() > 1 || work > 0, "the turn of the first guest is work");
                            clock.advance(1);
                        }
                    }
                }).run();

            assertNull(result.verdict().failure());
            assertEquals(List.of(1L, 1L, 10L), taken.stream().limit(3).toList(), "the second cycle has nothing to do");
            assertEquals(10, result.totals().accounting().offered());
            assertEquals(10, result.totals().accounting().delivered());
        }
    }
}
