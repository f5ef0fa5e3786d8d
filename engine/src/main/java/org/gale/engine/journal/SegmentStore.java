package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Storage of what a journal maps into memory: segments that are open for appending, and {@code mark}. Ordinary file
 * I/O (reserving space, forcing, sealing, listing, deleting, {@code gale.journal}) goes through the journal's {@link
 * Path}, whose file system is the other half of the same storage.
 *
 * <p>A segment is a pure function of its frames, so that every store makes the same bytes of the same frames.
 */
public interface SegmentStore
{
    /**
     * Makes a segment whose directory and whose metadata file, of zeros, are there. Its data file is not.
     *
     * @param directory   of the segment
     * @param blockLength of the segment in bytes
     * @throws IOException if the host refuses
     */
    SegmentFile make(Path directory, int blockLength) throws IOException;

    /**
     * Maps a mark that is there, {@link Mark#LENGTH} bytes long.
     *
     * @throws IOException if the host refuses
     */
    MarkFile openMark(Path file) throws IOException;
}
