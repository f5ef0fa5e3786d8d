package org.gale.engine.storm.virtual;

import org.gale.engine.machine.Machine;
import org.gale.engine.storm.result.ModelTrace;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.topology.Topology;

/**
 * Engine that simulates partitions, one after another.
 *
 * @param draws of the costs of all its VMs, each of which has its own
 * @param trace of what PEs do; null where none was asked for
 */
record PartitionEngine(
    Machine machine, CommandWriter writer, CostModel costs, CostDraws draws, ModelTrace trace, RunSeams seams)
{
    /** Makes the engine of the VMs of a share of a storm. */
    static PartitionEngine of(final Topology topology, final Machine machine, final CommandWriter writer,
        final CostModel costs, final long seed, final ModelTrace trace, final RunSeams seams)
    {
        return new PartitionEngine(machine, writer, costs,
            new CostDraws(costs, topology.groups(), topology::isOwn, seed), trace, seams);
    }
}
