package org.gale.ringbuf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWordTest
{
    private static final long SEED = 0x6A1E_0001L;
    private static final long OPERANDS = (1L << 56) - 1;

    @ParameterizedTest(name = "opcode {0} takes {1} words")
    @CsvSource({ "1, 2", "2, 1", "3, 1", "4, 2", "5, 2", "6, 3", "7, 2", "8, 2", "9, 3", "12, 2", "13, 1" })
    void shouldReturnTheLengthWhenTheOpcodeFixesIt(final int opcode, final int words)
    {
        assertEquals(words, CommandWord.length((long)opcode << 60));
        assertEquals(words, CommandWord.length(((long)opcode << 60) | (-1L >>> 4)));
    }

    @ParameterizedTest(name = "opcode {0}")
    @ValueSource(ints = { 0, 14, 15 })
    void shouldReturnNoLengthWhenTheOpcodeIsUnknown(final int opcode)
    {
        assertEquals(0, CommandWord.length((long)opcode << 60));
        assertEquals(0, CommandWord.length(((long)opcode << 60) | (-1L >>> 4)));
    }

    @Test
    void shouldReturnTheLengthOfRamWhenItsFieldIsThreeToEight()
    {
        for (int words = 0; words < 16; words++)
        {
            final int length = words >= 3 && words <= 8 ? words : 0;

            assertEquals(length, CommandWord.length(told(CommandWord.RAM, words)), "words=" + words);
            assertEquals(length, CommandWord.length(told(CommandWord.RAM, words) | OPERANDS), "words=" + words);
        }
    }

    @Test
    void shouldReturnTheLengthOfHostWhenItsFieldIsTwoToEight()
    {
        for (int words = 0; words < 16; words++)
        {
            final int length = words >= 2 && words <= 8 ? words : 0;

            assertEquals(length, CommandWord.length(told(CommandWord.HOST, words)), "words=" + words);
            assertEquals(length, CommandWord.length(told(CommandWord.HOST, words) | OPERANDS), "words=" + words);
        }
    }

    @Test
    void shouldReturnTheOpcodeWhenTheSignBitIsSet()
    {
        assertEquals(CommandWord.MSI_LONG, CommandWord.opcode(0xC000_0000_0000_0000L));
        assertEquals(15, CommandWord.opcode(-1L));
        assertEquals(0, CommandWord.opcode(-1L >>> 4));
    }

    @Test
    void shouldKnowHotWordsWhenTheirLengthIsOne()
    {
        final RandomGenerator random = new SplittableRandom(SEED);

        for (int i = 0; i < 100_000; i++)
        {
            final long word = random.nextLong();

            assertEquals(CommandWord.length(word) == 1, CommandWord.isOneWord(word),
                "seed=" + SEED + ", word=" + word);
        }
    }

    @Test
    void shouldKnowEventsForAnyWord()
    {
        final RandomGenerator random = new SplittableRandom(SEED);

        for (int i = 0; i < 100_000; i++)
        {
            final long word = random.nextLong();
            final int opcode = CommandWord.opcode(word);
            final boolean isEvent =
                opcode == CommandWord.MSI || opcode == CommandWord.MSI_LONG || opcode == CommandWord.TRIGGER;

            assertEquals(isEvent, CommandWord.isEvent(word), "seed=" + SEED + ", word=" + word);
        }
    }

    @Test
    void shouldNeverExceedTheWordLimitForAnyWord()
    {
        final RandomGenerator random = new SplittableRandom(SEED);

        for (int i = 0; i < 100_000; i++)
        {
            final long word = random.nextLong();
            final int length = CommandWord.length(word);

            assertEquals(length, Math.max(0, Math.min(length, CommandWord.WORD_LIMIT)), "seed=" + SEED);
        }
    }

    private static long told(final int opcode, final int words)
    {
        return ((long)opcode << 60) | ((long)words << CommandWord.WORDS_SHIFT);
    }
}
