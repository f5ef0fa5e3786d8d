package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.latency.LatencySummary;
import org.gale.engine.storm.setting.VmShape;
import org.gale.engine.storm.topology.Topology;

/** Meter of the parts of one run, its groups of VMs. On the engine's thread; read after the run. */
final class PartMeter
{
    private final Topology topology;
    private final LatencyRecorder recorder;

    PartMeter(final Topology topology, final LatencyRecorder recorder)
    {
        this.topology = topology;
        this.recorder = recorder;
    }

    /** Returns the parts of the storm whose accounting is given. */
    StormParts parts(final StormAccounting accounting)
    {
        final List<PartAccount> accounts = accounts(accounting);
        final List<StormParts.OfGroup> groups = new ArrayList<>();
        for (int group = 0; group < topology.groups().size(); group++)
        {
            final VmShape shape = topology.groups().get(group);
            groups.add(new StormParts.OfGroup(shape.name(), shape.count(), accounts.get(group),
                recorder.response(group)));
        }
        final PartAccount ofNoVm = accounts.get(groups.size());
        if (ofNoVm.offered() > 0)
        {
            groups.add(new StormParts.OfGroup(StormParts.NO_VM, 0, ofNoVm, LatencySummary.EMPTY));
        }

        return new StormParts(groups);
    }

    /** Returns the account of each group, and behind them that of no VM. */
    private List<PartAccount> accounts(final StormAccounting accounting)
    {
        final int groups = topology.groups().size();
        final List<PartAccount> accounts = new ArrayList<>(Collections.nCopies(groups + 1, PartAccount.NONE));
        for (final StormAccounting.OfVm vm : accounting.vms())
        {
            final int group = topology.groupOfVm(vm.vmId());
            accounts.set(group, accounts.get(group).plus(new PartAccount(
                0, vm.offered(), vm.delivered(), vm.coalesced(), vm.rejected(), vm.pending())));
        }
        final long ofNoVm = accounting.rejectedOfNoVm();
        accounts.set(groups, new PartAccount(0, ofNoVm, 0, 0, ofNoVm, 0));

        return accounts;
    }
}
