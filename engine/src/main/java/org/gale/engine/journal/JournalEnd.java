package org.gale.engine.journal;

import java.util.List;

/**
 * How a journal ends.
 *
 * @param status   sound and closed, sound and not closed, damaged, or left by a loss of power
 * @param damage   where it is damaged; null if it is not
 * @param commands commands in sound frames
 * @param frames   sound frames of the chain
 * @param bytes    bytes of the sound frames
 * @param segments segments that hold them
 * @param notes    what is not as a writer leaves it but no damage, a line each
 * @param purged  what was given up; commands, frames and bytes count it too, segments do not
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

    /** The ways in which a journal ends. */
    public enum Status
    {
        /** Sound, sealed, with its closing frame. */
        CLOSED,
        /** Sound, but not closed: its writer died or has not ended yet. Everything acknowledged is there. */
        LEFT,
        /** Damaged; what was read before the place is sound. */
        DAMAGED,
        /** Not closed under another boot of the machine: everything forced is there, later frames may not be. */
        POWER_LOSS
    }

    /** Is it sound, closed or not? */
    public boolean isSound()
    {
        return status == Status.CLOSED || status == Status.LEFT;
    }
}
