package org.gale.engine.journal;

/**
 * Line of a sealed segment in {@code gale.journal}.
 *
 * @param segment      its number
 * @param lastSequence number of the last command up to its end, 0 before the first
 * @param end          byte after its last frame
 * @param lastNumber   number of its last frame
 * @param hash         hash of its last frame
 */
record SealedSegment(int segment, long lastSequence, int end, int lastNumber, long hash)
{
    @Override
    public boolean equals(final Object other)                       // not that of records, which is linked at run time
    {
        return other instanceof SealedSegment line && segment == line.segment && lastSequence == line.lastSequence &&
            end == line.end && lastNumber == line.lastNumber && hash == line.hash;
    }

    @Override
    public int hashCode()
    {
        return Long.hashCode(hash);
    }
}
