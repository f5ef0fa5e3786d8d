package org.gale.engine.storm.run;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.flow.OfferSpan;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.result.GeneratorTotals;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.ringbuf.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the laws of a pace, with a generator that offers an event each millisecond into a lane that fills up. */
class PaceLawsTest
{
    private static final int RATE = 1_000;
    private static final long BEGIN_NS = 7_000_000;
    private static final long MS = 1_000_000;
    private static final int LANE_WORDS = 1_024;

    /** Runs a generator whose lane nobody drains once the machine is set up, for some ms. */
    private static MsiGenerator ran(final int ms)
    {
        final StormConfig config = StormConfigs.of(Storms.open(Long.MAX_VALUE, RATE)).poisson(false).build();
        final CachedNanoClock clock = new CachedNanoClock();
        clock.update(BEGIN_NS);
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[LANE_WORDS * Long.BYTES]);
        try (Lane lane = Lane.allocate(LANE_WORDS))
        {
            final MsiGenerator generator =
                new MsiGenerator(config, new ResidentWorkload(config), lane.producer(), clock);
            while (generator.firstOfferNs() == 0)
            {
                generator.doWork();
                lane.consumer().drain(frame, 0, LANE_WORDS);
                lane.consumer().complete(lane.producer().position());
            }
            for (int i = 1; i <= ms; i++)
            {
                clock.update(BEGIN_NS + i * MS);
                generator.doWork();
            }
            generator.stop();
            generator.doWork();

            return generator;
        }
    }

    private static List<String> faults(final GeneratorPace pace, final long refused, final OfferSpan span)
    {
        return PaceLaws.faults(new GeneratorTotals(pace, new Histogram(3), refused, LaneWords.NONE), span);
    }

    @ParameterizedTest(name = "{0} ms")
    @CsvSource({ "100", "999", "1000", "2500" })
    void shouldFindTheSameAsThePace(final int ms)
    {
        final MsiGenerator generator = ran(ms);

        assertEquals(ms * MS, generator.span().ns());
        assertEquals(List.of(), faults(generator.pace().result(0, 0), generator.refused(), generator.span()));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}, {3}")
    @CsvSource({
        "100_000, 1000, 0, 0, /generator/reached_per_s is 100000",
        "1000, 1001, 0, 0, /generator/least_per_s is 1001",
        "1000, 1000, 2, 0, /generator/short_seconds is 2",
        "1000, 1000, 0, 1.1, /generator/lane_full_share is 1.1",
    })
    void shouldFindAPaceThatIsNoneOfItsPart(final String reached, final double least, final long shortSeconds,
        final double full, final String fault)
    {
        final OfferSpan span = ran(100).span();

        final List<String> faults = faults(new GeneratorPace(RATE, Double.parseDouble(reached.replace("_", "")), least,
            shortSeconds, full, 0, 0, 0, false), 0, span);

        assertTrue(faults.stream().anyMatch(found -> found.startsWith(fault)), faults::toString);
    }

    /** The lane is full in the second second, which has no event. */
    @Test
    void shouldFindASecondThatIsNotTheSlowest()
    {
        final MsiGenerator generator = ran(2_500);
        final GeneratorPace pace = generator.pace().result(0, 0);
        assertEquals(0, generator.span().leastOfSecond());

        assertEquals(List.of("/generator/least_per_s is 1, and in its slowest second the generator sent 0"), faults(
            new GeneratorPace(RATE, pace.reachedPerS(), 1, pace.shortSeconds(), pace.fullShare(), 0, 0, 0, false),
            generator.refused(), generator.span()));
    }

    @Test
    void shouldFindRefusalsThatAreNotCounted()
    {
        final MsiGenerator generator = ran(2_500);
        assertTrue(generator.span().refusals() > 1);

        assertEquals(List.of("/generator/refused is 0, and the lane refused " + generator.span().refusals() +
            " batches"), faults(generator.pace().result(0, 0), 0, generator.span()));
    }
}
