package org.gale.engine.journal;

/**
 * A sound segment that has no line yet.
 *
 * @param summary    what its line will say
 * @param lastOffset where its last frame has its excerpt header
 */
record UnsealedSegment(SealedSegment summary, int lastOffset)
{
}
