package org.gale.engine.journal;

import org.gale.engine.host.HelperIdle;
import org.gale.engine.support.Reserves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Distances at which space is short, and the cycles of the maker up to the one without work. */
class SegmentMakerTest
{
    private static final int PAGE = 4096;
    private static final int AHEAD = 32 * 1024;
    /** Distance that the maker reserves in memory; the appender reserves the rest. */
    private static final int HELP = AHEAD / 4 * 3;
    private static final int ONE = 1;
    private static final int PACED = HelperIdle.PACED;

    @TempDir
    private Path home;
    private final JournalState state = new JournalState(Path.of("."));
    private final List<Long> zeroed = new ArrayList<>();

    @Test
    void shouldReserveTheWholeDistanceOnADevice()
    {
        assertTrue(isShort(false, AHEAD - 1));
        assertFalse(isShort(false, AHEAD));
    }

    @Test
    void shouldReserveThreeQuartersInMemory()
    {
        assertTrue(isShort(true, HELP - 1));
        assertFalse(isShort(true, HELP));
    }

    @Test
    void shouldNeverBeShortInASegmentThatIsReadyToItsEnd()
    {
        final Segment segment = segment(Journals.BLOCK - SegmentFormat.FIRST_CHAIN_OFFSET - 1);
        final SegmentMaker maker = maker(segment, false, Journals.BLOCK);
        assertTrue(maker.isShort(segment));

        segment.zeroed(Journals.BLOCK);
        segment.readyRelease(Journals.BLOCK);

        assertFalse(maker.isShort(segment));
    }

    @Test
    void shouldReserveForAnIdleAppenderUpToTheDistance()
    {
        assertEquals(List.of(), reserved(true, AHEAD));
        assertEquals(List.of((long)AHEAD - 1 + SegmentFormat.FIRST_CHAIN_OFFSET), reserved(true, AHEAD - 1));
    }

    @Test
    void shouldReserveForABusyAppenderUpToTheMiddleOfItsPart()
    {
        final int middle = (HELP + AHEAD) / 2;

        assertEquals(List.of(), reserved(false, middle));
        assertEquals(List.of((long)middle - 1 + SegmentFormat.FIRST_CHAIN_OFFSET), reserved(false, middle - 1));
    }

    @Test
    void shouldRestWhenTheNextSegmentIsMadeAndReady() throws Exception
    {
        assertEquals(List.of(PACED, PACED, PACED, PACED, PACED, 0), cycles(Journals.SMALL));
    }

    @Test
    void shouldComeAgainSoonUntilHalfTheDistanceIsReady() throws Exception
    {
        assertEquals(List.of(ONE, ONE, PACED, PACED, PACED, PACED, PACED, 0),
            cycles(Journals.SMALL.with(Reserves.of(16 * 1024, 2 * Journals.BLOCK))));
    }

    @Test
    void shouldRestWhenTheLimitLeavesNoRoomForAnotherSegment() throws Exception
    {
        final long segmentBytes = JournalLimit.segmentBytes(Journals.BLOCK);

        assertEquals(List.of(PACED, PACED, 0), cycles(Journals.SMALL.withLimit(2 * segmentBytes - 1).purgingOldest()));
    }

    @Test
    void shouldRestAfterAFailure() throws Exception
    {
        final SteppedHost host = new SteppedHost();
        final long[] left = { 3 };
        final SpaceReserve full = (channel, position, lengthBytes) ->
        {
            if (left[0]-- == 0)
            {
                throw new IllegalStateException("broken disk");
            }
            new ZeroWriter().zero(channel, position, lengthBytes);
        };
        try (JournalWriter writer =
            new JournalOpening(Journals.SMALL, host, full).create(home.resolve("run"), Journals.CONFIGURATION))
        {
            assertEquals(PACED, host.maker().doWork());
            assertNull(writer.failure());
            assertEquals(0, host.maker().doWork());
            assertEquals("no space could be made ready: broken disk", writer.failure().message());
            assertEquals(0, host.maker().doWork());
            assertEquals(-1, left[0], "nothing is tried after a failure");
        }
    }

    private boolean isShort(final boolean isMemory, final int distance)
    {
        final Segment segment = segment(distance);

        return maker(segment, isMemory, AHEAD).isShort(segment);
    }

    /** Returns the positions at which half a page is reserved at a distance. */
    private List<Long> reserved(final boolean isIdle, final int distance)
    {
        final Segment segment = segment(distance);

        zeroed.clear();
        maker(segment, true, AHEAD).reserveSome(segment, isIdle);
        assertNull(state.failure());

        return List.copyOf(zeroed);
    }

    private SegmentMaker maker(final Segment segment, final boolean isMemory, final int aheadBytes)
    {
        final JournalConfig config = Journals.SMALL.with(Reserves.of(PAGE, aheadBytes));
        final JournalHeader header = new JournalHeader(
            Journals.ID, Durability.PROCESS, Journals.FRAME_LIMIT, config.blocks(), Journals.CONFIGURATION);
        final SegmentFactory factory = new SegmentFactory(
            home, header, config, (channel, position, lengthBytes) -> zeroed.add(position), new ChronicleStore());
        final SegmentBudget budget = new SegmentBudget(config, 0, List.of(), 0, JournalMistake.NONE);

        return new SegmentMaker(factory, state, config, segment, budget, isMemory);
    }

    /** Returns a segment without files, in which a distance is ready. */
    private static Segment segment(final int distance)
    {
        final Segment segment = new Segment(0, Journals.BLOCK, null, null, null);
        segment.zeroed(SegmentFormat.FIRST_CHAIN_OFFSET + distance);
        segment.readyRelease(SegmentFormat.FIRST_CHAIN_OFFSET + distance);

        return segment;
    }

    /** Returns what the cycles of the maker of a new journal return up to the first one without work. */
    private List<Integer> cycles(final JournalConfig config) throws Exception
    {
        final SteppedHost host = new SteppedHost();
        final List<Integer> counts = new ArrayList<>();
        try (JournalWriter writer =
            new JournalOpening(config, host).create(home.resolve("run"), Journals.CONFIGURATION))
        {
            assertNull(writer.failure());
            do
            {
                counts.add(host.maker().doWork());
            }
            while (counts.get(counts.size() - 1) != 0 && counts.size() < 20);
        }

        return counts;
    }
}
