package org.gale.engine.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Files that this process has open. A process that opens a file and closes it again loses all locks that it has on that
 * file, so this is to be known before a file is opened. Stateless.
 */
public final class OpenFiles
{
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenFiles()
    {
    }

    /** Returns whether this process may have a file open; true if the host does not tell. Opens nothing. */
    public static boolean mayContain(final Path file)
    {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS))
        {
            for (final Path descriptor : descriptors)
            {
                if (isSame(descriptor, file))
                {
                    return true;
                }
            }

            return false;
        }
        catch (final IOException | DirectoryIteratorException ex)
        {
            return true;                                                        // a host without /proc
        }
    }

    private static boolean isSame(final Path descriptor, final Path file) throws IOException
    {
        try
        {
            return Files.isSameFile(descriptor, file);
        }
        catch (final NoSuchFileException ex)
        {
            return false;                                                       // one of both is closed or removed
        }
    }
}
