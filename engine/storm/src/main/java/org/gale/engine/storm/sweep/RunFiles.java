package org.gale.engine.storm.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.storm.run.TemporaryJournals;

/** Files of runs on the host. Pure but for them. */
final class RunFiles
{
    private RunFiles()
    {
    }

    /** Makes an empty directory in place of what is there. */
    static void empty(final Path directory) throws IOException
    {
        remove(directory);
        Files.createDirectories(directory);
    }

    /** Removes a directory with all that lies in it, if there is one. */
    static void remove(final Path directory) throws IOException
    {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS))
        {
            TemporaryJournals.remove(directory);
        }
    }

    /** Returns the bytes of the files below a directory, as far as they can be read while others change them. */
    static long bytes(final Path directory)
    {
        try (Stream<Path> files = Files.walk(directory))
        {
            return files.mapToLong(RunFiles::occupied).sum();
        }
        catch (final IOException | UncheckedIOException ex)
        {
            return 0;                                           // it changes: the next second sees it
        }
    }

    private static long occupied(final Path file)
    {
        try
        {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
        }
        catch (final IOException ex)
        {
            return 0;
        }
    }

    /** Copies the files of a directory, not those below it. */
    static void copy(final Path from, final Path to) throws IOException
    {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from))
        {
            for (final Path file : files)
            {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                {
                    Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Moves the journal that a storm left in its temporary directory, to another file system too. */
    static void moveJournal(final Path temporary, final Path to) throws IOException
    {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary))
        {
            for (final Path journal : left)
            {
                if (Files.isDirectory(journal, LinkOption.NOFOLLOW_LINKS) && Files.notExists(to))
                {
                    move(journal, to);
                }
            }
        }
    }

    private static void move(final Path from, final Path to) throws IOException
    {
        try
        {
            Files.move(from, to);
        }
        catch (final NoSuchFileException ex)
        {
            throw ex;
        }
        catch (final FileSystemException ex)
        {
            final List<Path> files;
            try (Stream<Path> walk = Files.walk(from))
            {
                files = walk.toList();
            }
            for (final Path file : files)
            {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
