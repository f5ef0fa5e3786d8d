package org.gale.engine.agent;

import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.gale.engine.command.Commands;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.GuestScheduler;
import org.gale.engine.storm.ResidentWorkload;
import org.gale.engine.storm.StormConfig;
import org.gale.engine.storm.Storms;
import org.gale.engine.support.Unobserved;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of work that an engine does when it has none from its lanes: space for later frames, rehearsed snapshots. */
class IdleCycleTest
{
    private static final int STEPS_LIMIT = 20;
    private static final int BUDGET = 64;

    private final StormConfig config = Storms.small(1);
    private final int interrupts = config.vms() * config.lpis();
    private final Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine());
    private final HeldLog log = new HeldLog();
    private final Lane lane = Lane.allocate(1024);
    private final LaneProducer producer = lane.producer();
    private final LaneSet lanes = new LaneSet(false, List.of(), lane.consumer());
    private final EngineAgent agent = new EngineAgent(machine, log, HeldLog.HELD_FRAMES, lanes,
        new GuestScheduler(BUDGET), new Acknowledges(), new CachedNanoClock());
    private int next;
    private long acknowledged;

    IdleCycleTest()
    {
        Storms.setUp(config, machine);
    }

    /** Count of what guests acknowledge. */
    private final class Acknowledges extends Unobserved
    {
        @Override
        public void applied(final Outputs outputs, final long nowNs)
        {
            for (int i = 0; i < outputs.words(); i += Outputs.length(outputs.word(i)))
            {
                acknowledged += Outputs.kind(outputs.word(i)) == Outputs.ACK ? 1 : 0;
            }
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
    void shouldReserveSpaceInCyclesWithoutWorkOnly()
    {
        raise(1);
        while (agent.doWork() > 0)
        {
            assertEquals(0, log.reserves());
        }
        final int afterWork = log.reserves();
        workUntilCompleted();
        final int before = log.reserves();

        assertEquals(0, agent.doWork());

        assertTrue(afterWork <= 1);
        assertEquals(before + 1, log.reserves());
    }

    @Test
    @Tag("P12")
    void shouldChangeNothingWhenASnapshotIsRehearsed()
    {
        log.takeSnapshots();
        raise(interrupts);
        workUntilCompleted();
        final long stateDigest = machine.digest();
        final long runDigest = machine.runDigest();
        final long appended = log.appendedFrames();

        agent.rehearse();

        assertEquals(0, log.snapshots());
        assertEquals(appended, log.appendedFrames());
        assertEquals(stateDigest, machine.digest());
        assertEquals(runDigest, machine.runDigest());
        agent.snapshots(SnapshotSchedule.ofCommands(1));
        raise(1);
        workUntilCompleted();
        assertTrue(log.snapshots() > 0, "the next one is no rehearsal");
    }

    @Test
    void shouldKeepTheFrameThatWaitsForSpaceWhenASnapshotIsRehearsed()
    {
        log.takeSnapshots();
        log.notReady(1);
        raise(interrupts);
        agent.doWork();

        agent.rehearse();
        workUntilCompleted();

        assertEquals(interrupts, acknowledged);
    }

    private void raise(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            assertTrue(producer.offer(Commands.msi(next / config.events(), next % config.events(), 0)));
            next = (next + 1) % interrupts;
        }
        producer.publish();
    }

    private void workUntilCompleted()
    {
        for (int step = 0; step < STEPS_LIMIT && producer.completed() < producer.position(); step++)
        {
            agent.doWork();
        }
        assertEquals(producer.position(), producer.completed());
    }
}
