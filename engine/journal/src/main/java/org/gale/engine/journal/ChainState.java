package org.gale.engine.journal;

/**
 * State of the chain between two frames.
 *
 * @param hash         hash of the last frame, or the journal's id if there is none
 * @param nextSequence number of the next command
 * @param frames       frames so far
 * @param bytes        their length
 * @param lastKind     kind of the last of them
 */
public record ChainState(long hash, long nextSequence, long frames, long bytes, int lastKind)
{
}
