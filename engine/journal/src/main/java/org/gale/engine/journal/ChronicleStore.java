package org.gale.engine.journal;

import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.core.io.SingleThreadedChecked;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Store whose segments are queues of Chronicle Queue on the host's file system. Chronicle creates each data file here
 * and never opens one that holds frames. Immutable.
 */
final class ChronicleStore implements SegmentStore
{
    private static final int CHRONICLES_WAIT_MS = 1_000;
    /** Interval of the index: only excerpt 0 is indexed, so that no page of the index is ever added. */
    private static final int INDEX_SPACING = 1 << 26;
    private static final int INDEX_COUNT = 8;
    private static final Set<String> MEMORY_TYPES = Set.of("tmpfs", "ramfs");

    private final boolean canPrefault;

    ChronicleStore()
    {
        ChronicleSettings.apply();
        canPrefault = ChronicleSettings.isPrefaultPossible();
    }

    @Override
    public SegmentFile make(final Path directory, final int blockLength)
    {
        final SingleChronicleQueue queue = SingleChronicleQueueBuilder.binary(directory)
            .rollCycle(RollCycles.FAST_DAILY)
            .timeProvider(() -> 0L)
            .blockSize(blockLength)
            .indexCount(INDEX_COUNT)
            .indexSpacing(INDEX_SPACING)
            .syncMode(SyncMode.NONE)
            .timeoutMS(CHRONICLES_WAIT_MS)
            .build();
        try
        {
            final ExcerptAppender appender = queue.createAppender();
            ((SingleThreadedChecked)appender).singleThreadedCheckDisabled(true);

            return new ChronicleFile(queue, appender, blockLength, canPrefault);
        }
        catch (final RuntimeException | Error throwable)
        {
            queue.close();
            throw throwable;
        }
    }

    @Override
    public boolean isMemory(final Path directory) throws IOException
    {
        return MEMORY_TYPES.contains(Files.getFileStore(directory).type());
    }

    @Override
    public MarkFile openMark(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            return new MappedMark(channel.map(FileChannel.MapMode.READ_WRITE, 0, Mark.LENGTH));
        }
    }

    /** Mark that is mapped. */
    private static final class MappedMark implements MarkFile
    {
        private final MappedByteBuffer mapping;
        private final UnsafeBuffer buffer;

        MappedMark(final MappedByteBuffer mapping)
        {
            this.mapping = mapping;
            this.buffer = new UnsafeBuffer(mapping);
        }

        @Override
        public void putRelease(final int offset, final long value)
        {
            buffer.putLongRelease(offset, value);
        }

        @Override
        public void force()
        {
            mapping.force();
        }

        @Override
        public void close()
        {
            buffer.wrap(0, 0);
            BufferUtil.free(mapping);
        }
    }
}
