package org.gale.engine.machine;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of a set of PEs. */
class PeSetTest
{
    private static final int PES = 130;

    private final PeSet set = new PeSet(PES);

    @ParameterizedTest(name = "from PE {0}: {1}")
    @CsvSource({
        "0, 0", "1, 3", "3, 3", "4, 63", "63, 63", "64, 64", "65, 127", "127, 127", "128, 129", "129, 129", "130, -1",
        "191, -1", "192, -1",
    })
    void shouldFindTheNextPe(final int from, final int next)
    {
        add(set, 0, 3, 63, 64, 127, 129);

        assertEquals(next, set.next(from));
    }

    @Test
    void shouldSkipWordsWithoutAPe()
    {
        add(set, 129);

        assertEquals(129, set.next(0));
        assertEquals(-1, new PeSet(PES).next(0));
    }

    @Test
    void shouldCountEachPeOnce()
    {
        add(set, 5, 70, 5);
        assertEquals(2, set.size());
        set.set(6, false);
        set.set(69, false);
        assertEquals(2, set.size());
        set.set(70, false);
        set.set(70, false);

        assertEquals(1, set.size());
        assertEquals(List.of(5), listed());
    }

    @Test
    void shouldAddAnotherSet()
    {
        final PeSet other = new PeSet(PES);
        add(set, 1, 64, 128);
        add(other, 1, 2, 65, 129);

        set.addAll(other);

        assertEquals(List.of(1, 2, 64, 65, 128, 129), listed());
        assertEquals(6, set.size());
        assertEquals(4, other.size());
    }

    @Test
    void shouldBeEmptyOnceItIsCleared()
    {
        add(set, 0, 64, 129);

        set.clear();

        assertEquals(List.of(), listed());
        assertEquals(0, set.size());
    }

    @ParameterizedTest(name = "{0} PEs, PE {1}")
    @CsvSource({"64, 64", "63, 64", "1, 64", "65, 128", "128, 128"})
    void shouldHaveNoRoomBehindTheWordOfTheLastPe(final int peCount, final int pe)
    {
        final PeSet small = new PeSet(peCount);
        small.set(peCount - 1, true);

        assertEquals(peCount - 1, small.next(0));
        assertThrows(IndexOutOfBoundsException.class, () -> small.set(pe, true));
    }

    private List<Integer> listed()
    {
        final List<Integer> listed = new ArrayList<>();
        for (int pe = set.next(0); pe >= 0; pe = set.next(pe + 1))
        {
            listed.add(pe);
        }

        return listed;
    }

    private static void add(final PeSet set, final int... pes)
    {
        for (final int pe : pes)
        {
            set.set(pe, true);
        }
    }
}
