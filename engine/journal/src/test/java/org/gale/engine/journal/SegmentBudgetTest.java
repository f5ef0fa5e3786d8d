package org.gale.engine.journal;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Bytes that a limited journal counts: a whole block while a segment is open, and what is left once it is sealed. */
class SegmentBudgetTest
{
    private static final int END = 5_000;
    private static final long OPEN = JournalLimit.segmentBytes(Journals.BLOCK);
    private static final SealedSegment SEGMENT = new SealedSegment(0, 10, END, 3, 1);
    private static final long SEALED = SegmentBudget.sealedBytes(SEGMENT);

    @Test
    void shouldCountASealedSegmentByItsCutFile()
    {
        assertEquals(SegmentFormat.cutLength(END) + SegmentFormat.METADATA_LENGTH, SEALED);
        assertTrue(SEALED < OPEN);
    }

    @Test
    void shouldHaveRoomOnceASegmentIsSealed()
    {
        final SegmentBudget budget = budget(2 * OPEN + SEALED, 0);
        budget.made(Journals.BLOCK);
        budget.made(Journals.BLOCK);
        assertFalse(budget.hasRoom(Journals.BLOCK));

        budget.sealed(Journals.BLOCK, SEGMENT);

        assertTrue(budget.hasRoom(Journals.BLOCK));
    }

    @Test
    void shouldHaveNoRoomWhenOneByteIsMissing()
    {
        final SegmentBudget budget = budget(2 * OPEN + SEALED - 1, 0);
        budget.made(Journals.BLOCK);
        budget.made(Journals.BLOCK);

        budget.sealed(Journals.BLOCK, SEGMENT);

        assertFalse(budget.hasRoom(Journals.BLOCK));
    }

    @Test
    void shouldHaveTheRoomOfAPurgedSegment()
    {
        final SegmentBudget budget = budget(OPEN + SEALED, 2 * SEALED);
        assertFalse(budget.hasRoom(Journals.BLOCK));

        budget.purged(SEGMENT);

        assertTrue(budget.hasRoom(Journals.BLOCK));
    }

    @Test
    void shouldCountNothingWithoutALimit()
    {
        final SegmentBudget budget = new SegmentBudget(
            Journals.SMALL, Long.MAX_VALUE >> 1, List.of(), 0, JournalMistake.NONE);

        assertFalse(budget.isLimited());
        assertTrue(budget.hasRoom(Journals.BLOCK));
    }

    @Test
    void shouldPurgeNothingUntilTheSnapshotBehindItIsSealedToItsEnd()
    {
        final SegmentBudget budget = new SegmentBudget(Journals.SMALL.withLimit(OPEN).purgingOldest(), OPEN,
            List.of(new WholeSnapshots.Found(3, 4), new WholeSnapshots.Found(6, 7)), 8, JournalMistake.NONE);

        assertEquals(-1, budget.next(2, Journals.BLOCK));
        assertEquals(-1, budget.next(3, Journals.BLOCK));
        assertEquals(3, budget.next(4, Journals.BLOCK));
        assertEquals(-1, budget.next(6, Journals.BLOCK));
        assertEquals(6, budget.next(7, Journals.BLOCK));
    }

    @Test
    void shouldPurgeNothingWhileThereIsRoom()
    {
        final SegmentBudget budget = new SegmentBudget(Journals.SMALL.withLimit(2 * OPEN).purgingOldest(), OPEN,
            List.of(new WholeSnapshots.Found(3, 4)), 5, JournalMistake.NONE);
        assertEquals(-1, budget.next(4, Journals.BLOCK));

        budget.made(Journals.BLOCK);

        assertEquals(3, budget.next(4, Journals.BLOCK));
    }

    @Test
    void shouldWantASnapshotInEachSegmentButTheFirst()
    {
        final SegmentBudget budget = budget(OPEN, 0);
        assertFalse(budget.wantsSnapshot(0));
        assertTrue(budget.wantsSnapshot(1));

        budget.appended(Frame.SNAPSHOT, true, 1);
        assertTrue(budget.wantsSnapshot(1));
        budget.appended(Frame.DIGEST, false, 1);
        assertFalse(budget.wantsSnapshot(1));
        assertTrue(budget.wantsSnapshot(2));
    }

    @Test
    void shouldPurgeTheNeededSegmentByMistake()
    {
        final SegmentBudget budget = new SegmentBudget(Journals.SMALL.withLimit(OPEN).purgingOldest(), OPEN,
            List.of(new WholeSnapshots.Found(3, 4), new WholeSnapshots.Found(6, 7)), 8,
            JournalMistake.PURGE_OF_NEEDED_SEGMENT);

        assertEquals(7, budget.next(7, Journals.BLOCK));
    }

    private static SegmentBudget budget(final long limitBytes, final long keptBytes)
    {
        return new SegmentBudget(
            Journals.SMALL.withLimit(limitBytes).purgingOldest(), keptBytes, List.of(), 0, JournalMistake.NONE);
    }
}
