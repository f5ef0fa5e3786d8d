package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.Machine;
import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.DirectLayout;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.Topology;

/**
 * Workload of a GICv4 host: vCPU {@code v} of VM {@code m} is loaded on CPU {@code m × vCPUs + v} at first, and every
 * second vCPU is direct. All of it follows from the configuration and the seed.
 */
final class DirectWorkload extends TopologyWorkload
{
    private final SettingValues own;
    private final DirectActions rates;
    private DirectGuests guests;

    /**
     * Makes the workload of a storm.
     *
     * @throws IllegalArgumentException if there is no machine for such a storm
     */
    DirectWorkload(final StormConfig config, final SettingValues own)
    {
        this(config, own, new DirectLayout(Topology.of(config, DirectLayout.FIRST_VINTID)));
    }

    private DirectWorkload(final StormConfig config, final SettingValues own, final DirectLayout layout)
    {
        super(config, layout.topology, layout.machine(own.valueOrDefault(DirectSettings.VPEID_BITS).intValue(),
            own.valueOr(DirectSettings.VPEIDS, 0L).intValue(), isVersion41(own),
            new DirectVcpus(layout.topology, own, config.isVirtual()).isPerVcpu()),
            layout.snapshotBytes());
        this.own = own;
        this.rates = DirectActions.of(own, layout.topology, config.isVirtual());
    }

    @Override
    public Setup setUp(final CommandSink sink)
    {
        return new DirectSetup(topology(), new LpiSpread(config(), topology()), own, config().isVirtual(), sink);
    }

    @Override
    public TurnSource guests(final Machine machine, final NanoClock clock, final SendingGuests sending)
    {
        assert sending == SendingGuests.NONE : "vCPUs of a GICv4 have no CDPEND";

        guests = new DirectGuests(topology(), config().value(StormSettings.SEED), rates, machine, clock);

        return guests;
    }

    @Override
    public HostModel hostModel()
    {
        final HostModel host = new HostModel(HostModel.HostKind.DIRECT, own.valueOrDefault(OvercommitSettings.SLICE),
            OvercommitSettings.preempts(own), rates.toggles(), rates.moves(), this::actions,
            HostRules.of(own));
        final HostModel.Migrating migrating = HostModel.Migrating.of(own);

        return migrating.isNone() ? host : host.with(migrating);
    }

    @Override
    public List<AccountingRow> accounting(final Machine machine)
    {
        return DirectRows.of(machine, guests);
    }

    @Override
    public List<StormControl> controls(final Machine machine)
    {
        final HostModel.Migrating migrating = HostModel.Migrating.of(own);
        if (!migrating.isNone())
        {
            return machine.controls().stream().filter(Control::losing)
                .map(control -> MigrationSettings.control(control, migrating.order(), migrating.rate())).toList();
        }

        return machine.controls().stream().filter(Control::losing).map(control -> new StormControl(control.name(),
            control.acted(), "nothing was pending or came in the gap of an event's swap", DirectSettings.TOGGLES,
            own.valueOrDefault(DirectSettings.TOGGLES).more().shown())).toList();
    }

    @Override
    public StormActions actions(final long firstOfferNs)
    {
        return guests.actions(firstOfferNs);
    }

    @Override
    public List<String> faults(final List<AccountingRow> rows)
    {
        final List<String> faults = new ArrayList<>(guests.dueFaults());
        faults.addAll(guests.watch().faults(rows));

        return faults;
    }

    /** Returns the actions of a run in virtual time, where they are due by events alone. */
    private StormActions actions(final HostModel.Done done)
    {
        return new StormActions(List.of(
            new AskedActions(DirectSettings.TOGGLES, "transition", rates.toggles(), !rates.toggles().isNone(),
                done.togglesDue(), done.begun(), done.completed(), "a transition was open, or no vPEID was free"),
            new AskedActions(DirectSettings.MOVES, "move", rates.moves(), !rates.moves().isNone(), done.movesDue(),
                done.moved(), done.moved(), "another action was due with it")), new ActionTimeline(0, 0, List.of()));
    }

    private static boolean isVersion41(final SettingValues own)
    {
        return own.valueOrDefault(DirectSettings.VERSION)
            .equals(DirectSettings.VERSION.defaultValue());
    }
}
