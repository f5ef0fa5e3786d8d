package org.gale.engine.support;

import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.flow.EventSource;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.topology.Topology;

/** Workload that forwards every call to another one; tests override what shall differ. */
public class ForwardingWorkload implements Workload
{
    private final Workload workload;

    /** Creates a workload in front of another one. */
    public ForwardingWorkload(final Workload workload)
    {
        this.workload = workload;
    }

    @Override
    public MachineConfig machine()
    {
        return workload.machine();
    }

    @Override
    public Topology topology()
    {
        return workload.topology();
    }

    @Override
    public long snapshotBytes()
    {
        return workload.snapshotBytes();
    }

    @Override
    public Setup setUp(final CommandSink sink)
    {
        return workload.setUp(sink);
    }

    @Override
    public EventSource events()
    {
        return workload.events();
    }

    @Override
    public TurnSource guests(final Machine machine, final NanoClock clock, final SendingGuests sending)
    {
        return workload.guests(machine, clock, sending);
    }

    @Override
    public HostModel hostModel()
    {
        return workload.hostModel();
    }

    @Override
    public long plugged()
    {
        return workload.plugged();
    }

    @Override
    public boolean merges()
    {
        return workload.merges();
    }

    @Override
    public List<AccountingRow> accounting(final Machine machine)
    {
        return workload.accounting(machine);
    }

    @Override
    public List<StormControl> controls(final Machine machine)
    {
        return workload.controls(machine);
    }

    @Override
    public HostModel.Done done(final HostModel.Done migrations)
    {
        return workload.done(migrations);
    }

    @Override
    public StormActions actions(final long firstOfferNs)
    {
        return workload.actions(firstOfferNs);
    }

    @Override
    public List<String> faults(final List<AccountingRow> rows)
    {
        return workload.faults(rows);
    }
}
