package org.gale.ringbuf;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class CommandWordsTest
{
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldCopyWordsAndNothingElse(final boolean direct)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(direct ? ByteBuffer.allocateDirect(40) : ByteBuffer.allocate(40));
        for (int i = 0; i < 5; i++)
        {
            buffer.putLong(i << 3, 100 + i);
        }
        final long[] words = { -1, -1, -1, -1, -1 };

        CommandWords.copy(buffer, 8, words, 1, 3);

        assertArrayEquals(new long[]{ -1, 101, 102, 103, -1 }, words);
    }

    @ParameterizedTest(name = "offset {0}, index {1}, count {2}")
    @CsvSource({ "8, 0, 5", "-8, 0, 1", "40, 0, 1", "0, 4, 2", "0, -1, 1", "0, 0, -1", "33, 0, 1", "0, 0, 6" })
    void shouldRefuseWordsThatDoNotFit(final int offset, final int index, final int count)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[40]);

        assertThrows(
            IndexOutOfBoundsException.class, () -> CommandWords.copy(buffer, offset, new long[5], index, count));
    }
}
