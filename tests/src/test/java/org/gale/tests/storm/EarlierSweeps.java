package org.gale.tests.storm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Results of sweeps that the build 6041fe3e wrote, which recorded no hashes, each in an archive of the resources:
 * {@code sweep} of two groups and two phases, whose run 5 is missing, and {@code search}. Pure functions.
 */
final class EarlierSweeps
{
    private EarlierSweeps()
    {
    }

    /** Unpacks results into a directory, and returns the directory. */
    static Path unpack(final String name, final Path directory) throws IOException
    {
        try (InputStream raw = EarlierSweeps.class.getResourceAsStream("/sweeps/" + name + "-6041fe3e.zip");
            ZipInputStream in = new ZipInputStream(raw))
        {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
            {
                final Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(in, file);
            }
        }

        return directory;
    }
}
