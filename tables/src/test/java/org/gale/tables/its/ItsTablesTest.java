package org.gale.tables.its;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItsTablesTest
{
    private static final long RAM_BASE = 0x4000_0000L;
    private static final int RAM_BYTES = 1 << 20;
    private static final long L1 = RAM_BASE + 0x1000;
    private static final long L2 = RAM_BASE + 0x2_0000;
    private static final int DEVICE = 0x12345;

    private PhysicalMemory memory;

    @BeforeEach
    void map()
    {
        memory = PhysicalMemory.anonymous(RAM_BASE, RAM_BYTES);
    }

    @AfterEach
    void unmap()
    {
        memory.close();
    }

    @Tag("B-ITS-4")
    @ParameterizedTest(name = "L2SZ {0}: {1} index bits")
    @CsvSource({ "0, 9, 4096", "1, 11, 16384", "2, 13, 65536" })
    void shouldIndexLevel2TablesByTheseBits(final int l2sz, final int bits, final int bytes)
    {
        final int firstOfSecond = 1 << bits;

        assertEquals(bits, ItsWalk.l2IndexBits(l2sz));
        assertEquals(bytes, firstOfSecond * L2Dte.LENGTH);
        assertEquals(0, ItsWalk.l1Index(firstOfSecond - 1, l2sz));
        assertEquals(firstOfSecond - 1, ItsWalk.l2Index(firstOfSecond - 1, l2sz));
        assertEquals(1, ItsWalk.l1Index(firstOfSecond, l2sz));
        assertEquals(0, ItsWalk.l2Index(firstOfSecond, l2sz));
        assertEquals(-1 >>> bits, ItsWalk.l1Index(-1, l2sz));
        assertEquals(firstOfSecond - 1, ItsWalk.l2Index(-1, l2sz));
    }

    @Tag("B-IST-2")
    @Test
    void shouldTakeTheReservedL2szAs4KiB()
    {
        assertEquals(9, ItsWalk.l2IndexBits(3));
    }

    @Tag("B-ITS-4")
    @ParameterizedTest(name = "L2 index {0}, L2SZ {1}, span {2}: {3}")
    @CsvSource({
        "0, 0, 0, true", "1, 0, 0, false", "7, 0, 3, true", "8, 0, 3, false", "511, 0, 9, true", "511, 0, 8, false",
        "511, 0, 15, true", "8191, 2, 13, true", "8191, 2, 12, false", "8191, 2, 15, true" })
    void shouldReachAsFarAsTheSpanButNotBeyondTheTable(
        final int l2Index, final int l2sz, final int span, final boolean expected)
    {
        assertEquals(expected, ItsWalk.isInSpan(l2Index, l2sz, span));
        assertEquals(expected, ItsWalk.isInSpan(l2Index | (5 << ItsWalk.l2IndexBits(l2sz)), l2sz, span));
    }

    @Tag("B-ITS-3")
    @Test
    void shouldMatchTheExampleOfATwoLevelDeviceTable()
    {
        final DeviceTable table = new DeviceTable(memory, L1, new DeviceIdBits(20), 0, true);
        memory.storeLong(L1 + 0x488, level1(L2, 9));

        assertEquals(0x91, ItsWalk.l1Index(DEVICE, 0));
        assertEquals(L1 + 0x488, table.l1EntryAddress(DEVICE));
        assertEquals(L2 + 0xa28, table.entryAddress(DEVICE));
        assertTrue(table.isTwoLevel());
        assertEquals(0, table.l2sz());
    }

    @Test
    void shouldMatchTheExampleOfALinearDeviceTable()
    {
        final DeviceTable table = new DeviceTable(memory, L2, new DeviceIdBits(7), 0, false);
        memory.storeLong(L2 + 0x200, 0x1234);

        assertEquals(L2 + 0x200, table.entryAddress(64));
        assertEquals(0x1234, table.loadPlain(table.entryAddress(64)));
        assertFalse(table.isTwoLevel());
    }

    @Tag("B-ITS-3")
    @Test
    void shouldMatchTheExampleOfATwoLevelTranslationTable()
    {
        final TranslationTable table = new TranslationTable(memory);
        final long l2Dte = twoLevelDevice(L1, new EventIdBits(16), 0);
        memory.storeLong(L1 + 0x8, level1(L2, 9));
        memory.storeLong(L2 + 0xf40, L2Itte.physical(77));

        assertEquals(L1 + 0x8, table.l1EntryAddress(l2Dte, 1000));
        assertEquals(L2 + 0xf40, table.entryAddress(l2Dte, 1000));
        assertEquals(77, L2Itte.lpiId(table.loadPlain(table.entryAddress(l2Dte, 1000))));
    }

    @Test
    void shouldMatchTheExampleOfALinearTranslationTable()
    {
        final long l2Dte = L2Dte.linear(L2, new EventIdBits(5));

        assertEquals(L2 + 0x38, new TranslationTable(memory).entryAddress(l2Dte, 7));
    }

    @Tag("B-ITS-3")
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldRefuseADeviceBeyondTheWidth(final boolean twoLevel)
    {
        final DeviceTable table = new DeviceTable(memory, L1, new DeviceIdBits(9), 0, twoLevel);
        memory.storeLong(L1, level1(L2, 9));

        assertTrue(ItsWalk.isFound(table.entryAddress(511)));
        assertEquals(ItsWalk.OUT_OF_RANGE, table.entryAddress(512));
        assertEquals(ItsWalk.OUT_OF_RANGE, table.entryAddress(-1));
        assertFalse(ItsWalk.isFound(ItsWalk.OUT_OF_RANGE));
        assertTrue(ItsWalk.isFound(0));
    }

    @Tag("B-ITS-3")
    @Test
    void shouldRefuseAnEventBeyondTheWidth()
    {
        final TranslationTable table = new TranslationTable(memory);

        assertTrue(ItsWalk.isFound(table.entryAddress(L2Dte.linear(L2, new EventIdBits(5)), 31)));
        assertEquals(ItsWalk.OUT_OF_RANGE, table.entryAddress(L2Dte.linear(L2, new EventIdBits(5)), 32));
        assertEquals(ItsWalk.OUT_OF_RANGE, table.entryAddress(L2Dte.linear(L2, new EventIdBits(31)), -1));
        assertTrue(ItsWalk.isFound(table.entryAddress(L2Dte.linear(L2, new EventIdBits(0)), 0)));
        assertEquals(ItsWalk.OUT_OF_RANGE, table.entryAddress(L2Dte.linear(L2, new EventIdBits(0)), 1));
    }

    @Tag("B-ITS-3")
    @Test
    void shouldFindNothingUnderAnInvalidLevel1Entry()
    {
        final DeviceTable table = new DeviceTable(memory, L1, new DeviceIdBits(20), 0, true);
        memory.storeLong(L1 + 0x488, level1(L2, 9) & ~L1Dte.VALID.mask());

        assertEquals(ItsWalk.L1_INVALID, table.entryAddress(DEVICE));
    }

    @Tag("B-ITS-3")
    @Test
    void shouldFindNothingBeyondTheSpan()
    {
        final DeviceTable table = new DeviceTable(memory, L1, new DeviceIdBits(20), 0, true);
        memory.storeLong(L1 + 0x488, level1(L2, 8));

        assertEquals(ItsWalk.BEYOND_SPAN, table.entryAddress(DEVICE));
        assertTrue(ItsWalk.isFound(table.entryAddress(DEVICE & ~0x100)));
    }

    @Test
    void shouldFindNothingOutsideRam()
    {
        final DeviceTable absent = new DeviceTable(memory, 0x00ff_ffff_ffff_fff8L, new DeviceIdBits(32), 0, true);
        final DeviceTable linear = new DeviceTable(memory, RAM_BASE + RAM_BYTES - 8, new DeviceIdBits(32), 0, false);
        final DeviceTable dangling = new DeviceTable(memory, L1, new DeviceIdBits(20), 0, true);
        memory.storeLong(L1, level1(RAM_BASE + RAM_BYTES - 8, 15));

        assertEquals(ItsWalk.L1_ABORT, absent.entryAddress(0));
        assertEquals(ItsWalk.L1_ABORT, absent.entryAddress(-1));
        assertTrue(ItsWalk.isFound(linear.entryAddress(0)));
        assertEquals(ItsWalk.L2_ABORT, linear.entryAddress(1));
        assertEquals(ItsWalk.L2_ABORT, linear.entryAddress(-1));
        assertTrue(ItsWalk.isFound(dangling.entryAddress(0)));
        assertEquals(ItsWalk.L2_ABORT, dangling.entryAddress(1));
    }

    @Tag("B-ITS-4")
    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2 })
    void shouldUseTheL2szOfEachDevice(final int ittL2sz)
    {
        final int eventId = (1 << ItsWalk.l2IndexBits(ittL2sz)) + 3;
        final long l2Dte = twoLevelDevice(L1, new EventIdBits(20), ittL2sz);
        memory.storeLong(L1 + 8, level1(L2, 15));

        assertEquals(L2 + 24, new TranslationTable(memory).entryAddress(l2Dte, eventId));
        assertEquals(ittL2sz, L2Dte.ittL2sz(l2Dte));
    }

    @Tag("B-ITS-4")
    @ParameterizedTest(name = "id {0}, L2SZ {1}: from {2}")
    @CsvSource({ "0, 0, 0", "511, 0, 0", "512, 0, 512", "1000, 0, 512", "2047, 1, 0", "2048, 1, 2048", "-1, 2, -8192" })
    void shouldCoverIdsFromTheFirstOfTheirLevel1Entry(final int id, final int l2sz, final int first)
    {
        assertEquals(first, ItsWalk.firstUnder(id, l2sz));
    }

    @Tag("B-ITS-3")
    @Test
    void shouldFindADeviceUnderALevel1EntryThatIsGiven()
    {
        final DeviceTable table = new DeviceTable(memory, L1, new DeviceIdBits(20), 1, true);

        assertEquals(L2 + 8L * (DEVICE & 0x7ff), table.entryAddressUnder(level1(L2, 11), DEVICE));
        assertEquals(ItsWalk.BEYOND_SPAN, table.entryAddressUnder(level1(L2, 8), DEVICE));
        assertEquals(ItsWalk.L1_INVALID, table.entryAddressUnder(0, DEVICE));
        assertEquals(1, table.l2sz());
    }

    @Tag("B-ITS-3")
    @Test
    void shouldFindAnEventUnderALevel1EntryThatIsGiven()
    {
        final TranslationTable table = new TranslationTable(memory);
        final long l2Dte = twoLevelDevice(L1, new EventIdBits(16), 1);

        assertEquals(L2 + 8L * 0x7ff, table.entryAddressUnder(level1(L2, 11), l2Dte, 0xfff));
        assertEquals(ItsWalk.BEYOND_SPAN, table.entryAddressUnder(level1(L2, 10), l2Dte, 0xfff));
        assertEquals(ItsWalk.L1_INVALID, table.entryAddressUnder(0, l2Dte, 0xfff));
    }

    @Test
    void shouldHaveDevicesWithinItsWidthOnly()
    {
        final DeviceTable table = new DeviceTable(memory, L1, new DeviceIdBits(9), 0, false);

        assertTrue(table.contains(511));
        assertFalse(table.contains(512));
    }

    @Test
    void shouldDescribeADevice()
    {
        final long linear = L2Dte.linear(0x4000_1238L, new EventIdBits(31));
        final long twoLevel = twoLevelDevice(0x4000_1238L, new EventIdBits(16), 2);

        assertEquals(0xf800_0000_4000_1239L, linear);
        assertFalse(L2Dte.isIttTwoLevel(linear));
        assertEquals(31, L2Dte.eventIdBits(linear));
        assertEquals(0x8400_0000_4000_123dL, twoLevel);
        assertTrue(L2Dte.isIttTwoLevel(twoLevel));
        assertTrue(L2Dte.isValid(twoLevel));
        assertFalse(L2Dte.isValid(~1L));
        assertEquals(0x4000_1238L, L2Dte.ittAddress(twoLevel));
    }

    @Test
    void shouldDescribeALevel2Table()
    {
        final long entry = level1(0x4000_1238L, 15);

        assertEquals(0xf000_0000_4000_1239L, entry);
        assertTrue(L1Dte.isValid(entry));
        assertFalse(L1Dte.isValid(~1L));
        assertEquals(15, L1Dte.span(entry));
        assertEquals(0x4000_1238L, L1Dte.l2Address(entry));
        assertEquals(L1Dte.FIELDS, L1Itte.FIELDS);
    }

    @Tag("B-ITS-5")
    @Test
    void shouldTranslateToAPhysicalLpi()
    {
        final long entry = L2Itte.physical(0xffffff);

        assertEquals(0x80ff_ffffL, entry);
        assertTrue(L2Itte.isValid(entry));
        assertFalse(L2Itte.isVirtual(entry));
        assertEquals(0xffffff, L2Itte.lpiId(entry));
    }

    @Tag("B-ITS-5")
    @Test
    void shouldTranslateToAVirtualLpiOfAVm()
    {
        final long entry = L2Itte.virtual(0x8001, 5);

        assertEquals(0x8001_c000_0005L, entry);
        assertTrue(L2Itte.isVirtual(entry));
        assertEquals(0x8001, L2Itte.vmId(entry));
        assertEquals(5, L2Itte.lpiId(entry));
        assertFalse(L2Itte.isValid(~L2Itte.VALID.mask()));
    }

    @Test
    void shouldRefuseWidthsThatDoNotExist()
    {
        assertThrows(IllegalArgumentException.class, () -> new DeviceIdBits(33));
        assertThrows(IllegalArgumentException.class, () -> new DeviceIdBits(-1));
        assertThrows(IllegalArgumentException.class, () -> new EventIdBits(32));
        assertThrows(IllegalArgumentException.class, () -> new EventIdBits(-1));
        assertTrue(new DeviceIdBits(32).contains(-1));
        assertTrue(new DeviceIdBits(0).contains(0));
        assertEquals(0, new EventIdBits(0).bits());
        assertFalse(new DeviceIdBits(31).contains(-1));
    }

    private static long level1(final long l2Address, final int span)
    {
        return L1Dte.SPAN.set(L1Dte.L2_ADDR.withAddress(L1Dte.VALID.mask(), l2Address), span);
    }

    private static long twoLevelDevice(final long ittAddress, final EventIdBits eventIdBits, final int ittL2sz)
    {
        return L2Dte.ITT_L2SZ.set(L2Dte.ITT_STRUCTURE.with(L2Dte.linear(ittAddress, eventIdBits), true), ittL2sz);
    }
}
