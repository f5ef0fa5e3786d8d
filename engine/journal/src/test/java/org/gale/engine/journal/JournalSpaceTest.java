package org.gale.engine.journal;

import org.gale.engine.host.HelperIdle;
import org.gale.engine.support.Reserves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests of a journal for which there is no space: it stops, names the reason, and everything acknowledged is there. */
class JournalSpaceTest
{
    private static final String NO_SPACE = "No space left on device";

    @TempDir
    private Path home;

    /** Disk that is full after a number of bytes. */
    private static final class FullDisk implements SpaceReserve
    {
        private final ZeroWriter zeros = new ZeroWriter();
        private final AtomicLong left;

        private FullDisk(final long bytes)
        {
            left = new AtomicLong(bytes);
        }

        @Override
        public void zero(final FileChannel channel, final long position, final int lengthBytes) throws IOException
        {
            if (left.addAndGet(-lengthBytes) < 0)
            {
                throw new IOException(NO_SPACE);
            }
            zeros.zero(channel, position, lengthBytes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 600_000, 620_000, 640_000, 660_000, 680_000, 700_000, 800_000 })
    void shouldStopAndKeepEverythingAcknowledgedWhenTheDiskIsFull(final int bytes) throws IOException
    {
        final Path run = home.resolve("run");
        final long acknowledged;
        try (JournalWriter writer = create(run, new FullDisk(bytes)))
        {
            boolean isAccepted = true;
            while (isAccepted)
            {
                isAccepted = Journals.appendOne(writer, 700);
            }
            acknowledged = writer.nextSequence() - 1;
            assertEquals(JournalFailure.Reason.NO_SPACE, writer.failure().reason());
            assertTrue(writer.failure().message().endsWith(NO_SPACE), writer.failure().message());
            assertTrue(writer.failure().bytesLeft() > 0);
            assertFalse(Journals.appendOne(writer, 1), "it stays refused");
        }

        final JournalEnd end = Journals.read(run);
        assertEquals(JournalEnd.Status.CLOSED, end.status(), () -> end.damage().message());
        assertEquals(acknowledged, end.commands());
        assertEquals(List.of(), end.notes());
        try (JournalWriter writer = new JournalOpening(Journals.SMALL).resume(run))
        {
            Journals.append(writer, 20, 700);
        }
        assertEquals(acknowledged + 14_000, Journals.read(run).commands());
    }

    @Test
    void shouldLeaveNothingWhenThereIsNoSpaceToBegin() throws IOException
    {
        for (final int bytes : new int[]{ 0, 130_000, 135_000 })
        {
            final JournalException exception =
                assertThrows(JournalException.class, () -> create(home.resolve("run"), new FullDisk(bytes)));

            assertEquals(JournalException.Reason.NO_SPACE, exception.reason());
            try (Stream<Path> files = Files.list(home.resolve("run")))
            {
                assertEquals(0, files.count());
            }
        }
    }

    @Test
    void shouldReservePiecesUnlessTheAppenderIsAboutToWait() throws Exception
    {
        final int ahead = 1024 * 1024;
        final int step = 128 * 1024;
        final int steadyPiece = 32 * 1024;
        final int pacedPiece = 64 * 1024;
        final int shortPiece = 16 * 1024;
        final JournalConfig config = JournalConfig.DEFAULT.withBlocks(64 * 1024 - 4, List.of(4 * ahead))
            .with(Reserves.of(step, ahead));
        final List<Integer> zeroed = new ArrayList<>();
        final ZeroWriter zeros = new ZeroWriter();
        final SteppedHost host = new SteppedHost();
        final SpaceReserve noting = (channel, position, lengthBytes) ->
        {
            zeroed.add(lengthBytes);
            zeros.zero(channel, position, lengthBytes);
        };
        try (JournalWriter writer =
            new JournalOpening(config, host, noting).create(home.resolve("run"), Journals.CONFIGURATION))
        {
            zeroed.clear();
            final List<Integer> counts = new ArrayList<>();
            for (int i = 0; i < 32; i++)
            {
                counts.add(host.maker().doWork());
            }

            final int steady = zeroed.indexOf(steadyPiece);
            final int paced = zeroed.indexOf(pacedPiece);
            final int pieces = zeroed.indexOf(shortPiece);
            assertEquals(1, steady, "a step of the file's start is in use");
            assertEquals(List.of(step), zeroed.subList(0, steady));
            assertEquals(Set.of(steadyPiece), Set.copyOf(zeroed.subList(steady, paced)));
            assertTrue(Math.abs((ahead / 2 - 2 * step) / steadyPiece - (paced - steady)) <= 1, zeroed::toString);
            assertEquals(Set.of(pacedPiece), Set.copyOf(zeroed.subList(paced, pieces)));
            assertTrue(Math.abs(ahead / 4 / pacedPiece - (pieces - paced)) <= 1, zeroed::toString);
            assertEquals(Set.of(shortPiece), Set.copyOf(zeroed.subList(pieces, pieces + 8)));
            assertEquals(1, counts.get(0));
            assertEquals(1, counts.get(steady));
            assertEquals(HelperIdle.PACED, counts.get(paced));
            assertEquals(HelperIdle.PACED, counts.get(pieces));
            assertTrue(Journals.appendOne(writer, 1));
        }
    }

    @Test
    void shouldStopWhenTheHelperIsStuck() throws IOException
    {
        final AtomicLong steps = new AtomicLong(20);
        final ZeroWriter zeros = new ZeroWriter();
        final SpaceReserve stuck = (channel, position, lengthBytes) -> {
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            while (steps.decrementAndGet() < 0 && System.nanoTime() < deadlineNs)
            {
                Thread.onSpinWait();
            }
            zeros.zero(channel, position, lengthBytes);
        };
        final JournalConfig config =
            Journals.SMALL.with(Reserves.waiting(Journals.SMALL, TimeUnit.MILLISECONDS.toNanos(30)));
        try (JournalWriter writer = new JournalOpening(config, ThreadedHost.current(), stuck)
            .create(home.resolve("run"), Journals.CONFIGURATION))
        {
            boolean isAccepted = true;
            for (int i = 0; i < 1_000 && isAccepted; i++)
            {
                isAccepted = Journals.appendOne(writer, 700);
            }

            assertFalse(isAccepted);
            assertEquals(JournalFailure.Reason.STALLED, writer.failure().reason());
        }

        assertEquals(JournalEnd.Status.CLOSED, Journals.read(home.resolve("run")).status());
    }

    @Test
    void shouldStopAtItsLimit() throws IOException
    {
        final Path run = home.resolve("run");
        final long acknowledged;
        try (JournalWriter writer = Journals.create(run, Journals.SMALL.withLimit(200_000)))
        {
            boolean isAccepted = true;
            while (isAccepted)
            {
                isAccepted = Journals.appendOne(writer, 700);
            }
            acknowledged = writer.nextSequence() - 1;
            assertEquals(JournalFailure.Reason.LIMIT, writer.failure().reason());
            assertTrue(writer.bytes() <= 200_000);
        }

        assertEquals(acknowledged, Journals.read(run).commands());
        assertEquals(JournalEnd.Status.CLOSED, Journals.read(run).status());
    }

    @Test
    void shouldCheckTheSpaceBeforeItBegins() throws IOException
    {
        final Path run = home.resolve("not").resolve("there").resolve("yet");

        JournalSpace.require(run, 1);

        final JournalException exception =
            assertThrows(JournalException.class, () -> JournalSpace.require(run, Long.MAX_VALUE));
        assertEquals(JournalException.Reason.NO_SPACE, exception.reason());
        assertTrue(exception.getMessage().contains("bytes left, the journal needs"), exception.getMessage());
        assertFalse(JournalSpace.isCopyOnWrite(Path.of("/proc")));
    }

    /** Fills a real filesystem, if this process may mount one. */
    @Test
    @Tag("slow")
    void shouldLoseNothingOnARealFullFilesystem() throws IOException, InterruptedException
    {
        final Path mount = Files.createDirectory(home.resolve("mount"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=24m", "gale", mount.toString()) == 0,
            "no mount of a tmpfs");
        try
        {
            for (int turn = 0; turn < 10; turn++)
            {
                final Path filler = mount.resolve("filler");
                Files.write(filler, new byte[turn * 177_777]);
                final Path journal = mount.resolve("run");
                final long acknowledged = fill(journal);

                final JournalEnd end = Journals.read(journal);

                assertTrue(end.isSound(), () -> end.damage().message());
                assertEquals(acknowledged, end.commands());
                run("rm", "-r", journal.toString());
            }
        }
        finally
        {
            run("umount", mount.toString());
        }
    }

    private static long fill(final Path journal) throws IOException
    {
        final JournalConfig config =
            Journals.SMALL.withBlocks(Journals.FRAME_LIMIT, List.of(1 << 20, 4 << 20))
                .with(Reserves.of(1 << 20, 1 << 20));
        try (JournalWriter writer = Journals.create(journal, config))
        {
            boolean isAccepted = true;
            while (isAccepted)
            {
                isAccepted = Journals.appendOne(writer, 1_000);
            }
            assertNotNull(writer.failure());
            assertEquals(JournalFailure.Reason.NO_SPACE, writer.failure().reason(), writer.failure()::message);
            return writer.nextSequence() - 1;
        }
    }

    private static int run(final String... command) throws IOException, InterruptedException
    {
        return new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    private static JournalWriter create(final Path run, final SpaceReserve reserve) throws JournalException
    {
        return new JournalOpening(Journals.SMALL, ThreadedHost.current(), reserve).create(run, Journals.CONFIGURATION);
    }
}
