package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.MachineConfig;

import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.StormLayout;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.ist.L2Iste;

/** Set-ups of storms for the simulator, which offers them like any other commands. Stateless. */
public final class StormSetups
{
    private StormSetups()
    {
    }

    /** Returns the commands that set a machine up for a storm, each as its words. */
    public static List<long[]> commands(final StormConfig config)
    {
        final StormLayout layout = new StormLayout(Topology.of(config));
        final List<long[]> commands = new ArrayList<>();
        final LpiSpread spread = new LpiSpread(config, layout.topology);
        final Setup setup = new StormSetup(layout, spread, layout.machine(MachineConfig.DEFAULT), (buffer, count) ->
        {
            final long[] command = new long[count];
            for (int i = 0; i < count; i++)
            {
                command[i] = buffer.getLong(i << 3);
            }
            commands.add(command);
        });
        for (int i = 0; i < setup.stepCount(); i++)
        {
            setup.step(i);
        }

        return commands;
    }

    /** Returns the priority of an LPI, 0 to 31; 0 is the highest. */
    public static int priority(final StormConfig config, final int vmId, final int lpiId)
    {
        return L2Iste.priority(new LpiSpread(config, Topology.of(config)).entry(vmId, lpiId));
    }

    /** Returns the VPE that an LPI targets. */
    public static int vpeId(final StormConfig config, final int vmId, final int lpiId)
    {
        return L2Iste.iaffid(new LpiSpread(config, Topology.of(config)).entry(vmId, lpiId));
    }
}
