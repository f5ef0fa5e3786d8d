package org.gale.engine.lanes;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Directories of {@link LaneFiles} whose process died: nobody holds the lock of their file {@link LaneFiles#AGENT}. Not
 * for a process that has lane files itself, because to close any descriptor of that file would release its lock.
 */
public final class LeftLanes
{
    private static final int ENTRY_LIMIT = 10_000;

    private LeftLanes()
    {
    }

    /**
     * Returns the left directories among some directories and what lies in them.
     *
     * @param directories to look in; one that cannot be read has none
     */
    public static List<Path> find(final Path... directories) throws IOException
    {
        final Set<Path> found = new LinkedHashSet<>();
        for (final Path directory : directories)
        {
            if (isLeft(directory))
            {
                found.add(directory);
            }
            else if (Files.isDirectory(directory) && Files.isReadable(directory))
            {
                try (Stream<Path> entries = Files.list(directory))
                {
                    entries.sorted().limit(ENTRY_LIMIT).filter(LeftLanes::isLeft).forEach(found::add);
                }
            }
        }

        return List.copyOf(found);
    }

    /**
     * Removes the files of a left directory, and the directory unless it holds other files.
     *
     * @throws IOException if something stays, with a file and a reason
     */
    public static void remove(final Path directory) throws IOException
    {
        if (!isLeft(directory))
        {
            return;                                                             // meanwhile another storm began there
        }
        for (final Path file : files(directory))
        {
            Files.deleteIfExists(file);
        }
        try
        {
            Files.deleteIfExists(directory);
        }
        catch (final DirectoryNotEmptyException ex)
        {
            throw new IOException(LaneFiles.reason(ex), ex);
        }
    }

    /** Returns whether a directory, no link, holds an agent's file that nobody has locked, and a lane. */
    private static boolean isLeft(final Path directory)
    {
        final Path agent = directory.resolve(LaneFiles.AGENT);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) || !isFile(agent) ||
            !isFile(directory.resolve(LaneFiles.name(0))))
        {
            return false;
        }
        try (FileChannel channel = FileChannel.open(agent, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock())
        {
            return lock != null;
        }
        catch (final IOException | OverlappingFileLockException ex)
        {
            return false;
        }
    }

    /** Returns the files of the lanes, and that of the agent last. */
    private static List<Path> files(final Path directory)
    {
        final List<Path> files = new ArrayList<>();
        for (int i = 0; i < LaneFiles.COUNT_LIMIT; i++)
        {
            final Path lane = directory.resolve(LaneFiles.name(i));
            if (isFile(lane))
            {
                files.add(lane);
            }
        }
        files.add(directory.resolve(LaneFiles.AGENT));

        return files;
    }

    private static boolean isFile(final Path path)
    {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }
}
