package org.gale.engine.journal;

/**
 * The oldest segments of a journal, given up because its writer was asked to keep it within a limit. {@code
 * gale.journal} names them; what follows begins with a whole snapshot.
 *
 * @param segments how many, from segment 0 on
 * @param commands number of the last command in them
 * @param frames   their frames
 * @param bytes    the length of these
 */
public record PurgedSegments(int segments, long commands, long frames, long bytes)
{
    /** Nothing was given up. */
    public static final PurgedSegments NONE = new PurgedSegments(0, 0, 0, 0);

    /** Is there anything? */
    public boolean isAny()
    {
        return segments > 0;
    }
}
