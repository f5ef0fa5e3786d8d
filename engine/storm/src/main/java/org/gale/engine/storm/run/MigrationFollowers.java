package org.gale.engine.storm.run;

import java.util.function.LongSupplier;
import org.gale.engine.storm.latency.LivedLpis;
import org.gale.engine.storm.topology.VmNumbers;

/**
 * Parts of a run that follow its VMs.
 *
 * @param numbers by which the host's verbs name them
 * @param verbs   of the host
 * @param lived   interrupts that live through migrations
 * @param arrived gives the events that have reached the machine
 */
record MigrationFollowers(VmNumbers numbers, WallVerbs verbs, LivedLpis lived, long seed, LongSupplier arrived)
{
}
