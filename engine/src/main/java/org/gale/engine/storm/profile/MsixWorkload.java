package org.gale.engine.storm.profile;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Machine;
import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.result.StormActions;
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
    private MsixGuests guests;

    /** Makes the workload of a storm. */
    MsixWorkload(final StormConfig config, final SettingValues own)
    {
        this(config, own, MachineSettings.machine(config, own));
    }

    private MsixWorkload(final StormConfig config, final SettingValues own, final MachineConfig chosen)
    {
        this(config, own, chosen, new StormLayout(
            Topology.ofResident(config).onItss(chosen.value(MachineKeys.ITSS)).byTriggers()));
    }

    private MsixWorkload(
        final StormConfig config, final SettingValues own, final MachineConfig chosen, final StormLayout layout)
    {
        super(config, layout.topology, layout.machine(
            chosen.with(MachineKeys.MONITOR, own.valueOrDefault(MsixSettings.MONITOR))),
            layout.snapshotBytes() + (long)SNAPSHOT_BYTES_PER_VECTOR * layout.topology.totalLpis());
        this.layout = layout;
        this.rates = MsixRates.of(own, layout.topology, config.isVirtual());
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
        guests = new MsixGuests(
            new MsixActions(topology(), new FunctionPlaces(topology(), machine()),
            config().value(StormSettings.SEED)), topology(), rates, machine, clock);

        return guests;
    }

    @Override
    public HostModel hostModel()
    {
        return new HostModel(HostModel.Kind.FUNCTIONS, HostModel.RESIDENT.sliceNs(), false, rates.masks(),
            rates.retargets(), done -> MsixGuests.actions(rates, done.togglesDue(), done.begun(), done.completed(),
            done.moved(), done.moved()), HostRules.DEFAULT);
    }

    @Override
    public StormActions actions(final long firstOfferNs)
    {
        return guests.actions();
    }
}
