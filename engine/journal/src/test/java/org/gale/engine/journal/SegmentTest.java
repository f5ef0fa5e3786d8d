package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Room and reserved space of a segment to the byte, and the release of its pages. */
class SegmentTest
{
    private static final int BLOCK = 2 * Segment.RELEASE_BYTES;
    private static final int START = SegmentFormat.FIRST_CHAIN_OFFSET;

    @TempDir
    private Path home;
    private final List<String> calls = new ArrayList<>();
    private final FrameBuffer frame = new FrameBuffer(Frame.LENGTH_LIMIT);

    /** File that notes what is done to it. */
    private final class NotedFile implements SegmentFile
    {
        @Override
        public void begin(final FrameBuffer opening)
        {
            calls.add("begin");
        }

        @Override
        public void append(final FrameBuffer appended, final int offset)
        {
            calls.add("append " + offset);
        }

        @Override
        public void prefault(final int offset, final int lengthBytes)
        {
            calls.add("prefault " + offset + " " + lengthBytes);
        }

        @Override
        public void release(final int offset, final int lengthBytes)
        {
            calls.add("release " + offset + " " + lengthBytes);
        }

        @Override
        public void close()
        {
            calls.add("close");
        }
    }

    @Test
    void shouldHaveRoomUpToTheEndOfItsBlock()
    {
        final Segment segment = segment(null);
        final int length = BLOCK - START - 4 - 8 - 4096;

        assertTrue(segment.hasRoom(length, 4096));
        assertFalse(segment.hasRoom(length + 4, 4096));
        assertFalse(segment.hasRoom(length, 4097));
        assertTrue(segment.hasRoom(length + 4096, 0));
    }

    @Test
    void shouldBeReadyUpToTheReservedBytes()
    {
        final Segment segment = segment(null);
        segment.zeroed(10_000);
        segment.readyRelease(START + 4 + 60 + 8 + 100);

        assertTrue(segment.isReady(60, 100));
        assertFalse(segment.isReady(60, 101));
        assertFalse(segment.isReady(64, 100));
        assertEquals(4 + 60 + 8 + 100, segment.distance());
    }

    @Test
    void shouldCountWhatIsAppended()
    {
        final Segment segment = segment(null);
        segment.zeroed(BLOCK);
        segment.readyRelease(BLOCK);
        append(segment, 128);
        append(segment, 256);

        assertEquals(List.of("append " + START, "append " + (START + 128)), calls);
        assertEquals(START + 384, segment.end());
        assertEquals(START + 384, segment.progressOpaque());
        assertEquals(START + 128, segment.lastOffset());
        assertEquals(2, segment.lastNumber());
        assertEquals(BLOCK - START - 384, segment.distance());
        assertEquals(new SealedSegment(3, 9, START + 384, 2, frame.hash()), segment.summary());
    }

    @Test
    void shouldReleaseWholeStepsBeforeItsEnd()
    {
        final Segment segment = segment(null);
        segment.zeroed(BLOCK);
        segment.readyRelease(BLOCK);
        for (int i = 0; i < 15; i++)
        {
            append(segment, 65_536);
        }
        append(segment, 65_536 - START);
        assertEquals(Segment.RELEASE_BYTES, segment.end());
        calls.clear();
        assertFalse(segment.releaseSome(), "a step and no byte more");

        append(segment, 64);
        calls.clear();
        assertTrue(segment.releaseSome());
        assertFalse(segment.releaseSome());
        assertEquals(List.of("release 0 " + Segment.RELEASE_BYTES), calls);
    }

    @Test
    void shouldCloseItsMappingAndItsChannel() throws IOException
    {
        try (FileChannel channel = FileChannel.open(
            home.resolve("file"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
        {
            segment(channel).close();

            assertEquals(List.of("close"), calls);
            assertFalse(channel.isOpen());
        }
    }

    /** Appends a frame that takes this many bytes with the header of its excerpt. */
    private void append(final Segment segment, final int bytes)
    {
        frame.finish(Frame.COMMANDS, 1, 1, 1, 0, 7, bytes - 4 - Frame.HEADER_LENGTH);
        segment.append(frame, 9);
    }

    private Segment segment(final FileChannel channel)
    {
        return new Segment(3, BLOCK, home, new NotedFile(), channel);
    }
}
