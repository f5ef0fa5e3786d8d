package org.gale.engine.gicv5.its;

import java.util.List;
import org.gale.engine.config.ItsCaching;
import org.gale.engine.support.ItsEntries;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.ItsDidr;
import org.gale.tables.register.ItsEidr;
import org.gale.tables.register.ItsInvDevicer;
import org.gale.tables.register.ItsInvEventr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.gale.engine.gicv5.its.ItsFixture.DT;
import static org.gale.engine.gicv5.its.ItsFixture.ITT;
import static org.gale.engine.gicv5.its.ItsFixture.L2_DT;
import static org.gale.engine.gicv5.its.ItsFixture.L2_ITT;
import static org.gale.engine.support.ItsEntries.level1;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of an eager cache that keeps valid level 1 entries alone, beside one that keeps invalid ones, too. */
@Tag("B-ITS-7")
@Tag("B-TRAP-48")
class EagerValidCacheTest
{
    private static final int DEVICE = 64;
    private static final int ACTION = 1 << 31;
    private static final int L1 = 1;
    private static final long ITTE = L2Itte.virtual(3, 0x1234);
    private static final long DTE = L2Dte.linear(ITT, new EventIdBits(8));
    private static final long ELSEWHERE = ItsFixture.RAM + 0x70_0000;

    private final ItsFixture eager = ItsFixture.caching(ItsCaching.EAGER);
    private final ItsFixture valid = ItsFixture.caching(ItsCaching.EAGER_VALID);
    private final List<ItsFixture> both = List.of(eager, valid);

    @AfterEach
    void close()
    {
        both.forEach(ItsFixture::close);
    }

    /** A driver that writes the L1 DTE of its first device, and invalidates that device alone. */
    @Tag("B-ITS-9")
    @Test
    void shouldNotKeepAnL1DteThatIsNotValid()
    {
        both.forEach(its -> its.twoLevel(16, 0));
        translate(DEVICE, 7);
        both.forEach(its -> its.l1Dte(0, 9).entry(L2_DT, DEVICE, DTE).entry(ITT, 7, ITTE));
        assertEquals(List.of(0L, 0L), translate(DEVICE, 7), "the failed walk is kept");

        invalidateDevice(0);

        assertEquals(List.of(0L, ITTE), translate(DEVICE, 7));
    }

    @Tag("B-ITS-9")
    @Test
    void shouldKeepAValidL1DteUntilItIsInvalidated()
    {
        both.forEach(its -> its.twoLevel(16, 0).l1Dte(0, 9));
        translate(DEVICE, 7);
        both.forEach(its -> its.entry(DT, 0, level1(ELSEWHERE, 9)).entry(ELSEWHERE, DEVICE, DTE).entry(ITT, 7, ITTE));

        invalidateDevice(0);
        assertEquals(List.of(0L, 0L), translate(DEVICE, 7));
        invalidateDevice(L1);

        assertEquals(List.of(ITTE, ITTE), translate(DEVICE, 7));
    }

    /** A driver that writes the L1 ITTE of its first event, and invalidates that event alone. */
    @Tag("B-ITS-8")
    @Test
    void shouldNotKeepAnL1ItteThatIsNotValid()
    {
        both.forEach(its -> its.linear(10).twoLevelDevice(DEVICE, 16, 0));
        translate(DEVICE, 7);
        both.forEach(its -> its.l1Itte(0, 9).entry(L2_ITT, 7, ITTE));

        invalidateEvent(7, 0);

        assertEquals(List.of(0L, ITTE), translate(DEVICE, 7));
    }

    @Tag("B-ITS-8")
    @Test
    void shouldKeepAValidL1ItteUntilItIsInvalidated()
    {
        both.forEach(its -> its.linear(10).twoLevelDevice(DEVICE, 16, 0).l1Itte(0, 9));
        translate(DEVICE, 7);
        both.forEach(its -> its.entry(ITT, 0, level1(ELSEWHERE, 9)).entry(ELSEWHERE, 7, ITTE));

        invalidateEvent(7, 0);
        assertEquals(List.of(0L, 0L), translate(DEVICE, 7));
        invalidateEvent(7, L1);

        assertEquals(List.of(ITTE, ITTE), translate(DEVICE, 7));
    }

    /** An invalidation that comes too early finds the old entry, as with every eager cache. */
    @Tag("B-ITS-8")
    @Test
    void shouldWalkAgainBehindAnInvalidation()
    {
        both.forEach(its -> its.twoLevel(16, 0).l1Dte(0, 9)
            .entry(L2_DT, DEVICE, ItsEntries.twoLevelDevice(ITT, new EventIdBits(16), 0)).l1Itte(0, 9));
        translate(DEVICE, 7);
        invalidateEvent(7, 0);
        both.forEach(its -> its.entry(L2_ITT, 7, ITTE));

        assertEquals(List.of(0L, 0L), translate(DEVICE, 7));
    }

    private List<Long> translate(final int deviceId, final int eventId)
    {
        return both.stream().map(its -> its.its.translate(deviceId, eventId)).toList();
    }

    private void invalidateDevice(final int bits)
    {
        both.forEach(its ->
        {
            its.writeWide(ItsDidr.OFFSET, DEVICE);
            its.writeWord(ItsInvDevicer.OFFSET, ACTION | bits | ItsInvDevicer.EVENTID_BITS.set(0, 8));
        });
    }

    private void invalidateEvent(final int eventId, final int bits)
    {
        both.forEach(its ->
        {
            its.writeWide(ItsDidr.OFFSET, DEVICE);
            its.writeWord(ItsEidr.OFFSET, eventId);
            its.writeWord(ItsInvEventr.OFFSET, ACTION | bits);
        });
    }
}
