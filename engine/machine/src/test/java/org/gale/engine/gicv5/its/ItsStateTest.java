package org.gale.engine.gicv5.its;

import java.util.List;
import org.gale.engine.config.ItsCaching;
import org.gale.engine.gicv5.StateWords;
import org.gale.engine.gicv5.irs.EventKind;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsCr1;
import org.gale.tables.register.ItsDidr;
import org.gale.tables.register.ItsEidr;
import org.gale.tables.register.ItsGenEventDidr;
import org.gale.tables.register.ItsGenEventEidr;
import org.gale.tables.register.ItsReadEventr;
import org.gale.tables.register.ItsSwerrStatusr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.gale.engine.gicv5.its.ItsFixture.ITT;
import static org.gale.engine.gicv5.its.ItsFixture.L2_DT;
import static org.gale.engine.gicv5.its.ItsFixture.L2_ITT;
import static org.gale.engine.support.ItsEntries.twoLevelDevice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the saved state of an ITS: its registers, and the entries that a cache keeps. */
@Tag("P7")
class ItsStateTest
{
    private static final int DEVICE = 64;
    private static final long ITTE = L2Itte.virtual(3, 0x1234);
    private static final long OTHER = L2Itte.virtual(4, 0x99);
    private static final int FRAME_BYTES = 0x1_0000;

    /** Restores into an ITS whose RAM is empty: what it finds then was kept. */
    @Tag("B-TRAP-48")
    @ParameterizedTest
    @EnumSource
    void shouldRestoreRegistersAndKeptEntries(final ItsCaching caching)
    {
        try (ItsFixture saved = ItsFixture.caching(caching); ItsFixture restored = ItsFixture.caching(caching))
        {
            use(saved);
            final List<Long> words = StateWords.of(saved.its::state);

            assertTrue(StateWords.restore(words, restored.its::state));
            assertTrue(StateWords.restore(StateWords.of(saved.its::counts), restored.its::counts));

            assertEquals(words, StateWords.of(restored.its::state));
            assertEquals(StateWords.of(saved.its::counts), StateWords.of(restored.its::counts));
            assertEquals(1, restored.its.untranslated());
            assertNotEquals(0, restored.wide(ItsSwerrStatusr.OFFSET));
            for (int offset = 0; offset < FRAME_BYTES; offset += Integer.BYTES)
            {
                assertEquals(saved.word(offset), restored.word(offset), "offset 0x" + Integer.toHexString(offset));
            }
            final boolean isKept = caching != ItsCaching.NONE;
            final boolean isLevel1Kept = caching.isEager();
            restored.entry(L2_ITT, 7, OTHER).entry(L2_ITT, 9, OTHER).entry(ITT, 7, ITTE)
                .entry(L2_DT, DEVICE + 1, L2Dte.linear(ITT, new EventIdBits(8)));
            assertEquals(isKept ? ITTE : 0, restored.its.translate(DEVICE, 7));
            assertEquals(isLevel1Kept ? OTHER : 0, restored.its.translate(DEVICE, 9), "by the L1 ITTE");
            assertEquals(isLevel1Kept ? ITTE : 0, restored.its.translate(DEVICE + 1, 7), "by the L1 DTE");
        }
    }

    @Tag("B-ITS-2")
    @Test
    void shouldRestoreADisabledIts()
    {
        try (ItsFixture saved = new ItsFixture(); ItsFixture restored = new ItsFixture().linear(10))
        {
            assertTrue(StateWords.restore(StateWords.of(saved.its::state), restored.its::state));

            assertEquals(ItsCr0.IDLE.mask(), restored.word(ItsCr0.OFFSET));
        }
    }

    private static void use(final ItsFixture fixture)
    {
        fixture.twoLevel(16, 0).l1Dte(0, 9).entry(L2_DT, DEVICE, twoLevelDevice(ITT, new EventIdBits(16), 0));
        fixture.l1Itte(0, 9).entry(L2_ITT, 7, ITTE);
        assertTrue(fixture.its.event(DEVICE, 7, EventKind.SET_EDGE));
        fixture.its.event(DEVICE, 8, EventKind.SET_EDGE);
        fixture.writeWord(ItsCr1.OFFSET, 0x15);
        fixture.writeWide(ItsDidr.OFFSET, DEVICE);
        fixture.writeWord(ItsEidr.OFFSET, 7);
        fixture.writeWord(ItsReadEventr.OFFSET, 1 << 31);
        fixture.writeWide(ItsGenEventDidr.OFFSET, 5);
        fixture.writeWord(ItsGenEventEidr.OFFSET, 6);
    }
}
