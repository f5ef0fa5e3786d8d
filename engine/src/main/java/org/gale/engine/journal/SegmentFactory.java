package org.gale.engine.journal;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.core.io.SingleThreadedChecked;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.posix.PosixAPI;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Makes segments, and reserves space in them. Chronicle creates each file here and never opens one that exists. Owned
 * by the helper's thread.
 */
final class SegmentFactory
{
    private static final int MADV_POPULATE_WRITE = 23;
    private static final int CHRONICLES_WAIT_MS = 1_000;
    /** Only excerpt 0 is indexed, so that no page of the index is ever added. */
    private static final int INDEX_SPACING = 1 << 26;
    private static final int INDEX_COUNT = 8;

    private final Path journal;
    private final JournalHeader header;
    private final JournalConfig config;
    private final SpaceReserve reserve;
    private final FrameBuffer opening = new FrameBuffer(Frame.totalLength(SegmentFormat.OPENING_PAYLOAD_LENGTH));
    private final boolean canPrefault = ChronicleSettings.isPrefaultPossible();

    SegmentFactory(
        final Path journal, final JournalHeader header, final JournalConfig config, final SpaceReserve reserve)
    {
        this.journal = journal;
        this.header = header;
        this.config = config;
        this.reserve = reserve;
    }

    /**
     * Makes a segment with its first step of space reserved and its opening frame written. What was made of one that
     * fails is removed.
     */
    Segment make(final int number) throws IOException
    {
        final Path directory = SegmentFormat.directory(journal, number);
        Files.createDirectory(directory);
        SingleChronicleQueue queue = null;
        FileChannel channel = null;
        try
        {
            final Path metadata = directory.resolve(SegmentFormat.METADATA_NAME);
            zero(metadata, SegmentFormat.METADATA_LENGTH).close();
            queue = queue(directory, header.block(number));
            final ExcerptAppender appender = queue.createAppender();
            ((SingleThreadedChecked)appender).singleThreadedCheckDisabled(true);
            final int block = header.block(number);
            final int firstStep = Math.min(config.reserveStepBytes(), block);
            // Not before there is an appender: it would wait for a file that is there to become whole.
            channel = zero(directory.resolve(SegmentFormat.FILE_NAME), firstStep);
            final long address = writeOpening(appender, number, block);
            prefault(address, 0, firstStep);
            checkPrefix(channel, directory);
            if (config.durability() == Durability.FORCED)
            {
                forceMade(directory, channel, metadata);
            }
            final Segment segment = new Segment(number, block, directory, queue, appender, channel, address);
            segment.readyRelease(firstStep);
            return segment;
        }
        catch (final IOException | RuntimeException | Error throwable)
        {
            discard(directory, queue, channel, throwable);
            throw throwable;
        }
    }

    /** Length of the block of a segment. */
    int block(final int number)
    {
        return header.block(number);
    }

    /** Reserves and faults in one more step of a segment, never past the end of its block. */
    void extend(final Segment segment) throws IOException
    {
        final int ready = segment.readyPlain();
        final int step = Math.min(config.reserveStepBytes(), segment.block() - ready);
        if (step > 0)
        {
            reserve.zero(segment.channel(), ready, step);
            prefault(segment.address(), ready, step);
            segment.readyRelease(ready + step);
        }
    }

    private FileChannel zero(final Path file, final int lengthBytes) throws IOException
    {
        final FileChannel channel = FileChannel.open(file,
            StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try
        {
            reserve.zero(channel, 0, lengthBytes);
            return channel;
        }
        catch (final IOException | RuntimeException | Error throwable)
        {
            channel.close();
            throw throwable;
        }
    }

    private static SingleChronicleQueue queue(final Path directory, final int block)
    {
        return SingleChronicleQueueBuilder.binary(directory)
            .rollCycle(RollCycles.FAST_DAILY)
            .timeProvider(() -> 0L)
            .blockSize(block)
            .indexCount(INDEX_COUNT)
            .indexSpacing(INDEX_SPACING)
            .syncMode(SyncMode.NONE)
            .timeoutMS(CHRONICLES_WAIT_MS)
            .build();
    }

    /**
     * Writes the opening frame.
     *
     * @return the address of byte 0 of the file
     */
    private long writeOpening(final ExcerptAppender appender, final int number, final int block)
    {
        final int start = FrameBuffer.PAYLOAD_START;
        opening.buffer().putLong(start, header.id(), LITTLE_ENDIAN);
        opening.buffer().putLong(start + Long.BYTES, number, LITTLE_ENDIAN);
        opening.buffer().putLong(start + 2 * Long.BYTES, block, LITTLE_ENDIAN);
        opening.finish(Frame.OPENING, header.semanticsVersion(), 0, 0, 0, 0, 0, SegmentFormat.OPENING_PAYLOAD_LENGTH);
        try (DocumentContext context = appender.writingDocument())
        {
            final Bytes<?> bytes = context.wire().bytes();
            final long position = bytes.writePosition();
            final long address = bytes.addressForWrite(position) - position;
            bytes.write(opening.appendView());
            return address;
        }
    }

    private void prefault(final long address, final int offset, final int lengthBytes)
    {
        if (canPrefault)
        {
            PosixAPI.posix().madvise(address + offset, lengthBytes, MADV_POPULATE_WRITE);
        }
    }

    private static void checkPrefix(final FileChannel channel, final Path directory) throws IOException
    {
        final ByteBuffer prefix = ByteBuffer.allocate(SegmentFormat.PREFIX_LENGTH);
        int count = 0;
        while (prefix.hasRemaining() && count >= 0)
        {
            count = channel.read(prefix, prefix.position());
        }
        final byte[] expected = SegmentFormat.prefix();
        ByteBuffer.wrap(expected).order(LITTLE_ENDIAN)
            .putLong(SegmentFormat.LAST_POSITION_OFFSET, SegmentFormat.PREFIX_LENGTH)
            .putLong(SegmentFormat.LAST_INDEX_OFFSET, SegmentFormat.lastIndex(SegmentFormat.PREFIX_LENGTH, 0));
        if (!Arrays.equals(expected, prefix.array()))
        {
            throw new IllegalStateException("Chronicle Queue's prefix is another one: byte=" +
                Arrays.mismatch(expected, prefix.array()) + ", segment=" + directory);
        }
    }

    private void forceMade(final Path directory, final FileChannel channel, final Path metadata) throws IOException
    {
        channel.force(true);
        try (FileChannel own = FileChannel.open(metadata, StandardOpenOption.WRITE))
        {
            own.force(true);
        }
        JournalFile.forceDirectory(directory);
        JournalFile.forceDirectory(journal);
    }

    private static void discard(
        final Path directory, final SingleChronicleQueue queue, final FileChannel channel, final Throwable throwable)
    {
        try
        {
            if (queue != null)
            {
                queue.close();
            }
            if (channel != null)
            {
                channel.close();
            }
            SegmentFiles.delete(directory);
        }
        catch (final IOException | RuntimeException exception)
        {
            throwable.addSuppressed(exception);
        }
    }
}
