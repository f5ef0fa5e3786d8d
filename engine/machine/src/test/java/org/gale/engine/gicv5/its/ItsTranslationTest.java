package org.gale.engine.gicv5.its;

import org.gale.engine.machine.DigestStream;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.gale.engine.gicv5.its.ItsFixture.DT;
import static org.gale.engine.gicv5.its.ItsFixture.ITT;
import static org.gale.engine.gicv5.its.ItsFixture.L2_DT;
import static org.gale.engine.gicv5.its.ItsFixture.L2_ITT;
import static org.gale.engine.gicv5.its.ItsFixture.RAM;
import static org.gale.engine.gicv5.its.ItsFixture.RAM_BYTES;
import static org.gale.engine.support.ItsEntries.level1;
import static org.gale.engine.support.ItsEntries.twoLevelDevice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the walk of an event, on both sides of each of its checks. */
@Tag("B-ITS-3")
class ItsTranslationTest
{
    private static final int DEVICE = 64;
    private static final int PAGE_BYTES = PhysicalMemory.PAGE_SIZE;
    private static final long ITTE = L2Itte.virtual(3, 0x1234);

    private ItsFixture fixture = new ItsFixture();

    @AfterEach
    void close()
    {
        fixture.close();
    }

    @Test
    void shouldFindTheEntryInLinearTables()
    {
        fixture.linear(10).device(DEVICE, 8).entry(ITT, 7, ITTE);

        assertEquals(ITTE, fixture.its.translate(DEVICE, 7));
    }

    @Test
    void shouldFindNothingWhenTheEntryIsInvalid()
    {
        fixture.linear(10).device(DEVICE, 8).entry(ITT, 7, L2Itte.VALID.with(ITTE, false));

        assertEquals(0, fixture.its.translate(DEVICE, 7));
    }

    @Test
    void shouldFindNothingWhenTheDeviceIsInvalid()
    {
        fixture.linear(10).device(DEVICE, 8).entry(ITT, 7, ITTE);
        fixture.entry(DT, DEVICE, L2Dte.VALID.with(fixture.memory.loadLong(DT + 8L * DEVICE), false));

        assertEquals(0, fixture.its.translate(DEVICE, 7));
    }

    @Tag("B-ITS-2")
    @Tag("B-TRAP-41")
    @Test
    void shouldFindNothingWhileTheItsIsDisabled()
    {
        fixture.linear(10).device(DEVICE, 8).entry(ITT, 7, ITTE);
        assertEquals(ITTE, fixture.its.translate(DEVICE, 7));

        fixture.enable(false);

        assertEquals(0, fixture.its.translate(DEVICE, 7));
        fixture.enable(true);
        assertEquals(ITTE, fixture.its.translate(DEVICE, 7));
    }

    @ParameterizedTest(name = "device {0} of 2^{1}, table linear {2}")
    @CsvSource({
        "1023, 10, true, true", "1024, 10, true, false", "1023, 10, false, true", "1024, 10, false, false",
        "0, 0, true, true", "1, 0, true, false", "-1, 20, true, false", "-1, 20, false, false",
    })
    void shouldCheckTheDeviceIdAgainstItsWidth(
        final int deviceId, final int bits, final boolean linear, final boolean found)
    {
        for (int index = 0; index < 4096; index++)
        {
            fixture.entry(linear ? DT : L2_DT, index, L2Dte.linear(ITT, new EventIdBits(8)));
        }
        if (linear)
        {
            fixture.linear(bits);
        }
        else
        {
            fixture.l1Dte(0, 9).l1Dte(1, 9).l1Dte(2, 9).twoLevel(bits, 0);
        }
        fixture.entry(ITT, 0, ITTE);

        assertEquals(found ? ITTE : 0, fixture.its.translate(deviceId, 0));
    }

    @ParameterizedTest(name = "DT_CFGR.DEVICEID_BITS {0}, device {1}")
    @CsvSource({ "12, 4095, true", "12, 4096, false", "63, 4095, true", "63, 4096, false", "11, 2048, false" })
    void shouldClampTheDeviceIdWidthToThatOfTheIts(final int bits, final int deviceId, final boolean found)
    {
        fixture.close();
        fixture = new ItsFixture(12, 10, true);
        fixture.linear(bits).device(deviceId, 8).entry(ITT, 0, ITTE);

        assertEquals(found ? ITTE : 0, fixture.its.translate(deviceId, 0));
    }

    @ParameterizedTest(name = "event {0} of 2^{1}, two-level {2}")
    @CsvSource({
        "255, 8, false, true", "256, 8, false, false", "255, 8, true, true", "256, 8, true, false",
        "0, 0, false, true", "1, 0, false, false", "-1, 31, false, false", "-1, 31, true, false",
    })
    void shouldCheckTheEventIdAgainstTheWidthOfItsDevice(
        final int eventId, final int bits, final boolean twoLevel, final boolean found)
    {
        if (twoLevel)
        {
            fixture.twoLevelDevice(DEVICE, bits, 0).l1Itte(0, 9);
        }
        else
        {
            fixture.device(DEVICE, bits);
        }
        fixture.linear(10);
        for (int index = 0; index < 512; index++)
        {
            fixture.entry(twoLevel ? L2_ITT : ITT, index, ITTE);
        }

        assertEquals(found ? ITTE : 0, fixture.its.translate(DEVICE, eventId));
    }

    @ParameterizedTest(name = "EVENTID_BITS {0}, event {1}, two-level {2}")
    @CsvSource({
        "10, 1023, false, true", "31, 1023, false, true", "31, 1024, false, false",
        "31, 1023, true, true", "31, 1024, true, false",
    })
    void shouldClampTheEventIdWidthToThatOfTheIts(
        final int bits, final int eventId, final boolean twoLevel, final boolean found)
    {
        fixture.close();
        fixture = new ItsFixture(12, 10, true);
        fixture.linear(10);
        if (twoLevel)
        {
            fixture.twoLevelDevice(DEVICE, bits, 2).l1Itte(0, 13).entry(L2_ITT, eventId, ITTE);
        }
        else
        {
            fixture.device(DEVICE, bits).entry(ITT, eventId, ITTE);
        }

        assertEquals(found ? ITTE : 0, fixture.its.translate(DEVICE, eventId));
    }

    @Tag("B-TRAP-46")
    @Test
    void shouldDistinguishEventsThatDifferInTheirUpperBitsOnly()
    {
        fixture.close();
        fixture = new ItsFixture(20, 18, true);
        fixture.linear(10).device(DEVICE, 18).entry(ITT, 5, ITTE).entry(ITT, 0x2_0005, L2Itte.physical(9));

        assertEquals(ITTE, fixture.its.translate(DEVICE, 5));
        assertEquals(L2Itte.physical(9), fixture.its.translate(DEVICE, 0x2_0005));
    }

    @Tag("B-ITS-4")
    @ParameterizedTest(name = "device table L2SZ {0}, translation table L2SZ {1}")
    @CsvSource({
        "-1, -1", "-1, 0", "-1, 1", "-1, 2", "-1, 3", "0, -1", "1, -1", "2, -1", "3, -1",
        "0, 0", "1, 1", "2, 2", "0, 2", "2, 0", "3, 3",
    })
    void shouldFindTheEntryInTablesOfEveryShape(final int dtL2sz, final int ittL2sz)
    {
        final int dtBits = dtL2sz < 0 ? 0 : 9 + 2 * (dtL2sz % 3);
        final int ittBits = ittL2sz < 0 ? 0 : 9 + 2 * (ittL2sz % 3);
        final int deviceId = dtL2sz < 0 ? 777 : (3 << dtBits) + 77;
        final int eventId = ittL2sz < 0 ? 1000 : (2 << ittBits) + 55;
        final EventIdBits bits = new EventIdBits(16);
        if (dtL2sz < 0)
        {
            fixture.linear(16);
        }
        else
        {
            fixture.twoLevel(16, dtL2sz).l1Dte(3, dtBits);
        }
        fixture.entry(dtL2sz < 0 ? DT : L2_DT, dtL2sz < 0 ? 777 : 77,
            ittL2sz < 0 ? L2Dte.linear(ITT, bits) : twoLevelDevice(ITT, bits, ittL2sz));
        if (ittL2sz >= 0)
        {
            fixture.l1Itte(2, ittBits);
        }
        fixture.entry(ittL2sz < 0 ? ITT : L2_ITT, ittL2sz < 0 ? 1000 : 55, ITTE);

        assertEquals(ITTE, fixture.its.translate(deviceId, eventId));
        assertEquals(0, fixture.its.translate(deviceId + 1, eventId));
        assertEquals(0, fixture.its.translate(deviceId, eventId + 1));
    }

    @Tag("B-ITS-4")
    @Tag("B-TRAP-42")
    @ParameterizedTest(name = "span {0}, index {1}")
    @CsvSource({ "0, 0, true", "0, 1, false", "3, 7, true", "3, 8, false", "9, 511, true", "15, 511, true" })
    void shouldCheckTheIndexAgainstTheSpan(final int span, final int index, final boolean found)
    {
        fixture.twoLevel(16, 0).l1Dte(1, span).entry(L2_DT, index, twoLevelDevice(ITT, new EventIdBits(16), 0));
        fixture.l1Itte(1, 9).entry(L2_ITT, 0, ITTE);
        assertEquals(found ? ITTE : 0, fixture.its.translate(512 + index, 512));

        fixture.l1Dte(1, 9).entry(L2_DT, 0, twoLevelDevice(ITT, new EventIdBits(16), 0));
        fixture.l1Itte(1, span).entry(L2_ITT, index, ITTE);
        assertEquals(found ? ITTE : 0, fixture.its.translate(512, 512 + index));
    }

    /** Valid entries lie beside those of a device: in front of its table, behind it, and at a smaller index. */
    @Test
    void shouldFindNoEntryButThatOfTheDeviceAndItsEvent()
    {
        final long beside = L2Dte.linear(L2_ITT, new EventIdBits(16));
        fixture.linear(10).device(DEVICE, 16).entry(ITT, 0x1_0000, ITTE);
        fixture.entry(DT, -DEVICE, beside).entry(DT, DEVICE >>> 6, beside).entry(L2_ITT, 5, ITTE);

        assertEquals(0, fixture.its.translate(DEVICE, 5));
        assertEquals(0, fixture.its.translate(DEVICE, 0x1_0000));

        fixture.entry(ITT, 5, L2Itte.physical(9));
        assertEquals(L2Itte.physical(9), fixture.its.translate(DEVICE, 5));
    }

    /** An event that was translated before may change a page in which a live interrupt state table lies. */
    @Tag("B-ITS-5")
    @ParameterizedTest(name = "device table L2SZ {0}, translation table L2SZ {1}")
    @CsvSource({ "-1, -1", "-1, 0", "0, -1", "0, 0" })
    void shouldTellThatAnEntryLiesInAPageWithALiveTable(final int dtL2sz, final int ittL2sz)
    {
        final boolean hasLevel1 = dtL2sz >= 0;
        final EventIdBits bits = new EventIdBits(16);
        (hasLevel1 ? fixture.twoLevel(16, dtL2sz).l1Dte(0, 9) : fixture.linear(16))
            .entry(hasLevel1 ? L2_DT : DT, 1,
                ittL2sz < 0 ? L2Dte.linear(ITT, bits) : twoLevelDevice(ITT, bits, ittL2sz));
        (ittL2sz < 0 ? fixture : fixture.l1Itte(0, 9)).entry(ittL2sz < 0 ? ITT : L2_ITT, 1, ITTE);

        assertReadsLive(true, DT);
        assertReadsLive(hasLevel1, L2_DT);
        assertReadsLive(true, ITT);
        assertReadsLive(ittL2sz >= 0, L2_ITT);
        assertReadsLive(false, DT + PAGE_BYTES);
        assertReadsLive(false, L2_ITT + PAGE_BYTES);
    }

    private void assertReadsLive(final boolean expected, final long table)
    {
        fixture.memory.retain(table - RAM, PAGE_BYTES);
        assertEquals(ITTE, fixture.its.translate(1, 1));
        assertEquals(expected, fixture.its.hasReadLiveTable(), "a live table at 0x" + Long.toHexString(table));

        fixture.memory.release(table - RAM, PAGE_BYTES);
        assertEquals(ITTE, fixture.its.translate(1, 1));
        assertFalse(fixture.its.hasReadLiveTable());
    }

    @Tag("B-TRAP-43")
    @Test
    void shouldFindNothingWhenALevelOneEntryIsInvalid()
    {
        fixture.twoLevel(16, 0).l1Dte(1, 9).entry(L2_DT, 0, twoLevelDevice(ITT, new EventIdBits(16), 0));
        fixture.l1Itte(1, 9).entry(L2_ITT, 0, ITTE);
        assertEquals(ITTE, fixture.its.translate(512, 512));

        fixture.entry(ITT, 1, level1(L2_ITT, 9) & ~1L);
        assertEquals(0, fixture.its.translate(512, 512));

        fixture.l1Itte(1, 9).entry(DT, 1, level1(L2_DT, 9) & ~1L);
        assertEquals(0, fixture.its.translate(512, 512));
    }

    @Test
    void shouldFindNothingWhereATableLiesOutsideRam()
    {
        final long end = RAM + RAM_BYTES;
        fixture.memory.storeLong(end - 8, L2Dte.linear(end - 8, new EventIdBits(8)));

        fixture.enable(end - 8, 10);
        assertEquals(0, fixture.its.translate(1, 0));
        assertEquals(0, fixture.its.translate(0, 1));

        fixture.memory.storeLong(end - 8, twoLevelDevice(end, new EventIdBits(8), 0));
        assertEquals(0, fixture.its.translate(0, 0));

        fixture.enable(false);
        fixture.enable(end, ItsFixture.TWO_LEVEL | 10);
        assertEquals(0, fixture.its.translate(0, 0));

        fixture.enable(false);
        fixture.twoLevel(10, 0).entry(DT, 0, level1(end, 9));
        assertEquals(0, fixture.its.translate(0, 0));
    }

    @Test
    void shouldFindNothingFarBeyondRam()
    {
        fixture.close();
        fixture = new ItsFixture(32, 31, true);
        fixture.linear(32).device(0, 31);

        assertEquals(0, fixture.its.translate(-1, 0));
        assertEquals(0, fixture.its.translate(0, Integer.MAX_VALUE));

        fixture.entry(DT, 0, L2Dte.linear(0xff_ffff_ffff_fff8L, new EventIdBits(31)));
        assertEquals(0, fixture.its.translate(0, 3));
    }

    @Tag("B-TRAP-45")
    @Test
    void shouldReadLittleEndianEntries()
    {
        fixture.linear(10).device(DEVICE, 8);
        final int[] bytes = {0x34, 0x12, 0, 0xc0, 3, 0, 0, 0};
        for (int i = 0; i < bytes.length; i++)
        {
            fixture.memory.store(ITT + i, 1, bytes[i]);
        }

        assertEquals(ITTE, fixture.its.translate(DEVICE, 0));
    }

    @Tag("M-LIVE")
    @Tag("B-TRAP-48")
    @Test
    void shouldSeeAChangedEntryOnTheNextWalk()
    {
        fixture.linear(10);
        assertEquals(0, fixture.its.translate(DEVICE, 7));

        fixture.device(DEVICE, 8).entry(ITT, 7, ITTE);
        assertEquals(ITTE, fixture.its.translate(DEVICE, 7));

        fixture.entry(ITT, 7, L2Itte.physical(5));
        assertEquals(L2Itte.physical(5), fixture.its.translate(DEVICE, 7));
    }

    @Test
    void shouldHaveNoSideEffectWhenNothingIsFound()
    {
        fixture.linear(10);
        final long digest = DigestStream.of(fixture.its::state);

        assertEquals(0, fixture.its.translate(DEVICE, 7));

        assertEquals(digest, DigestStream.of(fixture.its::state));
        assertEquals(0, fixture.its.untranslated());
        assertTrue(fixture.events.isEmpty());
    }
}
