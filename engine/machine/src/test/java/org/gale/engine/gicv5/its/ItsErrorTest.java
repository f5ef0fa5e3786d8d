package org.gale.engine.gicv5.its;

import org.gale.engine.gicv5.irs.EventKind;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Dte;
import org.gale.tables.register.ItsSwerrStatusr;
import org.gale.tables.register.ItsSwerrSyndromer0;
import org.gale.tables.register.ItsSwerrSyndromer1;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.gale.engine.gicv5.its.ItsFixture.DT;
import static org.gale.engine.gicv5.its.ItsFixture.ITT;
import static org.gale.engine.gicv5.its.ItsFixture.L2_DT;
import static org.gale.engine.gicv5.its.ItsFixture.L2_ITT;
import static org.gale.engine.gicv5.its.ItsFixture.RAM;
import static org.gale.engine.gicv5.its.ItsFixture.RAM_BYTES;
import static org.gale.engine.support.ItsEntries.level1;
import static org.gale.engine.support.ItsEntries.twoLevelDevice;
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Tests of the software error registers of an ITS: each end of a walk has a code and, where there is one, an address.
 */
@Tag("M-SWERR")
class ItsErrorTest
{
    private static final int DEVICE = 513;
    private static final int EVENT = 515;
    private static final long END = RAM + RAM_BYTES;
    private static final EventIdBits EVENT_BITS = new EventIdBits(12);
    private static final long V_S0V_S1V = 7;
    private static final long OF = 8;

    private ItsFixture fixture = new ItsFixture();

    @AfterEach
    void close()
    {
        fixture.close();
    }

    @Test
    void shouldReportThatTheDeviceIdIsOutOfRange()
    {
        fixture.linear(9);

        assertError(ItsError.DEVICE_ID_RANGE, 0);
    }

    @Test
    void shouldReportTheAddressOfTheLevelOneDeviceEntry()
    {
        fixture.twoLevel(12, 0);
        assertError(ItsError.L1_DTE_INVALID, DT + 8);

        fixture.l1Dte(1, 0);
        assertError(ItsError.DEVICE_ID_SPAN, DT + 8);

        fixture.entry(DT, 1, level1(END - 8, 9));
        assertError(ItsError.L2_DTE_ACCESS, END);

        fixture.enable(false);
        fixture.enable(END - 8, ItsFixture.TWO_LEVEL | 12);
        assertError(ItsError.L1_DTE_ACCESS, END);
    }

    @Test
    void shouldReportTheAddressOfTheDeviceEntry()
    {
        fixture.linear(12);
        assertError(ItsError.L2_DTE_INVALID, DT + 8 * DEVICE);

        fixture.enable(false);
        fixture.twoLevel(12, 0).l1Dte(1, 9);
        assertError(ItsError.L2_DTE_INVALID, L2_DT + 8);

        fixture.enable(false);
        fixture.enable(END - 8, 12);
        assertError(ItsError.L2_DTE_ACCESS, END - 8 + 8 * DEVICE);
    }

    @Test
    void shouldReportThatTheEventIdIsOutOfRange()
    {
        fixture.linear(12).device(DEVICE, 9);

        assertError(ItsError.EVENT_ID_RANGE, 0);
    }

    @Test
    void shouldReportThatTheEventIdIsOutOfTheRangeOfTheIts()
    {
        fixture.close();
        fixture = new ItsFixture(20, 9, true);
        fixture.linear(12).device(DEVICE, 12);

        assertError(ItsError.EVENT_ID_RANGE, 0);
    }

    @Test
    void shouldReportTheAddressOfTheLevelOneTranslationEntry()
    {
        fixture.linear(12).twoLevelDevice(DEVICE, 12, 0);
        assertError(ItsError.L1_ITTE_INVALID, ITT + 8);

        fixture.l1Itte(1, 1);
        assertError(ItsError.EVENT_ID_SPAN, ITT + 8);

        fixture.entry(ITT, 1, level1(END, 9));
        assertError(ItsError.L2_ITTE_ACCESS, END + 8 * 3);

        fixture.entry(DT, DEVICE, twoLevelDevice(END, EVENT_BITS, 0));
        assertError(ItsError.L1_ITTE_ACCESS, END + 8);
    }

    @Test
    void shouldReportTheAddressOfTheTranslationEntry()
    {
        fixture.linear(12).device(DEVICE, 12);
        assertError(ItsError.L2_ITTE_INVALID, ITT + 8 * EVENT);

        fixture.twoLevelDevice(DEVICE, 12, 0).l1Itte(1, 9);
        assertError(ItsError.L2_ITTE_INVALID, L2_ITT + 8 * 3);

        fixture.entry(DT, DEVICE, L2Dte.linear(END, EVENT_BITS));
        assertError(ItsError.L2_ITTE_ACCESS, END + 8 * EVENT);
    }

    @Tag("B-SWE-4")
    @Test
    void shouldLatchTheFirstErrorAndFlagTheNext()
    {
        fixture.linear(9);
        send();
        final long first = fixture.wide(ItsSwerrStatusr.OFFSET);

        fixture.its.event(1, EVENT, EventKind.SET_EDGE);

        assertEquals(first | OF, fixture.wide(ItsSwerrStatusr.OFFSET));
        assertEquals(syndromer0(), fixture.wide(ItsSwerrSyndromer0.OFFSET));
    }

    @Tag("B-SWE-4")
    @Test
    void shouldForgetTheErrorWhenOneIsWrittenToV()
    {
        fixture.linear(9);
        send();
        final long status = fixture.wide(ItsSwerrStatusr.OFFSET);

        fixture.writeWide(ItsSwerrStatusr.OFFSET, status & ~1L);
        assertEquals(status, fixture.wide(ItsSwerrStatusr.OFFSET));

        fixture.writeWide(ItsSwerrStatusr.OFFSET, 1);
        assertEquals(0, fixture.wide(ItsSwerrStatusr.OFFSET));
        assertEquals(0, fixture.wide(ItsSwerrSyndromer0.OFFSET));
    }

    @Tag("M-HALF")
    @Test
    void shouldForgetTheErrorByTheHalfThatHoldsVOnly()
    {
        fixture.linear(9);
        send();

        fixture.writeWord(ItsSwerrStatusr.OFFSET + 4, 1);
        assertEquals(1, fixture.word(ItsSwerrStatusr.OFFSET) & 1);

        fixture.writeWord(ItsSwerrStatusr.OFFSET, 1);
        assertEquals(0, fixture.word(ItsSwerrStatusr.OFFSET));
        send();
        fixture.writeWord(ItsSwerrStatusr.OFFSET + 4, 0);
        assertEquals(1, fixture.word(ItsSwerrStatusr.OFFSET) & 1);
    }

    @Tag("B-SWE-2")
    @Test
    void shouldRecordNothingWhereErrorsAreNotReported()
    {
        fixture.close();
        fixture = new ItsFixture(20, 16, false);
        fixture.linear(9);

        send();

        assertEquals(0, fixture.wide(ItsSwerrStatusr.OFFSET));
        assertEquals(0, fixture.wide(ItsSwerrSyndromer0.OFFSET));
        assertEquals(1, fixture.its.untranslated());
    }

    private void assertError(final int code, final long address)
    {
        fixture.writeWide(ItsSwerrStatusr.OFFSET, 1);

        send();

        assertEquals(V_S0V_S1V | (long)code << 16, fixture.wide(ItsSwerrStatusr.OFFSET));
        assertEquals(syndromer0(), fixture.wide(ItsSwerrSyndromer0.OFFSET));
        assertEquals(address, fixture.wide(ItsSwerrSyndromer1.OFFSET));
    }

    private void send()
    {
        fixture.its.event(DEVICE, EVENT, EventKind.SET_EDGE);
    }

    private static long syndromer0()
    {
        return (long)DEVICE << 32 | EVENT;
    }
}
