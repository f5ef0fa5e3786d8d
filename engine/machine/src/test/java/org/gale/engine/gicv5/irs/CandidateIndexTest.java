package org.gale.engine.gicv5.irs;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.gale.engine.machine.Candidate;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.bitmap.PoolExhaustedException;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CandidateIndexTest
{
    private static final int LISTED = 64;

    private final PagePool pool = new PagePool(64 << 20);
    private final CandidateIndex index = new CandidateIndex(pool, 300, 24, true);
    private final CandidateIndex narrow = new CandidateIndex(pool, 300, 12, true);

    @AfterEach
    void close()
    {
        pool.close();
    }

    /** Against a sorted set for each target: candidates come and go, lists overflow into trees. */
    @ParameterizedTest(name = "seed {0}, about {1} at a time, {2} priorities, {3} id bits")
    @CsvSource({
        "1, 5, 32, 8", "2, 70, 32, 12", "3, 70, 1, 16", "4, 200, 4, 24", "5, 1000, 32, 16", "6, 64, 2, 10",
    })
    void shouldAlwaysNameTheBest(final long seed, final int size, final int priorities, final int idBits)
    {
        final CandidateIndex tried = new CandidateIndex(pool, 3, idBits, true);
        final SplittableRandom random = new SplittableRandom(seed);
        final int[] targets = {0, 2, CandidateIndex.ONE_OF_N};
        final List<TreeSet<Long>> expected = List.of(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        final List<Long> present = new ArrayList<>();
        for (int i = 0; i < 20_000; i++)
        {
            final int which = below(random, 3);
            final TreeSet<Long> set = expected.get(which);
            if (below(random, 2 * size) >= set.size())
            {
                final long candidate = anyCandidate(random, priorities, idBits);
                if (set.add(candidate))
                {
                    tried.add(targets[which], Candidate.priority(candidate), Candidate.intid(candidate));
                }
            }
            else
            {
                present.clear();
                present.addAll(set);
                final long gone = present.get(below(random, 3) == 0 ? 0 : below(random, present.size()));
                set.remove(gone);
                tried.remove(targets[which], Candidate.priority(gone), Candidate.intid(gone));
                assertFalse(tried.contains(targets[which], Candidate.priority(gone), Candidate.intid(gone)));
            }

            assertEquals(set.isEmpty() ? Candidate.NONE : set.first(), tried.best(targets[which]), "step " + i);
            assertTrue(tried.of(targets[which]) == null || tried.of(targets[which]).bestPriority() ==
                (set.isEmpty() ? 32 : Candidate.priority(set.first())), "step " + i);
        }
        for (int which = 0; which < 3; which++)
        {
            for (final long candidate : expected.get(which))
            {
                assertTrue(tried.contains(targets[which], Candidate.priority(candidate), Candidate.intid(candidate)));
                tried.remove(targets[which], Candidate.priority(candidate), Candidate.intid(candidate));
            }
            assertEquals(Candidate.NONE, tried.best(targets[which]));
        }
        assertEquals(0, pool.usedBytes());
    }

    @Tag("M-TIE")
    @Test
    void shouldTakeTheLowestIdWhereverItLies()
    {
        for (int id = 100; id < 100 + LISTED; id++)
        {
            index.add(7, 5, lpi(id));
        }
        index.add(7, 5, lpi(50));
        assertEquals(Candidate.of(5, lpi(50)), index.best(7));

        index.add(7, 5, Intid.of(Intid.TYPE_SPI, 1));
        assertEquals(Candidate.of(5, lpi(50)), index.best(7));

        index.remove(7, 5, lpi(50));
        assertEquals(Candidate.of(5, lpi(100)), index.best(7));
    }

    @Tag("M-TIE")
    @Test
    void shouldTakeLpisBeforeSpisWhereverTheyLie()
    {
        for (int id = 0; id < LISTED; id++)
        {
            index.add(7, 5, Intid.of(Intid.TYPE_SPI, id));
        }
        index.add(7, 5, lpi(0xff_ffff));
        assertEquals(Candidate.of(5, lpi(0xff_ffff)), index.best(7));

        index.remove(7, 5, lpi(0xff_ffff));
        assertEquals(Candidate.of(5, Intid.of(Intid.TYPE_SPI, 0)), index.best(7));
    }

    @Test
    void shouldMoveTheWorseToTreesWhenTheListIsFull()
    {
        for (int id = 0; id < LISTED; id++)
        {
            index.add(7, 9, lpi(id));
        }
        assertEquals(0, pool.usedBytes());

        index.add(7, 3, lpi(500));
        assertTrue(pool.usedBytes() > 0);
        assertEquals(Candidate.of(3, lpi(500)), index.best(7));
        for (int id = 0; id < LISTED; id++)
        {
            assertTrue(index.contains(7, 9, lpi(id)), "id " + id);
        }

        index.remove(7, 3, lpi(500));
        for (int id = 0; id < LISTED; id++)
        {
            assertEquals(Candidate.of(9, lpi(id)), index.best(7));
            index.remove(7, 9, lpi(id));
        }
        assertEquals(Candidate.NONE, index.best(7));
        assertEquals(0, pool.usedBytes());
    }

    @Test
    void shouldFillTheListAgainWhileTreesAreInUse()
    {
        for (int id = 0; id < LISTED + 10; id++)
        {
            index.add(7, 4, lpi(id));
        }
        index.remove(7, 4, lpi(0));
        index.add(7, 4, lpi(0));
        for (int id = 0; id < LISTED + 10; id++)
        {
            assertEquals(Candidate.of(4, lpi(id)), index.best(7));
            index.remove(7, 4, lpi(id));
        }

        assertEquals(0, pool.usedBytes());
    }

    @Test
    void shouldKeepTargetsApart()
    {
        index.add(0, 5, lpi(1));
        index.add(255, 5, lpi(2));
        index.add(256, 5, lpi(3));
        index.add(299, 5, lpi(4));
        index.add(CandidateIndex.ONE_OF_N, 5, lpi(5));

        assertEquals(Candidate.of(5, lpi(1)), index.best(0));
        assertEquals(Candidate.of(5, lpi(2)), index.best(255));
        assertEquals(Candidate.of(5, lpi(3)), index.best(256));
        assertEquals(Candidate.of(5, lpi(4)), index.best(299));
        assertEquals(Candidate.of(5, lpi(5)), index.best(CandidateIndex.ONE_OF_N));
        assertEquals(Candidate.NONE, index.best(1));
    }

    /** Fills the lists of three targets over their limit, so that trees hold the rest. */
    @Test
    void shouldKnowAndCountCandidatesInListsAndTrees()
    {
        for (int i = 0; i < 300; i++)
        {
            narrow.add(i % 3, i % 7, lpi(i));
        }
        narrow.add(CandidateIndex.ONE_OF_N, 5, lpi(300));
        assertEquals(301, narrow.count());

        narrow.remove(2, 5, lpi(257));

        assertEquals(300, narrow.count());
        for (int i = 0; i < 300; i++)
        {
            assertEquals(i != 257, narrow.contains(i % 3, i % 7, lpi(i)), "LPI " + i);
            assertFalse(narrow.contains(i % 3, (i + 1) % 7, lpi(i)), "another priority, LPI " + i);
            assertFalse(narrow.contains((i + 1) % 3, i % 7, lpi(i)), "another target, LPI " + i);
        }
        assertTrue(narrow.contains(CandidateIndex.ONE_OF_N, 5, lpi(300)));
        assertFalse(narrow.contains(4, 5, lpi(300)));
    }

    @Test
    void shouldGiveEveryPageBackWhenCleared()
    {
        for (int i = 0; i < 5_000; i++)
        {
            index.add(i % 300, i % 32, i % 2 == 0 ? lpi(i * 3_000) : Intid.of(Intid.TYPE_SPI, i));
        }
        index.add(CandidateIndex.ONE_OF_N, 1, lpi(1));
        index.clear();

        assertEquals(0, pool.usedBytes());
        assertEquals(Candidate.NONE, index.best(5));
        assertEquals(Candidate.NONE, index.best(CandidateIndex.ONE_OF_N));
        index.add(5, 1, lpi(9));
        assertEquals(Candidate.of(1, lpi(9)), index.best(5));
    }

    @Test
    void shouldRemoveAllOfOneType()
    {
        for (int i = 0; i < 200; i++)
        {
            index.add(5, i % 5, lpi(i));
            index.add(5, i % 5, Intid.of(Intid.TYPE_SPI, i));
            index.add(CandidateIndex.ONE_OF_N, 3, Intid.of(Intid.TYPE_SPI, i));
        }
        index.removeAll(false);
        assertEquals(Candidate.of(0, Intid.of(Intid.TYPE_SPI, 0)), index.best(5));
        for (int i = 0; i < 200; i++)
        {
            assertFalse(index.contains(5, i % 5, lpi(i)));
            assertTrue(index.contains(5, i % 5, Intid.of(Intid.TYPE_SPI, i)));
        }

        index.removeAll(true);
        assertEquals(Candidate.NONE, index.best(5));
        assertEquals(Candidate.NONE, index.best(CandidateIndex.ONE_OF_N));
        assertEquals(0, pool.usedBytes());
    }

    @Test
    void shouldNotMindRemovingWhatIsNotThere()
    {
        index.remove(5, 1, lpi(9));
        index.add(5, 1, lpi(9));
        index.remove(5, 2, lpi(9));
        index.remove(5, 1, lpi(10));
        index.remove(5, 1, Intid.of(Intid.TYPE_SPI, 9));
        index.remove(CandidateIndex.ONE_OF_N, 1, lpi(9));

        assertEquals(Candidate.of(1, lpi(9)), index.best(5));
    }

    /** Adds a candidate: it concerns every signal until one was settled. */
    @Tag("B-CPU-19")
    @Test
    void shouldTellWhomANewCandidateConcerns()
    {
        assertTrue(index.add(5, 31, lpi(1)));

        index.threshold(5).settled(false, 8);
        assertFalse(index.add(5, 8, lpi(2)));
        assertTrue(index.add(5, 7, lpi(3)));
        index.threshold(5).settled(true, 8);
        assertFalse(index.add(5, 0, lpi(4)));
        index.threshold(5).reset();
        assertTrue(index.add(5, 31, lpi(5)));
    }

    @Test
    void shouldSayThatThePoolIsUsedUp()
    {
        try (PagePool small = new PagePool(4096))
        {
            final CandidateIndex tight = new CandidateIndex(small, 1, 24, true);
            final PoolExhaustedException ex = assertThrows(PoolExhaustedException.class, () ->
            {
                for (int i = 0; i < 1_000; i++)
                {
                    tight.add(0, 5, lpi(i << 12));
                }
            });

            assertTrue(ex.getMessage().contains("candidate index"), ex.getMessage());
        }
    }

    private static int lpi(final int id)
    {
        return Intid.of(Intid.TYPE_LPI, id);
    }

    private static long anyCandidate(final SplittableRandom random, final int priorities, final int idBits)
    {
        return Candidate.of(below(random, priorities),
            Intid.of(below(random, 4) == 0 ? Intid.TYPE_SPI : Intid.TYPE_LPI, below(random, 1 << idBits)));
    }

    private static int below(final SplittableRandom random, final int limit)
    {
        return (int)Long.remainderUnsigned(random.nextLong(), limit);
    }
}
