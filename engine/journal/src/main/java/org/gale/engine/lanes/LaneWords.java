package org.gale.engine.lanes;

/**
 * Words of lanes over a run: {@code published = drained + left}.
 *
 * @param published by producers
 * @param drained   taken by the engine
 * @param left      behind the last drain of a lane that ended, those in front of it that were not admitted included
 */
public record LaneWords(long published, long drained, long left)
{
    /** No lanes. */
    public static final LaneWords NONE = new LaneWords(0, 0, 0);

    /** Returns whether each word is drained or left. */
    public boolean isSound()
    {
        return published == drained + left;
    }
}
