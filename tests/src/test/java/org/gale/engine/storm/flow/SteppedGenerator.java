package org.gale.engine.storm.flow;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.LaneProducer;

/** Generator of production for the simulator, which steps it. Owned by one thread. */
public final class SteppedGenerator
{
    private final MsiGenerator generator;

    /**
     * Makes the generator of one life of a storm.
     *
     * @param machine as the journal left it
     */
    public SteppedGenerator(
        final StormConfig config,
        final Workload workload,
        final Machine machine,
        final LaneProducer lane,
        final NanoClock clock)
    {
        generator = new MsiGenerator(config, workload, lane, clock);
        if (machine.commandCount() > 0)
        {
            final StormResumeTotals totals = StormResumeTotals.of(Topology.of(config), machine, -1, 0);
            generator.resume(totals.commands(), totals.offered(), totals.position());
        }
    }

    /** Returns the agent to be stepped. */
    public Agent agent()
    {
        return generator;
    }

    /** Says that everything pending before this life is delivered. */
    public void release()
    {
        generator.release();
    }

    /** Returns whether events are offered, and not the set-up. */
    public boolean isOffering()
    {
        return generator.firstOfferNs() != 0;
    }

    /** Returns whether the last command has been published. */
    public boolean isFinished()
    {
        return generator.isFinished();
    }

    /** Returns the offers that a full lane refused. */
    public long refused()
    {
        return generator.refused();
    }
}
