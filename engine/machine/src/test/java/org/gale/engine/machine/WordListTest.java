package org.gale.engine.machine;

import java.util.List;

import org.gale.engine.support.SavedWords;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class WordListTest
{
    private static final int LIMIT = 66;

    private final WordList words = new WordList();

    @Test
    void shouldHoldWordsBehindItsEndAndZerosBetween()
    {
        words.add(7);
        words.set(200, 8);

        assertEquals(201, words.size());
        assertEquals(7, words.word(0));
        assertEquals(0, words.word(199));
        assertEquals(8, words.word(200));
        words.set(3, 9);
        assertEquals(201, words.size());
    }

    @Test
    void shouldHoldZerosAgainAfterAClear()
    {
        words.set(70, 8);
        words.add(9);

        words.clear();

        assertEquals(0, words.size());
        words.set(72, 1);
        assertEquals(0, words.word(70));
        assertEquals(0, words.word(71));
    }

    @Test
    void shouldGoOnFromSavedState()
    {
        words.add(7);
        words.set(65, 8);
        final SavedWords saved = new SavedWords();
        words.state(saved, LIMIT);
        assertEquals(67, saved.words().size());
        assertEquals(8, saved.words().get(66));

        final WordList restored = new WordList();
        restored.set(100, 5);
        restored.state(saved.restoring(), LIMIT);

        assertEquals(66, restored.size());
        assertEquals(7, restored.word(0));
        assertEquals(8, restored.word(65));
        restored.set(101, 1);
        assertEquals(0, restored.word(100));
    }

    @Test
    void shouldStayAsItIsWhenItIsSavedOrDigested()
    {
        words.add(7);
        words.add(8);

        words.state(new SavedWords(), LIMIT);

        final SavedWords again = new SavedWords();
        words.state(again, LIMIT);
        assertEquals(List.of(2L, 7L, 8L), again.words());
    }
}
