package org.gale.engine.storm.profile;

import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.Machine;
import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.OvercommitLayout;
import org.gale.engine.storm.topology.Topology;

/** Workload of vCPUs that a scheduler of the host has run by turns. */
final class OvercommitWorkload extends TopologyWorkload
{
    private static final long SWITCHES = 1_000;
    private static final long SWITCHES_LIMIT = 1_000_000;
    private static final int MORE = 10;

    private final OvercommitLayout layout;
    private final HostModel host;
    private final long switchesPerS;

    /**
     * Makes the workload of a storm.
     *
     * @param host         with the slice of its vCPUs
     * @param chosen       machine of which the storm takes what it does not decide
     * @param switchesPerS times a second that a guest disables and enables its IRS
     * @throws IllegalArgumentException if there is no machine for such a storm
     */
    OvercommitWorkload(
        final StormConfig config, final HostModel host, final MachineConfig chosen, final long switchesPerS)
    {
        this(config, host, chosen, switchesPerS,
            new OvercommitLayout(Topology.of(config).onItss(chosen.value(MachineKeys.ITSS))));
    }

    private OvercommitWorkload(final StormConfig config, final HostModel host, final MachineConfig chosen,
        final long switchesPerS, final OvercommitLayout layout)
    {
        super(config, layout.topology, layout.machine(chosen), layout.snapshotBytes());
        this.layout = layout;
        this.host = host;
        this.switchesPerS = switchesPerS;
    }

    @Override
    public Setup setUp(final CommandSink sink)
    {
        return new OvercommitSetup(layout, new LpiSpread(config(), topology()), machine(), sink);
    }

    @Override
    public TurnSource guests(final Machine of, final NanoClock clock, final SendingGuests sending)
    {
        return new VcpuScheduler(
            topology(), of, clock, host.sliceNs(), new IrsSwitch(topology(), switchesPerS, host.sliceNs()), sending);
    }

    @Override
    public HostModel hostModel()
    {
        return host;
    }

    @Override
    public List<StormControl> controls(final Machine of)
    {
        final HostModel.Migrating migrating = host.migrating();
        if (!migrating.isNone())
        {
            return of.controls().stream().filter(Control::losing)
                .map(control -> MigrationSettings.control(control, migrating.order(), migrating.rate())).toList();
        }
        final long more = Math.min(SWITCHES_LIMIT, Math.max(SWITCHES, MORE * switchesPerS));

        return of.controls().stream().filter(Control::losing).map(control -> new StormControl(control.name(),
            control.acted(), "no interrupt waited for a vCPU that had blocked while its IRS was disabled",
            OvercommitSettings.IRSEN, Long.toString(more))).toList();
    }

    @Override
    public List<AccountingRow> accounting(final Machine of)
    {
        final Ledger host = of.accounts().ledger(of.accounts().physicalOwner());

        return List.of(
            new AccountingRow("doorbells_rung", "doorbells", host.offered(), "rung; not included in offered"),
            new AccountingRow("doorbells_owed", "  owed", host.pending(), "rung and not handled by the host"),
            new AccountingRow("doorbells_coalesced", "  coalesced", host.coalesced(), ""));
    }
}
