package org.gale.engine.journal;

import java.util.List;

/**
 * End of the chain of frames that a writer continues.
 *
 * @param nextSegment  number of the segment behind those that are there
 * @param nextSequence number of the next command
 * @param hash         hash of the last frame, or the journal's id if there is none
 * @param bytes        bytes of the frames that are there
 * @param snapshots    the first whole one of each segment that is there
 */
record ChainEnd(int nextSegment, long nextSequence, long hash, long bytes, List<WholeSnapshots.Found> snapshots)
{
    /** Returns the end of a chain without frames. */
    static ChainEnd ofNew(final JournalHeader header)
    {
        return new ChainEnd(0, Frame.FIRST_SEQUENCE, header.id(), 0, List.of());
    }

    /** Returns the end of the chain that was read to its end. */
    static ChainEnd of(final JournalWalk walk)
    {
        final Chain chain = walk.chain();

        return new ChainEnd(
            walk.segmentCount(), chain.nextSequence(), chain.hash(), chain.bytes(), walk.snapshots());
    }
}
