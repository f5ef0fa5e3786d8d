package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.flow.EventSequence;
import org.gale.engine.storm.flow.EventSource;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;

/** Workload whose machine and events follow from the topology of a storm, which acts between no events. */
abstract class TopologyWorkload implements Workload
{
    private final StormConfig config;
    private final Topology topology;
    private final MachineConfig machine;
    private final long snapshotBytes;

    TopologyWorkload(
        final StormConfig config, final Topology topology, final MachineConfig machine, final long snapshotBytes)
    {
        this.config = config;
        this.topology = topology;
        this.machine = machine;
        this.snapshotBytes = snapshotBytes;
    }

    final StormConfig config()
    {
        return config;
    }

    @Override
    public final MachineConfig machine()
    {
        return machine;
    }

    @Override
    public final Topology topology()
    {
        return topology;
    }

    @Override
    public final long snapshotBytes()
    {
        return snapshotBytes;
    }

    @Override
    public final EventSource events()
    {
        return new EventSequence(config, topology);
    }

    @Override
    public boolean merges()
    {
        return true;
    }

    @Override
    public List<AccountingRow> accounting(final Machine of)
    {
        return List.of();
    }

    @Override
    public List<StormControl> controls(final Machine of)
    {
        return List.of();
    }

    @Override
    public long plugged()
    {
        return 0;
    }

    @Override
    public HostModel.Done done(final HostModel.Done migrations)
    {
        return migrations;                                          // which leave room for nothing else
    }

    @Override
    public StormActions actions(final long firstOfferNs)
    {
        return StormActions.NONE;
    }

    @Override
    public List<String> faults(final List<AccountingRow> rows)
    {
        return List.of();
    }
}
