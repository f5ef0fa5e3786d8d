package org.gale.engine.machine;

/**
 * Queries that machines of one kind answer: {@link InterruptQueries} of a GICv5, {@link DirectQueries} of a host of
 * GICv4.1. They change nothing and are not journaled. Owned by the thread that owns the machine.
 */
public interface MachineQueries
{
}
