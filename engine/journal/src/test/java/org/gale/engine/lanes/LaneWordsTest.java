package org.gale.engine.lanes;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LaneWordsTest
{
    @Test
    void shouldBeSoundWhenEachWordIsDrainedOrLeft()
    {
        assertTrue(LaneWords.NONE.isSound());
        assertTrue(new LaneWords(7, 4, 3).isSound());
        assertFalse(new LaneWords(7, 4, 2).isSound());
        assertFalse(new LaneWords(7, 10, 3).isSound());
    }
}
