package org.gale.engine.journal;

/**
 * Sound segment that has no line yet.
 *
 * @param summary    its line to be
 * @param lastOffset offset of the excerpt header of its last frame
 */
record UnsealedSegment(SealedSegment summary, int lastOffset)
{
}
