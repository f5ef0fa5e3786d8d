package org.gale.engine.gicv5.irs;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gale.engine.gicv5.StateWords;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.memory.StateException;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the saved words of an index: by target and best first, wherever a candidate lies. */
@Tag("P7")
class CandidateIndexStateTest
{
    private static final int TARGETS = 300;
    private static final long END = (CandidateIndex.ONE_OF_N + 1L) << 40;

    private final PagePool pool = new PagePool(64 << 20);
    private final CandidateIndex index = new CandidateIndex(pool, TARGETS, 24, true);
    private final CandidateIndex restored = new CandidateIndex(pool, TARGETS, 24, true);

    @AfterEach
    void close()
    {
        pool.close();
    }

    @Test
    void shouldSaveAnEmptyIndexAsItsEnd()
    {
        assertEquals(List.of(END), save(index));
    }

    /** Each target has more candidates than its list holds, but 256, which has one. */
    @Test
    void shouldSaveEachCandidateByTargetAndBestFirst()
    {
        final TreeSet<Long> expected = new TreeSet<>();
        for (final int target : new int[]{0, 2, 255, 299, CandidateIndex.ONE_OF_N})
        {
            for (int i = 0; i < 150; i++)
            {
                add(expected, target, i % 32, Intid.of(i % 3 == 0 ? Intid.TYPE_SPI : Intid.TYPE_LPI, i * 977 & 0xffff));
            }
        }
        add(expected, 256, 31, Intid.of(Intid.TYPE_LPI, 0xff_ffff));
        expected.add(END);

        final List<Long> saved = save(index);

        assertEquals(List.copyOf(expected), saved);
        restore(saved);
        assertEquals(saved, save(restored));
        assertEquals(expected.size() - 1, restored.count());
        for (final int target : new int[]{0, 1, 2, 255, 256, 299, CandidateIndex.ONE_OF_N})
        {
            assertEquals(index.best(target), restored.best(target));
        }
    }

    @ParameterizedTest(name = "target {0}, priority {1}, INTID {2}")
    @CsvSource({
        "0, 0, 0x40000000", "299, 31, 0x60000000", "65536, 31, 0x40fffffe", "299, 0, 0x60ffffff",
    })
    void shouldRestoreACandidate(final int target, final int priority, final String intid)
    {
        final int decoded = Long.decode(intid).intValue();

        restore(List.of(word(target, priority, decoded), END));

        assertTrue(restored.contains(target, priority, decoded));
        assertEquals(1, restored.count());
    }

    @ParameterizedTest(name = "target {0}, priority {1}, INTID {2}")
    @CsvSource({
        "300, 0, 0x40000000", "65535, 0, 0x40000000", "0, 32, 0x40000000", "0, 255, 0x40000000", "0, 0, 0x20000000",
        "0, 0, 0x00000001", "0, 0, 0x80000000", "0, 0, 0xe0000000", "0, 0, 0x41000000", "0, 0, 0x50000000",
    })
    void shouldRefuseAWordThatIsNoCandidate(final int target, final int priority, final String intid)
    {
        final List<Long> words = List.of(word(target, priority, Long.decode(intid).intValue()), END);

        assertThrows(StateException.class, () -> restore(words));
    }

    @Test
    void shouldRefuseWordsThatAreNotInOrder()
    {
        final long one = word(2, 5, Intid.of(Intid.TYPE_LPI, 7));

        assertThrows(StateException.class, () -> restore(Arrays.asList(one, one, END)));
        assertThrows(StateException.class, () -> restore(Arrays.asList(one, one - 1, END)));
        assertThrows(StateException.class, () -> restore(Arrays.asList(one, END + 1)));
        assertThrows(StateException.class, () -> restore(Arrays.asList(-1L, END)));
    }

    private void add(final Set<Long> expected, final int target, final int priority, final int intid)
    {
        index.add(target, priority, intid);
        assertTrue(expected.add(word(target, priority, intid)));
    }

    private static long word(final int target, final int priority, final int intid)
    {
        return (long)target << 40 | (long)priority << 32 | Integer.toUnsignedLong(intid);
    }

    private static List<Long> save(final CandidateIndex from)
    {
        return StateWords.of(stream -> from.state(stream, TARGETS));
    }

    private void restore(final List<Long> words)
    {
        assertTrue(StateWords.restore(words, stream -> restored.state(stream, TARGETS)));
    }
}
