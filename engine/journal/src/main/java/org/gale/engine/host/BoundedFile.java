package org.gale.engine.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.gale.engine.config.NumberText;

/**
 * Files that another program may have put in the place of a result. A device or a pipe is never opened, and a file
 * beyond a limit is not read. Pure but for the files.
 */
public final class BoundedFile
{
    private static final int TYPE = 0xf000;
    private static final int CHARACTER_DEVICE = 0x2000;

    private BoundedFile()
    {
    }

    /**
     * Returns why a file is not read.
     *
     * @return null for a regular file within the limit, and for one that does not exist
     * @throws IOException if the host does not say what it is
     */
    public static String fault(final Path file, final long limitBytes) throws IOException
    {
        final BasicFileAttributes attributes;
        try
        {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        }
        catch (final NoSuchFileException ex)
        {
            return null;
        }
        if (!attributes.isRegularFile())
        {
            return attributes.isDirectory() ? "is a directory" : "is a device, a pipe or a socket, and no file";
        }

        return attributes.size() <= limitBytes ? null :
            NumberText.bytes(attributes.size()) + " are more than the " + NumberText.bytes(limitBytes) + " it may have";
    }

    /** Returns whether a file is a device that is read by characters, most of which have no end. Pipes are none. */
    public static boolean isDevice(final Path file) throws IOException
    {
        return Files.exists(file) && ((Integer)Files.getAttribute(file, "unix:mode") & TYPE) == CHARACTER_DEVICE;
    }

    /**
     * Reads a file.
     *
     * @throws FileSystemException if it is no regular file, or is beyond the limit, with the reason
     * @throws IOException         if it cannot be read
     */
    public static byte[] read(final Path file, final int limitBytes) throws IOException
    {
        final String fault = fault(file, limitBytes);
        if (fault != null)
        {
            throw new FileSystemException(file.toString(), null, fault);
        }
        try (InputStream in = Files.newInputStream(file))
        {
            return in.readNBytes(limitBytes);
        }
    }
}
