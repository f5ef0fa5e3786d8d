package org.gale.tables.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** State that is written in chunks and read again, from chunks of another length, and refused where it is hostile. */
class StateStreamTest
{
    private static final int OFFSET = 16;

    /** Chunks that the writer fills, each in the same buffer, and their lengths. */
    private static final class Chunks implements StateWriter.Sink
    {
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1 << 10]);
        private final int limitBytes;
        private final List<Long> words = new ArrayList<>();
        private final List<String> filled = new ArrayList<>();

        private Chunks(final int limitBytes)
        {
            this.limitBytes = limitBytes;
        }

        @Override
        public MutableDirectBuffer buffer()
        {
            return buffer;
        }

        @Override
        public int offset()
        {
            return OFFSET;
        }

        @Override
        public int limitBytes()
        {
            return limitBytes;
        }

        @Override
        public void filled(final int lengthBytes, final boolean isLast)
        {
            filled.add(lengthBytes + (isLast ? " last" : ""));
            for (int i = 0; i < lengthBytes; i += Long.BYTES)
            {
                words.add(buffer.getLong(OFFSET + i));
            }
        }
    }

    /** Source of words in chunks, of which the last may be shorter; a chunk may be empty. */
    private static final class Words implements StateReader.Source
    {
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1 << 10]);
        private final List<List<Long>> chunks;
        private int next;

        private Words(final List<List<Long>> chunks)
        {
            this.chunks = chunks;
        }

        @Override
        public boolean next()
        {
            if (next == chunks.size())
            {
                return false;
            }
            final List<Long> chunk = chunks.get(next++);
            for (int i = 0; i < chunk.size(); i++)
            {
                buffer.putLong(OFFSET + i * Long.BYTES, chunk.get(i));
            }

            return true;
        }

        @Override
        public DirectBuffer buffer()
        {
            return buffer;
        }

        @Override
        public int offset()
        {
            return OFFSET;
        }

        @Override
        public int lengthBytes()
        {
            return chunks.get(next - 1).size() * Long.BYTES;
        }
    }

    @Test
    void shouldWriteWordsIntoChunksOfTheLimit()
    {
        final Chunks chunks = new Chunks(20);                                   // two words, and half of one
        final StateWriter writer = new StateWriter(chunks);
        for (long word = 1; word <= 5; word++)
        {
            assertEquals(word, writer.word(word));
        }
        writer.finish();

        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), chunks.words);
        assertEquals(List.of("16", "16", "8 last"), chunks.filled);
        assertFalse(writer.isRestoring());
    }

    @Test
    void shouldWriteOneEmptyChunkWhenThereIsNoState()
    {
        final Chunks chunks = new Chunks(16);
        new StateWriter(chunks).finish();

        assertEquals(List.of("0 last"), chunks.filled);
    }

    @Test
    void shouldWriteEachKindOfValueAsAWord()
    {
        final Chunks chunks = new Chunks(1 << 9);
        final StateWriter writer = new StateWriter(chunks);

        assertEquals(-1, writer.word32(-1));
        assertTrue(writer.flag(true));
        assertFalse(writer.flag(false));
        assertEquals(6, writer.bits("bits", 6, 7));
        assertEquals(-3, writer.number("number", -3, -3, 4));
        assertEquals(4L, writer.number("number", 4L, -3L, 4L));
        writer.words(new long[]{8, 9});
        writer.finish();

        assertEquals(List.of(0xffff_ffffL, 1L, 0L, 6L, -3L, 4L, 8L, 9L), chunks.words);
    }

    @Test
    void shouldReadEachKindOfValueInPlaceOfTheCurrentOne()
    {
        final StateReader reader = reader(List.of(
            List.of(0xffff_fffeL, 1L, 0L), List.of(), List.of(6L, -3L, 4L, 8L), List.of(9L)));
        final long[] words = {1, 2};

        assertTrue(reader.isRestoring());
        assertEquals(-2, reader.word32(5));
        assertTrue(reader.flag(false));
        assertFalse(reader.flag(true));
        assertEquals(6, reader.bits("bits", 1, 7));
        assertEquals(-3, reader.number("number", 0, -3, 4));
        assertEquals(4L, reader.number("number", 0L, -3L, 4L));
        reader.words(words);

        assertArrayEquals(new long[]{8, 9}, words);
        assertEquals(8, reader.wordCount());
        assertDoesNotThrow(reader::end);
    }

    @Test
    void shouldRefuseToReadBeyondTheEnd()
    {
        final StateReader reader = reader(List.of(List.of(7L, 8L)));
        reader.word(0);
        reader.word();

        assertEquals("it ends after 2 words", assertThrows(StateException.class, reader::word).getMessage());
    }

    @Test
    void shouldRefuseAStateThatGoesOn()
    {
        final StateReader inChunk = reader(List.of(List.of(7L, 8L)));
        inChunk.word();
        assertEquals("it goes on after 1 words", assertThrows(StateException.class, inChunk::end).getMessage());

        final StateReader nextChunk = reader(List.of(List.of(7L), List.of(8L)));
        nextChunk.word();
        assertEquals("it goes on after 1 words", assertThrows(StateException.class, nextChunk::end).getMessage());
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = {"100000000", "8000000000000000", "ffffffffffffffff"})
    void shouldRefuseAWordOfMoreThan32Bits(final String word)
    {
        assertEquals("word of 32 bits has bits outside 0xffffffff: 0x" + word,
            assertThrows(StateException.class, () -> reader(word).word32(0)).getMessage());
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = {"2", "3", "8000000000000000"})
    void shouldRefuseAFlagThatIsNeither(final String word)
    {
        assertEquals("flag has bits outside 0x1: 0x" + word,
            assertThrows(StateException.class, () -> reader(word).flag(true)).getMessage());
    }

    @ParameterizedTest(name = "{0} of {1} to {2}")
    @CsvSource({"-4, -3, 4", "5, -3, 4", "4294967296, -3, 4", "-1, 0, 9223372036854775807"})
    void shouldRefuseANumberOutOfItsRange(final long number, final long min, final long max)
    {
        final StateReader reader = reader(Long.toHexString(number));

        assertEquals("count is not in " + min + " to " + max + ": " + number,
            assertThrows(StateException.class, () -> reader.number("count", min, min, max)).getMessage());
    }

    @Test
    void shouldRestoreThePagesOfAMemory()
    {
        final List<Long> saved = new ArrayList<>();
        saved.add(2L);
        for (long i = 0; i < PhysicalMemory.PAGE_SIZE / Long.BYTES; i++)
        {
            saved.add(i * i);
        }
        saved.add(4L);
        try (PhysicalMemory memory = PhysicalMemory.anonymous(0, 4 * PhysicalMemory.PAGE_SIZE))
        {
            reader(chunks(saved)).memory(memory);

            assertEquals(2, memory.nextTouchedPage(0, memory.pageCount()));
            assertEquals(-1, memory.nextTouchedPage(3, memory.pageCount()));
            assertEquals(0, memory.longAt(2 * PhysicalMemory.PAGE_SIZE));
            assertEquals(511 * 511, memory.longAt(3 * PhysicalMemory.PAGE_SIZE - 8));
        }
    }

    @ParameterizedTest(name = "page {0} behind page 2")
    @ValueSource(longs = {2, 1, 5, -1})
    void shouldRefusePagesThatDoNotAscend(final long next)
    {
        final List<Long> saved = new ArrayList<>(List.of(2L));
        saved.addAll(Collections.nCopies(PhysicalMemory.PAGE_SIZE / Long.BYTES, 7L));
        saved.add(next);
        try (PhysicalMemory memory = PhysicalMemory.anonymous(0, 4 * PhysicalMemory.PAGE_SIZE))
        {
            final StateReader reader = reader(chunks(saved));

            assertEquals("page is not in 3 to 4: " + next,
                assertThrows(StateException.class, () -> reader.memory(memory)).getMessage());
        }
    }

    @Test
    void shouldLeaveOutAPageOfZeros()
    {
        final Chunks chunks = new Chunks(512);
        try (PhysicalMemory memory = PhysicalMemory.anonymous(0, 4 * PhysicalMemory.PAGE_SIZE))
        {
            memory.putLongAt(0, 0);
            memory.putLongAt(PhysicalMemory.PAGE_SIZE, 1);
            memory.putLongAt(PhysicalMemory.PAGE_SIZE, 0);
            final StateWriter writer = new StateWriter(chunks);
            writer.memory(memory);
            writer.finish();
        }

        assertEquals(List.of(4L), chunks.words);
    }

    @Test
    void shouldRestoreWhetherTablesMayOverlap()
    {
        try (PhysicalMemory memory = PhysicalMemory.anonymous(0, PhysicalMemory.PAGE_SIZE))
        {
            memory.retain(0, 8);
            memory.overlap().restore(false);
            assertFalse(memory.overlap().mayBe());

            memory.retain(8, 8);
            assertTrue(memory.overlap().mayBe());
            memory.overlap().restore(false);
            assertFalse(memory.overlap().mayBe());
            memory.overlap().restore(true);
            assertTrue(memory.overlap().mayBe());
        }
    }

    private static StateReader reader(final String hex)
    {
        return reader(List.of(List.of(Long.parseUnsignedLong(hex, 16))));
    }

    private static StateReader reader(final List<List<Long>> chunks)
    {
        return new StateReader(new Words(chunks));
    }

    private static List<List<Long>> chunks(final List<Long> words)
    {
        final List<List<Long>> chunks = new ArrayList<>();
        for (int i = 0; i < words.size(); i += 100)
        {
            chunks.add(words.subList(i, Math.min(words.size(), i + 100)));
        }

        return chunks;
    }
}
