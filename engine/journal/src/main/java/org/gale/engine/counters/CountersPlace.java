package org.gale.engine.counters;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gale.engine.host.HostUser;

/**
 * Places of the files of counters: {@code gale/PID} in the runtime directory of the user, or
 * {@code gale-run-UID/PID} in the temporary directory where there is no runtime directory. A run that can have
 * neither keeps them in {@code .NAME.stat-PID} beside its journal {@code NAME}. Further storms of a process that runs
 * several at a time have {@code PID-2} and so on. Files only.
 *
 * @param own directory for this user's runs alone, which is made when it is needed
 */
public record CountersPlace(Path own)
{
    private static final String VARIABLE = "XDG_RUNTIME_DIR";
    private static final String DIRECTORY = "gale";
    private static final String TEMPORARY = "gale-run-";
    private static final String BESIDE = ".stat-";
    private static final int FILE_LIMIT = 1_024;
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");

    /** Returns the places of this user. */
    public static CountersPlace ofUser()
    {
        final String runtime = System.getenv(VARIABLE);
        final boolean hasRuntime = runtime != null && !runtime.isEmpty() && Files.isWritable(Path.of(runtime));

        return hasRuntime ? in(Path.of(runtime)) : inTemporary(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Returns the place in a runtime directory. */
    public static CountersPlace in(final Path runtime)
    {
        return new CountersPlace(runtime.resolve(DIRECTORY));
    }

    /** Returns the place in a temporary directory, in which other users may write, too. */
    public static CountersPlace inTemporary(final Path temporary)
    {
        return new CountersPlace(temporary.resolve(TEMPORARY + HostUser.id()));
    }

    /**
     * Returns the file for a run, in a directory that exists.
     *
     * @param journal the journal's directory, or null
     * @throws IOException if the directory cannot be made, or other users can use it, and there is no journal
     */
    public Path file(final Path journal, final long pid) throws IOException
    {
        try
        {
            return note(Long.toString(pid));
        }
        catch (final IOException ex)
        {
            if (journal == null)
            {
                throw ex;
            }

            return beside(journal).resolve(prefix(journal) + pid);
        }
    }

    /**
     * Returns a file of the user's own, in a directory that exists.
     *
     * @throws IOException if the directory cannot be made, or other users can use it
     */
    public Path note(final String name) throws IOException
    {
        if (!Files.exists(own, LinkOption.NOFOLLOW_LINKS))
        {
            Files.createDirectory(own, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
        }
        check();

        return own.resolve(name);
    }

    /**
     * Returns the files of runs whose process died, in the user's directory and in others. Links are none. A directory
     * of the user that {@link #checkOwn} refuses has none.
     */
    public List<Path> left(final Path... directories) throws IOException
    {
        final List<CountersFile> found = new ArrayList<>(isUsable() ? find(null) : List.of());
        for (final Path directory : directories)
        {
            if (Files.isDirectory(directory))
            {
                add(found, directory, ".", BESIDE);
            }
        }

        return found.stream().filter(run -> !run.isAlive()).map(CountersFile::file).distinct().toList();
    }

    /**
     * Removes the files next to a journal that its runs left whose process died.
     *
     * @throws IOException if the host does not let us
     */
    public static void removeLeft(final Path journal) throws IOException
    {
        final List<CountersFile> found = new ArrayList<>();
        add(found, beside(journal), prefix(journal), "");
        for (final CountersFile run : found)
        {
            if (!run.isAlive())
            {
                Files.deleteIfExists(run.file());
            }
        }
    }

    /**
     * Checks that the user's directory can be searched, if it is there.
     *
     * @throws IOException if other users can put files or links into it, or it cannot be read
     */
    public void checkOwn() throws IOException
    {
        if (Files.exists(own, LinkOption.NOFOLLOW_LINKS))
        {
            check();
            if (!Files.isReadable(own))
            {
                throw new AccessDeniedException(own.toString());
            }
        }
    }

    private boolean isUsable()
    {
        try
        {
            checkOwn();

            return true;
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    /** Checks that no other user can put files or links into the directory. */
    private void check() throws IOException
    {
        final PosixFileAttributes attributes =
            Files.readAttributes(own, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isDirectory() || !HostUser.owns(own) ||
            attributes.permissions().contains(PosixFilePermission.GROUP_WRITE) ||
            attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE))
        {
            throw new FileSystemException(
                own.toString(), null, "is not a directory that this user alone may write to");
        }
    }

    /**
     * Returns the files of runs, those of dead processes included. Those of a journal may lie beside it alone: a
     * directory of the user that {@link #checkOwn} refuses then has none.
     *
     * @param journal a journal's directory, or null for all runs of the user
     * @throws IOException if a directory cannot be read
     */
    public List<CountersFile> find(final Path journal) throws IOException
    {
        final List<CountersFile> found = new ArrayList<>();
        if (journal == null)
        {
            checkOwn();
        }
        if (Files.exists(own, LinkOption.NOFOLLOW_LINKS) && isUsable())
        {
            add(found, own, "", "");
        }
        if (journal != null)
        {
            final String name = journal.toAbsolutePath().normalize().toString();
            found.removeIf(run -> !run.journal().equals(name) && !run.journalOfStorm().equals(name));
            add(found, beside(journal), prefix(journal), "");
        }

        return found;
    }

    private static void add(
        final List<CountersFile> found, final Path directory, final String prefix, final String part)
        throws IOException
    {
        try (Stream<Path> entries = Files.list(directory))
        {
            for (final Path file : entries.filter(entry -> isNamed(entry, prefix, part) &&
                Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)).sorted().limit(FILE_LIMIT).toList())
            {
                if (CountersFile.isCounters(file))
                {
                    found.add(CountersFile.read(file));
                }
            }
        }
    }

    private static boolean isNamed(final Path file, final String prefix, final String part)
    {
        final String name = file.getFileName().toString();

        return name.startsWith(prefix) && name.contains(part);
    }

    private static Path beside(final Path journal)
    {
        return journal.toAbsolutePath().normalize().getParent();
    }

    private static String prefix(final Path journal)
    {
        return '.' + journal.toAbsolutePath().normalize().getFileName().toString() + BESIDE;
    }
}
