package org.gale.engine.report;

/**
 * Where a storm goes on that was resumed.
 *
 * @param sequence      number of the last command that its journal holds
 * @param residueFrames frames of which the journal holds only a residue: they are dropped
 * @param firstCommand  number of the command from which it was replayed: 1, or the one after a snapshot
 * @param offered       events that had entered
 * @param delivered     of them, those that guests had acknowledged
 */
public record StormResumed(long sequence, int residueFrames, long firstCommand, long offered, long delivered)
{
    /** A storm that begins. */
    public static final StormResumed NONE = new StormResumed(0, 0, 0, 0, 0);
}
