package org.gale.tests.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.profile.ResidentGuests;
import org.gale.engine.storm.profile.StormSetups;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;

/** Traffic of a storm in a closed loop: a producer for each VM, of which the first sets the machine up. */
final class ClosedLoopTraffic implements LifeTraffic
{
    private final List<Lane> lanes = new ArrayList<>();
    private final List<SimulatedProducer> producers = new ArrayList<>();
    private final LaneSet set;
    private final TurnSource turns;
    private boolean isSetUp;

    ClosedLoopTraffic(
        final SimulatedStorm plan, final Machine machine, final SimulatedClock clock, final SplittableRandom random)
    {
        final List<long[]> setup = StormSetups.commands(plan.storm());
        final int applied = (int)Math.min(setup.size(), machine.commandCount());
        for (int vmId = 0; vmId < plan.storm().value(StormSettings.VMS); vmId++)
        {
            final Ledger ledger = machine.accounts().ledger(machine.accounts().vmOwner(vmId));
            final Lane lane = Lane.allocate(plan.laneWords());
            lanes.add(lane);
            producers.add(new SimulatedProducer(plan.storm(), vmId, lane.producer(), clock, random.split(),
                vmId == 0 ? setup.subList(applied, setup.size()) : List.of(),
                ledger == null ? 0 : ledger.offered(), plan.eventsOfVm()));
        }
        set = new LaneSet(0, List.of(), lanes.stream().map(Lane::consumer).toArray(LaneConsumer[]::new));
        turns = new ResidentGuests(plan.budget());
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
        isSetUp = isSetUp || producers.get(0).isSetUp();
        producers.get(isSetUp ? random.nextInt(producers.size()) : 0).doWork();
    }

    @Override
    public boolean isCaughtUp(final EngineAgent engine)
    {
        return engine.isIdle();
    }

    @Override
    public void beforeCycle(final EngineAgent engine)
    {
        // The lanes are there from the first cycle on.
    }

    @Override
    public boolean isFinished(final EngineAgent engine, final int work)
    {
        return engine.isIdle() && producers.stream().allMatch(SimulatedProducer::isFinished);
    }

    @Override
    public long refused()
    {
        return producers.stream().mapToLong(SimulatedProducer::refused).sum();
    }

    @Override
    public void close()
    {
        lanes.forEach(Lane::close);
    }
}
