package org.gale.engine.storm.profile;

import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.Monitor;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.Machine;
import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.FunctionPlaces;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.StormLayout;
import org.gale.engine.storm.topology.Topology;

/**
 * Workload whose devices are functions with MSI-X vectors. VPEs are resident, each on a PE of its own. All of it
 * follows from the configuration and the seed.
 */
final class MsixWorkload extends TopologyWorkload
{
    private static final int SNAPSHOT_BYTES_PER_VECTOR = 64;

    private final StormLayout layout;
    private final MsixRates rates;
    private final PlugOrder plugOrder;
    private final Monitor monitor;
    private final HostModel.Migrating migrating;
    private final SettingValues own;
    /** Rates of the whole storm, of which a share has a part. */
    private final MsixRates asked;
    private MsixGuests guests;

    /** Makes the workload of a storm. */
    MsixWorkload(final StormConfig config, final SettingValues own)
    {
        this(config, own, MachineSettings.machine(config.value(StormSettings.PES), own));
    }

    private MsixWorkload(final StormConfig config, final SettingValues own, final MachineConfig chosen)
    {
        this(config, own, chosen, new StormLayout(
            Topology.ofResident(config).onItss(chosen.value(MachineKeys.ITSS)).byTriggers(),
            HostModel.Migrating.of(own).isNone() ? 0 : 1));
    }

    private MsixWorkload(
        final StormConfig config, final SettingValues own, final MachineConfig chosen, final StormLayout layout)
    {
        super(config, layout.topology, layout.machine(
            chosen.with(MachineKeys.MONITOR, own.valueOrDefault(MsixSettings.MONITOR))),
            layout.snapshotBytes() + (long)SNAPSHOT_BYTES_PER_VECTOR * layout.topology.totalLpis());
        this.layout = layout;
        this.own = own;
        this.rates = MsixRates.of(own, layout.topology, config.isVirtual());
        this.plugOrder = own.valueOrDefault(MsixSettings.PLUG_ORDER);
        this.migrating = HostModel.Migrating.of(own);
        this.monitor = own.valueOrDefault(MsixSettings.MONITOR);
        this.asked = MsixRates.of(own, layout.topology, true);
    }

    @Override
    public Setup setUp(final CommandSink sink)
    {
        return new MsixSetup(new StormSetup(layout, new LpiSpread(config(), topology()), machine(), sink),
            topology(), new FunctionPlaces(topology(), machine()), sink);
    }

    @Override
    public TurnSource guests(final Machine machine, final NanoClock clock, final SendingGuests sending)
    {
        for (int vcpu = 0; vcpu < topology().totalVpes(); vcpu++)
        {
            sending.entered(vcpu, vcpu);
        }
        final FunctionPlaces places = new FunctionPlaces(topology(), machine());
        final long seed = config().value(StormSettings.SEED);
        guests = new MsixGuests(new MsixActions(topology(), places, seed),
            new FunctionPlug(topology(), places, seed, plugOrder), new PlugControl(topology(), machine, plugOrder),
            topology(), rates, machine, clock);

        return guests;
    }

    @Override
    public HostModel hostModel()
    {
        final HostModel functions = new HostModel(HostModel.HostKind.FUNCTIONS, HostModel.RESIDENT.sliceNs(), false,
            rates.masks(), rates.retargets(), done -> MsixGuests.actions(rates, done), HostRules.DEFAULT);
        final HostModel host = AffinityActions.moving(functions.withPlugs(rates.plugs(), plugOrder), config(), own);

        return migrating.isNone() ? host : host.beside(migrating);
    }

    @Override
    public List<StormControl> controls(final Machine machine)
    {
        if (!migrating.isNone())
        {
            return machine.controls().stream().filter(Control::losing)
                .map(control -> MigrationSettings.control(control, migrating.order(), migrating.rate())).toList();
        }
        final boolean isOfRetargets = monitor == Monitor.STALE_MESSAGE;
        final ActionRate rate = isOfRetargets ? asked.retargets() : asked.masks();

        final Stream<StormControl> ofMonitor = machine.controls().stream().filter(Control::losing).map(control ->
            new StormControl(control.name(), control.acted(), idle(monitor), isOfRetargets ? MsixSettings.RETARGETS :
            MsixSettings.MASKS, rate.more().shown()));

        return Stream.concat(ofMonitor, guests == null ? Stream.of() : guests.controls(asked.plugs())).toList();
    }

    /** Returns what a monitor had no chance to lose. */
    private static String idle(final Monitor monitor)
    {
        return switch (monitor)
        {
            case RIGHT -> "the monitor is right";
            case CONSUME_MASKED -> "no eventfd was taken while its vector was masked and it held an event";
            case DROP_ROUTE -> "no event came to an eventfd while its vector was masked";
            case STALE_MESSAGE -> "no vector that had sent one message sent another";
            case PBA_ZERO -> "no pending bit was set when guests read them";
            case PBA_UNSAVED -> "nothing was held by a function that was saved and restored";
            case CONSUME_UNROUTED -> "no event came to an eventfd without a route";
            case LEVEL_EARLY -> "no level was high when its route was made";
            case REMOTE -> "the monitor is another process";
        };
    }

    @Override
    public long plugged()
    {
        return guests == null ? 0 : guests.plugged();
    }

    @Override
    public StormActions actions(final long firstOfferNs)
    {
        return guests.actions();
    }

    @Override
    public HostModel.Done done(final HostModel.Done migrations)
    {
        return guests.done().with(migrations);
    }

    @Override
    public List<String> faults(final List<AccountingRow> rows)
    {
        return guests.dueFaults();
    }
}
