package org.gale.engine.machine;

import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StatePart;
import org.gale.tables.memory.StateStream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Tests of the stream that digests a state: its values are fixed, and were worked out apart from the code. */
class DigestStreamTest
{
    private static final long OF_3_4_5 = 0x9110_ecbd_f8ad_babeL;
    private static final long OF_4_5 = 0x7160_0467_e269_1989L;

    @Test
    void shouldMixWordsInOrder()
    {
        final DigestStream stream = new DigestStream();
        final long[] words = {4, 5};
        assertEquals(1, stream.value());
        assertEquals(3, stream.word(3));
        stream.words(words);
        assertEquals(OF_3_4_5, stream.value());
        assertArrayEquals(new long[]{4, 5}, words);

        stream.begin();
        stream.word(4);
        stream.word(5);

        assertEquals(OF_4_5, stream.value());
        assertFalse(stream.isRestoring());
    }

    @Test
    void shouldTakeTheDigestThatAPartKeeps()
    {
        final StatePart part = new StatePart()
        {
            @Override
            public long digest()
            {
                return 4;
            }

            @Override
            public void state(final StateStream stream)
            {
                throw new AssertionError("no word by word");
            }
        };

        assertEquals(OF_4_5, DigestStream.of(stream ->
        {
            stream.part(part);
            stream.word(5);
        }));
    }

    /** Writes the word 5 at the beginning of the first memory, and 6 in the second page of the other. */
    @Test
    void shouldTakeTheDigestOfEachMemory()
    {
        try (PhysicalMemory first = PhysicalMemory.anonymous(0, PhysicalMemory.PAGE_SIZE);
            PhysicalMemory second = PhysicalMemory.anonymous(0, 2 * PhysicalMemory.PAGE_SIZE))
        {
            final DigestStream stream = new DigestStream(new StateDigest(first), new StateDigest(second));
            first.storeLong(0, 5);
            second.storeLong(PhysicalMemory.PAGE_SIZE, 6);
            second.storeLong(0, 0);
            stream.word(3);
            stream.memory(first);
            stream.memory(second);

            assertEquals(0x8e0b_d1a3_6ed8_1025L, stream.value());
            assertEquals(3, stream.readPages());
        }
    }
}
