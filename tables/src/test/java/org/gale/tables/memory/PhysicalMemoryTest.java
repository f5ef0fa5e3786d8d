package org.gale.tables.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PhysicalMemoryTest
{
    private static final long BASE = 0x4000_0000L;
    private static final int SIZE = 4 * PhysicalMemory.PAGE_SIZE;

    private final PhysicalMemory memory = PhysicalMemory.anonymous(BASE, SIZE);

    @TempDir
    private Path directory;

    @AfterEach
    void close()
    {
        memory.close();
    }

    @ParameterizedTest(name = "{0} bytes at BASE + {1}: {2}")
    @CsvSource({
        "1, 0, true", "8, 0, true", "0, 0, true", "16384, 0, true", "16385, 0, false", "1, -1, false", "8, -4, false",
        "1, 16383, true", "2, 16383, false", "1, 16384, false", "0, 16384, true", "-1, 0, false",
        "9223372036854775807, 0, false", "9223372036854775807, 8, false", "-9223372036854775808, 0, false",
    })
    void shouldContainARangeThatLiesWhollyInside(final long length, final long offset, final boolean expected)
    {
        assertEquals(expected, memory.contains(BASE + offset, length));
    }

    /** Chunks of a limited length, one behind the other. */
    private static final class Chunks implements StateWriter.Sink
    {
        private final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[3 * PhysicalMemory.PAGE_SIZE]);
        private final int limitBytes;
        private final List<Long> words = new ArrayList<>();

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
            return Long.BYTES;
        }

        @Override
        public int limitBytes()
        {
            return limitBytes;
        }

        @Override
        public void filled(final int lengthBytes, final boolean isLast)
        {
            assertTrue(lengthBytes == limitBytes || isLast, () -> "" + lengthBytes);
            for (int i = 0; i < lengthBytes; i += Long.BYTES)
            {
                words.add(buffer.getLong(offset() + i));
            }
        }
    }

    @ParameterizedTest(name = "chunks of {0} bytes")
    @ValueSource(ints = {8, 24, 4088, 4096, 4104, 8192, 8208})
    void shouldSaveTheWordsOfItsPagesInOrder(final int limitBytes)
    {
        final List<Long> expected = new ArrayList<>();
        for (final int page : new int[]{ 0, 1, 3 })
        {
            expected.add((long)page);
            for (int i = 0; i < PhysicalMemory.PAGE_SIZE; i += Long.BYTES)
            {
                final long word = ((7L * page + i) << 40) | i;
                memory.putLongAt(page * (long)PhysicalMemory.PAGE_SIZE + i, word);
                expected.add(word);
            }
        }
        expected.add((long)memory.pageCount());
        final Chunks chunks = new Chunks(limitBytes);

        final StateWriter writer = new StateWriter(chunks);
        writer.memory(memory);
        writer.finish();

        assertEquals(expected, chunks.words);
    }

    @ParameterizedTest(name = "address {0}")
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, -BASE, Long.MIN_VALUE + BASE, BASE + (1L << 55)})
    void shouldNotContainAddressesFarAway(final long address)
    {
        assertFalse(memory.contains(address, 1));
        assertFalse(memory.contains(address, Long.MAX_VALUE));
        assertFalse(memory.fits(memory.offsetOf(address), 1));
    }

    @Test
    void shouldLoadWhatWasStoredAtAnyAlignmentAndSize()
    {
        final byte[] shadow = new byte[SIZE];
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++)
        {
            final int size = 1 << (random.nextLong() & 3);
            final int at = (int)Long.remainderUnsigned(random.nextLong(), SIZE - size + 1);
            final long value = random.nextLong();
            memory.store(BASE + at, size, value);
            for (int b = 0; b < size; b++)
            {
                shadow[at + b] = (byte)(value >>> (8 * b));
            }
            final long expected = size == 8 ? value : value & ((1L << (8 * size)) - 1);

            assertEquals(expected, memory.load(BASE + at, size));
        }
        final byte[] copy = new byte[SIZE + 2];
        memory.read(BASE, copy, 1, SIZE);

        assertArrayEquals(shadow, Arrays.copyOfRange(copy, 1, SIZE + 1));
        assertEquals(0, copy[0]);
        assertEquals(0, copy[SIZE + 1]);
    }

    @Tag("B-TRAP-45")
    @Test
    void shouldBeLittleEndian()
    {
        memory.storeLong(BASE + 8, 0x1122_3344_5566_7788L);

        assertEquals(0x88, memory.load(BASE + 8, 1));
        assertEquals(0x7788, memory.load(BASE + 8, 2));
        assertEquals(0x5566_7788L, memory.load(BASE + 8, 4));
        assertEquals(0x11, memory.load(BASE + 15, 1));
        assertEquals(0x5566_7788, memory.intAt(8));
        assertEquals(0x1122_3344_5566_7788L, memory.longAt(8));
    }

    @Test
    void shouldExtendWithZeros()
    {
        memory.storeLong(BASE, -1);

        assertEquals(0xff, memory.load(BASE, 1));
        assertEquals(0xffff, memory.load(BASE + 1, 2));
        assertEquals(0xffff_ffffL, memory.load(BASE, 4));
        assertEquals(-1L, memory.loadLong(BASE));
    }

    @Test
    void shouldRefuseAccessesThatAreNotInside()
    {
        for (final long offset : new long[]{-1, -8, SIZE - 7, SIZE, Long.MAX_VALUE, Long.MIN_VALUE})
        {
            assertThrows(IndexOutOfBoundsException.class, () -> memory.loadLong(BASE + offset));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.storeLong(BASE + offset, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.longAt(offset));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.putLongAt(offset, 1));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> memory.intAt(SIZE - 3));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.putIntAt(-4, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.read(BASE + SIZE - 3, new byte[4], 0, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.read(BASE, new byte[4], 1, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.read(BASE, new byte[4], -1, 4));
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[16]);
        assertThrows(IndexOutOfBoundsException.class, () -> memory.copyTo(buffer, 0, SIZE - 8, 16));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.copyTo(buffer, 8, 0, 16));
        assertThrows(IllegalArgumentException.class, () -> memory.load(BASE, 16));
        assertEquals(-1, memory.nextTouchedPage(0, memory.pageCount()));
    }

    @Test
    void shouldRefuseEveryAccessOnceClosed()
    {
        memory.close();
        memory.close();

        assertThrows(IndexOutOfBoundsException.class, () -> memory.loadLong(BASE));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.storeLong(BASE, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.intAt(0));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.putIntAt(0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.read(BASE, new byte[1], 0, 1));
    }

    @Test
    void shouldReadAndMarkTheSameWordAtAPlaceAndAtItsOffset()
    {
        final long offset = 2L * PhysicalMemory.PAGE_SIZE + 8;
        final long place = memory.place(offset);

        memory.putIntAtPlace(place, 77);

        assertEquals(77, memory.intAt(offset));
        assertEquals(77, memory.intAtPlace(place));
        assertEquals(2, memory.nextTouchedPage(0, memory.pageCount()));
        assertEquals(-1, memory.nextTouchedPage(3, memory.pageCount()));
        memory.cleanPage(2);
        memory.putIntAtPlace(memory.place(offset + PhysicalMemory.PAGE_SIZE - 12), 1);
        assertEquals(2, memory.nextDirtyPage(0));
    }

    @Test
    void shouldHashAPageOfZerosToZeroAndEveryBitToAnotherNumber()
    {
        assertEquals(0, memory.pageHash(1));
        long seen = 0;
        for (int bit = 0; bit < PhysicalMemory.PAGE_SIZE * 8; bit += 7)
        {
            final long offset = (long)PhysicalMemory.PAGE_SIZE + (bit >>> 6 << 3);
            memory.putLongAt(offset, 1L << bit);
            final long hash = memory.pageHash(1);

            assertNotEquals(0, hash, "bit " + bit);
            assertNotEquals(seen, hash, "bit " + bit);
            memory.putLongAt(offset, 0);
            seen = hash;
        }
        assertEquals(0, memory.pageHash(1));
        assertEquals(0, memory.pageHash(0));
    }

    @Test
    void shouldHashTheOrderOfWords()
    {
        memory.putLongAt(0, 1);
        memory.putLongAt(32, 2);
        final long hash = memory.pageHash(0);
        memory.putLongAt(0, 2);
        memory.putLongAt(32, 1);

        assertNotEquals(hash, memory.pageHash(0));
    }

    @ParameterizedTest(name = "base {0}, size {1}")
    @CsvSource({
        "0, 0", "0, -4096", "0, 4097", "0, 100", "1, 4096", "-4096, 4096", "0, 4398046515200",
        "72057594037923840, 8192", "9223372036854771712, 4096",
    })
    void shouldRefuseAnInvalidBaseOrSize(final long base, final long size)
    {
        assertThrows(IllegalArgumentException.class, () -> PhysicalMemory.anonymous(base, size));
        assertThrows(IllegalArgumentException.class,
            () -> PhysicalMemory.ofFile(directory.resolve("ram"), base, size));
        assertFalse(Files.exists(directory.resolve("ram")));
    }

    @ParameterizedTest(name = "base {0}")
    @ValueSource(longs = {0, 0xff_ffff_ffff_f000L})
    void shouldTakeTheFirstAndTheLastPageOfTheAddressSpace(final long base)
    {
        try (PhysicalMemory page = PhysicalMemory.anonymous(base, PhysicalMemory.PAGE_SIZE))
        {
            page.storeLong(base + 4088, 7);

            assertEquals(7, page.loadLong(base + 4088));
            assertTrue(page.contains(base, 1));
            assertFalse(page.contains(base + 4089, 8));
            assertEquals(base, page.base());
            assertEquals(PhysicalMemory.PAGE_SIZE, page.sizeBytes());
        }
    }

    /** The C library reuses small blocks, which must be zero nevertheless. */
    @Test
    void shouldBeginWithZerosInReusedMemory()
    {
        for (int round = 0; round < 20; round++)
        {
            try (PhysicalMemory again = PhysicalMemory.anonymous(BASE, SIZE))
            {
                for (int page = 0; page < again.pageCount(); page++)
                {
                    assertEquals(0, again.pageHash(page));
                }
                for (int at = 0; at < SIZE; at += 8)
                {
                    again.putLongAt(at, -1L);
                }
            }
        }
    }

    /** A reservation of 8 GiB takes no time and no memory. */
    @Test
    void shouldBeSparse()
    {
        try (PhysicalMemory large = assertDoesNotThrow(() -> PhysicalMemory.anonymous(0, 8L << 30)))
        {
            large.storeLong((8L << 30) - 8, 5);

            assertEquals(5, large.loadLong((8L << 30) - 8));
            assertEquals(0, large.loadLong(4L << 30));
            assertEquals(large.pageCount() - 1, large.nextTouchedPage(0, large.pageCount()));
        }
    }

    @Test
    void shouldShowItselfInAFile() throws IOException
    {
        final Path file = directory.resolve("ram");
        try (PhysicalMemory ram = PhysicalMemory.ofFile(file, BASE, SIZE);
            FileChannel reader = FileChannel.open(file, StandardOpenOption.READ))
        {
            ram.store(BASE + 4096, 4, 0x1234_5678);
            final ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            reader.read(bytes, 4096);

            assertEquals(0x1234_5678, bytes.getInt(0));
            assertEquals(SIZE, reader.size());
        }
    }

    /** Windows of 2 GiB begin every GiB: words on both sides of each boundary, and across it. */
    @Test
    void shouldReachAllOfAFileOfSeveralWindows() throws IOException
    {
        final long size = 3L << 30;
        try (PhysicalMemory ram = PhysicalMemory.ofFile(directory.resolve("ram"), 0, size))
        {
            for (final long at : new long[]{0, (1L << 30) - 8, 1L << 30, (2L << 30) - 8, 2L << 30, size - 8})
            {
                ram.storeLong(at, at + 1);
            }
            ram.store((1L << 30) + 4092, 8, 0x0102_0304_0506_0708L);

            for (final long at : new long[]{0, (1L << 30) - 8, 1L << 30, (2L << 30) - 8, 2L << 30, size - 8})
            {
                assertEquals(at + 1, ram.loadLong(at), "at " + at);
                assertEquals(at + 1, ram.longAt(at), "at " + at);
            }
            assertEquals(0x0102_0304_0506_0708L, ram.loadLong((1L << 30) + 4092));
            final byte[] block = new byte[16];
            ram.read((1L << 30) - 8, block, 0, 16);
            assertArrayEquals(new byte[]{-7, -1, -1, 0x3f, 0, 0, 0, 0, 1, 0, 0, 0x40, 0, 0, 0, 0}, block);
            assertFalse(ram.contains(size - 7, 8));
            assertEquals(size, Files.size(directory.resolve("ram")));
        }
    }

    @Test
    void shouldReachBothWindowsOfAFile() throws IOException
    {
        final long size = (1L << 30) + PhysicalMemory.PAGE_SIZE;
        try (PhysicalMemory ram = PhysicalMemory.ofFile(directory.resolve("ram"), 0, size))
        {
            ram.storeLong((1L << 30) - 4, 0x0102_0304_0506_0708L);
            ram.storeLong(size - 8, 9);

            assertEquals(0x0102_0304, ram.load(1L << 30, 4));
            assertEquals(9, ram.loadLong(size - 8));
            assertEquals(size, Files.size(directory.resolve("ram")));
        }
    }

    @Test
    void shouldRefuseAFileThatIsNotEmpty() throws IOException
    {
        final Path file = Files.write(directory.resolve("ram"), new byte[]{1});

        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> PhysicalMemory.ofFile(file, BASE, SIZE));

        assertTrue(ex.getMessage().contains("is not empty"), ex.getMessage());
        assertArrayEquals(new byte[]{1}, Files.readAllBytes(file));
    }

    @Test
    void shouldSayWhichFileCannotBeMade()
    {
        final Path file = directory.resolve("nowhere").resolve("ram");

        final UncheckedIOException ex =
            assertThrows(UncheckedIOException.class, () -> PhysicalMemory.ofFile(file, BASE, SIZE));

        assertTrue(ex.getMessage().contains(file.toString()), ex.getMessage());
    }
}
