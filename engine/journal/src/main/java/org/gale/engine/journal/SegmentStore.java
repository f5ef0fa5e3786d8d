package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Storage of the files that a journal maps into memory: segments that are open for appending, and {@code mark}.
 * Ordinary file I/O reserves space, forces, seals, lists and deletes, and writes {@code gale.journal}. That I/O goes
 * through the journal's {@link Path}, whose file system is the other half of the same storage.
 *
 * <p>Threads: the maker of segments calls {@link #make}, and the thread that opens a journal calls {@link #openMark}. A
 * file belongs to the thread that appends once it has it. A store itself has no state that threads share.
 *
 * <p>A segment is a pure function of its frames, so that every store makes the same bytes of the same frames.
 */
public interface SegmentStore
{
    /**
     * Makes the data file of a segment whose directory and metadata file, of zeros, exist.
     *
     * @param directory   of the segment
     * @param blockLength of the segment in bytes
     * @throws IOException if the host refuses
     */
    SegmentFile make(Path directory, int blockLength) throws IOException;

    /**
     * Returns whether files below a directory lie in memory, so that no write to them waits for a device.
     *
     * @throws IOException if the host refuses
     */
    boolean isMemory(Path directory) throws IOException;

    /**
     * Maps an existing mark, {@link Mark#LENGTH} bytes long.
     *
     * @throws IOException if the host refuses
     */
    MarkFile openMark(Path file) throws IOException;
}
