package org.gale.engine.lanes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.agrona.BufferUtil;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LaneFilesTest
{
    private static final int CAPACITY = 1024;
    private static final int WORD_LIMIT = 256;

    @TempDir
    private Path home;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[WORD_LIMIT * Long.BYTES]);

    @Test
    void shouldMakeFilesForTheirOwnerAlone() throws IOException
    {
        final Path directory = home.resolve("lanes");
        try (LaneFiles files = create(directory, 2))
        {
            assertEquals("rwx------", permissions(directory));
            assertEquals("rw-------", permissions(directory.resolve("lane-00")));
            assertEquals("rw-------", permissions(directory.resolve("lane-01")));
            assertEquals("rw-------", permissions(directory.resolve(LaneFiles.AGENT)));
            assertEquals(Lane.lengthBytes(CAPACITY), Files.size(directory.resolve("lane-01")));
            assertFalse(Files.exists(directory.resolve("lane-02")));
            assertEquals(2, files.laneLimit());
        }
    }

    @Test
    void shouldRemoveItsFilesWhenItIsClosed() throws IOException
    {
        final Path directory = home.resolve("lanes");

        create(directory, 2).close();

        assertFalse(Files.exists(directory));
    }

    @Test
    void shouldSayWhatItDidNotRemove() throws IOException
    {
        final Path directory = home.resolve("lanes");
        final LaneFiles files = create(directory, 2);
        Files.createFile(directory.resolve("note.txt"));
        files.close();

        assertEquals(List.of(directory.resolve("note.txt")), entries(directory));
        assertEquals(directory + " was not removed: it holds note.txt", files.remains());
    }

    @Test
    void shouldRemoveTheRestWhenALaneIsNoFileAnyMore() throws IOException
    {
        final Path directory = home.resolve("lanes");
        final LaneFiles files = create(directory, 2);
        Files.delete(directory.resolve("lane-00"));
        Files.createDirectories(directory.resolve("lane-00/inner"));
        files.abandon();

        assertEquals(List.of(directory.resolve("lane-00")), entries(directory));
        assertEquals(directory.resolve("lane-00") + " was not removed: it holds inner", files.remains());
        files.close();
    }

    @Test
    void shouldSayNothingWhenAllIsRemoved() throws IOException
    {
        final LaneFiles files = create(home.resolve("lanes"), 1);
        files.close();

        assertNull(files.remains());
    }

    @Test
    void shouldLeaveTheDirectoryThatWasThereWhenItIsClosed() throws IOException
    {
        final Path directory = Files.createDirectory(home.resolve("lanes"));

        create(directory, 1).close();

        assertTrue(Files.isDirectory(directory));
    }

    @Test
    void shouldRefuseAllButAnEmptyDirectoryOfTheUsersOwn() throws IOException
    {
        final Path file = Files.createFile(home.resolve("file"));
        final Path full = Files.createDirectory(home.resolve("full"));
        Files.createFile(full.resolve("something"));
        final Path open = Files.createDirectory(home.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThrows(NotDirectoryException.class, () -> create(file, 1));
        assertThrows(DirectoryNotEmptyException.class, () -> create(full, 1));
        assertThrows(FileSystemException.class, () -> create(open, 1));
        assertThrows(IllegalArgumentException.class, () -> create(home.resolve("none"), 0));
    }

    @Test
    void shouldDrainCommandsThatAreOfferedThroughAFile() throws IOException
    {
        try (LaneFiles files = create(home.resolve("lanes"), 1))
        {
            final LaneSet lanes = new LaneSet(1, List.of(files));
            try (LaneClaim claim = LaneClaim.claim(files.directory()))
            {
                claim.producer().offer(Commands.msi(0, 1, 0));
                claim.producer().publish();
            }

            cycle(lanes);

            assertEquals(1, lanes.attachedEvents());
        }
    }

    @Test
    void shouldContinueWhereTheLastProducerHadPublished() throws IOException
    {
        try (LaneFiles files = create(home.resolve("lanes"), 1))
        {
            final LaneSet lanes = new LaneSet(1, List.of(files));
            try (LaneClaim first = LaneClaim.claim(files.directory()))
            {
                first.producer().offer(Commands.msi(0, 1, 0));
                first.producer().publish();
                first.producer().offer(Commands.msi(0, 2, 0));
            }
            try (LaneClaim next = LaneClaim.claim(files.directory()))
            {
                assertEquals(1, next.producer().position());
                next.producer().offer(Commands.msi(0, 3, 0));
                next.producer().publish();
            }

            cycle(lanes);

            assertEquals(2, lanes.attachedEvents());
            assertEquals(Commands.msi(0, 3, 0), frame.getLong(3 * Long.BYTES));
            lanes.close(CloseReason.FINISHED);
            assertEquals("lane-00", lanes.totals().used().get(0).name());
        }
    }

    @Test
    void shouldGiveEveryProducerAFileOfItsOwn() throws IOException
    {
        try (LaneFiles files = create(home.resolve("lanes"), 2);
            LaneClaim first = LaneClaim.claim(files.directory());
            LaneClaim second = LaneClaim.claim(files.directory()))
        {
            first.producer().offer(Commands.msi(0, 1, 0));
            first.producer().publish();

            assertEquals(1, first.lane().publishedPosition());
            assertEquals(0, second.lane().publishedPosition());
            assertNull(LaneClaim.claim(files.directory()));
        }
    }

    @Test
    void shouldMakeALaneAnewWhenItWasAtFaultAndItsProducerIsGone() throws IOException
    {
        try (LaneFiles files = create(home.resolve("lanes"), 1))
        {
            final LaneSet lanes = new LaneSet(1, List.of(files));
            try (LaneClaim hostile = LaneClaim.claim(files.directory()))
            {
                hostile.producer().offer(Commands.turn(0, 1));
                hostile.producer().publish();
                cycle(lanes);
                cycle(lanes);
                assertEquals(CloseReason.LANE_FAULT, hostile.producer().closeReason());
                assertEquals(0, files.renewedCount());
            }

            await(() -> files.renewedCount() == 1);
            try (LaneClaim next = LaneClaim.claim(files.directory()))
            {
                assertNotNull(next);
                assertEquals(0, next.producer().position());
                next.producer().offer(Commands.msi(0, 1, 0));
                next.producer().publish();
                cycle(lanes);
                assertEquals(1, lanes.attachedEvents());
                assertEquals(Map.of("not-admitted", 1L), lanes.totals().closed());
            }
        }
    }

    @Test
    void shouldCloseALaneAloneWhenItsHeaderIsOverwritten() throws IOException
    {
        try (LaneFiles files = create(home.resolve("lanes"), 2))
        {
            final LaneSet lanes = new LaneSet(1, List.of(files));
            cycle(lanes);
            cycle(lanes);
            scribble(files.directory().resolve("lane-00"));
            try (LaneClaim other = LaneClaim.claim(files.directory()))
            {
                assertNotNull(other, "the first is closed, by its own word");
                other.producer().offer(Commands.msi(0, 1, 0));
                other.producer().publish();
                cycle(lanes);
                cycle(lanes);

                assertEquals(1, lanes.attachedEvents());
                assertEquals(Map.of("tail-out-of-range", 1L), lanes.totals().closed());
            }
        }
    }

    @Test
    void shouldNotTouchAFileAgainWhenItWasCutShort() throws IOException
    {
        try (LaneFiles files = create(home.resolve("lanes"), 2))
        {
            final LaneSet lanes = new LaneSet(1, List.of(files));
            cycle(lanes);
            cycle(lanes);
            assertEquals(2, lanes.count());
            cut(files.directory().resolve("lane-00"), LaneLayout.SLOTS_OFFSET);

            await(() ->
            {
                lanes.poll();

                return lanes.count() == 1;
            });

            cycle(lanes);
            lanes.close(CloseReason.FINISHED);
        }
    }

    @Test
    void shouldCountTheRefusalsOfAllProducersOfAFileThatIsCutShortLater() throws IOException
    {
        try (LaneFiles files = create(home.resolve("lanes"), 1))
        {
            final LaneSet lanes = new LaneSet(1, List.of(files));
            cycle(lanes);
            for (int producers = 0; producers < 2; producers++)
            {
                overfill(files.directory());
                cycle(lanes);
            }
            cut(files.directory().resolve("lane-00"), LaneLayout.SLOTS_OFFSET);

            await(() ->
            {
                lanes.poll();

                return lanes.count() == 0;
            });

            assertEquals(2, lanes.totals().refused());
            assertEquals(Map.of("file-cut", 1L), lanes.totals().closed());
            lanes.close(CloseReason.FINISHED);
        }
    }

    @Test
    void shouldNeverCountLessThanNoRefusals() throws IOException
    {
        try (LaneFiles files = create(home.resolve("lanes"), 2))
        {
            final LaneSet lanes = new LaneSet(1, List.of(files));
            cycle(lanes);
            cycle(lanes);
            for (int lane = 0; lane < 2; lane++)
            {
                put(files.directory().resolve(LaneFiles.name(lane)), LaneLayout.REFUSED_OFFSET, Long.MAX_VALUE);
            }

            lanes.close(CloseReason.FINISHED);

            assertEquals(Long.MAX_VALUE, lanes.totals().refused());
        }
    }

    @Test
    void shouldNotClaimALaneThatAFaultHasClosed() throws IOException
    {
        final Path file = home.resolve(LaneFiles.name(0));
        try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final MappedByteBuffer mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, Lane.lengthBytes(CAPACITY));
            final Lane lane = Lane.create(new UnsafeBuffer(mapping), CAPACITY);
            try (LaneClaim claim = LaneClaim.claim(home))
            {
                assertNotNull(claim);
            }
            lane.consumer().close(CloseReason.LANE_FAULT);

            assertNull(LaneClaim.claim(home));

            lane.close();
            BufferUtil.free(mapping);
        }
    }

    private static void put(final Path path, final int offset, final long value) throws IOException
    {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE))
        {
            final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
            channel.write(word, offset);
        }
    }

    /** Fills a lane as a producer that is refused once, and detaches. */
    private static void overfill(final Path directory) throws IOException
    {
        try (LaneClaim claim = LaneClaim.claim(directory))
        {
            while (claim.producer().offer(Commands.msi(0, 0, 0)))
            {
                claim.producer().publish();
            }
        }
    }

    @Test
    void shouldCloseEveryFileWhenTheEngineFails() throws IOException
    {
        try (LaneFiles files = create(home.resolve("lanes"), 2);
            LaneClaim seen = LaneClaim.claim(files.directory());
            LaneClaim unseen = LaneClaim.claim(files.directory()))
        {
            final LaneSet lanes = new LaneSet(1, List.of(files));
            lanes.poll();

            lanes.close(CloseReason.AGENT_FAILED);

            assertEquals(CloseReason.AGENT_FAILED, seen.producer().closeReason());
            assertEquals(CloseReason.AGENT_FAILED, unseen.producer().closeReason());
        }
    }

    private static LaneFiles create(final Path directory, final int count) throws IOException
    {
        return LaneFiles.create(directory, count, CAPACITY, SystemNanoClock.INSTANCE, ThreadHost.INSTANCE);
    }

    private static String permissions(final Path path) throws IOException
    {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void scribble(final Path path) throws IOException
    {
        final byte[] ones = new byte[LaneLayout.SLOTS_OFFSET];
        Arrays.fill(ones, (byte)-1);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE))
        {
            channel.write(ByteBuffer.wrap(ones, LaneLayout.TAIL_OFFSET, ones.length - LaneLayout.TAIL_OFFSET),
                LaneLayout.TAIL_OFFSET);
        }
    }

    private static void cut(final Path path, final int lengthBytes) throws IOException
    {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE))
        {
            channel.truncate(lengthBytes);
        }
    }

    private void cycle(final LaneSet lanes)
    {
        lanes.poll();
        lanes.drain(frame, 0, WORD_LIMIT);
    }

    private static List<Path> entries(final Path directory) throws IOException
    {
        try (Stream<Path> entries = Files.list(directory))
        {
            return entries.sorted().toList();
        }
    }

    private static void await(final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
        while (!condition.getAsBoolean())
        {
            assertTrue(System.nanoTime() < deadlineNs, "not in time");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
