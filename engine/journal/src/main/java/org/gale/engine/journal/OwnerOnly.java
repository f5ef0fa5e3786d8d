package org.gale.engine.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Maker of files and directories that only their owner may use: a journal holds the memory of guests. */
final class OwnerOnly
{
    private static final String POSIX = "posix";
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};
    private static final FileAttribute<?>[] DIRECTORY =
        { PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) };
    private static final FileAttribute<?>[] FILE =
        { PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) };

    private OwnerOnly()
    {
    }

    /** Creates a directory that is not there. */
    static void createDirectory(final Path directory) throws IOException
    {
        Files.createDirectory(directory, isPosix(directory) ? DIRECTORY : NO_ATTRIBUTES);
    }

    /** Creates a directory, with those above it, unless it is there. Those above it are made as usual. */
    static void createDirectories(final Path directory) throws IOException
    {
        final Path parent = directory.toAbsolutePath().getParent();
        if (parent != null)
        {
            Files.createDirectories(parent);
        }
        if (!Files.isDirectory(directory))
        {
            createDirectory(directory);
        }
    }

    /** Opens a file; one that is created is its owner's. */
    static FileChannel open(final Path file, final OpenOption... options) throws IOException
    {
        return FileChannel.open(file, Set.of(options), isPosix(file) ? FILE : NO_ATTRIBUTES);
    }

    private static boolean isPosix(final Path path)
    {
        return path.getFileSystem().supportedFileAttributeViews().contains(POSIX);
    }
}
