package org.gale.engine.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Directory for temporary files of one process, which locks a file in it as long as it lives. So the directory of a
 * dead process is known. Owner: one thread.
 */
public final class OwnedDirectory implements AutoCloseable
{
    private static final String LOCK = ".lock";
    private static final String UNLOCKED = ".new-";
    private static final int LEFT_LIMIT = 1_000;

    private final Path path;
    private final FileChannel lock;

    private OwnedDirectory(final Path path, final FileChannel lock)
    {
        this.path = path;
        this.lock = lock;
    }

    /** Makes a directory below another one. It has its name once it is locked. */
    public static OwnedDirectory create(final Path parent, final String prefix) throws IOException
    {
        final Path made = Files.createTempDirectory(parent, UNLOCKED + prefix);
        final FileChannel lock = FileChannel.open(
            made.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        final FileLock unused = lock.lock();                    // held until the channel is closed
        final Path path = parent.resolve(made.getFileName().toString().substring(UNLOCKED.length()));
        Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);

        return new OwnedDirectory(path, lock);
    }

    /** Returns the directories below another one whose process is dead, at most a thousand. */
    public static List<Path> left(final Path parent, final String prefix)
    {
        final List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, prefix + '*'))
        {
            for (final Path candidate : candidates)
            {
                if (left.size() < LEFT_LIMIT && isLeft(candidate))
                {
                    left.add(candidate);
                }
            }
        }
        catch (final IOException | DirectoryIteratorException ex)
        {
            return left;                                        // what is done now is more important
        }

        return left;
    }

    private static boolean isLeft(final Path candidate)
    {
        try (FileChannel lock = FileChannel.open(candidate.resolve(LOCK), StandardOpenOption.WRITE);
            FileLock taken = lock.tryLock())
        {
            return taken != null;
        }
        catch (final IOException | OverlappingFileLockException ex)
        {
            return false;                                       // no such directory, or one of this process
        }
    }

    /** Returns the directory. */
    public Path path()
    {
        return path;
    }

    /** Ends the lock. The directory stays. */
    @Override
    public void close() throws IOException
    {
        lock.close();
    }
}
