package org.gale.engine.agent;

/**
 * Parts of the frames that are appended and not applied yet: drained commands in front, scheduled ones behind them,
 * turns at the end. A frame is found by its number; the log holds so many frames that no two of them share a slot.
 * Owned by the engine's thread.
 */
final class WaitingFrames
{
    private final int[] scheduledOffsets;
    private final int[] turnOffsets;
    private final int[] endOffsets;
    private final int[] commandCounts;

    /**
     * Creates the slots.
     *
     * @param heldFrames limit of the frames that wait at a time
     */
    WaitingFrames(final int heldFrames)
    {
        scheduledOffsets = new int[heldFrames];
        turnOffsets = new int[heldFrames];
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
        return (int)(frame % turnOffsets.length);
    }

    /** Notes the parts of a complete frame. */
    void add(final long frame, final FrameDraft draft)
    {
        assert draft.isComplete();

        final int slot = slotIndex(frame);
        scheduledOffsets[slot] = draft.scheduledAt();
        turnOffsets[slot] = draft.turnsAt();
        endOffsets[slot] = draft.end();
        commandCounts[slot] = draft.commandCount();
    }

    /**
     * Returns the offset behind the drained commands of a frame, where its scheduled ones begin.
     *
     * @return an offset in the frame, bytes
     */
    int scheduledOffset(final long frame)
    {
        return scheduledOffsets[slotIndex(frame)];
    }

    /**
     * Returns the offset of the turns of a frame, which are behind its other commands.
     *
     * @return an offset in the frame, bytes
     */
    int turnOffset(final long frame)
    {
        return turnOffsets[slotIndex(frame)];
    }

    /**
     * Returns the offset behind the last command of a frame.
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
}
