package org.gale.engine.counters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.agrona.BufferUtil;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.gale.engine.host.OpenFiles;

/**
 * Counters of this process's run in a mapped file, mode 0600, which is removed at the end.
 *
 * <p><b>Threads.</b> Each counter has one storing thread. The error log takes errors from any thread. The thread that
 * created the file closes it, after the others have ended.
 *
 * <p><b>Guarantees.</b> The file is locked as long as the process lives, so that a reader tells a run that is alive
 * from one whose process died. All of its space is written before it is mapped.
 *
 * <p><b>Assumptions.</b> Nobody shortens the file, which its owner alone may write. Its process does not read it,
 * because that would release the lock.
 */
public final class RunCounters implements AutoCloseable
{
    /** Runs that a process counts at a time. */
    private static final int RUN_LIMIT = 100;

    private final Path file;
    private final FileChannel channel;
    private final MappedByteBuffer mapping;
    private final AtomicCounter[] counters = new AtomicCounter[RunCounter.ALL.size()];
    private final DistinctErrorLog errors;

    private RunCounters(
        final Path file, final FileChannel channel, final MappedByteBuffer mapping, final EpochClock clock)
    {
        this.file = file;
        this.channel = channel;
        this.mapping = mapping;
        final UnsafeBuffer buffer = new UnsafeBuffer(mapping);
        final CountersManager manager = new CountersManager(
            new UnsafeBuffer(buffer, CountersLayout.METADATA_OFFSET, CountersLayout.METADATA_LENGTH),
            new UnsafeBuffer(buffer, CountersLayout.VALUES_OFFSET, CountersLayout.VALUES_LENGTH),
            StandardCharsets.US_ASCII);
        for (final RunCounter counter : RunCounter.ALL)
        {
            counters[counter.id()] = manager.newCounter(counter.label(), counter.id());
        }
        this.errors = new DistinctErrorLog(
            new UnsafeBuffer(buffer, CountersLayout.ERRORS_OFFSET, CountersLayout.ERRORS_LENGTH), clock);
    }

    /**
     * Creates the file of a run, or the first of {@code file-2}, {@code file-3} and so on that no run has. The process
     * may run several storms at a time.
     *
     * @param profile name of the traffic's profile
     * @param journal the journal's directory; empty without a journal
     * @throws IOException if the host refuses, or all of these files are taken
     */
    public static RunCounters createFirst(
        final Path file, final long pid, final String profile, final String journal, final EpochClock clock)
        throws IOException
    {
        Path next = file;
        for (int number = 2; number <= RUN_LIMIT; number++)
        {
            try
            {
                return create(next, pid, profile, journal, clock);
            }
            catch (final FileAlreadyExistsException ex)
            {
                next = file.resolveSibling(file.getFileName() + "-" + number);
            }
        }

        return create(next, pid, profile, journal, clock);
    }

    /**
     * Creates the file of a run. A file of the same name that a dead process left is replaced. One run of a process at
     * a time: a file that another run of it creates is then known to be open.
     *
     * @param profile name of the traffic's profile
     * @param journal the journal's directory; empty without a journal
     * @throws IOException if the host refuses, or a run that is alive has the file
     */
    public static synchronized RunCounters create(
        final Path file, final long pid, final String profile, final String journal, final EpochClock clock)
        throws IOException
    {
        if (Files.exists(file) && !OpenFiles.mayContain(file) && CountersFile.isCounters(file) &&
            !CountersFile.read(file).isAlive())
        {
            Files.delete(file);
        }
        final FileChannel channel = FileChannel.open(file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try
        {
            channel.lock();
            final ByteBuffer zeros = ByteBuffer.allocate(CountersLayout.LENGTH);
            while (zeros.hasRemaining())
            {
                channel.write(zeros);
            }
            final MappedByteBuffer mapping = channel.map(MapMode.READ_WRITE, 0, CountersLayout.LENGTH);
            final RunCounters counters = new RunCounters(file, channel, mapping, clock);
            CountersHeader.storeRelease(new UnsafeBuffer(mapping, 0, CountersLayout.METADATA_OFFSET),
                pid, clock.time(), profile, journal);

            return counters;
        }
        catch (final IOException | RuntimeException | Error ex)
        {
            channel.close();
            Files.deleteIfExists(file);
            throw ex;
        }
    }

    /** Returns the file. */
    public Path file()
    {
        return file;
    }

    /** Stores a counter. On the thread that owns the counter. */
    public void set(final RunCounter counter, final long value)
    {
        counters[counter.id()].setPlain(value);
    }

    /** Records an error. From any thread. */
    public void error(final Throwable error)
    {
        errors.record(error);
    }

    /** Removes the file of a process that ends at once; its threads may still store counters. From any thread. */
    public void abandon() throws IOException
    {
        Files.deleteIfExists(file);
    }

    /** Removes the file. */
    @Override
    public void close() throws IOException
    {
        try
        {
            Files.deleteIfExists(file);
        }
        finally
        {
            channel.close();
            BufferUtil.free(mapping);
        }
    }
}
