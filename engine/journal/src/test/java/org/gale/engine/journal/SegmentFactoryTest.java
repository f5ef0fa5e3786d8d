package org.gale.engine.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.gale.engine.support.Reserves;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what a factory does to the files of a segment, and in which order; one of its steps may fail. */
class SegmentFactoryTest
{
    private static final int STEP = 16 * 1024;
    private static final JournalConfig CONFIG = Journals.SMALL.with(Reserves.of(STEP, 2 * STEP));
    private static final List<String> STEPS = List.of(
        "zero 0 131072", "make 000000 65536", "zero 0 16384", "begin 76", "prefault 0 16384");

    @TempDir
    private Path home;
    private final NotedStorage storage = new NotedStorage();
    private SegmentFactory factory;
    private Path directory;

    /** Storage whose segments are files without a mapping. It notes each call, and one of them may fail. */
    private static final class NotedStorage implements SegmentStore, SegmentFile, SpaceReserve
    {
        private final SpaceReserve zeros = new ZeroWriter();
        private final List<String> calls = new ArrayList<>();
        private final List<FileChannel> channels = new ArrayList<>();
        private final IllegalStateException failure = new IllegalStateException("broken");
        private final IllegalStateException closeFailure = new IllegalStateException("broken at its end");
        private Path directory;
        private int failingCall = -1;
        private int wrongByte = -1;
        private boolean losesMetadata;
        private boolean failsToClose;

        private void note(final String call)
        {
            calls.add(call);
            if (calls.size() - 1 == failingCall)
            {
                throw failure;
            }
        }

        @Override
        public void zero(final FileChannel channel, final long position, final int lengthBytes) throws IOException
        {
            channels.add(channel);
            note("zero " + position + " " + lengthBytes);
            zeros.zero(channel, position, lengthBytes);
        }

        @Override
        public SegmentFile make(final Path newDirectory, final int blockLength)
        {
            directory = newDirectory;
            note("make " + directory.getFileName() + " " + blockLength);

            return this;
        }

        @Override
        public void begin(final FrameBuffer opening)
        {
            note("begin " + opening.lengthBytes());
            final byte[] frame = new byte[opening.lengthBytes()];
            opening.buffer().getBytes(FrameBuffer.START, frame);
            final ForgedSegment forged = new ForgedSegment(ForgedSegment.HEADER, 0, Journals.ID).opening().named();
            if (wrongByte >= 0)
            {
                forged.put(wrongByte, 0xee, 1);
            }
            try
            {
                Journals.put(directory.resolve(SegmentFormat.FILE_NAME), 0, forged.bytesUpTo(404));
                Journals.put(directory.resolve(SegmentFormat.FILE_NAME), 404, frame);
            }
            catch (final IOException exception)
            {
                throw new AssertionError(exception);
            }
        }

        @Override
        public void append(final FrameBuffer frame, final int offset)
        {
            throw new AssertionError("a factory appends nothing");
        }

        @Override
        public void prefault(final int offset, final int lengthBytes)
        {
            note("prefault " + offset + " " + lengthBytes);
            if (losesMetadata)
            {
                assertTrue(directory.resolve(SegmentFormat.METADATA_NAME).toFile().delete());
            }
        }

        @Override
        public void release(final int offset, final int lengthBytes)
        {
            throw new AssertionError("a factory releases nothing");
        }

        @Override
        public void close()
        {
            calls.add("close");
            if (failsToClose)
            {
                throw closeFailure;
            }
        }

        @Override
        public boolean isMemory(final Path place)
        {
            return false;
        }

        @Override
        public MarkFile openMark(final Path file)
        {
            throw new AssertionError("a factory opens no mark");
        }
    }

    @BeforeEach
    void makeFactory()
    {
        factory = new SegmentFactory(home, ForgedSegment.HEADER, CONFIG, storage, storage);
        directory = SegmentFormat.directory(home, 0);
    }

    @Test
    void shouldMakeASegmentStepByStep() throws IOException
    {
        final Segment segment = factory.make(0);

        assertEquals(STEPS, storage.calls);
        assertEquals(0, segment.number());
        assertEquals(Journals.BLOCK, segment.block());
        assertEquals(directory, segment.directory());
        assertEquals(STEP, segment.zeroed());
        assertEquals(STEP, segment.readyPlain());
        assertSame(storage, segment.file());
        assertSame(storage.channels.get(1), segment.channel());
        assertTrue(segment.channel().isOpen());
        assertFalse(storage.channels.get(0).isOpen(), "nobody writes the metadata any more");
        assertArrayEquals(new byte[131_072], Files.readAllBytes(Journals.metadata(home, 0)));
        assertEquals(STEP, Files.size(Journals.file(home, 0)));
        final ForgedSegment expected = new ForgedSegment(ForgedSegment.HEADER, 0, Journals.ID).opening().named();
        assertArrayEquals(expected.bytesUpTo(STEP), Files.readAllBytes(Journals.file(home, 0)));
        segment.channel().close();
    }

    @Test
    void shouldExtendASegmentUpToItsEnd() throws IOException
    {
        final Segment segment = factory.make(0);
        storage.calls.clear();
        assertTrue(factory.tryClaim());
        assertFalse(factory.tryClaim());

        factory.extend(segment, 4096);
        assertEquals(20_480, segment.readyPlain());
        factory.extend(segment, Integer.MAX_VALUE);
        assertEquals(36_864, segment.readyPlain());
        factory.extendByHalfAPage(segment);
        assertEquals(36_864, segment.readyPlain());
        assertEquals(40_960, segment.zeroed());
        factory.extendByHalfAPage(segment);
        assertEquals(40_960, segment.readyPlain());
        factory.extend(segment, STEP);
        factory.extend(segment, STEP);
        assertEquals(Journals.BLOCK, segment.readyPlain());
        factory.extend(segment, STEP);

        assertEquals(List.of(
            "zero 16384 4096", "prefault 16384 4096",
            "zero 20480 16384", "prefault 20480 16384",
            "zero 36864 4096", "prefault 36864 4096",
            "zero 40960 16384", "prefault 40960 16384",
            "zero 57344 8192", "prefault 57344 8192"), storage.calls);
        factory.release();
        assertTrue(factory.tryClaim());
        segment.close();
    }

    @ParameterizedTest(name = "at step {0}")
    @ValueSource(ints = { 0, 1, 2, 3, 4 })
    void shouldLeaveNothingWhenAStepFails(final int step)
    {
        storage.failingCall = step;

        assertSame(storage.failure, assertThrows(IllegalStateException.class, () -> factory.make(0)));

        final List<String> expected = new ArrayList<>(STEPS.subList(0, step + 1));
        if (step > 1)
        {
            expected.add("close");
        }
        assertEquals(expected, storage.calls);
        assertEquals(0, storage.failure.getSuppressed().length);
        storage.channels.forEach(channel -> assertFalse(channel.isOpen()));
        assertFalse(Files.exists(directory));
    }

    @Test
    void shouldKeepTheFirstFailureWhenTheFileFailsToCloseToo()
    {
        storage.failingCall = 3;
        storage.failsToClose = true;

        assertSame(storage.failure, assertThrows(IllegalStateException.class, () -> factory.make(0)));

        assertArrayEquals(new Throwable[]{ storage.closeFailure }, storage.failure.getSuppressed());
    }

    @ParameterizedTest(name = "in byte {0}")
    @ValueSource(ints = { 0, 64, 72, 399 })
    void shouldRefuseAnotherPrefixOfChronicle(final int at)
    {
        storage.wrongByte = at;

        final IllegalStateException exception = assertThrows(IllegalStateException.class, () -> factory.make(0));

        assertEquals("Chronicle Queue's prefix is another one: byte=" + at + ", segment=" + directory,
            exception.getMessage());
        assertFalse(Files.exists(directory));
    }

    /** Loses the metadata, which cannot be forced then. */
    @Test
    void shouldForceASegmentOnlyIfFramesAreForced() throws IOException
    {
        storage.losesMetadata = true;
        factory.make(0).channel().close();
        final SegmentFactory forced =
            new SegmentFactory(home, ForgedSegment.HEADER, CONFIG.forced(1, 0), storage, storage);

        final NoSuchFileException exception = assertThrows(NoSuchFileException.class, () -> forced.make(1));

        assertEquals(Journals.metadata(home, 1).toString(), exception.getFile());
        storage.losesMetadata = false;
        final Segment made = forced.make(2);
        assertEquals(STEP, made.readyPlain());
        made.channel().close();
    }
}
