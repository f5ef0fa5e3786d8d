package org.gale.tables.memory;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** The hash mixer of all digests. */
class MixTest
{
    @Test
    void shouldMixTheOrderOfWords()
    {
        assertNotEquals(Mix.of(Mix.of(0, 1), 2), Mix.of(Mix.of(0, 2), 1));
        assertNotEquals(Mix.link(Mix.link(0, 1), 2), Mix.link(Mix.link(0, 2), 1));
        assertEquals(Mix.of(Mix.of(7, 1), 2), Mix.all(7, new long[]{1, 2}));
    }

    /** Journals of other builds hold these hashes. */
    @Test
    void shouldMixToTheNumbersOfEveryBuild()
    {
        assertEquals(0x2fe9_4f82_2df1_968eL, Mix.of(0, 1));
        assertEquals(0xf846_a52f_3078_390cL, Mix.of(Mix.of(0, 1), 2));
        assertEquals(0x2fe9_4f82_a000_0000L, Mix.link(0, 1));
    }

    @Test
    void shouldMixZerosToZero()
    {
        assertEquals(0, Mix.of(0, 0));
        assertEquals(0, Mix.link(0, 0));
        assertNotEquals(0, Mix.of(Mix.of(0, 0), 0x1234));
    }

    /** Neither function loses a bit: words that differ in one bit come to different hashes. */
    @Test
    void shouldHoldEveryBit()
    {
        for (int bit = 0; bit < Long.SIZE; bit++)
        {
            assertNotEquals(Mix.of(5, 77), Mix.of(5, 77 ^ 1L << bit));
            assertNotEquals(Mix.link(5, 77), Mix.link(5, 77 ^ 1L << bit));
            assertNotEquals(Mix.of(5, 77), Mix.of(5 ^ 1L << bit, 77));
            assertNotEquals(Mix.link(5, 77), Mix.link(5 ^ 1L << bit, 77));
        }
    }
}
