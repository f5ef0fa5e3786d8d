package org.gale.engine.machine;

import java.util.List;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.support.SavedWords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Tests of the digest of a stream of words. Journals hold it, so that its values are fixed: those here were worked out
 * from the words 1, 2, 3 and so on, apart from the code.
 */
class WordChainTest
{
    private static final int WORDS = 600;
    private static final long OF_600 = 0x9171_b27d_ccf4_f3fbL;

    private final WordChain chain = new WordChain();

    @ParameterizedTest(name = "{0} words")
    @CsvSource({
        "0, 0", "1, 6553f9e1c7d49589", "5, d80a5d9287bf7e76", "11, 4ebb1a7be967f98f", "600, 9171b27dccf4f3fb",
    })
    void shouldHaveTheValueThatJournalsHold(final int count, final String value)
    {
        chain.add(numbers(), count);

        assertEquals(value, Long.toHexString(chain.value()));
    }

    @ParameterizedTest(name = "runs of {0} words")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 256, 257, 512, 599, 600})
    void shouldNotDependOnWhereTheStreamIsCut(final int runWords)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[(WORDS + 1) << 3]);
        final long[] numbers = numbers();
        final WordChain ofBuffers = new WordChain();
        for (int i = 0; i < WORDS; i++)
        {
            buffer.putLong((i + 1) << 3, numbers[i]);
        }
        for (int at = 0; at < WORDS; at += runWords)
        {
            final int count = Math.min(runWords, WORDS - at);
            final long[] run = new long[runWords + 4];
            System.arraycopy(numbers, at, run, 0, count);
            chain.add(run, count);
            ofBuffers.add(buffer, (at + 1) << 3, count);
        }

        assertEquals(OF_600, chain.value());
        assertEquals(OF_600, ofBuffers.value());
    }

    @Test
    void shouldTakeWordsOneByOneBetweenRuns()
    {
        final long[] numbers = numbers();
        chain.add(1);
        chain.add(new long[]{2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 9);
        for (int i = 10; i < WORDS; i++)
        {
            chain.add(numbers[i]);
        }

        assertEquals(OF_600, chain.value());
    }

    @Test
    void shouldGoOnWhereItWasSaved()
    {
        final SavedWords saved = new SavedWords();
        final WordChain restored = new WordChain();
        chain.add(numbers(), 5);
        chain.state(saved);
        restored.state(saved.restoring());

        assertEquals(List.of(0xf5de_a1e0_6d74_b0b0L, 0x5fd2_9f05_4000_0000L, 0x8fbb_ee87_e000_0000L,
            0xbfa5_3e0a_8000_0000L, 5L), saved.words());
        for (int word = 6; word <= 11; word++)
        {
            restored.add(word);
        }
        assertEquals(0x4ebb_1a7b_e967_f98fL, restored.value());
    }

    private static long[] numbers()
    {
        return LongStream.rangeClosed(1, WORDS).toArray();
    }
}
