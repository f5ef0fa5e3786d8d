package org.gale.engine.lanes;

/**
 * Account of one lane that was closed.
 *
 * @param name  of the lane: that of its file, or of the thread that attached
 * @param end   why it was closed
 * @param words of its producer
 */
public record LaneAccount(String name, LaneEnd end, LaneWords words)
{
}
