package org.gale.engine.lanes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.gale.engine.host.AgentHost;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.RunningAgent;
import org.gale.ringbuf.CloseReason;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/**
 * Lanes in a directory, {@code lane-00} on, for producers in other processes. Only this class makes the files. A
 * producer takes the exclusive POSIX lock of a file, maps it and offers. The lock is the claim, so it ends with the
 * process, and the next holder continues at the tail. Beside them lies {@code agent}, locked as long as this process
 * lives: a process that can lock it knows that nobody drains any more.
 *
 * <p>A file whose content is wrong is closed; it is made anew once nobody holds its lock. A file that was cut short is
 * not touched again. A {@link LaneWatcher} finds both, every {@link #WATCH_NS}. Between the cut and that moment the
 * engine may touch a page that is gone, which ends the engine with an {@link InternalError}; {@link #firstCut} then
 * names the file. Hence the permissions, which allow that only to the user, who could as well kill the process.
 */
public final class LaneFiles implements LaneSource, AutoCloseable
{
    /** Default number of lanes. */
    public static final int COUNT_DEFAULT = 8;
    /** Limit of the lanes of a directory. */
    public static final int COUNT_LIMIT = 100;
    /** Foreign files that a message names. */
    private static final int NAMED_LIMIT = 3;
    /** Name of the file that is locked while the agent lives; it holds its process id. */
    public static final String AGENT = "agent";
    /** Interval between two checks of the files, ns. */
    public static final long WATCH_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path directory;
    private final boolean made;
    private final LaneFile[] files;
    private final SpscVarHandleArrayQueue<LaneFile> arrivals;
    private final FileChannel agent;
    private final LaneWatcher watcher;
    private final RunningAgent watching;
    private boolean isRemoved;
    private String remains;

    /** Removal of a part of the files. */
    @FunctionalInterface
    private interface Removal
    {
        void run() throws IOException;
    }

    private LaneFiles(final Path directory, final boolean made, final int count, final int capacityWords,
        final NanoClock clock, final AgentHost host) throws IOException
    {
        this.directory = directory;
        this.made = made;
        this.files = new LaneFile[count];
        this.arrivals = new SpscVarHandleArrayQueue<>(count);
        FileChannel locked = null;
        try
        {
            locked = lockAgent(directory.resolve(AGENT));
            for (int i = 0; i < count; i++)
            {
                files[i] = LaneFile.create(directory.resolve(name(i)), capacityWords, clock.nanoTime());
                arrivals.offer(files[i]);
            }
        }
        catch (final IOException | RuntimeException | Error ex)
        {
            remove(locked);
            throw ex;
        }
        this.agent = locked;
        this.watcher = new LaneWatcher(files, arrivals, clock);
        this.watching = host.start(watcher, new SleepingIdleStrategy(WATCH_NS));
    }

    /**
     * Makes the files.
     *
     * @param directory     absent or empty; it is made for its owner alone
     * @param count         number of files, 1 to {@link #COUNT_LIMIT}
     * @param capacityWords of each, as for {@link org.gale.ringbuf.Lane#allocate}
     * @param clock         the engine's, CLOCK_MONOTONIC
     * @param host          runs the watcher until the files are closed
     * @throws NotDirectoryException      if there is a file of that name
     * @throws DirectoryNotEmptyException if something lies in it
     * @throws FileSystemException        if other users may write to it
     */
    public static LaneFiles create(
        final Path directory,
        final int count,
        final int capacityWords,
        final NanoClock clock,
        final AgentHost host) throws IOException
    {
        if (count < 1 || count > COUNT_LIMIT)
        {
            throw new IllegalArgumentException("lanes: " + count + " is not in 1 to " + COUNT_LIMIT);
        }
        final boolean exists = Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
        if (exists)
        {
            check(directory);
        }
        else
        {
            Files.createDirectory(directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }

        return new LaneFiles(directory, !exists, count, capacityWords, clock, host);
    }

    /** Returns the name of a lane's file. */
    public static String name(final int index)
    {
        return String.format(Locale.ROOT, "lane-%02d", index);
    }

    /** Returns the directory of the files. */
    public Path directory()
    {
        return directory;
    }

    /** Returns the number of lanes that were at fault and were made anew. From any thread. */
    public long renewedCount()
    {
        return watcher.renewedCount();
    }

    /**
     * Returns the exception that ended the watcher. From any thread.
     *
     * @return the exception, or null if the watcher has not failed
     */
    public IOException failure()
    {
        return watcher.failure();
    }

    /**
     * Returns the first file that another process has cut short. From any thread.
     *
     * @return its path, or null if all have their length
     */
    public Path firstCut()
    {
        for (int i = 0; i < files.length; i++)
        {
            if (files[i].isCut())
            {
                return directory.resolve(name(i));
            }
        }

        return null;
    }

    @Override
    public int laneLimit()
    {
        return files.length;
    }

    @Override
    public AttachedLane poll()
    {
        return arrivals.relaxedPoll();
    }

    @Override
    public void close(final CloseReason reason)
    {
        watcher.stop();
        LaneFile unseen = arrivals.poll();
        while (unseen != null)
        {
            unseen.close(reason);
            unseen = arrivals.poll();
        }
    }

    /**
     * Removes the files, and the directory if it was made for them. Called once the engine has stopped. What the host
     * does not let us remove stays, see {@link #remains}.
     */
    @Override
    public void close()
    {
        watching.end();
        close(CloseReason.FINISHED);
        remove(agent);
        watching.checkFailure();
    }

    /** Returns why something of the lanes was not removed, or null. After {@link #close()} or {@link #abandon}. */
    public synchronized String remains()
    {
        return remains;
    }

    /**
     * Closes the lanes for their producers to see, and removes the files, when the process is about to end in the
     * middle of its work. Nothing is unmapped, because the engine may still use it. From any thread.
     */
    public synchronized void abandon()
    {
        watcher.stop();
        for (int i = 0; !isRemoved && i < files.length; i++)
        {
            files[i].close(CloseReason.AGENT_FAILED);
            attempt(files[i]::remove);
        }
        removeDirectory();
    }

    private synchronized void remove(final FileChannel locked)
    {
        isRemoved = true;
        for (final LaneFile file : files)
        {
            if (file != null)
            {
                attempt(file::dispose);
            }
        }
        if (locked != null)
        {
            removeDirectory();
            attempt(locked::close);
        }
        else if (made)
        {
            attempt(() -> Files.deleteIfExists(directory));
        }
    }

    private void removeDirectory()
    {
        attempt(() -> Files.deleteIfExists(directory.resolve(AGENT)));
        if (made)
        {
            attempt(() -> Files.deleteIfExists(directory));
        }
    }

    /** Removes a part, and remembers the first that stays. */
    private void attempt(final Removal removal)
    {
        try
        {
            removal.run();
        }
        catch (final IOException ex)
        {
            remains = remains == null ? reason(ex) : remains;
        }
    }

    /** Returns why something was not removed; of a directory, which files it holds. */
    static String reason(final IOException ex)
    {
        if (!(ex instanceof DirectoryNotEmptyException notEmpty))
        {
            return FileFailure.text(ex);
        }
        try (Stream<Path> entries = Files.list(Path.of(notEmpty.getFile())))
        {
            final List<String> names =
                entries.limit(NAMED_LIMIT + 1L).map(entry -> entry.getFileName().toString()).sorted().toList();

            return notEmpty.getFile() + " was not removed: it holds " + (names.size() <= NAMED_LIMIT ?
                String.join(", ", names) : String.join(", ", names.subList(0, NAMED_LIMIT)) + " and more");
        }
        catch (final IOException unread)
        {
            return notEmpty.getFile() + " was not removed: it is not empty";
        }
    }

    private static FileChannel lockAgent(final Path path) throws IOException
    {
        final FileChannel channel = FileChannel.open(path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        if (channel.tryLock() == null)
        {
            channel.close();
            throw new FileSystemException(path.toString(), null, "somebody else has locked it");
        }

        return channel;
    }

    private static void check(final Path directory) throws IOException
    {
        if (!Files.isDirectory(directory))
        {
            throw new NotDirectoryException(directory.toString());
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory))
        {
            if (entries.iterator().hasNext())
            {
                throw new DirectoryNotEmptyException(directory.toString());
            }
        }
        final Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE) ||
            permissions.contains(PosixFilePermission.OTHERS_WRITE))
        {
            throw new FileSystemException(directory.toString(), null, "others may write to it (try chmod 700)");
        }
    }
}
