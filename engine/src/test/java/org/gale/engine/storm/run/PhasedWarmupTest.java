package org.gale.engine.storm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.gale.engine.host.HostMeter;
import org.gale.engine.storm.setting.HostShape;
import org.gale.engine.storm.setting.PhaseShape;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;
import org.junit.jupiter.api.Test;

/** Tests of a warm-up that ends by itself in a storm of phases. */
class PhasedWarmupTest
{
    private static final long FIRST_NS = 500_000_000L;
    private static final long LAST_NS = 29_500_000_000L;

    @Test
    void shouldEndWithinAFifthOfTheFirstPhase()
    {
        final HostShape alike = StormConfig.DEFAULT.shape();
        final StormConfig config = StormConfig.DEFAULT.with(StormSettings.DURATION, FIRST_NS + LAST_NS)
            .shaped(new HostShape(alike.groups(), HostShape.Order.GROUP,
                List.of(new PhaseShape("first", FIRST_NS, List.of()), new PhaseShape("last", LAST_NS, List.of()))));
        final WarmupWatch watch =
            RunMeter.watch(SettingValues.NONE, config, StormResumeTotals.NONE, true, HostMeter.NONE);

        watch.begin(7, 0);

        assertEquals(7 + FIRST_NS / 5, watch.nextNs());
    }
}
