package org.gale.tests.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.agrona.concurrent.NoOpIdleStrategy;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.lanes.AttachPoint;
import org.gale.engine.lanes.LaneFiles;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.SteppedGenerator;
import org.gale.engine.storm.profile.ResidentGuests;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.support.SteppedAgents;
import org.gale.ringbuf.Lane;

/**
 * Traffic of the agents of production: the generator, producers that attach to lanes of this process and to lane files,
 * and the watcher of these files. The lane files lie on a disk of the host, because they are mapped.
 */
final class GeneratedTraffic implements LifeTraffic
{
    private static final int LANES = 2;

    private final Lane lane;
    private final SteppedGenerator generator;
    private final SteppedAgents agents = new SteppedAgents();
    private final List<AttachingProducer> producers = new ArrayList<>();
    private final LaneFiles files;
    private final LaneSet set;
    private final TurnSource turns;
    private boolean isReleased;

    GeneratedTraffic(
        final GeneratedStorm plan,
        final Machine machine,
        final Path home,
        final SimulatedClock clock,
        final SplittableRandom random)
    {
        lane = Lane.allocate(plan.laneWords());
        final Workload workload = plan.workload();
        generator = new SteppedGenerator(plan.storm(), workload, machine, lane.producer(), clock);
        agents.start(generator.agent(), NoOpIdleStrategy.INSTANCE);
        final AttachPoint point = new AttachPoint(LANES, plan.laneWords(), clock);
        try
        {
            files = LaneFiles.create(home.resolve("lanes"), LANES, plan.laneWords(), clock, agents);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        producers.add(AttachingProducer.at(point, plan.storm(), random.split()));
        producers.add(AttachingProducer.at(files.directory(), plan.storm(), random.split()));
        producers.forEach(producer -> agents.start(producer, NoOpIdleStrategy.INSTANCE));
        set = new LaneSet(1, List.of(point, files), lane.consumer());
        set.hold();
        turns = plan.isResident() ?
            new ResidentGuests(plan.budget()) : workload.guests(machine, clock, SendingGuests.NONE);
    }

    @Override
    public LaneSet lanes()
    {
        return set;
    }

    @Override
    public TurnSource turns()
    {
        return turns;
    }

    @Override
    public void step(final SplittableRandom random)
    {
        agents.step(random);
    }

    @Override
    public boolean isCaughtUp(final EngineAgent engine)
    {
        return engine.isIdle();
    }

    @Override
    public void beforeCycle(final EngineAgent engine)
    {
        if (!isReleased)
        {
            isReleased = true;
            generator.release();
        }
        if (generator.isOffering())
        {
            set.admit();
        }
        if (generator.isFinished())
        {
            engine.finishAttached();
        }
    }

    @Override
    public boolean isFinished(final EngineAgent engine, final int work)
    {
        return work == 0 && generator.isFinished() && engine.isIdle() && lane.backlogWords() == 0 &&
            engine.isAttachedDrained();
    }

    @Override
    public long refused()
    {
        return generator.refused() + producers.stream().mapToLong(AttachingProducer::refused).sum();
    }

    @Override
    public void close()
    {
        producers.forEach(AttachingProducer::leave);
        files.close();
        lane.close();
    }
}
