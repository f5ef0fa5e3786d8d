package org.gale.engine.journal;

/**
 * Position between two frames, to return to.
 *
 * @param segment      number of the segment
 * @param offset       byte of its file at which the next frame's excerpt begins
 * @param lastOffset   byte at which the last frame in it begins, the opening frame or one of the chain
 * @param number       number of the last frame in it
 * @param hash         hash of the last frame of the chain
 * @param nextSequence number of the next command
 * @param frames       frames of the chain before it
 * @param bytes        their length
 * @param lastKind     kind of the last of them
 */
public record JournalPosition(
    int segment,
    int offset,
    int lastOffset,
    int number,
    long hash,
    long nextSequence,
    long frames,
    long bytes,
    int lastKind)
{
}
