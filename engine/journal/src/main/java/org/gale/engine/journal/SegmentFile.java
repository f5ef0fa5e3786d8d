package org.gale.engine.journal;

/**
 * Mapped data file of a segment that is open for appending. The maker's agent begins and prefaults it, the appender's
 * thread appends, and the sealer's agent closes it.
 */
public interface SegmentFile
{
    /**
     * Writes the prefix and the opening frame. The data file is there and holds zeros.
     *
     * @param opening a finished frame
     */
    void begin(FrameBuffer opening);

    /**
     * Appends a finished frame behind the one before. The space is reserved. When this returns, another process sees
     * the frame.
     *
     * @param offset of the frame's excerpt header in the file, in bytes
     * @throws IllegalStateException if the frame came to lie elsewhere
     */
    void append(FrameBuffer frame, int offset);

    /** Populates the mapping of space that was reserved. */
    void prefault(int offset, int lengthBytes);

    /** Drops pages from the mapping, which stay in the file. Nothing is appended any more. */
    void release(int offset, int lengthBytes);

    /** Unmaps and closes the segment's files. */
    void close();
}
