package org.gale.engine.storm.run;

import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.ForwardingWorkload;
import org.gale.ringbuf.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a generator that has its cycles before those of an engine, which the test stands for. */
class SharedGeneratorTest
{
    private static final int PES = 4;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final Lane lane = Lane.allocate(SharedGenerator.laneWords(PES));
    private final StormConfig config = Storms.small(1_000);

    @AfterEach
    void close()
    {
        lane.close();
    }

    private MsiGenerator generator(final Workload workload)
    {
        clock.update(1);

        return new MsiGenerator(config, workload, lane.producer(), clock);
    }

    private SharedGenerator shared(final MsiGenerator generator)
    {
        return new SharedGenerator(generator, lane, DrainLimit.WORDS);
    }

    @Test
    void shouldHaveALaneForACycleAndABatchBeyond()
    {
        assertEquals(2 * DrainLimit.WORDS, SharedGenerator.laneWords(1));
        assertEquals(2 * 4_096, SharedGenerator.laneWords(200), "3,200 words, up to the next power of two");
    }

    @ParameterizedTest(name = "{1} vCPUs on {0} PEs: {2} words")
    @CsvSource({"1, 1, 128", "64, 4, 128", "64, 5, 160", "64, 32, 1024", "16, 32, 512", "64, 64, 2048",
        "128, 128, 2048", "200, 200, 3200", "200, 1, 128"})
    void shouldOfferHalfOfTheListsOfFewVcpus(final int pes, final int vcpus, final int words)
    {
        assertEquals(words, SharedGenerator.cycleWords(MachineConfig.parse(List.of("pes=" + pes)), vcpus));
    }

    @Test
    void shouldOfferWhatACycleOfAGicv4Drains()
    {
        assertEquals(DrainLimit.WORDS, SharedGenerator.cycleWords(MachineConfig.parse(List.of("v4.cpus=4")), 4));
    }

    @Test
    void shouldReturnTheWorkOfTheGenerator()
    {
        final SharedGenerator shared = shared(generator(new ResidentWorkload(config)));

        assertTrue(shared.doWork() > 0);
        assertTrue(lane.backlogWords() > 0);
    }

    @Test
    void shouldOfferNothingBehindWhatACycleDrains()
    {
        final SharedGenerator shared = shared(generator(new ResidentWorkload(config)));
        for (int i = 0; i < DrainLimit.WORDS; i++)
        {
            assertTrue(lane.producer().offer(Commands.msi(0, 0, 0)));
        }
        lane.producer().publish();

        assertEquals(0, shared.doWork());
        assertEquals(DrainLimit.WORDS, lane.backlogWords());
    }

    @Test
    void shouldOfferMoreInFrontOfWhatACycleDrains()
    {
        final SharedGenerator shared = shared(generator(new ResidentWorkload(config)));
        for (int i = 0; i < DrainLimit.WORDS - 1; i++)
        {
            assertTrue(lane.producer().offer(Commands.msi(0, 0, 0)));
        }
        lane.producer().publish();

        assertTrue(shared.doWork() > 0);
    }

    @Test
    void shouldFinishTheGeneratorWithTheEnd()
    {
        final MsiGenerator generator = generator(new ResidentWorkload(config));
        final SharedGenerator shared = shared(generator);
        assertFalse(generator.isFinished());

        shared.end();

        assertTrue(generator.isFinished());
        assertNull(shared.failure());
        assertEquals(0, shared.doWork());
        assertEquals(0, lane.backlogWords());
    }

    @Test
    void shouldEndWithItsFailure()
    {
        final IllegalStateException failure = new IllegalStateException("no such table");
        final MsiGenerator generator = generator(new ForwardingWorkload(new ResidentWorkload(config))
        {
            @Override
            public Setup setUp(final CommandSink sink)
            {
                return new Setup()
                {
                    @Override
                    public int stepCount()
                    {
                        return 1;
                    }

                    @Override
                    public void step(final int index)
                    {
                        throw failure;
                    }
                };
            }
        });
        final SharedGenerator shared = shared(generator);

        assertEquals(0, shared.doWork());

        assertSame(failure, shared.failure());
        assertTrue(generator.isFinished(), "the engine waits for it");
        assertEquals(List.of(0, 0), List.of(shared.doWork(), shared.doWork()));
    }
}
