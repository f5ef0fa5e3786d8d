package org.gale.engine.journal;

/** Word by which the maker hands reserved space of a segment to the appender, without files. */
public final class SegmentHandOver
{
    private static final int BLOCK = 1 << 20;
    private static final int LENGTH = 1 << 10;

    private final Segment segment = new Segment(0, BLOCK, null, null, null);

    /** Makes a segment that holds real zeros up to its end. */
    public SegmentHandOver()
    {
        segment.zeroed(BLOCK);
    }

    /** Publishes that all of the segment is reserved. For the maker. */
    public void ready()
    {
        segment.readyRelease(BLOCK);
    }

    /** Returns whether there is room for a frame. For the appender. */
    public boolean isReady()
    {
        return segment.isReady(LENGTH, 0);
    }
}
