package org.gale.tables.ist;

import java.util.SplittableRandom;
import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Tag("B-IST-4")
class InterruptStateTableTest
{
    private static final long BASE = 0x4000_0000L;
    private static final int SIZE = 0x20_0000;
    private static final long END = BASE + SIZE;
    private static final long L1 = BASE + 0x1000;
    private static final long L2 = BASE + 0x1_0000;

    private final PhysicalMemory memory = PhysicalMemory.anonymous(BASE, SIZE);

    @AfterEach
    void close()
    {
        memory.close();
    }

    @ParameterizedTest(name = "linear, {0} bits, ISTSZ {1}")
    @CsvSource({"0, 0", "3, 0", "10, 0", "10, 1", "10, 2", "14, 2"})
    void shouldFindEntriesOfALinearTable(final int idBits, final int istsz)
    {
        final InterruptStateTable table = new InterruptStateTable(memory, new IstShape(idBits, istsz, 0, false), L2);
        for (int id = 0; id < 1 << idBits; id++)
        {
            table.storePlain(id, id + 1);
            assertTrue(table.contains(id));
            assertEquals(InterruptStateTable.REACHABLE, table.status(id));
        }
        for (int id = 0; id < 1 << idBits; id++)
        {
            assertEquals(id + 1, memory.load(L2 + ((long)id << (2 + istsz)), 4));
            assertEquals(id + 1, table.loadAt(table.locate(id)));
            assertEquals(id, table.idAt(((long)id << (2 + istsz)) + L2 - BASE));
        }
        assertUnreachable(table, 1 << idBits);
        assertEquals(-1, table.idAt(L2 - BASE - 1));
        assertEquals(-1, table.idAt((4L << istsz << idBits) + L2 - BASE));
    }

    @ParameterizedTest(name = "two levels, {0} bits, ISTSZ {1}, L2SZ {2}")
    @CsvSource({"4, 0, 0", "11, 0, 0", "12, 1, 0", "12, 2, 0", "13, 0, 1", "14, 2, 1", "15, 0, 2", "14, 1, 2"})
    void shouldFindEntriesOfATwoLevelTable(final int idBits, final int istsz, final int l2sz)
    {
        final int l2Bits = 10 - istsz + 2 * l2sz;
        final long l2Bytes = 4096L << (2 * l2sz);
        final int l1Count = Math.max(1, 1 << idBits >> l2Bits);
        for (int i = 0; i < l1Count; i++)
        {
            memory.storeLong(L1 + 8L * i, l2(i, l1Count, l2Bytes) | 1);
        }
        final InterruptStateTable table = new InterruptStateTable(memory, new IstShape(idBits, istsz, l2sz, true), L1);
        for (int id = 0; id < 1 << idBits; id++)
        {
            table.storeAt(table.locate(id), id + 1);
        }
        for (int id = 0; id < 1 << idBits; id++)
        {
            final long address =
                l2(id >>> l2Bits, l1Count, l2Bytes) + ((long)(id & ((1 << l2Bits) - 1)) << (2 + istsz));
            assertEquals(id + 1, memory.load(address, 4), "id " + id);
            assertEquals(id + 1, table.loadPlain(id));
            assertEquals(id, table.idAt(address - BASE));
        }
        assertUnreachable(table, 1 << idBits);
    }

    /** Returns the address of a level 2 table. The tables lie in the reverse order of their indexes. */
    private static long l2(final int index, final int count, final long l2Bytes)
    {
        return L2 + (count - 1 - index) * l2Bytes;
    }

    @Tag("B-INT-17")
    @ParameterizedTest(name = "id {0}")
    @CsvSource({"-1", "-2147483648", "1024", "16777216", "2147483647"})
    void shouldNotReachAnyOtherInt(final int id)
    {
        assertUnreachable(new InterruptStateTable(memory, new IstShape(10, 0, 0, false), L2), id);
        memory.storeLong(L1, L2 | 1);
        assertUnreachable(new InterruptStateTable(memory, new IstShape(10, 0, 0, true), L1), id);
    }

    @Tag("B-IST-10")
    @Test
    void shouldReportWhyAnIdHasNoEntry()
    {
        memory.storeLong(L1, L2 | 1);
        memory.storeLong(L1 + 8, L2);
        memory.storeLong(L1 + 16, END | 1);
        memory.storeLong(L1 + 24, (END - 2048 & -4096) | 1);
        final InterruptStateTable table = new InterruptStateTable(memory, new IstShape(12, 0, 0, true), L1);

        assertEquals(InterruptStateTable.REACHABLE, table.status(1023));
        assertEquals(InterruptStateTable.UNREACHABLE, table.status(1024));
        assertEquals(InterruptStateTable.L2_ABORT, table.status(2048));
        assertEquals(END, table.faultAddress(2048));
        assertEquals(END + 40, table.faultAddress(2058));
        assertEquals(InterruptStateTable.REACHABLE, table.status(3072));
        assertEquals(InterruptStateTable.UNREACHABLE, table.status(4096));
    }

    @Tag("B-IST-10")
    @Test
    void shouldReportThatTheLevel1TableIsAbsent()
    {
        memory.storeLong(END - 8, L2 | 1);
        final InterruptStateTable table = new InterruptStateTable(memory, new IstShape(11, 0, 0, true), END - 8);

        assertTrue(table.contains(5));
        assertEquals(InterruptStateTable.L1_ABORT, table.status(1029));
        assertEquals(END, table.faultAddress(1029));
        assertEquals(InterruptStateTable.L1_ABORT, table.mapL2(1029));
        assertEquals(-1, table.nextNonZero(1024, 2048));
    }

    @Test
    void shouldReachThePartOfALinearTableThatLiesInRam()
    {
        final InterruptStateTable beyond = new InterruptStateTable(memory, new IstShape(8, 0, 0, false), END - 64);
        assertTrue(beyond.contains(15));
        assertFalse(beyond.contains(16));
        assertTrue(beyond.locate(16) < 0);
        assertEquals(InterruptStateTable.L2_ABORT, beyond.status(16));
        assertEquals(END, beyond.faultAddress(16));

        final InterruptStateTable before = new InterruptStateTable(memory, new IstShape(8, 0, 0, false), BASE - 64);
        assertFalse(before.contains(15));
        assertTrue(before.locate(15) < 0);
        assertTrue(before.contains(16));
        assertTrue(before.locate(16) >= 0);
        assertEquals(16, before.idAt(0));
    }

    @Tag("B-IST-8")
    @Tag("B-TRAP-7")
    @Tag("B-TRAP-8")
    @Test
    void shouldMapALevel2TableOnce()
    {
        memory.storeLong(L1 + 8, L2);
        final InterruptStateTable table = new InterruptStateTable(memory, new IstShape(12, 0, 0, true), L1);
        memory.storeLong(L1 + 32, L2);

        assertEquals(InterruptStateTable.REACHABLE, table.mapL2(1500));
        assertEquals(L2 | 1, memory.loadLong(L1 + 8));
        assertTrue(table.contains(1024));
        assertTrue(table.contains(2047));
        assertFalse(table.contains(1023));
        assertFalse(table.contains(2048));

        memory.storeLong(L1 + 8, BASE);
        assertEquals(InterruptStateTable.UNREACHABLE, table.mapL2(1024));
        assertEquals(BASE, memory.loadLong(L1 + 8));
        assertEquals(InterruptStateTable.UNREACHABLE, table.mapL2(4096));
        assertEquals(InterruptStateTable.UNREACHABLE, table.mapL2(-1));
        assertEquals(L2, memory.loadLong(L1 + 32));
        assertEquals(1024, table.firstIdOfL2(1500));
        assertEquals(2048, table.endIdOfL2(1500));
    }

    @Tag("B-IST-8")
    @Test
    void shouldMapNothingInALinearTable()
    {
        final InterruptStateTable table = new InterruptStateTable(memory, new IstShape(12, 0, 0, false), L1);

        assertEquals(InterruptStateTable.UNREACHABLE, table.mapL2(5));
        assertEquals(0, memory.loadLong(L1));
        assertEquals(0, table.firstIdOfL2(4095));
        assertEquals(4096, table.endIdOfL2(5));
    }

    @Tag("M-LIVE")
    @Test
    void shouldKeepLevel1EntriesAsTheyWereLatched()
    {
        memory.storeLong(L1, L2 | 1);
        final InterruptStateTable table = new InterruptStateTable(memory, new IstShape(11, 0, 0, true), L1);
        memory.storeLong(L1, (L2 + 0x1000) | 1);
        memory.storeLong(L1 + 8, (L2 + 0x2000) | 1);

        table.storePlain(5, 77);

        assertEquals(77, memory.load(L2 + 20, 4));
        assertFalse(table.contains(1024));
    }

    /** Entries of all kinds of tables, some of them partly outside RAM, compared with a load of each. */
    @ParameterizedTest(name = "seed {0}")
    @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"})
    void shouldFindEveryEntryThatIsNotZero(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++)
        {
            final InterruptStateTable table = anyTable(random);
            for (int i = 0; i < 60; i++)
            {
                final int id = below(random, table.shape().entryCount());
                if (table.contains(id))
                {
                    table.storePlain(id, below(random, 4));
                }
            }
            assertScans(table, random);
            table.release();
        }
        for (int page = 0; page < SIZE; page += PhysicalMemory.PAGE_SIZE)
        {
            assertFalse(memory.holdsLiveTable(page));
        }
    }

    /** A search ends neither before the last page of a table nor before that of one at level 2. */
    @ParameterizedTest(name = "{0} bits, ISTSZ {1}, L2SZ {2}, two levels {3}, id {4}")
    @CsvSource({"14, 2, 0, false, 0", "14, 2, 0, false, 256", "14, 2, 0, false, 16383", "14, 0, 1, true, 0",
        "14, 0, 1, true, 3072", "14, 0, 1, true, 4095", "14, 0, 1, true, 4096", "14, 0, 1, true, 16383"})
    void shouldFindTheOnlyEntryThatWasWritten(
        final int idBits, final int istsz, final int l2sz, final boolean isTwoLevel, final int id)
    {
        for (int i = 0; isTwoLevel && i < 4; i++)
        {
            memory.storeLong(L1 + 8L * i, (L2 + 0x4000L * i) | 1);
        }
        final InterruptStateTable table = new InterruptStateTable(
            memory, new IstShape(idBits, istsz, l2sz, isTwoLevel), isTwoLevel ? L1 : L2);
        table.storePlain(id, 1);

        assertEquals(id, table.nextNonZero(0, 1 << idBits));
        assertEquals(-1, table.nextNonZero(id + 1, 1 << idBits));
        final int entriesOfAPage = PhysicalMemory.PAGE_SIZE >>> (2 + istsz);
        assertEquals((id / entriesOfAPage) * entriesOfAPage, table.nextTouchedWord(0));
    }

    @Test
    void shouldMarkThePagesOfATableAsLive()
    {
        memory.storeLong(L1, L2 | 1);
        final InterruptStateTable table = new InterruptStateTable(memory, new IstShape(11, 0, 0, true), L1);
        memory.storeLong(L1 + 8, L2 + 0x3000);
        assertTrue(memory.holdsLiveTable(L2 - BASE));
        assertFalse(memory.holdsLiveTable(L2 - BASE + 0x3000));

        table.mapL2(1024);
        assertTrue(memory.holdsLiveTable(L2 - BASE + 0x3fff));

        table.release();
        assertFalse(memory.holdsLiveTable(L2 - BASE));
        assertFalse(memory.holdsLiveTable(L2 - BASE + 0x3000));
    }

    @Test
    void shouldMeasureTheMemoryThatLatchingNeeds()
    {
        assertTrue(InterruptStateTable.latchedBytes(new IstShape(24, 2, 0, true)) >= 8 << 16);
        assertTrue(InterruptStateTable.latchedBytes(new IstShape(24, 2, 0, false)) < 1024);
    }

    private InterruptStateTable anyTable(final SplittableRandom random)
    {
        final int istsz = below(random, 3);
        final long[] bases = {BASE - 0x800, BASE + 64L * below(random, 100), L2, END - 0x2000, END - 0x100, END, 0};
        if (random.nextLong() % 2 == 0)
        {
            return new InterruptStateTable(
                memory, new IstShape(below(random, 13), istsz, 0, false), bases[below(random, bases.length)]);
        }
        for (int i = 0; i < 16; i++)
        {
            memory.storeLong(L1 + 8L * i, (bases[below(random, bases.length)] & -4096) | below(random, 2));
        }

        return new InterruptStateTable(memory, new IstShape(below(random, 13), istsz, 0, true), L1);
    }

    private static void assertScans(final InterruptStateTable table, final SplittableRandom random)
    {
        final int count = table.shape().entryCount();
        final int from = below(random, count);
        final int end = from + below(random, count - from + 1);
        int found = table.nextNonZero(from, end);
        for (int id = from; id < end; id++)
        {
            final boolean expected = table.contains(id) && table.loadPlain(id) != 0;
            assertEquals(table.contains(id), table.locate(id) >= 0);
            assertEquals(table.contains(id), table.status(id) == InterruptStateTable.REACHABLE);
            assertEquals(expected, found == id, "id " + id + " of " + table.shape());
            found = found == id ? table.nextNonZero(id + 1, end) : found;
        }
        assertEquals(-1, found);
        int word = table.nextTouchedWord(0);
        for (int id = 0; id < count; id += Long.SIZE)
        {
            final long pending = table.pendingWord(id);
            assertTrue(word == id || pending == 0, "id " + id + " is not seen");
            for (int i = 0; i < Long.SIZE && id + i < count; i++)
            {
                final boolean expected = table.contains(id + i) && (table.loadPlain(id + i) & 1) != 0;
                assertEquals(expected, (pending & 1L << i) != 0, "pending of id " + (id + i) + " of " + table.shape());
            }
            word = word == id ? table.nextTouchedWord(id + Long.SIZE) : word;
        }
    }

    private static void assertUnreachable(final InterruptStateTable table, final int id)
    {
        assertFalse(table.contains(id));
        assertTrue(table.locate(id) < 0);
        assertEquals(InterruptStateTable.UNREACHABLE, table.status(id));
    }

    private static int below(final SplittableRandom random, final int limit)
    {
        return (int)Long.remainderUnsigned(random.nextLong(), limit);
    }
}
