package org.gale.engine.storm.law;

import java.util.List;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape.Target;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormPattern;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.ist.L2Iste;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** LPIs go to VPEs, and have priorities, as the rule says that is written twice. */
@Tag("P13")
class SpreadLawTest
{
    private static final VmShape FIRST = new VmShape("first", 3, 4,
        List.of(device(2, 16, Target.SPREAD, DeviceShape.SPREAD), device(1, 8, Target.of(2), DeviceShape.SPREAD)));
    private static final VmShape LAST = new VmShape("last", 2, 3,
        List.of(device(2, 16, Target.VECTOR, DeviceShape.SPREAD), device(1, 8, Target.SPREAD, 4)));

    private static DeviceShape device(final int count, final int events, final Target target, final int priority)
    {
        return new DeviceShape("d" + count, count, events, target, priority, new ClosedStream(1));
    }

    private static StormConfig config()
    {
        return StormConfig.DEFAULT.shaped(SettingValues.NONE, new HostShape(List.of(FIRST, LAST),
            HostShape.Order.GROUP, List.of())).with(StormSettings.SEED, 5L);
    }

    private static String fault(final StormConfig config, final int change)
    {
        final Topology topology = Topology.of(config);
        final LpiSpread spread = new LpiSpread(config, topology);

        return new SpreadLaw(config, topology).fault((vm, lpi) ->
            spread.entry(vm, lpi) ^ (vm == 3 && lpi == 33 ? change : 0));
    }

    @ParameterizedTest
    @EnumSource(StormPattern.class)
    void shouldGiveTheSamePlaces(final StormPattern pattern)
    {
        assertNull(fault(config().with(StormSettings.PATTERN, pattern), 0));
        assertNull(fault(StormConfig.DEFAULT.with(StormSettings.PATTERN, pattern), 0), "all events are one stream");
    }

    @ParameterizedTest
    @CsvSource({ "65536, 0, 4", "2048, 1, 5" })
    void shouldFindAnotherPlace(final int change, final int vpe, final int priority)
    {
        final StormConfig config = config().with(StormSettings.PATTERN, StormPattern.ROUND_ROBIN);
        final int first = Topology.of(config).firstLpiId();

        assertEquals("VM 3: LPI " + (first + 33) + " goes to VPE " + vpe + " with priority " + priority +
            ", and the job gives VPE 1 and priority 4", fault(config, change));
    }

    @Test
    void shouldFindAnotherSeed()
    {
        final StormConfig config = config();
        final Topology topology = Topology.of(config);
        final LpiSpread other = new LpiSpread(config.with(StormSettings.SEED, 6L), topology);
        final int drawn = new LpiSpread(config, topology).entry(0, 0);

        assertEquals("VM 0: LPI " + topology.firstLpiId() + " goes to VPE " + L2Iste.iaffid(other.entry(0, 0)) +
            " with priority " + L2Iste.priority(other.entry(0, 0)) + ", and the job gives VPE " +
            L2Iste.iaffid(drawn) + " and priority " + L2Iste.priority(drawn),
            new SpreadLaw(config, topology).fault(other::entry));
    }
}
