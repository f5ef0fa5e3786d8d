package org.gale.engine.gicv5.its;

import java.util.List;
import java.util.stream.Stream;
import org.agrona.collections.LongArrayList;
import org.gale.engine.config.ItsCaching;
import org.gale.engine.machine.DigestStream;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.ItsDidr;
import org.gale.tables.register.ItsEidr;
import org.gale.tables.register.ItsInvDevicer;
import org.gale.tables.register.ItsInvEventr;
import org.gale.tables.register.ItsReadEventDatar;
import org.gale.tables.register.ItsReadEventr;
import org.gale.tables.register.ItsSwerrStatusr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.gicv5.its.ItsFixture.DT;
import static org.gale.engine.gicv5.its.ItsFixture.ITT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of an ITS that keeps entries until they are invalidated. */
@Tag("B-ITS-7")
@Tag("B-TRAP-48")
class TranslationCacheTest
{
    private static final int DEVICE = 64;
    private static final long ITTE = L2Itte.virtual(3, 0x1234);
    private static final long OTHER = L2Itte.virtual(4, 0x99);
    private static final int ACTION = 1 << 31;

    private final ItsFixture fixture = ItsFixture.caching(ItsCaching.LAZY);

    @AfterEach
    void close()
    {
        fixture.close();
    }

    @Test
    void shouldKeepATranslationUntilTheEventIsInvalidated()
    {
        fixture.linear(10).device(DEVICE, 8).entry(ITT, 7, ITTE).entry(ITT, 8, ITTE);
        translate(7);
        translate(8);
        fixture.entry(ITT, 7, OTHER).entry(ITT, 8, OTHER);
        assertEquals(ITTE, translate(7));

        invalidateEvent(7, 0);

        assertEquals(OTHER, translate(7));
        assertEquals(ITTE, translate(8));
    }

    @Test
    void shouldKeepAFailedTranslationUntilTheEventIsInvalidated()
    {
        fixture.linear(10).device(DEVICE, 8);
        assertEquals(0, translate(7));
        fixture.entry(ITT, 7, ITTE);
        assertEquals(0, translate(7));

        invalidateEvent(7, 0);

        assertEquals(ITTE, translate(7));
    }

    @Test
    void shouldReportAKeptFailureAsTheWalkThatFailed()
    {
        fixture.linear(10).device(DEVICE, 8);
        translate(7);
        fixture.entry(ITT, 7, ITTE);

        assertEquals(0, translate(7));
        fixture.its.fail(DEVICE, 7);

        assertEquals(1, fixture.its.untranslated());
        assertEquals(ItsError.L2_ITTE_INVALID,
            ItsSwerrStatusr.EC.getInt(fixture.wide(ItsSwerrStatusr.OFFSET)));
    }

    @Test
    void shouldTellWhatTheLastInvalidationRemovedAlone()
    {
        final TranslationCache cache = new TranslationCache(ItsCaching.EAGER);
        cache.level1Devices().add(TranslationCache.device(0), WalkCache.FOUND, 1);
        cache.devices().add(TranslationCache.device(DEVICE), WalkCache.FOUND, 1);
        cache.level1Events().add(TranslationCache.event(DEVICE, 0), WalkCache.FOUND, 1);
        cache.events().add(TranslationCache.event(DEVICE, 7), WalkCache.FOUND, 1);

        cache.invalidateDevices(DEVICE, 0);
        assertEquals(List.of(1, 1, 1, 1), removed(cache));

        cache.invalidateEvents(DEVICE, 7, true, 0);
        assertEquals(List.of(0, 0, 0, 0), removed(cache));
    }

    private static List<Integer> removed(final TranslationCache cache)
    {
        return Stream.of(cache.removedLevel1Devices(), cache.removedDevices(), cache.removedLevel1Events(),
            cache.removedEvents()).map(LongArrayList::size).toList();
    }

    @Tag("B-ITS-8")
    @ParameterizedTest(name = "level 2 tables of size {0}")
    @ValueSource(ints = { 0, 1 })
    void shouldInvalidateAllEventsUnderALevel1Entry(final int l2sz)
    {
        final int perTable = 512 << (2 * l2sz);
        fixture.linear(10).twoLevelDevice(DEVICE, 16, l2sz).l1Itte(0, 9 + 2 * l2sz).l1Itte(1, 9 + 2 * l2sz);
        translate(0);
        translate(perTable - 1);
        translate(perTable);
        fixture.entry(ItsFixture.L2_ITT, 0, ITTE).entry(ItsFixture.L2_ITT, perTable - 1, ITTE);

        invalidateEvent(5, ItsInvEventr.ITT_L2SZ.set(1, l2sz));

        assertEquals(ITTE, translate(0));
        assertEquals(ITTE, translate(perTable - 1));
        assertEquals(0, translate(perTable));
    }

    @Tag("B-ITS-9")
    @Test
    void shouldInvalidateADeviceAndItsEventsBelowANumber()
    {
        fixture.linear(10);
        translate(7);
        fixture.device(DEVICE, 8).entry(ITT, 7, ITTE).entry(ITT, 8, ITTE);
        assertEquals(0, translate(7));
        assertEquals(0, translate(8));                              // of the device, although event 8 is new

        invalidateDevice(DEVICE, ItsInvDevicer.EVENTID_BITS.set(0, 3));
        assertEquals(ITTE, translate(7));
        assertEquals(ITTE, translate(8));
        fixture.entry(ITT, 7, OTHER).entry(ITT, 8, OTHER);
        invalidateDevice(DEVICE, ItsInvDevicer.EVENTID_BITS.set(0, 3));

        assertEquals(OTHER, translate(7));
        assertEquals(ITTE, translate(8));
    }

    @Tag("B-ITS-9")
    @Test
    void shouldInvalidateTheDevicesUnderALevel1Entry()
    {
        fixture.twoLevel(16, 0).l1Dte(0, 9).l1Dte(1, 9);
        fixture.its.translate(1, 7);
        fixture.its.translate(511, 7);
        fixture.its.translate(512, 7);
        final long dte = L2Dte.linear(ITT, new EventIdBits(8));
        fixture.entry(ItsFixture.L2_DT, 1, dte).entry(ItsFixture.L2_DT, 511, dte).entry(ItsFixture.L2_DT, 0, dte)
            .entry(ITT, 7, ITTE);

        invalidateDevice(3, 1);

        assertEquals(ITTE, fixture.its.translate(1, 7));
        assertEquals(ITTE, fixture.its.translate(511, 7));
        assertEquals(0, fixture.its.translate(512, 7));
    }

    @Tag("B-ITS-9")
    @Test
    void shouldInvalidateOneDeviceOfALinearTable()
    {
        fixture.linear(10);
        translate(7);
        fixture.its.translate(DEVICE + 1, 7);
        fixture.device(DEVICE, 8).device(DEVICE + 1, 8).entry(ITT, 7, ITTE);

        invalidateDevice(DEVICE, 1 | ItsInvDevicer.EVENTID_BITS.set(0, 8));

        assertEquals(ITTE, translate(7));
        assertEquals(0, fixture.its.translate(DEVICE + 1, 7));
    }

    @Tag("B-ITS-10")
    @Test
    void shouldInvalidateNothingWithoutTheActionBit()
    {
        fixture.linear(10).device(DEVICE, 8);
        translate(7);
        fixture.entry(ITT, 7, ITTE);
        fixture.writeWide(ItsDidr.OFFSET, DEVICE);
        fixture.writeWord(ItsEidr.OFFSET, 7);

        fixture.writeWord(ItsInvEventr.OFFSET, 0);
        fixture.writeWord(ItsInvDevicer.OFFSET, ItsInvDevicer.EVENTID_BITS.set(0, 8));

        assertEquals(0, translate(7));
    }

    @Tag("B-ITS-2")
    @Test
    void shouldForgetAllWhenTheItsIsDisabled()
    {
        fixture.linear(10).device(DEVICE, 8);
        translate(7);
        fixture.its.translate(DEVICE + 1, 7);
        fixture.entry(ITT, 7, ITTE).device(DEVICE + 1, 8);

        fixture.enable(false);
        assertEquals(0, translate(7));
        fixture.enable(true);

        assertEquals(ITTE, translate(7));
        assertEquals(ITTE, fixture.its.translate(DEVICE + 1, 7));
    }

    @Tag("B-ITS-14")
    @Test
    void shouldReadBackTheKeptTranslationAndKeepNone()
    {
        fixture.linear(10).device(DEVICE, 8).entry(ITT, 7, ITTE);
        translate(7);
        fixture.entry(ITT, 7, OTHER);

        assertEquals(0x1234, readBack(7));
        readBack(8);
        fixture.entry(ITT, 8, OTHER);
        assertEquals(OTHER, translate(8));
    }

    @Test
    void shouldNotKeepIdsOutOfRange()
    {
        fixture.linear(6).entry(DT, 1, L2Dte.linear(ITT, new EventIdBits(3)));
        fixture.its.translate(DEVICE, 7);
        fixture.its.translate(1, 8);

        assertEquals(0, fixture.its.translate(DEVICE, 7));
        fixture.enable(false);
        fixture.linear(10).device(DEVICE, 8).entry(ITT, 7, ITTE);

        assertEquals(ITTE, translate(7));
    }

    /** An entry that decides nothing takes no place in the cache, and so none in the digest. */
    @Test
    void shouldKeepAFailedDeviceAndNoIdOutOfRange()
    {
        fixture.linear(10).device(DEVICE, 8);
        final long empty = DigestStream.of(fixture.its::state);
        fixture.its.translate(1 << 10, 7);
        assertEquals(empty, DigestStream.of(fixture.its::state));

        fixture.its.translate(DEVICE + 1, 7);
        final long failed = DigestStream.of(fixture.its::state);
        assertNotEquals(empty, failed);
        fixture.device(DEVICE + 1, 8).entry(ITT, 7, ITTE);
        assertEquals(0, fixture.its.translate(DEVICE + 1, 7), "the failure is kept");
        assertEquals(failed, DigestStream.of(fixture.its::state));
    }

    @Test
    void shouldWalkForWhatAFullCacheDoesNotKeep()
    {
        fixture.linear(10).device(DEVICE, 16);
        for (int event = 0; event < TranslationCache.CAPACITY; event++)
        {
            translate(event);
        }
        fixture.device(DEVICE + 1, 16).entry(ITT, 7, ITTE);
        assertEquals(ITTE, fixture.its.translate(DEVICE + 1, 7));
        fixture.entry(ITT, 7, OTHER);

        assertEquals(OTHER, fixture.its.translate(DEVICE + 1, 7));
        assertEquals(0, translate(7));
    }

    private long translate(final int eventId)
    {
        return fixture.its.translate(DEVICE, eventId);
    }

    private long readBack(final int eventId)
    {
        fixture.writeWide(ItsDidr.OFFSET, DEVICE);
        fixture.writeWord(ItsEidr.OFFSET, eventId);
        fixture.writeWord(ItsReadEventr.OFFSET, ACTION);

        return ItsReadEventDatar.LPI_ID.get(fixture.wide(ItsReadEventDatar.OFFSET));
    }

    private void invalidateEvent(final int eventId, final int bits)
    {
        fixture.writeWide(ItsDidr.OFFSET, DEVICE);
        fixture.writeWord(ItsEidr.OFFSET, eventId);
        fixture.writeWord(ItsInvEventr.OFFSET, ACTION | bits);
    }

    private void invalidateDevice(final int deviceId, final int bits)
    {
        fixture.writeWide(ItsDidr.OFFSET, deviceId);
        fixture.writeWord(ItsInvDevicer.OFFSET, ACTION | bits);
    }
}
