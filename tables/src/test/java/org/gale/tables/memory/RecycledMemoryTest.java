package org.gale.tables.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests that memory which was used before is zero when it is used again. */
class RecycledMemoryTest
{
    private static final long SIZE = 48L << 20;
    private static final long PAGE = UnsafeApi.pageSize();
    private static final long[] USED =
        { 0, 8, PAGE - 8, PAGE, 9 * PAGE + 16, SIZE / 2 - 8, SIZE / 2, SIZE - PAGE - 8, SIZE - 8 };

    @TempDir
    private Path directory;
    private long allocation;
    private long region;

    @BeforeEach
    void use()
    {
        allocation = UnsafeApi.allocateMemory(SIZE + 3 * PAGE);
        region = ((allocation + 2 * PAGE - 1) & -PAGE) + 64;           // begins and ends within a page
        for (final long at : USED)
        {
            UnsafeApi.putLong(region + at, -1);
        }
        UnsafeApi.putLong(region - 8, -1);
        UnsafeApi.putLong(region + SIZE, -1);
    }

    @AfterEach
    void free()
    {
        UnsafeApi.freeMemory(allocation);
    }

    @Test
    void shouldClearWhateverWasUsed()
    {
        RecycledMemory.clear(region, SIZE);

        assertCleared();
    }

    /** The RAM of the reference machine has this size. */
    @Test
    void shouldClearAGibibyteThatWasUsed()
    {
        final long size = 1L << 30;
        final long freed = UnsafeApi.allocateMemory(size);
        UnsafeApi.putLong(freed, 1);
        UnsafeApi.putLong(freed + size / 2, 1);
        UnsafeApi.putLong(freed + size - Long.BYTES, 1);

        RecycledMemory.clear(freed, size);

        assertEquals(0, UnsafeApi.getLong(freed));
        assertEquals(0, UnsafeApi.getLong(freed + size / 2));
        assertEquals(0, UnsafeApi.getLong(freed + size - Long.BYTES));
        UnsafeApi.freeMemory(freed);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldFindTheUsedPagesByTheSystemsList()
    {
        assertTrue(RecycledMemory.clearGiven(region, SIZE, Path.of("/proc/self/pagemap")));

        assertCleared();
    }

    /** A window of the list holds 8,192 pages, so that the last one is alone in a second window. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldReadTheListToItsLastPage()
    {
        final long begin = (region + PAGE - 1) & -PAGE;
        final long length = 8_193 * PAGE;
        UnsafeApi.putLong(begin + length - 8, -1);
        UnsafeApi.putLong(begin + length, -1);

        assertTrue(RecycledMemory.clearGiven(begin, length, Path.of("/proc/self/pagemap")));

        assertEquals(0, UnsafeApi.getLong(begin + length - 8));
        assertEquals(-1, UnsafeApi.getLong(begin + length));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldTrustTheListWhereNothingWasUsed()
    {
        final long size = 8L << 30;                                 // too large for memory that was used before
        final long fresh = UnsafeApi.allocateMemory(size);
        try
        {
            assertTrue(RecycledMemory.clearGiven((fresh + 2 * PAGE) & -PAGE, SIZE, Path.of("/proc/self/pagemap")));
        }
        finally
        {
            UnsafeApi.freeMemory(fresh);
        }
    }

    @Test
    void shouldNotTrustAListThatIsMissingShortOrSilent() throws IOException
    {
        assertFalse(RecycledMemory.clearGiven(region, SIZE, directory.resolve("missing")));

        final Path empty = Files.createFile(directory.resolve("empty"));
        assertFalse(RecycledMemory.clearGiven(region, SIZE, empty));

        final Path silent = Path.of("/dev/zero");                   // says of each page that it was never used
        assertFalse(RecycledMemory.clearGiven(region, SIZE, silent));
        assertEquals(-1, UnsafeApi.getLong(region + 8));
    }

    private void assertCleared()
    {
        for (final long at : USED)
        {
            assertEquals(0, UnsafeApi.getLong(region + at), "offset " + at);
        }
        assertEquals(-1, UnsafeApi.getLong(region - 8), "in front of it");
        assertEquals(-1, UnsafeApi.getLong(region + SIZE), "behind it");
    }
}
