package org.gale.engine.counters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Places of the files of counters: {@code gale/PID} in the runtime directory of the user, or {@code .NAME.stat-PID}
 * beside the journal {@code NAME} where there is no runtime directory. Further storms of a process that runs several at
 * a time have {@code PID-2} and so on. Files only.
 *
 * @param runtime runtime directory of the user; null if there is none
 */
public record CountersPlace(Path runtime)
{
    private static final String VARIABLE = "XDG_RUNTIME_DIR";
    private static final String DIRECTORY = "gale";
    private static final String BESIDE = ".stat-";
    private static final int FILE_LIMIT = 1_024;

    /** Returns the places of this user. */
    public static CountersPlace ofUser()
    {
        final String runtime = System.getenv(VARIABLE);

        return new CountersPlace(runtime == null || runtime.isEmpty() ? null : Path.of(runtime));
    }

    /**
     * Returns the file for a run, in a directory that exists.
     *
     * @param journal the journal's directory, or null
     * @return null if there is no place
     * @throws IOException if the directory cannot be made
     */
    public Path file(final Path journal, final long pid) throws IOException
    {
        if (runtime != null && Files.isWritable(runtime))
        {
            final Path directory = runtime.resolve(DIRECTORY);
            if (!Files.isDirectory(directory))
            {
                Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }

            return directory.resolve(Long.toString(pid));
        }

        return journal == null ? null : beside(journal).resolve(prefix(journal) + pid);
    }

    /**
     * Returns the files of runs, those of dead processes included.
     *
     * @param journal a journal's directory, or null for all runs of the user
     * @throws IOException if a directory cannot be read
     */
    public List<CountersFile> find(final Path journal) throws IOException
    {
        final List<CountersFile> found = new ArrayList<>();
        final Path own = runtime == null ? null : runtime.resolve(DIRECTORY);
        if (own != null && Files.isDirectory(own))
        {
            add(found, own, "");
        }
        if (journal != null)
        {
            final String name = journal.toAbsolutePath().normalize().toString();
            found.removeIf(run -> !run.journal().equals(name));
            add(found, beside(journal), prefix(journal));
        }

        return found;
    }

    private static void add(final List<CountersFile> found, final Path directory, final String prefix)
        throws IOException
    {
        try (Stream<Path> entries = Files.list(directory))
        {
            for (final Path file : entries.filter(entry -> entry.getFileName().toString().startsWith(prefix) &&
                Files.isRegularFile(entry)).sorted().limit(FILE_LIMIT).toList())
            {
                if (CountersFile.isCounters(file))
                {
                    found.add(CountersFile.read(file));
                }
            }
        }
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
