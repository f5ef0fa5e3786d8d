package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.host.HostUser;
import org.gale.engine.journal.JournalReader;

/** Journals of storms that lie in the temporary directory of the host. */
public final class TemporaryJournals
{
    /** Beginning of their names; six hexadecimal digits follow. */
    public static final String PREFIX = "gale-";

    /** Beginning of the names of those of a rehearsal, which nobody reads. */
    static final String REHEARSAL_PREFIX = ".gale-rehearsal-";

    private static final int LEFT_LIMIT = 1_000;
    private static final int REMOVE_LIMIT = 100;
    private static final String DIGITS = "[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]";

    private TemporaryJournals()
    {
    }

    /**
     * Finds the journals that earlier runs of this user have left in a directory, because they were killed or failed.
     *
     * @return directories with a journal that no process has open, at most a thousand; a link is none
     */
    public static List<Path> left(final Path temporary)
    {
        return left(temporary, PREFIX);
    }

    /** Removes the journals of rehearsals that killed runs have left in a directory, as far as the host lets us. */
    public static void removeRehearsals(final Path temporary)
    {
        for (final Path journal : left(temporary, REHEARSAL_PREFIX))
        {
            try
            {
                remove(journal);
            }
            catch (final IOException ex)
            {
                return;                                                         // the run itself is more important
            }
        }
    }

    private static List<Path> left(final Path temporary, final String prefix)
    {
        final List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(temporary, prefix + DIGITS))
        {
            for (final Path candidate : candidates)
            {
                if (left.size() < LEFT_LIMIT && Files.isDirectory(candidate, LinkOption.NOFOLLOW_LINKS) &&
                    isOwn(candidate) && (JournalReader.isLeft(candidate) || isLeftByEngines(candidate)))
                {
                    left.add(candidate);
                }
            }
        }
        catch (final IOException | DirectoryIteratorException ex)
        {
            return left;                                                        // the run itself is more important
        }

        return left;
    }

    /** Returns whether a directory holds journals of several engines, none of which a process has open. */
    private static boolean isLeftByEngines(final Path candidate)
    {
        boolean isLeft = false;
        try (DirectoryStream<Path> engines = Files.newDirectoryStream(candidate, "engine-[0-9][0-9][0-9]"))
        {
            for (final Path engine : engines)
            {
                if (!JournalReader.isLeft(engine))
                {
                    return false;
                }
                isLeft = true;
            }
        }
        catch (final IOException | DirectoryIteratorException ex)
        {
            return false;                                                       // another process removes it
        }

        return isLeft;
    }

    private static boolean isOwn(final Path candidate)
    {
        try
        {
            return HostUser.owns(candidate);
        }
        catch (final IOException ex)
        {
            return false;                                                       // another process removes it
        }
    }

    /**
     * Removes a journal with all that lies in its directory. Links are removed, not followed. Another thread may add to
     * it or remove it meanwhile: a storm that is ended at once goes on until its process is dead.
     *
     * @throws IOException if the host does not let us
     */
    public static void remove(final Path journal) throws IOException
    {
        for (int i = 1; i < REMOVE_LIMIT; i++)
        {
            try
            {
                removeOnce(journal);
                return;
            }
            catch (final DirectoryNotEmptyException ex)
            {
                assert i < REMOVE_LIMIT : ex;                                   // files were added: once more
            }
        }
        removeOnce(journal);
    }

    private static void removeOnce(final Path journal) throws IOException
    {
        Files.walkFileTree(journal, new SimpleFileVisitor<>()
        {
            @Override
            public FileVisitResult visitFileFailed(final Path file, final IOException failure) throws IOException
            {
                if (!(failure instanceof NoSuchFileException))
                {
                    throw failure;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException
            {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(final Path visited, final IOException failure) throws IOException
            {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
