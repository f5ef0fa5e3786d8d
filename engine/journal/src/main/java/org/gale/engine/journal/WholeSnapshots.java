package org.gale.engine.journal;

/** Search for the first whole snapshot of each segment, frame by frame. Owned by the thread that sees the frames. */
final class WholeSnapshots
{
    private int begunIn = -1;
    private int lastSegment;

    /**
     * Creates the search.
     *
     * @param lastSegment the last segment that is known to begin with a snapshot, or to need none; else −1
     */
    WholeSnapshots(final int lastSegment)
    {
        this.lastSegment = lastSegment;
    }

    /**
     * Whole snapshot, the first one that begins in its segment.
     *
     * @param segment     in which it begins
     * @param lastSegment in which it ends
     */
    record Found(int segment, int lastSegment)
    {
    }

    /**
     * Returns the last segment in which a whole snapshot begins.
     *
     * @return the number of the segment, or −1 if there is none
     */
    int lastSegment()
    {
        return lastSegment;
    }

    /**
     * Adds a frame that was appended or read. A snapshot is whole with the digest that follows its last part.
     *
     * @param isFirstPart true for a frame that begins a snapshot
     * @return the snapshot that this frame makes whole, or null
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
