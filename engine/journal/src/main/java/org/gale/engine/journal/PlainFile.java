package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.FileSystemException;

/** Check that a file of a journal is a regular one, before it is opened: a pipe would be waited for. */
final class PlainFile
{
    private PlainFile()
    {
    }

    /**
     * Returns whether a file is there.
     *
     * @param file in a journal, or in the directory of a segment
     * @throws JournalException if something else is in its place, or the host forbids to ask
     */
    static boolean isThere(final Path file) throws IOException
    {
        try
        {
            final BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile())
            {
                throw new JournalException(JournalException.Reason.NOT_A_JOURNAL, file + ": is " + kind(attributes) +
                    ", not a file of a journal");
            }
            if (!Files.isReadable(file))
            {
                throw new AccessDeniedException(file.toString());
            }

            return true;
        }
        catch (final AccessDeniedException ex)
        {
            throw new JournalException(
                JournalException.Reason.FAILED, file + ": no permission to read it", ex);
        }
        catch (final NoSuchFileException | NotDirectoryException ex)
        {
            return false;
        }
        catch (final FileSystemException ex)
        {
            if ("Not a directory".equals(ex.getReason()))
            {
                return false;
            }
            throw ex;
        }
    }

    /**
     * Checks that the place of a segment is empty or a directory, and no link to another one.
     *
     * @throws JournalException if it is anything else
     */
    static void checkDirectory(final Path directory) throws IOException, JournalException
    {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS) &&
            !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS))
        {
            final BasicFileAttributes attributes =
                Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            throw new JournalException(JournalException.Reason.NOT_A_JOURNAL,
                directory + ": is " + kind(attributes) + ", not a directory of a journal");
        }
    }

    private static String kind(final BasicFileAttributes attributes)
    {
        if (attributes.isSymbolicLink())
        {
            return "a symbolic link";
        }

        return attributes.isDirectory() ? "a directory" : attributes.isRegularFile() ? "a file" : "a pipe or a device";
    }
}
