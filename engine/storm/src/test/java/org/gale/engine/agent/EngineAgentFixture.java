package org.gale.engine.agent;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.CachedNanoClock;
import org.gale.engine.command.Commands;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Engine over a small machine that is set up, with one lane, a log in memory, and a clock that the test sets. */
abstract class EngineAgentFixture
{
    static final int BUDGET = 64;
    static final int STEPS_LIMIT = 20;

    final StormConfig config = config();
    final Topology topology = Topology.of(config);
    final int interrupts = topology.totalLpis();
    final Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine());
    final HeldLog log = new HeldLog();
    final Acknowledged acknowledged = new Acknowledged();
    final CachedNanoClock clock = new CachedNanoClock();
    private final Lane lane = Lane.allocate(4096);
    final LaneProducer producer = lane.producer();
    final LaneSet lanes = new LaneSet(0, List.of(), lane.consumer());
    EngineAgent agent = agent(new ResidentGuests(BUDGET));
    private int next;

    EngineAgentFixture()
    {
        Storms.setUp(config, machine);
    }

    /** Returns the storm whose machine is set up. */
    StormConfig config()
    {
        return Storms.small(1);
    }

    @AfterEach
    void close()
    {
        agent.onClose();
        machine.close();
        lane.close();
    }

    final EngineAgent agent(final TurnSource turns)
    {
        return new EngineAgent(machine, log, lanes, turns, acknowledged, clock);
    }

    /** Offers and publishes MSIs of the next events, round and round. */
    final void raise(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            assertTrue(producer.offer(Commands.msi(next / topology.events(0), next % topology.events(0), 0)));
            next = (next + 1) % interrupts;
        }
        producer.publish();
    }

    /** Runs duty cycles until the producer sees that everything it published is delivered. */
    final void workUntilCompleted()
    {
        for (int step = 0; step < STEPS_LIMIT && producer.completed() < producer.position(); step++)
        {
            agent.doWork();
        }
        assertEquals(producer.position(), producer.completed());
    }

    /** Observer that counts the interrupts that guests acknowledge. */
    static final class Acknowledged extends Unobserved
    {
        final List<Long> countsWhenScheduled = new ArrayList<>();
        long count;
        Runnable onRaised = () -> { };
        Runnable onApplied = () -> { };

        @Override
        public void scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
        {
            countsWhenScheduled.add(count);
        }

        @Override
        public void raised(final long nowNs)
        {
            onRaised.run();
        }

        @Override
        public void applied(final Outputs outputs, final long nowNs)
        {
            onApplied.run();
            for (int i = 0; i < outputs.words(); i += Outputs.length(outputs.word(i)))
            {
                count += Outputs.kind(outputs.word(i)) == Outputs.ACK ? 1 : 0;
            }
        }
    }
}
