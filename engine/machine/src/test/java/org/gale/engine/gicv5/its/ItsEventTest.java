package org.gale.engine.gicv5.its;

import java.util.List;

import org.gale.engine.gicv5.irs.EventKind;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.ItsDidr;
import org.gale.tables.register.ItsEidr;
import org.gale.tables.register.ItsGenEventDidr;
import org.gale.tables.register.ItsGenEventEidr;
import org.gale.tables.register.ItsGenEventr;
import org.gale.tables.register.ItsReadEventDatar;
import org.gale.tables.register.ItsReadEventr;
import org.gale.tables.register.ItsSwerrStatusr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.gicv5.its.ItsFixture.ITT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of events that software or a device makes. */
class ItsEventTest
{
    private static final int DEVICE = 64;
    private static final int PHYSICAL_EVENT = 1;
    private static final int VIRTUAL_EVENT = 2;
    private static final int NO_EVENT = 3;
    private static final int PERFORM = 1 << 31;

    private final ItsFixture fixture = new ItsFixture();
    private final Its its = fixture.its;

    @BeforeEach
    void fill()
    {
        fixture.linear(10).device(DEVICE, 8).device(0, 8)
            .entry(ITT, PHYSICAL_EVENT, L2Itte.physical(0xff_fff1))
            .entry(ITT, VIRTUAL_EVENT, L2Itte.virtual(0xfffe, 0x2222));
    }

    @AfterEach
    void close()
    {
        fixture.close();
    }

    @Tag("B-ITS-5")
    @ParameterizedTest
    @ValueSource(ints = { EventKind.SET_EDGE, EventKind.SET_LEVEL, EventKind.CLEAR })
    void shouldKeepTheKindOfAnEvent(final int kind)
    {
        assertTrue(its.event(DEVICE, PHYSICAL_EVENT, kind));
        assertTrue(its.event(DEVICE, VIRTUAL_EVENT, kind));

        assertEquals(List.of("physical 40fffff1 " + kind, "VM 65534 40002222 " + kind), fixture.events);
        assertEquals(0, its.untranslated());
    }

    @Tag("B-ITS-5")
    @Test
    void shouldIgnoreTheVmOfAPhysicalEntry()
    {
        assertTrue(its.deliver(1, 2, L2Itte.VM_ID.set(L2Itte.physical(5), 7), EventKind.SET_EDGE));

        assertEquals(List.of("physical 40000005 0"), fixture.events);
    }

    @Tag("B-ITS-6")
    @Test
    void shouldLeaveAnUnreachableLpiToTheIrs()
    {
        fixture.reachable = false;

        assertFalse(its.event(DEVICE, VIRTUAL_EVENT, EventKind.SET_EDGE));

        assertEquals(1, fixture.events.size());
        assertEquals(0, its.untranslated());
        assertEquals(0, fixture.wide(ItsSwerrStatusr.OFFSET));
    }

    @Test
    void shouldDropAndCountAnEventThatIsNotTranslated()
    {
        assertFalse(its.event(DEVICE, NO_EVENT, EventKind.SET_EDGE));
        its.fail(DEVICE, NO_EVENT);

        assertTrue(fixture.events.isEmpty());
        assertEquals(2, its.untranslated());
        assertEquals(2, its.errors().reported());
    }

    @Test
    void shouldReportNothingWhenTheSecondWalkSucceeds()
    {
        its.fail(DEVICE, PHYSICAL_EVENT);

        assertEquals(1, its.untranslated());
        assertEquals(0, its.errors().reported());
    }

    @Tag("B-ITS-2")
    @Test
    void shouldDropAndCountEventsWhileDisabled()
    {
        fixture.enable(false);

        assertFalse(its.event(DEVICE, PHYSICAL_EVENT, EventKind.SET_EDGE));

        assertTrue(fixture.events.isEmpty());
        assertEquals(1, its.untranslated());
        assertEquals(0, fixture.wide(ItsSwerrStatusr.OFFSET));
    }

    @Tag("B-ITS-1")
    @Tag("M-DEV0")
    @Test
    void shouldMakeAnEdgeOfDeviceZeroOfAStoreToTheTranslateFrame()
    {
        ItsTranslateFrame.registers(its).write(0, 4, 0xdead_beef_0000_0001L);

        assertEquals(List.of("physical 40fffff1 0"), fixture.events);
    }

    @Tag("B-ITS-1")
    @ParameterizedTest(name = "offset {0}, {1} bytes")
    @CsvSource({ "0, 1", "0, 2", "0, 8", "1, 4", "4, 4", "8, 4", "0x10000, 4", "-4, 4" })
    void shouldIgnoreOtherStoresToTheTranslateFrame(final int offset, final int sizeBytes)
    {
        ItsTranslateFrame.registers(its).write(offset, sizeBytes, PHYSICAL_EVENT);

        assertTrue(fixture.events.isEmpty());
        assertEquals(0, its.untranslated());
    }

    @Tag("B-ITS-13")
    @Tag("M-GEN")
    @ParameterizedTest(name = "TARGET_DOMAIN {0}")
    @ValueSource(ints = { 0, 1, 2, 3 })
    void shouldGenerateAnEdgeWhenAskedTo(final int domain)
    {
        generate(VIRTUAL_EVENT, PERFORM | domain);

        assertEquals(List.of("VM 65534 40002222 0"), fixture.events);
    }

    @Tag("B-ITS-13")
    @Test
    void shouldGenerateNothingWhenNotAskedTo()
    {
        generate(VIRTUAL_EVENT, 1);

        assertTrue(fixture.events.isEmpty());
        assertEquals(0, its.untranslated());
    }

    @Tag("B-ITS-13")
    @Test
    void shouldDropAGeneratedEventThatIsNotTranslated()
    {
        generate(NO_EVENT, PERFORM | 1);

        assertTrue(fixture.events.isEmpty());
        assertEquals(1, its.untranslated());
    }

    @Tag("B-ITS-14")
    @Tag("M-GEN")
    @Test
    void shouldReadATranslation()
    {
        assertEquals(0x0000_0000_80ff_fff1L, readEvent(PHYSICAL_EVENT, PERFORM));
        assertEquals(0x8000_fffe_8000_2222L, readEvent(VIRTUAL_EVENT, PERFORM));
    }

    @Tag("B-ITS-14")
    @Test
    void shouldKeepTheLastTranslationWhenNotAskedTo()
    {
        readEvent(PHYSICAL_EVENT, PERFORM);

        assertEquals(0x0000_0000_80ff_fff1L, readEvent(VIRTUAL_EVENT, 0));
    }

    @Tag("M-GEN")
    @Test
    void shouldReadZeroWhenThereIsNoTranslation()
    {
        readEvent(PHYSICAL_EVENT, PERFORM);

        assertEquals(0, readEvent(NO_EVENT, PERFORM));
        assertEquals(0, its.untranslated());
        assertEquals(0, its.errors().reported());

        readEvent(PHYSICAL_EVENT, PERFORM);
        fixture.enable(false);
        assertEquals(0, readEvent(PHYSICAL_EVENT, PERFORM));
    }

    @Tag("B-ITS-14")
    @Test
    void shouldCompareAllBitsOfTheEventIdWhenReading()
    {
        assertEquals(0, readEvent(0x1_0000 | PHYSICAL_EVENT, PERFORM));
    }

    private void generate(final int eventId, final int command)
    {
        fixture.writeWide(ItsGenEventDidr.OFFSET, DEVICE);
        fixture.writeWord(ItsGenEventEidr.OFFSET, eventId);
        fixture.writeWord(ItsGenEventr.OFFSET, command);
    }

    private long readEvent(final int eventId, final int command)
    {
        fixture.writeWide(ItsDidr.OFFSET, DEVICE);
        fixture.writeWord(ItsEidr.OFFSET, eventId);
        fixture.writeWord(ItsReadEventr.OFFSET, command);

        return fixture.wide(ItsReadEventDatar.OFFSET);
    }
}
