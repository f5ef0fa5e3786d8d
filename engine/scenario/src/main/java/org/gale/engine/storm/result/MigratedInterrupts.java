package org.gale.engine.storm.result;

/**
 * Interrupts that lived through a migration of their VM, by the ways on which they did.
 *
 * @param inTables          pending in the image of each migration, as its words are read back
 * @param owed              pending then by the books of the storm
 * @param again             of those in the tables, the ones that had lived through an earlier migration
 * @param merged            messages that waited in front of the ITS and merged with an interrupt when they were sent
 * @param acknowledgedAfter interrupts whose first acknowledge came after a migration that they lived through
 * @param waiting           interrupts that have lived through one, and messages in front of the ITS, at the end
 */
public record MigratedInterrupts(
    long inTables, long owed, long again, long merged, long acknowledgedAfter, long waiting)
{
    /** None. */
    public static final MigratedInterrupts NONE = new MigratedInterrupts(0, 0, 0, 0, 0, 0);

    /** Returns the interrupts of both. */
    MigratedInterrupts plus(final MigratedInterrupts other)
    {
        return new MigratedInterrupts(inTables + other.inTables, owed + other.owed, again + other.again,
            merged + other.merged, acknowledgedAfter + other.acknowledgedAfter, waiting + other.waiting);
    }
}
