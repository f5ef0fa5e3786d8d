package org.gale.engine.storm.profile;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineLimits;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Machine;
import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShapeLimits;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.StormLayout;
import org.gale.engine.storm.topology.Topology;

/** Workload whose VPEs are all resident, each on a PE of its own, and whose guests acknowledge and deactivate. */
public final class ResidentWorkload extends TopologyWorkload
{
    private static final int TURN_BUDGET = 64;

    private final StormLayout layout;
    private final SettingValues own;

    /**
     * Makes the workload of a storm whose machine is given no keys.
     *
     * @throws SettingException if there are fewer PEs than VPEs
     */
    public ResidentWorkload(final StormConfig config)
    {
        this(config, MachineConfig.DEFAULT);
    }

    /**
     * Makes the workload of a storm whose guests move no drawn vectors.
     *
     * @param chosen machine of which the storm takes what it does not decide
     * @throws SettingException if there are fewer PEs than VPEs
     */
    public ResidentWorkload(final StormConfig config, final MachineConfig chosen)
    {
        this(config, chosen, SettingValues.NONE);
    }

    /**
     * Makes the workload of a storm.
     *
     * @param chosen machine of which the storm takes what it does not decide
     * @param own    values of the profile's own settings, those that were chosen
     * @throws SettingException if there are fewer PEs than VPEs
     */
    public ResidentWorkload(final StormConfig config, final MachineConfig chosen, final SettingValues own)
    {
        this(config, chosen, own, layout(Topology.ofResident(config).onItss(chosen.value(MachineKeys.ITSS))));
    }

    private ResidentWorkload(
        final StormConfig config, final MachineConfig chosen, final SettingValues own, final StormLayout layout)
    {
        super(config, layout.topology, layout.machine(chosen), layout.snapshotBytes());
        this.layout = layout;
        this.own = own;
    }

    private static StormLayout layout(final Topology topology)
    {
        checkPes(topology.shape(), topology.pes());

        return new StormLayout(topology);
    }

    /**
     * Checks that each VPE can be resident on its own PE.
     *
     * @throws SettingException if there are fewer PEs than VPEs
     */
    public static void checkPes(final HostShape shape, final int pes)
    {
        final long vpes = shape.vpes();
        final VmShape first = shape.groups().get(0);
        final boolean isOne = shape.groups().size() == 1;
        if (vpes > MachineLimits.PE_LIMIT)
        {
            throw isOne ? new SettingException(StormSettings.VMS, first.count(), " × ", StormSettings.VPES, " ",
                first.vpes(), " are ", vpes, " VPEs, more than ", MachineLimits.PE_LIMIT,
                " PEs, and each is resident on one") :
                new SettingException(StormSettings.VMS, vpes, " VPEs (", parts(shape), ") are more than ",
                    MachineLimits.PE_LIMIT, " PEs, and each is resident on one");
        }
        if (vpes > pes)
        {
            throw isOne ? new SettingException(StormSettings.PES, pes, " is fewer than ", StormSettings.VMS, " × ",
                StormSettings.VPES, " = ", vpes, ", and every VPE of this storm is resident (try ",
                StormSettings.PES, " ", vpes, ")") :
                new SettingException(StormSettings.PES, pes, " is fewer than ", vpes, " VPEs (", parts(shape),
                    "), and each is resident on one (try ", StormSettings.PES, " ", vpes, ")");
        }
    }

    private static String parts(final HostShape shape)
    {
        return ShapeLimits.parts(shape.groups(), group -> (long)group.count() * group.vpes());
    }

    @Override
    public Setup setUp(final CommandSink sink)
    {
        return new StormSetup(layout, new LpiSpread(config(), topology()), machine(), sink);
    }

    @Override
    public TurnSource guests(final Machine machine, final NanoClock clock, final SendingGuests sending)
    {
        for (int vcpu = 0; vcpu < topology().totalVpes(); vcpu++)
        {
            sending.entered(vcpu, vcpu);
        }

        return new ResidentGuests(TURN_BUDGET);
    }

    @Override
    public HostModel hostModel()
    {
        return AffinityActions.moving(HostModel.RESIDENT, config(), own);
    }

    @Override
    public boolean merges()
    {
        return !config().isClosedLoop();                              // which waits for the delivery of each event
    }
}
