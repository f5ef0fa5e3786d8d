package org.gale.engine.lanes;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.SystemNanoClock;
import org.gale.engine.command.Commands;
import org.gale.engine.host.ThreadHost;
import org.gale.ringbuf.CloseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Directories of lane files: what is in them, what is cut, and what is left when a run ends. */
class LaneDirectoryTest
{
    private static final int CAPACITY = 16;

    @TempDir
    private Path home;

    @Test
    void shouldMakeUpTo100Lanes() throws IOException
    {
        try (LaneFiles files = create("lanes", 100))
        {
            assertTrue(Files.exists(home.resolve("lanes/lane-99")));
            assertEquals(100, files.laneLimit());
        }

        assertEquals("lanes: 101 is not in 1 to 100",
            assertThrows(IllegalArgumentException.class, () -> create("more", 101)).getMessage());
        assertFalse(Files.exists(home.resolve("more")));
    }

    @Test
    void shouldNameTheFirstFileThatIsCutShort() throws IOException
    {
        try (LaneFiles files = create("lanes", 3))
        {
            assertNull(files.firstCut());
            assertNull(files.failure());

            cut(home.resolve("lanes/lane-02"));
            assertEquals(home.resolve("lanes/lane-02"), files.firstCut());

            cut(home.resolve("lanes/lane-01"));
            assertEquals(home.resolve("lanes/lane-01"), files.firstCut());
        }
    }

    @Test
    void shouldHoldTheProcessInTheFileOfTheAgent() throws IOException
    {
        try (LaneFiles files = create("lanes", 1))
        {
            assertEquals(ProcessHandle.current().pid() + "\n",
                Files.readString(files.directory().resolve(LaneFiles.AGENT)));
        }
    }

    @Test
    void shouldLeaveNothingWhenItCannotMakeALane()
    {
        assertThrows(IllegalStateException.class, () -> LaneFiles.create(home.resolve("lanes"), 2, CAPACITY, () ->
        {
            throw new IllegalStateException("no clock");
        }, ThreadHost.INSTANCE));

        assertFalse(Files.exists(home.resolve("lanes")));
    }

    @Test
    void shouldLeaveNothingOfTheLanesThatItMadeWhenAnotherIsRefused() throws IOException
    {
        final Path directory = Files.createDirectory(home.resolve("lanes"));

        assertThrows(IllegalArgumentException.class, () -> LaneFiles.create(
            directory, 2, CAPACITY + 1, SystemNanoClock.INSTANCE, ThreadHost.INSTANCE));

        assertTrue(Files.isDirectory(directory));
        assertEquals(0, directory.toFile().list().length);
    }

    @Test
    void shouldNameThreeFilesThatKeepTheDirectory() throws IOException
    {
        final LaneFiles files = create("lanes", 1);
        for (final String name : new String[]{"c", "a", "b"})
        {
            Files.createFile(home.resolve("lanes").resolve(name));
        }
        files.close();

        assertEquals(home.resolve("lanes") + " was not removed: it holds a, b, c", files.remains());
    }

    @Test
    void shouldSayThatThereAreMoreThanThree() throws IOException
    {
        final LaneFiles files = create("lanes", 1);
        for (int i = 0; i < 9; i++)
        {
            Files.createFile(home.resolve("lanes").resolve("x" + i));
        }
        files.close();

        final String remains = files.remains();
        assertTrue(remains.matches(".* was not removed: it holds x\\d, x\\d, x\\d and more"), remains);
    }

    @Test
    void shouldCloseTheLanesForTheirProducersWhenTheProcessEnds() throws IOException
    {
        final LaneFiles files = create("lanes", 2);
        try (LaneClaim claim = LaneClaim.claim(files.directory()))
        {
            files.abandon();

            assertEquals(CloseReason.AGENT_FAILED, claim.producer().closeReason());
            assertFalse(Files.exists(home.resolve("lanes")));
            assertNull(files.remains());
        }
        files.close();
        files.abandon();
        assertNull(files.remains());
    }

    @Test
    void shouldCloseTheLanesThatTheEngineNeverSaw() throws IOException
    {
        final LaneFiles files = create("lanes", 2);
        assertNotNull(files.poll());
        try (LaneClaim seen = LaneClaim.claim(files.directory());
            LaneClaim unseen = LaneClaim.claim(files.directory()))
        {
            files.close();

            assertEquals(CloseReason.OPEN, seen.producer().closeReason());
            assertEquals(CloseReason.FINISHED, unseen.producer().closeReason());
        }
    }

    @Test
    void shouldGiveAFileToTheNextProducerOnceItsClaimEnds() throws IOException
    {
        try (LaneFiles files = create("lanes", 1))
        {
            final LaneClaim first = LaneClaim.claim(files.directory());
            first.producer().offer(Commands.msi(1, 1, 0));
            first.producer().publish();
            assertNull(LaneClaim.claim(files.directory()));
            first.close();

            try (LaneClaim next = LaneClaim.claim(files.directory()))
            {
                assertNotEquals(first, next);
                assertEquals(1, next.lane().publishedPosition());
            }
        }
    }

    private LaneFiles create(final String name, final int count) throws IOException
    {
        return LaneFiles.create(
            home.resolve(name), count, CAPACITY, SystemNanoClock.INSTANCE, ThreadHost.INSTANCE);
    }

    private static void cut(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            channel.truncate(800);
        }
    }
}
