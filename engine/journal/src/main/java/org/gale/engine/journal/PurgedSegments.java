package org.gale.engine.journal;

/**
 * Purged segments of a journal: the oldest ones, deleted because its writer keeps it within a limit. {@code
 * gale.journal} names them; the rest of the journal begins with a whole snapshot.
 *
 * @param segments number of purged segments, from segment 0 on
 * @param commands number of the last command in them
 * @param frames   number of their frames
 * @param bytes    length of these frames
 */
public record PurgedSegments(int segments, long commands, long frames, long bytes)
{
    /** Value of a journal of which nothing is purged. */
    public static final PurgedSegments NONE = new PurgedSegments(0, 0, 0, 0);

    /** Returns whether any segment is purged. */
    public boolean isAny()
    {
        return segments > 0;
    }
}
