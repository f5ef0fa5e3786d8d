package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Search for segments by their numbers, and deletion of segments. Pure functions of the directory. */
final class SegmentFiles
{
    private SegmentFiles()
    {
    }

    /** Returns the numbers of the segments from this one on, in order. */
    static int[] from(final Path journal, final int segment) throws IOException
    {
        try (Stream<Path> files = Files.list(journal))
        {
            return files.mapToInt(file -> SegmentFormat.segmentOf(file.getFileName().toString()))
                .filter(number -> number >= segment).sorted().toArray();
        }
    }

    /** Deletes the segments from this one on. */
    static void deleteFrom(final Path journal, final int segment) throws IOException
    {
        for (final int number : from(journal, segment))
        {
            delete(SegmentFormat.directory(journal, number));
        }
    }

    /** Deletes the segments below this one, as far as they are there. */
    static void deleteBelow(final Path journal, final int segment) throws IOException
    {
        for (final int number : from(journal, 0))
        {
            if (number < segment)
            {
                delete(SegmentFormat.directory(journal, number));
            }
        }
    }

    /** Deletes a segment's two files, and its directory; fails if there is anything else in it. */
    static void delete(final Path directory) throws IOException
    {
        Files.deleteIfExists(directory.resolve(SegmentFormat.FILE_NAME));
        Files.deleteIfExists(directory.resolve(SegmentFormat.METADATA_NAME));
        Files.deleteIfExists(directory);
    }
}
