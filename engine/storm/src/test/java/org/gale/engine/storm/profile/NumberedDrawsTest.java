package org.gale.engine.storm.profile;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the draws of numbered actions against those of {@link SplittableRandom}, which mixes as they do. */
class NumberedDrawsTest
{
    /** Distance of two states of {@link SplittableRandom}. */
    private static final long GAMMA = 0x9e3779b97f4a7c15L;
    private static final int BOUND = 1_000_003;

    @ParameterizedTest(name = "seed {0}, action {1}")
    @CsvSource({"0, 0", "0, 1", "42, 1", "42, 2", "-1, 7", "-8613303245920329199, 1000000"})
    void shouldDrawAsARandomThatBeginsWithSeedAndNumber(final long seed, final long number)
    {
        final NumberedDraws draws = new NumberedDraws(seed);
        final SplittableRandom expected = new SplittableRandom(mixed(mixed(seed) + number * GAMMA));

        draws.begin(number);

        for (int i = 0; i < 16; i++)
        {
            assertEquals(Long.remainderUnsigned(expected.nextLong(), BOUND), draws.next(BOUND));
        }
    }

    @Test
    void shouldDrawTheSameForAnActionWhateverWasDrawnBefore()
    {
        final NumberedDraws draws = new NumberedDraws(42);
        draws.begin(7);
        final int first = draws.next(BOUND);
        final int second = draws.next(BOUND);

        draws.begin(3);
        draws.next(BOUND);
        draws.begin(7);

        assertEquals(first, draws.next(BOUND));
        assertEquals(second, draws.next(BOUND));
    }

    private static long mixed(final long number)
    {
        return new SplittableRandom(number - GAMMA).nextLong();
    }
}
