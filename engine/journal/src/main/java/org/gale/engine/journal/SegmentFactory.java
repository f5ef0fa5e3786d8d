package org.gale.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Maker of segments, which reserves space in them too.
 *
 * <p><b>Threads.</b> The maker's agent, and the appender's thread in a duty cycle without work. One of them at a time:
 * the one that has claimed the factory. It calls everything but {@link #tryClaim} and {@link #block}.
 *
 * <p><b>Guarantees.</b> Each claimant sees everything that the one before it stored.
 *
 * <p><b>Assumptions.</b> A claimant releases the factory within one duty cycle.
 *
 * <p><b>Progress.</b> Nobody waits for a claim: a thread that is refused does something else.
 */
final class SegmentFactory
{
    /** Length of a page; blocks and steps are multiples of it. */
    private static final int PAGE = 4096;

    private final Path journal;
    private final JournalHeader header;
    private final JournalConfig config;
    private final SpaceReserve reserve;
    private final SegmentStore store;
    private final AtomicBoolean isClaimed = new AtomicBoolean();
    private final FrameBuffer opening;

    SegmentFactory(
        final Path journal,
        final JournalHeader header,
        final JournalConfig config,
        final SpaceReserve reserve,
        final SegmentStore store)
    {
        this.journal = journal;
        this.header = header;
        this.config = config;
        this.reserve = reserve;
        this.store = store;
        this.opening = new FrameBuffer(Frame.totalLength(SegmentFormat.OPENING_PAYLOAD_LENGTH));
    }

    /**
     * Claims the factory, unless the other thread has claimed it. Two threads may need space at the same time, and
     * neither can leave it to the other: one has no idle time under load, and the other takes a core to work.
     */
    boolean tryClaim()
    {
        return isClaimed.compareAndSet(false, true);
    }

    /** Releases the factory. Pairs with {@link #tryClaim}. */
    void release()
    {
        assert isClaimed.get() : "nobody has claimed the factory";

        isClaimed.set(false);
    }

    /**
     * Makes a segment with its first step of space reserved and its opening frame written. Files of a segment that
     * fails are removed.
     */
    Segment make(final int number) throws IOException
    {
        final Path directory = SegmentFormat.directory(journal, number);
        OwnerOnly.createDirectory(directory);
        SegmentFile file = null;
        FileChannel channel = null;
        try
        {
            final Path metadata = directory.resolve(SegmentFormat.METADATA_NAME);
            zero(metadata, SegmentFormat.METADATA_LENGTH).close();
            final int block = header.block(number);
            file = store.make(directory, block);
            final int firstStep = Math.min(config.reserve().stepBytes(), block);
            // Not before the segment is made: Chronicle would wait for an existing file to become whole.
            channel = zero(directory.resolve(SegmentFormat.FILE_NAME), firstStep);
            file.begin(opening(number, block));
            file.prefault(0, firstStep);
            checkPrefix(channel, directory);
            if (config.durability() == Durability.FORCED)
            {
                forceMade(directory, channel, metadata);
            }
            final Segment segment = new Segment(number, block, directory, file, channel);
            segment.zeroed(firstStep);
            segment.readyRelease(firstStep);
            return segment;
        }
        catch (final IOException | RuntimeException | Error throwable)
        {
            discard(directory, file, channel, throwable);
            throw throwable;
        }
    }

    /** Returns the length of the block of a segment. */
    int block(final int number)
    {
        return header.block(number);
    }

    /**
     * Reserves and faults in more of a segment, never past the end of its block.
     *
     * @param mostBytes length at most; a step of the configuration is the limit
     */
    void extend(final Segment segment, final int mostBytes) throws IOException
    {
        assert isClaimed.get() && mostBytes > 0 : mostBytes;

        final int ready = segment.readyPlain();
        final int step = Math.min(Math.min(mostBytes, config.reserve().stepBytes()), segment.block() - ready);
        if (step > 0)
        {
            reserve.zero(segment.channel(), ready, step);
            segment.zeroed(ready + step);
            publish(segment);
        }
    }

    /** Does half of what makes another page of a segment ready, some two microseconds: zeros it, or faults it in. */
    void extendByHalfAPage(final Segment segment) throws IOException
    {
        assert isClaimed.get();

        final int zeroed = segment.zeroed();
        if (zeroed > segment.readyPlain())
        {
            publish(segment);
        }
        else
        {
            final int step = Math.min(PAGE, segment.block() - zeroed);          // 0 at the end of the block
            reserve.zero(segment.channel(), zeroed, step);
            segment.zeroed(zeroed + step);
        }
    }

    /** Faults in what was zeroed last, and lets the appender use it. */
    private static void publish(final Segment segment)
    {
        final int ready = segment.readyPlain();
        segment.file().prefault(ready, segment.zeroed() - ready);
        segment.readyRelease(segment.zeroed());
    }

    private FileChannel zero(final Path file, final int lengthBytes) throws IOException
    {
        final FileChannel channel = OwnerOnly.open(file,
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

    private FrameBuffer opening(final int number, final int block)
    {
        final int start = FrameBuffer.PAYLOAD_START;
        opening.buffer().putLong(start, header.id(), LITTLE_ENDIAN);
        opening.buffer().putLong(start + Long.BYTES, number, LITTLE_ENDIAN);
        opening.buffer().putLong(start + 2 * Long.BYTES, block, LITTLE_ENDIAN);
        opening.finish(Frame.OPENING, 0, 0, 0, 0, 0, SegmentFormat.OPENING_PAYLOAD_LENGTH);

        return opening;
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
        final Path directory, final SegmentFile file, final FileChannel channel, final Throwable throwable)
    {
        try
        {
            if (file != null)
            {
                file.close();
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
