package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Locale;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.ProcessEnd;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Place of one temporary journal, which a process that ends at once removes at any moment of its life.
 *
 * <p><b>Threads.</b> One thread makes and removes the directory; any other one abandons it.
 *
 * <p><b>Guarantees.</b> An abandoned place has no directory and gets none: the lock lets nobody see a directory that is
 * made and not yet known. Its contents may grow until the process is dead, into a path that is gone.
 *
 * <p><b>Progress.</b> {@link #abandon} waits for the making of a directory at most, and not for its contents.
 */
public final class TemporaryPlace
{
    private static final int NAME_BITS = 24;
    private static final int NAME_TRIES = 100;

    private Path directory;                                         // null before it is made
    private boolean isAbandoned;

    /**
     * Makes the directory, with a name that no other storm has. Never returns where the place is abandoned.
     *
     * @param parent directory for temporary files
     * @param prefix of the name; six hexadecimal digits follow
     * @throws OutcomeException if the host refuses
     */
    public Path make(final Path parent, final String prefix, final Spelling spelling)
    {
        final Path made = makeUnlessAbandoned(parent, prefix, spelling);
        if (made == null)
        {
            ProcessEnd.await();
        }

        return made;
    }

    /** Returns the directory that was made; null if the place is abandoned. */
    private synchronized Path makeUnlessAbandoned(final Path parent, final String prefix, final Spelling spelling)
    {
        if (!isAbandoned)
        {
            directory = made(parent, prefix, spelling);
        }

        return isAbandoned ? null : directory;
    }

    /**
     * Removes the directory, if there is one.
     *
     * @throws IOException if the host refuses
     */
    public synchronized void remove() throws IOException
    {
        if (directory != null)
        {
            TemporaryJournals.remove(directory);
            directory = null;
        }
    }

    /**
     * Removes the directory of a process that ends at once, and lets none be made any more. From any thread.
     *
     * @throws IOException if the host refuses
     */
    public synchronized void abandon() throws IOException
    {
        isAbandoned = true;
        remove();
    }

    private static Path made(final Path parent, final String prefix, final Spelling spelling)
    {
        final SecureRandom random = new SecureRandom();
        for (int i = 0; i < NAME_TRIES; i++)
        {
            final Path candidate = parent.resolve(
                String.format(Locale.ROOT, "%s%06x", prefix, random.nextInt(1 << NAME_BITS)));
            if (isMade(candidate, spelling))
            {
                return candidate;
            }
        }

        throw new OutcomeException(Outcome.RESOURCES, parent + " is full of journals: remove some " +
            prefix + '*');
    }

    /** Makes a directory and returns true, or returns false if another storm has that name. */
    private static boolean isMade(final Path directory, final Spelling spelling)
    {
        try
        {
            Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return true;
        }
        catch (final FileAlreadyExistsException ex)
        {
            return false;
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "the temporary directory " + directory +
                " cannot be made: " + FileFailure.reason(ex) + " (choose another with " +
                spelling.of(StormSettings.JOURNAL) + " DIR)", ex);
        }
    }
}
