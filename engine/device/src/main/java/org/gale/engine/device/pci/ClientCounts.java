package org.gale.engine.device.pci;

/**
 * Counts of a client's messages that were no ordinary ones.
 *
 * @param refused     messages that were answered by an error
 * @param strayUnmaps unmaps of ranges without a map
 * @param unwritten   interrupts whose eventfd was near its limit
 * @param raises      of the pin
 * @param again       interrupts of a raise of the pin that is still high when the client unmasks it
 * @param takenBack   interrupts of the pin that the client had not taken when it was lowered
 */
public record ClientCounts(
    long refused, long strayUnmaps, long unwritten, long raises, long again, long takenBack)
{
}
