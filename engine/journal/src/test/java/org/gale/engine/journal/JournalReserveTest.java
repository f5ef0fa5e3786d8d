package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.support.Reserves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Space that the appender reserves ahead by itself, half a page in each duty cycle without work. */
class JournalReserveTest
{
    private static final int PAGE = 4096;
    private static final int STEP = 128 * 1024;
    private static final int ROUND_LIMIT = 1_000;
    private static final int AHEAD = 1024 * 1024;
    private static final JournalConfig CONFIG =
        JournalConfig.DEFAULT.withBlocks(64 * 1024 - 4, List.of(4 * AHEAD)).with(Reserves.of(STEP, AHEAD));

    @TempDir
    private Path home;
    private final ZeroedSpace zeroed = new ZeroedSpace();

    /** Reserve that notes each call, and does something else in between if it is asked to. */
    private static final class ZeroedSpace implements SpaceReserve
    {
        private final ZeroWriter zeros = new ZeroWriter();
        private final List<Long> positions = new ArrayList<>();
        private final List<Integer> lengths = new ArrayList<>();
        private Runnable meanwhile = () ->
        {
        };
        private boolean isFull;

        @Override
        public void zero(final FileChannel channel, final long position, final int lengthBytes) throws IOException
        {
            positions.add(position);
            lengths.add(lengthBytes);
            if (isFull)
            {
                throw new IOException("No space left on device");
            }
            meanwhile.run();
            zeros.zero(channel, position, lengthBytes);
        }

        void clear()
        {
            positions.clear();
            lengths.clear();
        }
    }

    @ParameterizedTest(name = "idle {0}: {1} bytes")
    @CsvSource({"true, " + AHEAD, "false, " + AHEAD / 8 * 7})
    void shouldReserveUpToTheDistanceByHalfPagesWhenTheOwnerHasTime(final boolean isIdle, final int limit)
        throws IOException
    {
        try (JournalWriter writer = create(new SteppedHost(true)))
        {
            zeroed.clear();
            int calls = 0;
            int pages = -1;
            while (pages < zeroed.positions.size() || calls < 2)
            {
                pages = zeroed.positions.size();
                writer.reserveAhead(isIdle);
                writer.reserveAhead(isIdle);
                calls += 2;
            }

            assertEquals(2 * pages + 2, calls);
            assertTrue(zeroed.lengths.stream().allMatch(length -> length == PAGE));
            for (int i = 0; i < pages; i++)
            {
                assertEquals(STEP + (long)i * PAGE, zeroed.positions.get(i));
            }
            final long readyBytes = STEP + (long)pages * PAGE;
            assertTrue(readyBytes - PAGE < limit + writer.bytes() + PAGE && readyBytes > limit, () -> "" + readyBytes);
        }
    }

    @Test
    void shouldLeaveAllToTheHelperWhenADeviceMayLetItsWriterWait() throws Exception
    {
        final SteppedHost host = new SteppedHost(false);
        try (JournalWriter writer = create(host))
        {
            zeroed.clear();
            writer.reserveAhead(true);
            writer.reserveAhead(true);
            assertEquals(List.of(), zeroed.positions);

            assertEquals(AHEAD, reservedByTheHelper(host), STEP);
        }
    }

    @Test
    void shouldLeaveTheLastQuarterToTheAppenderInMemory() throws Exception
    {
        final SteppedHost host = new SteppedHost(true);
        try (JournalWriter writer = create(host))
        {
            zeroed.clear();

            assertEquals(AHEAD / 4 * 3, reservedByTheHelper(host), 64 * 1024);
            assertTrue(Journals.appendOne(writer, 1));
        }
    }

    @Test
    void shouldReserveAWholeStepInMemoryWhenTheAppenderIsAboutToWait() throws Exception
    {
        final SteppedHost host = new SteppedHost(true);
        try (JournalWriter writer = create(host))
        {
            zeroed.clear();
            host.maker().doWork();
            host.maker().doWork();

            assertEquals(List.of(STEP, 32 * 1024), zeroed.lengths);
            assertTrue(Journals.appendOne(writer, 1));
        }
    }

    @Test
    void shouldMakeSpaceForTheLongestFrameWhenTheAppenderNeverReserves() throws Exception
    {
        final SteppedHost host = new SteppedHost(true);
        final int longest = 8 * PAGE - Integer.BYTES;
        final JournalConfig tight = JournalConfig.DEFAULT.withBlocks(longest, List.of(STEP))
            .with(Reserves.of(2 * PAGE, 10 * PAGE));
        try (JournalWriter writer =
            new JournalOpening(tight, host, zeroed).create(home.resolve("run"), Journals.CONFIGURATION))
        {
            for (int round = 0; round < 20; round++)
            {
                host.work();
                assertEquals(AppendResult.APPENDED, writer.offer(Frame.COMMANDS, 1, writer.payloadLimit()));
            }
        }
    }

    @Test
    void shouldWriteASoundJournalWhenTheAppenderReservesItsSpace() throws Exception
    {
        final SteppedHost host = new SteppedHost(true);
        try (JournalWriter writer = create(host))
        {
            for (int round = 0; writer.segment() < 2; round++)
            {
                assertTrue(round < ROUND_LIMIT);
                AppendResult result = AppendResult.NOT_READY;
                for (int i = 0; i < 3 * 64 && result == AppendResult.NOT_READY; i++)
                {
                    writer.reserveAhead(true);
                    result = writer.offer(Frame.COMMANDS, 1, writer.payloadLimit());
                }
                if (result == AppendResult.NOT_READY)
                {
                    host.work();                                                // the next segment
                }
            }
        }

        assertTrue(JournalVerifier.verify(home.resolve("run"), (done, total) -> {}).isSound());
    }

    @Test
    void shouldDoNothingWhileTheHelperReserves() throws Exception
    {
        final SteppedHost host = new SteppedHost(true);
        try (JournalWriter writer = create(host))
        {
            zeroed.clear();
            zeroed.meanwhile = () -> writer.reserveAhead(true);

            host.maker().doWork();

            assertEquals(List.of((long)STEP), zeroed.positions);
        }
    }

    @Test
    void shouldComeAgainSoonWhenTheAppenderReserves() throws Exception
    {
        final SteppedHost host = new SteppedHost(true);
        try (JournalWriter writer = create(host))
        {
            zeroed.clear();
            final List<Integer> counts = new ArrayList<>();
            zeroed.meanwhile = () ->
            {
                try
                {
                    counts.add(host.maker().doWork());
                }
                catch (final Exception ex)
                {
                    throw new AssertionError(ex);
                }
            };

            writer.reserveAhead(true);

            assertEquals(List.of(1), counts);
            assertEquals(List.of((long)STEP), zeroed.positions);
            zeroed.meanwhile = () ->
            {
            };
            host.maker().doWork();
            assertEquals(2, zeroed.positions.size(), "the space is the helper's again");
        }
    }

    @Test
    void shouldReserveUpToTheEndOfTheSegmentAndNoMore() throws IOException
    {
        final JournalConfig small = JournalConfig.DEFAULT.withBlocks(8 * PAGE - Integer.BYTES, List.of(STEP))
            .with(Reserves.of(2 * PAGE, 2 * STEP));
        try (JournalWriter writer = new JournalOpening(small, new SteppedHost(true), zeroed)
            .create(home.resolve("run"), Journals.CONFIGURATION))
        {
            zeroed.clear();

            for (int i = 0; i < 3 * STEP / PAGE; i++)
            {
                writer.reserveAhead(true);
            }

            final int bytes = zeroed.lengths.stream().mapToInt(Integer::intValue).sum();
            assertEquals(STEP - 2 * PAGE, bytes);
        }
    }

    @Test
    void shouldRefuseWhenThereIsNoSpaceToReserve() throws IOException
    {
        try (JournalWriter writer = create(new SteppedHost(true)))
        {
            zeroed.isFull = true;

            writer.reserveAhead(true);

            assertEquals(JournalFailure.Reason.NO_SPACE, writer.failure().reason());
            assertFalse(Journals.appendOne(writer, 1));
            zeroed.clear();
            writer.reserveAhead(true);
            assertEquals(List.of(), zeroed.positions, "nothing is tried after a failure");
        }
    }

    @Test
    void shouldFindTheFileSystemsThatLieInMemory() throws IOException
    {
        final Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isDirectory(memory) && Files.getFileStore(memory).type().equals("tmpfs"));
        final ChronicleStore store = new ChronicleStore();

        assertTrue(store.isMemory(memory));
        assertFalse(store.isMemory(Path.of("/proc/self")));
    }

    /** Lets the helper that makes segments work until it has nothing to do in the first one. */
    private int reservedByTheHelper(final SteppedHost host) throws Exception
    {
        int bytes = STEP;
        while (zeroed.positions.isEmpty() || zeroed.positions.get(zeroed.positions.size() - 1) != 0)
        {
            zeroed.clear();
            host.maker().doWork();
            bytes += zeroed.positions.get(0) == 0 ? 0 : zeroed.lengths.get(0);
        }

        return bytes;
    }

    private JournalWriter create(final SteppedHost host) throws JournalException
    {
        return new JournalOpening(CONFIG, host, zeroed).create(home.resolve("run"), Journals.CONFIGURATION);
    }
}
