package org.gale.engine.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Reasons of failed accesses to files as sentences for users: Java names a path, and a reason only at times. Pure. */
public final class FileFailure
{
    private static final String LINKS = "Too many levels of symbolic links";
    private static final String NO_MOUNT = "Mount point not found";
    private static final String UNKNOWN = "the host gives no reason";

    private FileFailure()
    {
    }

    /** Returns the file and the reason of a failure. */
    public static String text(final IOException failure)
    {
        return failure instanceof FileSystemException file && file.getFile() != null ?
            file.getFile() + ": " + reason(failure) : reason(failure);
    }

    /**
     * Returns the reason of a path that leads to nothing, for a message that names the path.
     *
     * @param kind what it was to be: {@code file}, {@code directory}
     */
    public static String missing(final Path path, final String kind)
    {
        return Files.isSymbolicLink(path) ? "is a symbolic link that leads to no " + kind : "no such " + kind;
    }

    /** Returns the file and the reason of a failure, for a message that names a path: of that path the reason alone. */
    public static String textBehind(final Path named, final IOException failure)
    {
        return failure instanceof FileSystemException file && named.toString().equals(file.getFile()) ?
            reason(failure) : text(failure);
    }

    /** Returns the reason of a failure, for a message that names the file already. */
    public static String reason(final IOException failure)
    {
        final String reason =
            failure instanceof FileSystemException file ? reasonOf(file) : failure.getMessage();
        if (reason == null || reason.isEmpty())
        {
            return UNKNOWN;
        }

        return reason.startsWith(LINKS) ? LINKS :                   // Java adds another reason that it may be
            reason.equals(NO_MOUNT) ? "its file system is not in the list of mounts, or too few files may be open" :
            reason;
    }

    private static String reasonOf(final FileSystemException failure)
    {
        if (failure.getReason() != null)
        {
            return failure.getReason();
        }

        return failure instanceof NoSuchFileException ? "no such file or directory" :
            failure instanceof AccessDeniedException ? "permission denied" :
            failure instanceof DirectoryNotEmptyException ? "the directory is not empty" :
            failure instanceof NotDirectoryException ? "is not a directory" :
            failure instanceof FileAlreadyExistsException ? "exists already" :
            failure instanceof FileSystemLoopException ? LINKS : null;
    }
}
