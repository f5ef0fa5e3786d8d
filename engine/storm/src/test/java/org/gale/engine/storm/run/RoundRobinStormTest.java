package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.flow.EventSequence;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormPattern;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.tables.ist.L2Iste;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** The pattern of the selftest: nothing is drawn. */
class RoundRobinStormTest
{
    private static final int VPES = 3;
    private static final int DEVICES = 2;
    private static final int EVENTS = 4;

    @Test
    void shouldReadBackWhatItWrote()
    {
        final StormConfig config = config(9);

        assertEquals(config, StormConfigs.parse(config.toKeys()));
        assertNotEquals(config, StormConfigs.parse(config.toKeys().replace(" pattern=round-robin", "")));
    }

    @Test
    void shouldGiveLpisOfOnePriorityToVpesByTurns()
    {
        final List<Integer> vpes = new ArrayList<>();
        for (int lpiId = 0; lpiId < DEVICES * EVENTS; lpiId++)
        {
            final int iste = new LpiSpread(config(9), Topology.of(config(9))).entry(0, lpiId);
            assertEquals(20, L2Iste.priority(iste));
            vpes.add(L2Iste.iaffid(iste));
        }

        assertEquals(List.of(0, 1, 2, 0, 1, 2, 0, 1), vpes);
    }

    @Test
    void shouldOfferTheNextEventOfEachDeviceByTurns()
    {
        final EventSequence events = new EventSequence(config(9), Topology.of(config(9)));

        assertEquals(DEVICES * EVENTS, events.length());
        for (int i = 0; i < events.length(); i++)
        {
            assertEquals(Commands.msi(i % DEVICES, i / DEVICES, 0), events.word(i));
        }
    }

    @Test
    @Tag("P1")
    @Tag("P6")
    void shouldDeliverEveryInterrupt() throws InterruptedException
    {
        final StormConfig config = config(8_000);
        final ResidentWorkload workload = new ResidentWorkload(config);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final StormResult result = new StormRun(Options.of(config, workload), machine, new NoLog()).run();

            assertNull(result.verdict().failure());
            assertEquals(8_000, result.totals().accounting().offered());
            assertEquals(8_000, result.totals().accounting().delivered());
            assertEquals(0, result.totals().accounting().coalesced());
            assertEquals(0, result.totals().accounting().remainder());
        }
    }

    private static StormConfig config(final long count)
    {
        return StormConfigs.begin().vms(1).vpes(VPES).devices(DEVICES).events(EVENTS).untimed().countLimit(count)
            .pattern(StormPattern.ROUND_ROBIN).build();
    }
}
