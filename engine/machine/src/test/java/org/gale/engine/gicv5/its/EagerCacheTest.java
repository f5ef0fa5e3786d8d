package org.gale.engine.gicv5.its;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.gale.engine.config.ItsCaching;
import org.gale.engine.support.ItsEntries;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.ItsDidr;
import org.gale.tables.register.ItsEidr;
import org.gale.tables.register.ItsInvDevicer;
import org.gale.tables.register.ItsInvEventr;
import org.gale.tables.register.ItsReadEventr;
import org.gale.tables.register.ItsSwerrStatusr;
import org.gale.tables.register.ItsSwerrSyndromer1;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.gicv5.its.ItsFixture.DT;
import static org.gale.engine.gicv5.its.ItsFixture.ITT;
import static org.gale.engine.gicv5.its.ItsFixture.L2_DT;
import static org.gale.engine.gicv5.its.ItsFixture.L2_ITT;
import static org.gale.engine.support.ItsEntries.level1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of an ITS that keeps level 1 entries, too, and walks again after an invalidation; beside one that does not. */
@Tag("B-ITS-7")
@Tag("B-TRAP-48")
class EagerCacheTest
{
    private static final int DEVICE = 64;
    private static final long ITTE = L2Itte.virtual(3, 0x1234);
    private static final long OTHER = L2Itte.virtual(4, 0x99);
    private static final int ACTION = 1 << 31;
    private static final int L1 = 1;
    private static final long ELSEWHERE = ItsFixture.RAM + 0x70_0000;
    private static final long OUTSIDE = ItsFixture.RAM + ItsFixture.RAM_BYTES;

    private final ItsFixture eager = ItsFixture.caching(ItsCaching.EAGER);
    private final ItsFixture lazy = ItsFixture.caching(ItsCaching.LAZY);
    private final ItsFixture none = ItsFixture.caching(ItsCaching.NONE);
    private final List<ItsFixture> all = List.of(none, lazy, eager);

    @AfterEach
    void close()
    {
        all.forEach(ItsFixture::close);
    }

    @Tag("B-ITS-8")
    @Test
    void shouldWalkTheEventThatIsInvalidatedBeforeItIsWritten()
    {
        all.forEach(its -> its.linear(10).device(DEVICE, 8));
        invalidateEvent(7, 0);
        all.forEach(its -> its.entry(ITT, 7, ITTE).entry(ITT, 8, ITTE));

        assertEquals(List.of(ITTE, ITTE, 0L), translate(7));
        assertEquals(List.of(ITTE, ITTE, ITTE), translate(8));

        invalidateEvent(7, 0);
        assertEquals(List.of(ITTE, ITTE, ITTE), translate(7));
    }

    /** Its second event is beyond the device's width, so that nothing decides it and nothing is kept. */
    @Test
    void shouldChangeTheCacheAloneByItsWalks()
    {
        all.forEach(its -> its.linear(10).device(DEVICE, 8));
        translate(9);
        invalidateEvent(7, 0);
        invalidateEvent(300, 0);
        invalidateEvent(3, L1);
        invalidateDevice(DEVICE, ItsInvDevicer.EVENTID_BITS.set(0, 8));
        invalidateDevice(1 << 12, 0);

        assertEquals(0, eager.its.untranslated());
        assertEquals(0, eager.wide(ItsSwerrStatusr.OFFSET));
        assertEquals(List.of(), eager.events);
        all.forEach(its -> its.device(DEVICE, 9).entry(ITT, 300, ITTE));
        invalidateDevice(DEVICE, 0);
        assertEquals(List.of(ITTE, ITTE, ITTE), translate(300));
    }

    @Tag("B-ITS-9")
    @Test
    void shouldKeepTheL1DteUntilItIsInvalidatedItself()
    {
        all.forEach(its -> its.twoLevel(16, 0));
        translate(7);
        final long dte = L2Dte.linear(ITT, new EventIdBits(8));
        all.forEach(its -> its.l1Dte(0, 9).entry(L2_DT, DEVICE, dte).entry(ITT, 7, ITTE));

        invalidateDevice(DEVICE, ItsInvDevicer.EVENTID_BITS.set(0, 8));
        assertEquals(List.of(ITTE, ITTE, 0L), translate(7));

        invalidateDevice(DEVICE + 1, L1);
        assertEquals(List.of(ITTE, ITTE, ITTE), translate(7));
        all.forEach(its -> its.entry(DT, 0, level1(ELSEWHERE, 9)).entry(L2_DT, DEVICE + 2, dte));
        assertEquals(List.of(0L, 0L, ITTE), translate(DEVICE + 2, 7));
    }

    @Tag("B-ITS-8")
    @Test
    void shouldKeepTheL1IttesUntilTheyAreInvalidatedThemselves()
    {
        all.forEach(its -> its.linear(10).twoLevelDevice(DEVICE, 16, 0));
        translate(0);
        translate(512);
        all.forEach(its -> its.l1Itte(0, 9).l1Itte(1, 9).entry(L2_ITT, 0, ITTE));

        invalidateEvent(0, 0);
        assertEquals(List.of(ITTE, ITTE, 0L), translate(0));
        invalidateEvent(5, L1);
        assertEquals(List.of(ITTE, ITTE, ITTE), translate(0));
        invalidateEvent(512, 0);
        assertEquals(List.of(ITTE, ITTE, 0L), translate(512));
    }

    @Tag("B-ITS-9")
    @Test
    void shouldForgetTheL1IttesOfADeviceThatIsInvalidated()
    {
        all.forEach(its -> its.linear(10).twoLevelDevice(DEVICE, 16, 0));
        translate(0);
        translate(512);
        all.forEach(its -> its.l1Itte(0, 9).l1Itte(1, 9).entry(L2_ITT, 0, ITTE));

        invalidateDevice(DEVICE, ItsInvDevicer.EVENTID_BITS.set(0, 9));

        assertEquals(List.of(ITTE, ITTE, ITTE), translate(0));
        assertEquals(List.of(ITTE, 0L, 0L), translate(512));                    // beyond 2^9: still the kept failure
        invalidateDevice(DEVICE, ItsInvDevicer.EVENTID_BITS.set(0, 16));
        assertEquals(List.of(ITTE, ITTE, ITTE), translate(512));
    }

    @Tag("B-ITS-9")
    @ParameterizedTest
    @ValueSource(ints = {0, L1})
    void shouldWalkAgainForWhatItHeldWhenADeviceIsInvalidated(final int ofL1)
    {
        all.forEach(its -> its.twoLevel(16, 0).l1Dte(0, 9).entry(L2_DT, DEVICE, L2Dte.linear(ITT, new EventIdBits(8)))
            .entry(ITT, 7, ITTE));
        translate(7);
        translate(8);
        all.forEach(its -> its.entry(ITT, 7, OTHER));

        invalidateDevice(DEVICE, ofL1 | ItsInvDevicer.EVENTID_BITS.set(0, 8));
        all.forEach(its -> its.entry(ITT, 7, ITTE).entry(ITT, 8, ITTE).entry(ITT, 9, ITTE));

        assertEquals(List.of(ITTE, ITTE, OTHER), translate(7));
        assertEquals(List.of(ITTE, ITTE, 0L), translate(8));
        assertEquals(List.of(ITTE, ITTE, ITTE), translate(9));                  // was not held
    }

    @Tag("B-ITS-9")
    @Test
    void shouldWalkAgainForDevicesAndLevel1EntriesWithoutEvents()
    {
        all.forEach(its -> its.twoLevel(16, 0));
        translate(7);
        translate(DEVICE + 1, 7);
        final long dte = L2Dte.linear(ITT, new EventIdBits(8));
        all.forEach(its -> its.l1Dte(0, 9).entry(L2_DT, DEVICE, dte).entry(ITT, 7, ITTE));
        invalidateDevice(DEVICE, L1);
        all.forEach(its -> its.entry(L2_DT, DEVICE + 1, dte).entry(L2_DT, DEVICE + 2, dte).entry(DT, 0, 0));

        assertEquals(List.of(0L, 0L, 0L), translate(DEVICE + 1, 7));
        assertEquals(List.of(0L, 0L, ITTE), translate(DEVICE + 2, 7));
        assertEquals(List.of(0L, 0L, ITTE), translate(7));
    }

    @Tag("B-ITS-8")
    @Test
    void shouldWalkAgainForTheEventsUnderAnL1Itte()
    {
        all.forEach(its -> its.linear(10).twoLevelDevice(DEVICE, 16, 0));
        translate(3);
        all.forEach(its -> its.l1Itte(0, 9).entry(L2_ITT, 3, ITTE));
        invalidateEvent(9, L1);
        all.forEach(its -> its.entry(L2_ITT, 3, OTHER).entry(L2_ITT, 4, OTHER).entry(ITT, 0, 0));

        assertEquals(List.of(0L, 0L, ITTE), translate(3));
        assertEquals(List.of(0L, 0L, OTHER), translate(4));                     // by the L1 ITTE, which was held
    }

    @Tag("B-ITS-2")
    @Test
    void shouldWalkNothingWhileTheItsIsDisabled()
    {
        all.forEach(its -> its.linear(10).device(DEVICE, 8));
        translate(7);
        all.forEach(its -> its.enable(false));
        invalidateEvent(7, 0);
        invalidateEvent(7, L1);
        invalidateDevice(DEVICE, ItsInvDevicer.EVENTID_BITS.set(0, 8));
        all.forEach(its -> its.entry(ITT, 7, ITTE).enable(true));

        assertEquals(List.of(ITTE, ITTE, ITTE), translate(7));
    }

    /** Each level has another entry before the ITS is enabled again. */
    @Tag("B-ITS-2")
    @Test
    void shouldForgetTheEntriesOfEachLevelWhenTheItsIsDisabled()
    {
        final long device = ItsEntries.twoLevelDevice(ITT, new EventIdBits(16), 0);
        all.forEach(its -> its.twoLevel(16, 0).l1Dte(0, 9).entry(L2_DT, DEVICE, device).l1Itte(0, 9));
        translate(7);
        all.forEach(its -> its.enable(false));

        all.forEach(its -> its.entry(L2_ITT, 7, ITTE).enable(true));
        assertEquals(List.of(ITTE, ITTE, ITTE), translate(7));

        all.forEach(its -> its.enable(false));
        all.forEach(its -> its.entry(ITT, 0, level1(ELSEWHERE, 9)).entry(ELSEWHERE, 7, OTHER).enable(true));
        assertEquals(List.of(OTHER, OTHER, OTHER), translate(7));

        all.forEach(its -> its.enable(false));
        all.forEach(its -> its.entry(L2_DT, DEVICE, L2Dte.linear(ELSEWHERE + 0x1000, new EventIdBits(8)))
            .entry(ELSEWHERE + 0x1000, 7, ITTE).enable(true));
        assertEquals(List.of(ITTE, ITTE, ITTE), translate(7));

        all.forEach(its -> its.enable(false));
        all.forEach(its -> its.entry(DT, 0, 0).enable(true));
        assertEquals(List.of(0L, 0L, 0L), translate(7));
    }

    /** Both level 1 entries are gone from RAM, and each still leads an eager cache to events that it did not hold. */
    @Test
    void shouldKeepSeveralEntriesOfLevel1()
    {
        final long device = ItsEntries.twoLevelDevice(ITT, new EventIdBits(16), 0);
        all.forEach(its -> its.twoLevel(16, 0).l1Dte(0, 9).entry(DT, 1, level1(ELSEWHERE, 9))
            .entry(L2_DT, DEVICE, device).l1Itte(0, 9).l1Itte(1, 9));
        translate(1);
        translate(513);
        translate(DEVICE + 512, 1);
        all.forEach(its -> its.entry(ITT, 0, 0).entry(ITT, 1, 0).entry(DT, 1, 0).entry(L2_ITT, 2, ITTE)
            .entry(L2_ITT, 3, OTHER).entry(ELSEWHERE, DEVICE + 1, L2Dte.linear(L2_ITT, new EventIdBits(8))));

        assertEquals(List.of(0L, 0L, ITTE), translate(2));
        assertEquals(List.of(0L, 0L, OTHER), translate(512 + 3));
        assertEquals(List.of(0L, 0L, ITTE), translate(DEVICE + 513, 2));
    }

    @Tag("B-ITS-10")
    @Test
    void shouldWalkNothingWithoutTheActionBit()
    {
        all.forEach(its -> its.linear(10).device(DEVICE, 8));
        all.forEach(its ->
        {
            its.writeWide(ItsDidr.OFFSET, DEVICE);
            its.writeWord(ItsEidr.OFFSET, 7);
            its.writeWord(ItsInvEventr.OFFSET, 0);
            its.writeWord(ItsInvDevicer.OFFSET, 0);
            its.entry(ITT, 7, ITTE);
        });

        assertEquals(List.of(ITTE, ITTE, ITTE), translate(7));
    }

    @Tag("B-ITS-14")
    @Test
    void shouldKeepNoLevel1EntryOfAReadOfATranslation()
    {
        all.forEach(its -> its.twoLevel(16, 0));
        all.forEach(its ->
        {
            its.writeWide(ItsDidr.OFFSET, DEVICE);
            its.writeWord(ItsEidr.OFFSET, 7);
            its.writeWord(ItsReadEventr.OFFSET, ACTION);
            its.l1Dte(0, 9).entry(L2_DT, DEVICE, ItsEntries.twoLevelDevice(ITT, new EventIdBits(16), 0));
            its.writeWord(ItsReadEventr.OFFSET, ACTION);
            its.l1Itte(0, 9).entry(L2_ITT, 7, ITTE);
        });

        assertEquals(List.of(ITTE, ITTE, ITTE), translate(7));
    }

    @Tag("M-SWERR")
    @Test
    void shouldReportTheAddressToWhichTheKeptLevel1EntryLeads()
    {
        all.forEach(its -> its.twoLevel(16, 0).entry(DT, 0, level1(OUTSIDE, 9)));
        translate(7);
        all.forEach(its -> its.l1Dte(0, 9));
        invalidateDevice(DEVICE, 0);

        eager.its.fail(DEVICE, 7);
        lazy.its.fail(DEVICE, 7);

        assertEquals(ItsError.L2_DTE_ACCESS, ItsSwerrStatusr.EC.getInt(eager.wide(ItsSwerrStatusr.OFFSET)));
        assertEquals(OUTSIDE + 8L * DEVICE, ItsSwerrSyndromer1.ADDR.address(eager.wide(ItsSwerrSyndromer1.OFFSET)));
        assertEquals(ItsError.L2_DTE_INVALID, ItsSwerrStatusr.EC.getInt(lazy.wide(ItsSwerrStatusr.OFFSET)));
    }

    /** Software that invalidates after each change, by the narrowest operation that covers it, sees no cache. */
    @Tag("B-ITS-8")
    @Tag("B-ITS-9")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void shouldHoldWhereSoftwareInvalidatesAfterEachChange(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        all.forEach(its -> its.twoLevel(11, 0));
        int valid = 0;
        for (int i = 0; i < 4_000; i++)
        {
            final int device = random.nextInt(4) << 9 | random.nextInt(3);
            final int event = random.nextInt(3) << 9 | random.nextInt(4);
            final boolean isValid = random.nextInt(4) != 0;
            switch (random.nextInt(12))
            {
                case 0 ->
                {
                    final long entry = isValid ? level1(L2_DT + (random.nextInt(2) << 13), 9) : 0;
                    all.forEach(its -> its.entry(DT, device >> 9, entry));
                    invalidateDevice(device, L1);
                }
                case 1 ->
                {
                    final long table = L2_DT + (random.nextInt(2) << 13);
                    final long entry = isValid ?
                        ItsEntries.twoLevelDevice(ITT + (random.nextInt(3) << 6), new EventIdBits(11), 0) : 0;
                    all.forEach(its -> its.entry(table, device & 511, entry));
                    for (int upper = 0; upper < 4; upper++)                     // the tables have more than one parent
                    {
                        invalidateDevice(upper << 9 | (device & 511), ItsInvDevicer.EVENTID_BITS.set(0, 11));
                    }
                }
                case 2 ->
                {
                    final long entry = isValid ? level1(L2_ITT + (random.nextInt(3) << 12), 9) : 0;
                    final long table = ITT + (random.nextInt(3) << 6);
                    all.forEach(its -> its.entry(table, event >> 9, entry));
                    forDevices(of -> invalidateEvent(of, event, L1));
                }
                case 3, 4 ->
                {
                    final long entry = isValid ? L2Itte.virtual(random.nextInt(9), 7) : 0;
                    final long table = L2_ITT + (random.nextInt(3) << 12);
                    all.forEach(its -> its.entry(table, event & 511, entry));
                    for (int upper = 0; upper < 4; upper++)
                    {
                        final int alias = upper << 9 | (event & 511);
                        forDevices(of -> invalidateEvent(of, alias, 0));
                    }
                }
                default ->
                {
                    final List<Long> entries = translate(device, event);
                    assertEquals(entries.get(0), entries.get(1), "step " + i);
                    assertEquals(entries.get(0), entries.get(2), "step " + i);
                    valid += entries.get(0) != 0 ? 1 : 0;
                }
            }
        }
        assertTrue(valid > 100, "valid: " + valid);
    }

    private static void forDevices(final IntConsumer action)
    {
        for (int upper = 0; upper < 4; upper++)
        {
            for (int lower = 0; lower < 3; lower++)
            {
                action.accept(upper << 9 | lower);
            }
        }
    }

    private List<Long> translate(final int eventId)
    {
        return translate(DEVICE, eventId);
    }

    private List<Long> translate(final int deviceId, final int eventId)
    {
        return all.stream().map(its -> its.its.translate(deviceId, eventId)).toList();
    }

    private void invalidateEvent(final int eventId, final int bits)
    {
        invalidateEvent(DEVICE, eventId, bits);
    }

    private void invalidateEvent(final int deviceId, final int eventId, final int bits)
    {
        all.forEach(its ->
        {
            its.writeWide(ItsDidr.OFFSET, deviceId);
            its.writeWord(ItsEidr.OFFSET, eventId);
            its.writeWord(ItsInvEventr.OFFSET, ACTION | bits);
        });
    }

    private void invalidateDevice(final int deviceId, final int bits)
    {
        all.forEach(its ->
        {
            its.writeWide(ItsDidr.OFFSET, deviceId);
            its.writeWord(ItsInvDevicer.OFFSET, ACTION | bits);
        });
    }
}
