package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of a warm-up behind whose end no event comes, in a storm that has no count. */
class SpentWarmupTest
{
    private static final long MS = 1_000_000;

    /**
     * Events come at 0 and 10 ms, and each handler takes 8 ms: the last one ends behind the warm-up, while all traffic
     * pauses. In a third phase there is one more event, or none.
     */
    @ParameterizedTest
    @CsvSource({ "false, no event came after it, 2", "true, as asked, 1" })
    void shouldMeasureAllWhenNoEventIsDueBehindTheWarmup(final boolean goesOn, final String ending, final long measured)
    {
        final VmShape vm = VirtualStorms.vms("vm", 1, 4, 100, VirtualStorms.guest(8 * MS, false));
        final PhaseShape.PhaseChange paused =
            new PhaseShape.PhaseChange(0, PhaseShape.PhaseChange.ALL, SettingValues.NONE.with(PhaseShape.PAUSE, true));
        final List<PhaseShape> phases = new ArrayList<>(List.of(new PhaseShape("on", 15 * MS, List.of()),
            new PhaseShape("off", 15 * MS, List.of(paused))));
        if (goesOn)
        {
            phases.add(new PhaseShape("again", 10 * MS, List.of()));
        }
        final StormConfig config = StormConfigs.of(VirtualStorms.config(StormSettings.COUNT_UNLIMITED, 1, vm).shaped(
            SettingValues.NONE, new HostShape(List.of(vm), HostShape.Order.GROUP, phases)))
            .durationNs(goesOn ? 40 * MS : 30 * MS).build();

        final StormResult result = VirtualStorms.run(config, new ResidentWorkload(config), CostModel.of(CostModel.ZERO),
            UnaryOperator.identity(), SettingValues.NONE.with(MeasureSettings.WARMUP, 16 * MS));

        assertEquals(ending, result.rates().warmup().ending().label());
        assertEquals(2 + (goesOn ? 1 : 0), result.totals().accounting().delivered());
        assertEquals(measured, result.rates().offered());
        assertEquals(2, result.rates().warmup().delivered(), "the handler of the second ends behind the warm-up");
        assertEquals(measured, result.latencies().response().getTotalCount());
    }
}
