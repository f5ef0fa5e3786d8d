package org.gale.engine.hypervisor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.gale.engine.support.SavedWords;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class IdPoolTest
{
    @Test
    void shouldTakeTheLowestFreeIdUpToTheLimit()
    {
        final IdPool ids = new IdPool(4, 6);

        assertEquals(4, ids.take());
        assertEquals(5, ids.take());
        assertEquals(IdPool.NONE, ids.take());
        assertEquals(2, ids.count());
    }

    @Test
    void shouldTakeAReleasedIdAgain()
    {
        final IdPool ids = new IdPool(0, 4);
        ids.take();
        ids.take();

        ids.release(0);

        assertEquals(1, ids.count());
        assertEquals(0, ids.take());
        assertEquals(2, ids.take());
    }

    @Test
    void shouldReleaseTheIdThatIsNamed()
    {
        final IdPool ids = new IdPool(4, 8);
        ids.take();
        ids.take();
        ids.take();

        ids.release(5);

        assertEquals(5, ids.take());
        assertEquals(7, ids.take());
    }

    @Test
    void shouldGoOnFromSavedState()
    {
        final IdPool ids = new IdPool(4, 200);
        for (int i = 0; i < 130; i++)
        {
            ids.take();
        }
        ids.release(100);
        final SavedWords saved = new SavedWords();
        ids.state(saved);
        final IdPool restored = new IdPool(4, 200);
        restored.take();
        restored.take();

        restored.state(saved.restoring());

        assertEquals(129, restored.count());
        assertEquals(100, restored.take());
        assertEquals(134, restored.take());
        assertEquals(List.of(129L, 3L), saved.words().subList(0, 2));
        assertEquals(5, saved.words().size());
    }

    @Test
    void shouldForgetIdsThatWereTakenBeforeARestore()
    {
        final SavedWords saved = new SavedWords();
        new IdPool(0, 64).state(saved);
        final IdPool restored = new IdPool(0, 64);
        restored.take();

        restored.state(saved.restoring());

        assertEquals(0, restored.take());
    }

    @ParameterizedTest(name = "{0} ids, {1} words")
    @CsvSource({"64, 0, 1, true", "64, 64, 1, true", "64, 64, 2, false", "65, 65, 2, true", "65, 66, 2, false",
        "65, 65, 3, false"})
    void shouldRefuseMoreIdsThanThereAre(final int limit, final long count, final int words, final boolean isTaken)
    {
        final List<Long> saved = new ArrayList<>(List.of(count, (long)words));
        saved.addAll(Collections.nCopies(words, 0L));
        final StateStream stream = SavedWords.restoring(saved);
        final IdPool ids = new IdPool(4, 4 + limit);

        if (isTaken)
        {
            ids.state(stream);
            assertEquals(count, ids.count());
        }
        else
        {
            assertThrows(StateException.class, () -> ids.state(stream));
        }
    }
}
