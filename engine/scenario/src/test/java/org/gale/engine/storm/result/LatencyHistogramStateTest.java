package org.gale.engine.storm.result;

import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.ScenarioDeclarationsTest;
import org.gale.engine.support.PlainCase;
import org.gale.engine.support.StateHarness;
import org.gale.engine.support.StateRole;
import org.gale.engine.support.StateRoles;
import org.junit.jupiter.api.Test;

class LatencyHistogramStateTest
{
    private static final long HIGHEST = 1L << 30;

    @Test
    void shouldBeAsNewWhenReset()
    {
        new StateHarness<>(StateRoles.of(ScenarioDeclarationsTest.class, "scenario.roles"), "reset", StateRole.RESET,
            new PlainCase<>(() -> new LatencyHistogram(HIGHEST, 2), LatencyHistogramStateTest::step,
            Histogram::reset)).check();
    }

    private static String step(final LatencyHistogram histogram, final SplittableRandom random)
    {
        switch (random.nextInt(3))
        {
            case 0 -> histogram.recordTime(random.nextLong(HIGHEST), 1 + random.nextInt(3));
            case 1 -> histogram.recordValueWithCount(random.nextLong(1_000), 1 + random.nextInt(3));
            default -> histogram.add(LatencyHistogram.of(histogram, 7, 9));
        }

        return histogram.sum() + " " + histogram.getMaxValue() + " " + histogram.getTotalCount() + " " +
            histogram.getValueAtPercentile(90);
    }
}
