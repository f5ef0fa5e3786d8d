package org.gale.engine.journal;

/**
 * Position between two frames, to return to.
 *
 * @param segment    number of the segment
 * @param offset     byte of its file at which the next frame's excerpt begins
 * @param lastOffset byte at which the last frame in it begins, the opening frame or one of the chain
 * @param number     number of the last frame in it
 * @param chain      chain before it
 */
public record JournalPosition(int segment, int offset, int lastOffset, int number, ChainState chain)
{
}
