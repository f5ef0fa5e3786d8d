package org.gale.engine.storm.run;

import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the time of a storm for the frames of its journal: an event each microsecond, the first at 7 ms. */
class StormTimeTest
{
    private static final long BEGIN_NS = 7_000_000;
    private static final long EVENT_NS = 1_000;
    private static final long RESUMED_NS = 40_000;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[DrainLimit.WORDS_MAX * Long.BYTES]);

    private RunProducers producers()
    {
        final StormConfig config =
            StormConfigs.of(Storms.open(Long.MAX_VALUE, 1e9 / EVENT_NS)).poisson(false).build();
        clock.update(BEGIN_NS);

        return new RunProducers(Options.of(config, new ResidentWorkload(config)), 1, clock);
    }

    private void drain(final RunProducers producers)
    {
        producers.lanes().drain(frame, 0, DrainLimit.WORDS_MAX);
        producers.lanes().mark(0);
        producers.lanes().complete(0);
    }

    private void begin(final RunProducers producers)
    {
        while (producers.generator().firstOfferNs() == 0)
        {
            producers.generator().doWork();
            drain(producers);
        }
    }

    private void offerAt(final RunProducers producers, final long ns)
    {
        clock.update(ns);
        producers.generator().doWork();
        drain(producers);
    }

    @Test
    void shouldBeTheTimeOfTheResumeWhileTheMachineIsSetUp()
    {
        try (RunProducers producers = producers())
        {
            assertEquals(0, new StormTime(producers, 0).ns(BEGIN_NS));
            assertEquals(RESUMED_NS, new StormTime(producers, RESUMED_NS).ns(BEGIN_NS));
        }
    }

    @Test
    void shouldBeThatOfTheFrameUntilTheFirstBatchIsDrained()
    {
        try (RunProducers producers = producers())
        {
            begin(producers);

            assertEquals(300, new StormTime(producers, 0).ns(BEGIN_NS + 300));
            assertEquals(RESUMED_NS + 300, new StormTime(producers, RESUMED_NS).ns(BEGIN_NS + 300));
        }
    }

    @Test
    void shouldCountFromTheFirstOfferToTheBaseOfTheBatch()
    {
        try (RunProducers producers = producers())
        {
            final StormTime time = new StormTime(producers, 0);
            final StormTime resumed = new StormTime(producers, RESUMED_NS);
            begin(producers);
            offerAt(producers, BEGIN_NS + 2 * EVENT_NS);
            offerAt(producers, BEGIN_NS + 9 * EVENT_NS);

            final long baseNs = producers.batchNs(0) - BEGIN_NS;
            assertEquals(3 * EVENT_NS, baseNs, "events at 0, 1 and 2 us were of the first batch");
            assertEquals(baseNs, time.ns(BEGIN_NS + 9 * EVENT_NS));
            assertEquals(RESUMED_NS + baseNs, resumed.ns(BEGIN_NS + 9 * EVENT_NS));
        }
    }

    @Test
    void shouldNeverLieBeforeTheFirstPhase()
    {
        try (RunProducers producers = producers())
        {
            begin(producers);

            assertEquals(0, new StormTime(producers, 0).ns(BEGIN_NS - 300));
        }
    }
}
