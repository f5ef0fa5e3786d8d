package org.gale.engine.storm.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.storm.result.sweep.ResultDirectory;

/**
 * Leases of runs in a directory that several processes and hosts share. A lease is a file with the name of its owner.
 * Its age is judged by the clock of the file system alone, so that clocks of hosts that differ have no effect.
 * <pre>
 *   none --take--> held --touch--> held --release--> none
 *                   |
 *                   +-- not touched for 60 s: renamed away by one of those who want it, and made anew
 * </pre>
 * A time more than 60 s in the future is one of before the file system's clock was set back: nobody touches that lease.
 */
final class SweepLeases
{
    /** Distance in ms from the file system's time from which a lease has no owner any more. */
    static final long STALE_MS = 60_000;
    /** Time between two touches. */
    static final long TOUCH_NS = 10_000_000_000L;

    private static final int HOLDER_LIMIT = 1 << 12;

    private final Path directory;
    private final String owner;

    SweepLeases(final Path directory, final String owner)
    {
        this.directory = directory;
        this.owner = owner;
    }

    /** Takes the lease of a run, and returns whether this process has it. */
    boolean take(final int run) throws IOException
    {
        final Path lease = lease(run);
        if (create(lease))
        {
            return true;
        }
        final String holder = holder(lease);
        if (holder == null)
        {
            return create(lease);
        }
        if (Math.abs(nowMs() - Files.getLastModifiedTime(lease).toMillis()) <= STALE_MS)
        {
            return false;
        }
        final Path away = directory.resolve('.' + ResultDirectory.name(run) + '-' + owner);
        try
        {
            Files.move(lease, away, StandardCopyOption.ATOMIC_MOVE);            // one of several wins
        }
        catch (final NoSuchFileException ex)
        {
            return false;
        }
        final boolean isTheStaleOne = holder.equals(holder(away));
        if (!isTheStaleOne)
        {
            restore(away, lease);
        }
        Files.deleteIfExists(away);

        return isTheStaleOne && create(lease);
    }

    /** Returns whether this process holds the lease of a run. */
    boolean holds(final int run) throws IOException
    {
        return owner.equals(holder(lease(run)));
    }

    /** Renews the lease of a run, and returns whether this process held it. */
    boolean touch(final int run) throws IOException
    {
        if (!holds(run))
        {
            return false;
        }
        try
        {
            Files.writeString(lease(run), owner, StandardOpenOption.WRITE);     // the server sets the time
        }
        catch (final NoSuchFileException ex)
        {
            return false;
        }

        return true;
    }

    /** Gives the lease of a run back, if this process holds it. */
    void release(final int run) throws IOException
    {
        if (holds(run))
        {
            Files.deleteIfExists(lease(run));
        }
    }

    /** Removes what this process left beside the leases. */
    void close() throws IOException
    {
        Files.deleteIfExists(clock());
    }

    private boolean create(final Path lease) throws IOException
    {
        try
        {
            Files.writeString(lease, owner, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

            return true;
        }
        catch (final FileAlreadyExistsException ex)
        {
            return false;
        }
    }

    /** Puts a lease back that somebody made anew meanwhile, unless there is one again. */
    private static void restore(final Path away, final Path lease) throws IOException
    {
        try
        {
            Files.createLink(lease, away);
        }
        catch (final FileAlreadyExistsException ex)
        {
            assert Files.exists(lease) : ex;                    // its owner finds that it has lost it
        }
    }

    private static String holder(final Path lease) throws IOException
    {
        try
        {
            return new String(BoundedFile.read(lease, HOLDER_LIMIT), StandardCharsets.UTF_8);
        }
        catch (final NoSuchFileException ex)
        {
            return null;
        }
    }

    /** Returns the time of the file system, by which it marks what is written now. */
    private long nowMs() throws IOException
    {
        Files.writeString(clock(), owner);

        return Files.getLastModifiedTime(clock()).toMillis();
    }

    private Path clock()
    {
        return directory.resolve(".clock-" + owner);
    }

    private Path lease(final int run)
    {
        return directory.resolve(ResultDirectory.name(run));
    }
}
