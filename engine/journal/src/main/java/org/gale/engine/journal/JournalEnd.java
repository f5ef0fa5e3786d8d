package org.gale.engine.journal;

import java.util.List;

/**
 * End of a journal, as its reader found it.
 *
 * @param status   sound and closed, sound and not closed, damaged, or left by a loss of power
 * @param damage   place of the damage; null if there is none
 * @param commands commands in sound frames
 * @param frames   sound frames of the chain
 * @param bytes    bytes of the sound frames
 * @param segments segments that hold them
 * @param notes    deviations from the files of a writer that are no damage, a line each
 * @param purged   purged segments; commands, frames and bytes count them too, segments do not
 */
public record JournalEnd(
    Status status,
    JournalDamage damage,
    long commands,
    long frames,
    long bytes,
    int segments,
    List<String> notes,
    PurgedSegments purged)
{
    public JournalEnd
    {
        notes = List.copyOf(notes);
    }

    /** Ways in which a journal ends. */
    public enum Status
    {
        /** Sound, sealed, with its closing frame. */
        CLOSED,
        /** Sound, but not closed: its writer died or has not ended yet. Everything acknowledged is there. */
        LEFT,
        /** Damaged; all frames before the damage are sound. */
        DAMAGED,
        /** Not closed under another boot of the machine: everything forced is there, later frames may not be. */
        POWER_LOSS
    }

    /** Returns whether the journal is sound, closed or not. */
    public boolean isSound()
    {
        return status == Status.CLOSED || status == Status.LEFT;
    }
}
