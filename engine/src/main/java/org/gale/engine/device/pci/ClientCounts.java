package org.gale.engine.device.pci;

/**
 * Counts of a client's messages that were no ordinary ones.
 *
 * @param refused     messages that were answered by an error
 * @param strayUnmaps unmaps of ranges without a map
 * @param unwritten   interrupts whose eventfd was near its limit
 */
public record ClientCounts(long refused, long strayUnmaps, long unwritten)
{
}
