package org.gale.engine.host;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.posix.PosixAPI;

/** Named pipes of the host, which Java opens as any file: it waits for a reader, for ever. Queries only. */
final class NamedPipe
{
    /** Type of a file in its mode, and the type of a pipe (stat(2)). */
    private static final int TYPE_MASK = 0xf000;
    private static final int FIFO = 0x1000;
    /** Flags O_WRONLY and O_NONBLOCK of open(2): with them a pipe without a reader cannot be opened. */
    private static final int WRITE_WITHOUT_WAITING = 0x801;

    private NamedPipe()
    {
    }

    /**
     * Refuses a pipe that nobody reads. Any other path is well.
     *
     * @throws IOException if no process has the pipe open for reading, or if that cannot be told here
     */
    static void checkReader(final Path path) throws IOException
    {
        if (!Files.exists(path) || ((int)Files.getAttribute(path, "unix:mode") & TYPE_MASK) != FIFO)
        {
            return;
        }
        if (!PosixLibrary.isPresent())
        {
            throw new FileSystemException(path.toString(), null, "is a pipe, and " + PosixLibrary.MISSING);
        }
        final PosixAPI posix = PosixAPI.posix();
        final int descriptor = posix.open(path.toString(), WRITE_WITHOUT_WAITING, 0);
        if (descriptor < 0)
        {
            throw new FileSystemException(path.toString(), null, "no process reads this pipe");
        }
        posix.close(descriptor);
    }
}
