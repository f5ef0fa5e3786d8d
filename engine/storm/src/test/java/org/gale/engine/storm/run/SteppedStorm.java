package org.gale.engine.storm.run;

import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.command.Commands;
import org.gale.engine.host.HostMeter;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;

/** Storm whose generator, engine and meter take turns on one thread, under a clock that the test moves. */
final class SteppedStorm implements AutoCloseable
{
    private final CachedNanoClock clock;
    private final Machine machine;
    private final Lane lane = Lane.allocate(Lane.CAPACITY_WORDS_DEFAULT);
    private final StormTally tally;
    private final LatencyRecorder recorder;
    private final MsiGenerator generator;
    private final EngineAgent agent;
    private final RunMeter meter;

    /** Makes a storm that begins at 1 ns. */
    SteppedStorm(
        final StormConfig config, final SettingValues measure, final Rehearsal rehearsal, final CachedNanoClock clock)
    {
        this(config, measure, rehearsal, clock, true);
    }

    /**
     * Makes a storm that begins at 1 ns.
     *
     * @param hasGenerator false to take its events for those of attached producers
     */
    SteppedStorm(
        final StormConfig config,
        final SettingValues measure,
        final Rehearsal rehearsal,
        final CachedNanoClock clock,
        final boolean hasGenerator)
    {
        this.clock = clock;
        clock.update(1);
        final Workload workload = new ResidentWorkload(config);
        machine = Machines.FACTORY.create(workload.machine());
        final LaneSet lanes = new LaneSet(0, List.of(), lane.consumer());
        recorder = new LatencyRecorder(workload.topology(), 1, clock);
        tally = new StormTally(recorder);
        generator = new MsiGenerator(config, workload, lane.producer(), clock);
        if (!hasGenerator)
        {
            generator.silence();
        }
        final RunOptions options = new RunOptions(config, workload, StormResumeTotals.NONE, SnapshotSchedule.AT_END,
            new RunOptions.Measurement(measure, HostMeter.NONE, RunOptions.History.NONE, rehearsal),
            new RunOptions.Producers(List.of(), hasGenerator), StormCounters.none());
        meter = new RunMeter(RunMeter.watch(measure, config, StormResumeTotals.NONE, true, HostMeter.NONE), tally,
            tally::delivered, recorder, generator, options, clock);
        agent = new EngineAgent(machine, new NoLog(), lanes,
            workload.guests(machine, clock, SendingGuests.NONE), meter.before(tally), clock);
        agent.snapshots(SnapshotSchedule.AT_END);
        meter.watch(agent);
    }

    /** Returns the machine. */
    Machine machine()
    {
        return machine;
    }

    /** Returns the meter. */
    RunMeter meter()
    {
        return meter;
    }

    /** Returns the generator. */
    MsiGenerator generator()
    {
        return generator;
    }

    /** Returns the recorder of latencies. */
    LatencyRecorder recorder()
    {
        return recorder;
    }

    /** Sends an event of the first device, after the generator has ended. */
    void send(final int event)
    {
        final LaneProducer producer = lane.producer();
        producer.offer(Commands.timeWord(clock.nanoTime()), clock.nanoTime());
        producer.offer(Commands.msi(0, event, 0));
        producer.publish();
    }

    /** Returns the tally. */
    StormTally tally()
    {
        return tally;
    }

    /** Lets generator, engine and meter have one cycle each, and moves the clock. */
    void cycle(final long ns)
    {
        generator.doWork();
        engineCycle(ns);
    }

    /** Lets engine and meter have one cycle each, and moves the clock. */
    void engineCycle(final long ns)
    {
        agent.doWork();
        meter.poll();
        clock.advance(ns);
    }

    /** Has cycles of a length until a time. */
    void runUntil(final long endNs, final long cycleNs)
    {
        while (clock.nanoTime() < endNs)
        {
            cycle(cycleNs);
        }
    }

    /** Has cycles of a length until a time, at which generator and engine end; returns it. */
    long endAt(final long endNs, final long cycleNs)
    {
        runUntil(endNs, cycleNs);
        generator.stop();
        cycle(0);

        return endNs;
    }

    /** Has cycles of a length until the generator begins to offer; returns the time of its first offer. */
    long begin(final long cycleNs)
    {
        while (generator.firstOfferNs() == 0)
        {
            cycle(cycleNs);
        }

        return generator.firstOfferNs();
    }

    @Override
    public void close()
    {
        meter.close();
        agent.onClose();
        lane.close();
        machine.close();
    }
}
