package org.gale.engine.storm.run;

import java.util.List;
import org.gale.engine.host.HostMeter;
import org.gale.engine.storm.flow.ResumePosition;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of a warm-up that ends by itself in a storm of phases. */
class PhasedWarmupTest
{
    private static final long FIRST_NS = 500_000_000L;
    private static final long LAST_NS = 29_500_000_000L;

    private static final StormConfig CONFIG = StormConfig.DEFAULT.with(StormSettings.DURATION, FIRST_NS + LAST_NS)
        .shaped(SettingValues.NONE, new HostShape(StormConfig.DEFAULT.shape().groups(), HostShape.Order.GROUP,
            List.of(new PhaseShape("first", FIRST_NS, List.of()), new PhaseShape("last", LAST_NS, List.of()))));

    @Test
    void shouldEndWithinAFifthOfTheFirstPhase()
    {
        final WarmupWatch watch =
            RunMeter.watch(SettingValues.NONE, CONFIG, StormResumeTotals.NONE, true, HostMeter.NONE);

        watch.begin(7, 0);

        assertEquals(7 + FIRST_NS / 5, watch.nextNs());
    }

    @Test
    void shouldEndWithinAFifthOfWhatAResumeLeavesOfItsPhase()
    {
        final long leftNs = FIRST_NS / 2;
        final StormResumeTotals resumed = new StormResumeTotals(1, 1, 1, 1,
            new ResumePosition(FIRST_NS + LAST_NS - leftNs, ResumePosition.NO_EVENT, new long[0]));
        final WarmupWatch watch = RunMeter.watch(SettingValues.NONE, CONFIG, resumed, true, HostMeter.NONE);

        watch.begin(7, 0);

        assertEquals(7 + leftNs / 5, watch.nextNs());
    }
}
