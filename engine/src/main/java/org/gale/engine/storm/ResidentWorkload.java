package org.gale.engine.storm;

import java.util.List;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.software.CommandSink;

/** Workload whose VPEs are all resident, each on a PE of its own, and whose guests acknowledge and deactivate. */
public final class ResidentWorkload implements Workload
{
    private static final int TURN_BUDGET = 64;

    private final StormConfig config;
    private final StormLayout layout;
    private StormSetup setup;
    private CommandSink setupSink;

    /**
     * Makes the workload of a storm.
     *
     * @throws IllegalArgumentException if there is no machine for such a storm
     */
    public ResidentWorkload(final StormConfig config)
    {
        this.config = config;
        this.layout = new StormLayout(config);
    }

    @Override
    public MachineConfig machine()
    {
        return layout.machine();
    }

    @Override
    public long snapshotBytes()
    {
        return layout.snapshotBytes();
    }

    @Override
    public int setupSteps()
    {
        return StormSetup.stepCount(config);
    }

    @Override
    public void setUp(final int step, final CommandSink sink)
    {
        if (setup == null || setupSink != sink)
        {
            setup = new StormSetup(layout, layout.machine(), sink);
            setupSink = sink;
        }
        setup.step(step);
    }

    @Override
    public EventSource events(final int producer)
    {
        return new EventSequence(config, producer);
    }

    @Override
    public TurnSource guests()
    {
        return new GuestScheduler(TURN_BUDGET);
    }

    @Override
    public List<AccountingRow> accounting(final Machine machine)
    {
        return List.of();
    }
}
