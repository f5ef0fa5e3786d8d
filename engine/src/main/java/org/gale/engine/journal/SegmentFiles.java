package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Deletes segments that were made ahead. */
final class SegmentFiles
{
    private SegmentFiles()
    {
    }

    /** Deletes a segment's two files, and its directory; fails if there is anything else in it. */
    static void delete(final Path directory) throws IOException
    {
        Files.deleteIfExists(directory.resolve(SegmentFormat.FILE_NAME));
        Files.deleteIfExists(directory.resolve(SegmentFormat.METADATA_NAME));
        Files.deleteIfExists(directory);
    }
}
