package org.gale.engine.storm.virtual;

import org.gale.engine.machine.Machine;
import org.gale.engine.storm.result.ModelTrace;
import org.gale.engine.storm.scenario.CostModel;

/**
 * Engine that simulates partitions, one after another.
 *
 * @param draws of the costs of all its VMs, each of which has its own
 * @param trace of what PEs do; null where none was asked for
 */
record PartitionEngine(
    Machine machine, CommandWriter writer, CostModel costs, CostDraws draws, ModelTrace trace, RunSeams seams)
{
}
