package org.gale.engine.journal;

/** Finds, frame by frame, the first whole snapshot of each segment. Owned by the thread that sees the frames. */
final class WholeSnapshots
{
    private int begunIn = -1;
    private int lastSegment;

    /** @param lastSegment the last one of which it is known that it begins with a snapshot, or needs none; else -1 */
    WholeSnapshots(final int lastSegment)
    {
        this.lastSegment = lastSegment;
    }

    /**
     * A whole snapshot, the first one that begins in its segment.
     *
     * @param segment     in which it begins
     * @param lastSegment in which it ends
     */
    record Found(int segment, int lastSegment)
    {
    }

    /** The last segment in which a whole snapshot begins. */
    int lastSegment()
    {
        return lastSegment;
    }

    /**
     * A frame was appended, or read. A snapshot is whole with the digest that follows its last part.
     *
     * @param isFirstPart of a snapshot
     * @return what this frame makes whole, or null
     */
    Found add(final int kind, final boolean isFirstPart, final int segment)
    {
        if (kind == Frame.SNAPSHOT)
        {
            begunIn = isFirstPart ? segment : begunIn;
        }
        else if (kind == Frame.DIGEST && begunIn > lastSegment)
        {
            lastSegment = begunIn;

            return new Found(begunIn, segment);
        }
        else
        {
            begunIn = -1;
        }

        return null;
    }
}
