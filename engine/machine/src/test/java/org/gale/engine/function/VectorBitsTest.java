package org.gale.engine.function;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gale.tables.memory.StateStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

class VectorBitsTest
{
    private static final int VECTORS = 130;

    private final VectorBits bits = new VectorBits(VECTORS);

    static Stream<Consumer<VectorBits>> changes()
    {
        return Stream.of(
            bits -> bits.set(7), bits -> bits.set(129), bits -> bits.clear(64), bits -> bits.set(64, false),
            bits -> bits.set(10, true), VectorBits::setAll, VectorBits::clearAll, bits -> bits.word(1, 0x55),
            bits -> bits.state(restoring()));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldDigestWhatTheBitsAreAfterAChange(final Consumer<VectorBits> change)
    {
        bits.word(0, 0x300);
        bits.set(64);
        final long before = bits.digest();

        change.accept(bits);

        assertNotEquals(before, bits.digest());
        assertEquals(copy().digest(), bits.digest());
    }

    @Test
    void shouldDigestTheSameWhenNothingChanges()
    {
        final SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < bits.wordCount(); i++)
        {
            bits.word(i, random.nextLong());
        }
        final long digest = bits.digest();

        assertEquals(digest, bits.digest());
        assertEquals(digest, copy().digest());
        assertNotEquals(digest, new VectorBits(VECTORS).digest());
    }

    @Test
    void shouldDigestThePlaceOfABit()
    {
        bits.set(3);
        final VectorBits other = new VectorBits(VECTORS);
        other.set(67);

        assertNotEquals(bits.digest(), other.digest());
    }

    private VectorBits copy()
    {
        final VectorBits copy = new VectorBits(VECTORS);
        for (int i = 0; i < bits.wordCount(); i++)
        {
            copy.word(i, bits.word(i));
        }

        return copy;
    }

    private static StateStream restoring()
    {
        return new StateStream()
        {
            @Override
            public long word(final long word)
            {
                return word ^ 1;
            }

            @Override
            public boolean isRestoring()
            {
                return true;
            }
        };
    }
}
