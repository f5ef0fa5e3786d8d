package org.gale.engine.machine;

/**
 * Queries that machines of one kind answer: those of a GICv5, or those of a host of GICv4.1. They change nothing and
 * are not journaled. Owned by the thread that owns the machine.
 */
public sealed interface MachineQueries permits InterruptQueries, DirectQueries
{
}
