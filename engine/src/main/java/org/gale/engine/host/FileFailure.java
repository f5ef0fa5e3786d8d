package org.gale.engine.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Reasons of failed accesses to files as sentences for users: Java names a path, and a reason only at times. Pure. */
public final class FileFailure
{
    private FileFailure()
    {
    }

    /** Returns the file and the reason of a failure. */
    public static String text(final IOException failure)
    {
        if (failure instanceof FileSystemException file && file.getFile() != null)
        {
            return file.getFile() + ": " + reason(file);
        }

        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static String reason(final FileSystemException failure)
    {
        if (failure.getReason() != null)
        {
            return failure.getReason();
        }

        return failure instanceof NoSuchFileException ? "no such file or directory" :
            failure instanceof AccessDeniedException ? "permission denied" :
            failure instanceof DirectoryNotEmptyException ? "the directory is not empty" :
            failure instanceof NotDirectoryException ? "is not a directory" :
            failure instanceof FileAlreadyExistsException ? "exists already" : failure.getClass().getSimpleName();
    }
}
