package org.gale.engine.agent;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Editor of a frame before it is appended: it puts commands in front of others, which what they depend on is asked for.
 * Called by the engine's thread.
 */
public interface FrameEdit
{
    /**
     * Returns how many words the lanes may give to a frame, so that it has room for what is put in front of them.
     *
     * @param words that the frame would take as it is
     */
    int drainLimit(int words);

    /** Returns the bytes of a frame that are kept for what is put in front of scheduled commands. */
    int roomBytes();

    /**
     * Edits commands of a frame.
     *
     * @return the offset behind them, which is {@code endOffset} or more
     */
    int edit(UnsafeBuffer frame, int offset, int endOffset);

    /** Says that all frames are applied, and that none follows. */
    void ended();
}
