package org.gale.engine.agent;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class LongestNotesTest
{
    private final LongestNotes longest = new LongestNotes();

    @Test
    void shouldKeepTheLongestOfAKindInTheOrderOfTheirTimes()
    {
        for (int i = 1; i <= LongestNotes.PER_KIND; i++)
        {
            longest.add(NoteKind.STALL, 100L * i, 100L * i + i, i);
        }
        longest.add(NoteKind.STALL, 50, 51, 99);                                // as long as the shortest: stays out
        longest.add(NoteKind.STALL, 5_000, 5_050, 50);

        assertEquals(List.of(2L, 3L, 4L, 5L, 6L, 7L, 8L, 50L),
            longest.list().stream().map(Note::value).toList());
    }

    @Test
    void shouldEvictTheShortestWhereverItIs()
    {
        final int[] lengths = {9, 4, 7, 2, 8, 3, 6, 5};
        for (int i = 0; i < lengths.length; i++)
        {
            longest.add(NoteKind.DIGEST, 1_000 - 100L * i, 1_000 - 100L * i + lengths[i], lengths[i]);
        }
        longest.add(NoteKind.DIGEST, 5_000, 5_010, 10);                         // in place of 2
        longest.add(NoteKind.DIGEST, 6_000, 6_011, 11);                         // of 3
        longest.add(NoteKind.DIGEST, 7_000, 7_004, 4);                          // as long as the shortest: stays out
        longest.add(NoteKind.DIGEST, 8_000, 8_012, 12);                         // of 4

        assertEquals(List.of(5L, 6L, 8L, 7L, 9L, 10L, 11L, 12L),
            longest.list().stream().map(Note::value).toList());
    }

    @Test
    void shouldKeepKindsApart()
    {
        for (int i = 0; i < LongestNotes.PER_KIND; i++)
        {
            longest.add(NoteKind.STALL, i, i + 100, i);
        }
        longest.add(NoteKind.SNAPSHOT, 7, 8, 3);

        assertEquals(LongestNotes.PER_KIND + 1, longest.list().size());
    }

    @Test
    void shouldForget()
    {
        longest.add(NoteKind.STALL, 1, 2, 3);
        longest.clear();

        assertEquals(List.of(), longest.list());
    }

    @Test
    void shouldBeKeptByALogWhenItsNotesAreReplacedOrJoined()
    {
        final NoteLog log = new NoteLog(1);
        log.join(NoteKind.BATCH, 0, 100, 1, 10);
        log.join(NoteKind.BATCH, 105, 305, 2, 10);
        log.add(NoteKind.STALL, 400, 500, 3);

        assertEquals(List.of(100L, 200L, 100L),
            log.longest().stream().map(note -> note.endNs() - note.startNs()).toList());
    }
}
