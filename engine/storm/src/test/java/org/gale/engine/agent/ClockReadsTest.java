package org.gale.engine.agent;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.profile.ResidentGuests;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.Unobserved;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Engine under a clock that counts its reads, which each read moves on by a nanosecond. */
class ClockReadsTest
{
    private static final int BUDGET = 1;

    private final StormConfig config = Storms.small(1);
    private final Topology topology = Topology.of(config);
    private final Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine());
    private final Lane lane = Lane.allocate(1024);
    private final LaneProducer producer = lane.producer();
    private final List<Long> raisedNs = new ArrayList<>();
    private final List<Long> appliedNs = new ArrayList<>();
    private long reads;
    private final EngineAgent agent = new EngineAgent(machine, new NoLog(),
        new LaneSet(0, List.of(), lane.consumer()), new ResidentGuests(BUDGET), new Times(), () -> ++reads);

    ClockReadsTest()
    {
        Storms.setUp(config, machine);
        while (agent.doWork() > 0)
        {
            reads = 0;
        }
        raisedNs.clear();
        appliedNs.clear();
        reads = 0;
    }

    /** Times that the engine passes on. */
    private final class Times extends Unobserved
    {
        @Override
        public void raised(final long nowNs)
        {
            raisedNs.add(nowNs);
        }

        @Override
        public void applied(final Outputs outputs, final long nowNs)
        {
            appliedNs.add(nowNs);
        }
    }

    @AfterEach
    void close()
    {
        agent.onClose();
        machine.close();
        lane.close();
    }

    @Test
    void shouldReadTheClockAtTheBeginBehindTheAppendBehindWhatWasDrainedAndBehindTurns()
    {
        raise(1);

        assertTrue(agent.doWork() > 0);

        assertEquals(List.of(3L), raisedNs);
        assertEquals(List.of(4L), appliedNs);
        assertEquals(4, reads);
    }

    @Test
    void shouldReadTheClockOnceForTurnsAlone()
    {
        raise(topology.lpis(0));                                                   // more than the budgets
        agent.doWork();
        appliedNs.clear();
        reads = 0;

        assertTrue(agent.doWork() > 0);

        assertEquals(List.of(3L), appliedNs);
        assertEquals(3, reads);
    }

    private void raise(final int count)
    {
        for (int event = 0; event < count; event++)
        {
            assertTrue(producer.offer(Commands.msi(event / topology.events(0), event % topology.events(0), 0)));
        }
        producer.publish();
    }
}
