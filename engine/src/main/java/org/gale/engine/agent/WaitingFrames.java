package org.gale.engine.agent;

/**
 * Parts of the frames that are appended and not applied yet: turns in front, drained commands behind them. A frame is
 * found by its number; the log holds so many frames that no two of them share a slot. Owned by the engine's thread.
 */
final class WaitingFrames
{
    private final int[] turnEndOffsets;
    private final int[] endOffsets;
    private final int[] commandCounts;

    /**
     * Creates the slots.
     *
     * @param heldFrames limit of the frames that wait at a time
     */
    WaitingFrames(final int heldFrames)
    {
        turnEndOffsets = new int[heldFrames];
        endOffsets = new int[heldFrames];
        commandCounts = new int[heldFrames];
    }

    /**
     * Returns the index of the slot that a frame has while it waits.
     *
     * @return an index, 0 to the number of held frames less one
     */
    int slotIndex(final long frame)
    {
        return (int)(frame % endOffsets.length);
    }

    /** Notes where the parts of a frame end. */
    void add(final long frame, final int turnEndOffset, final int endOffset, final int commandCount)
    {
        turnEndOffsets[slotIndex(frame)] = turnEndOffset;
        endOffsets[slotIndex(frame)] = endOffset;
        commandCounts[slotIndex(frame)] = commandCount;
    }

    /**
     * Returns the offset behind the turns of a frame, where its drained commands begin.
     *
     * @return an offset in the frame, bytes
     */
    int turnEndOffset(final long frame)
    {
        return turnEndOffsets[slotIndex(frame)];
    }

    /**
     * Returns the offset behind the drained commands of a frame.
     *
     * @return an offset in the frame, bytes
     */
    int endOffset(final long frame)
    {
        return endOffsets[slotIndex(frame)];
    }

    /** Returns the number of commands of a frame, turns included. */
    int commandCount(final long frame)
    {
        return commandCounts[slotIndex(frame)];
    }

    /** Returns whether a frame holds turns alone. */
    boolean hasTurnsAlone(final long frame)
    {
        return turnEndOffset(frame) == endOffset(frame);
    }
}
