package org.gale.engine.gicv5.its;

import org.gale.engine.gicv5.irs.EventKind;
import org.gale.engine.machine.DigestStream;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsCr1;
import org.gale.tables.register.ItsDidr;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsDtCfgr;
import org.gale.tables.register.ItsEidr;
import org.gale.tables.register.ItsGenEventDidr;
import org.gale.tables.register.ItsGenEventEidr;
import org.gale.tables.register.ItsIdr0;
import org.gale.tables.register.ItsIdr1;
import org.gale.tables.register.ItsIdr2;
import org.gale.tables.register.ItsInvDevicer;
import org.gale.tables.register.ItsInvEventr;
import org.gale.tables.register.ItsReadEventDatar;
import org.gale.tables.register.ItsReadEventr;
import org.gale.tables.register.ItsStatusr;
import org.gale.tables.register.ItsSwerrStatusr;
import org.gale.tables.register.ItsSyncStatusr;
import org.gale.tables.register.ItsSyncr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.gicv5.its.ItsFixture.DT;
import static org.gale.engine.gicv5.its.ItsFixture.ITT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of the registers of an ITS as software accesses them. */
class ItsConfigFrameTest
{
    private ItsFixture fixture = new ItsFixture();

    @AfterEach
    void close()
    {
        fixture.close();
    }

    @ParameterizedTest(name = "offset {0}")
    @CsvSource({
        "0x0, 0x11d", "0x4, 0x7d4", "0x8, 0x10", "0x40, 0xfff0043b", "0x44, 0x100", "0x80, 2",
        "0x120, 1", "0x148, 1", "0x190, 1",
    })
    void shouldShowItsIdentification(final int offset, final long value)
    {
        assertEquals(value, fixture.registers.read(offset, 4));
        fixture.writeWord(offset, offset == ItsCr0.OFFSET ? 0 : -1);
        assertEquals(value, fixture.registers.read(offset, 4));
    }

    @Tag("B-TRAP-44")
    @Test
    void shouldShowTheWidthsOfTheMachine()
    {
        fixture.close();
        fixture = new ItsFixture(32, 31, false);

        assertEquals(0x1d, fixture.word(ItsIdr0.OFFSET));
        assertEquals(0x7e0, fixture.word(ItsIdr1.OFFSET));
        assertEquals(0x1f, fixture.word(ItsIdr2.OFFSET));
    }

    @Tag("B-ITS-10")
    @Tag("B-ITS-15")
    @ParameterizedTest(name = "offset {0}")
    @CsvSource({
        "0x84, 0xff", "0xc0, 0x00fffffffffffff8", "0xd0, 0x100ff", "0x100, 0xffffffff", "0x108, 0xffffffff",
        "0x180, 0xffffffff", "0x188, 0xffffffff",
    })
    void shouldReadBackTheFieldsOfARegister(final int offset, final long mask)
    {
        final int sizeBytes = offset == 0xc0 || offset == 0x100 || offset == 0x180 ? 8 : 4;
        final long digest = DigestStream.of(fixture.its::state);

        fixture.registers.write(offset, sizeBytes, -1);
        assertEquals(mask, fixture.registers.read(offset, sizeBytes));
        assertNotEquals(digest, DigestStream.of(fixture.its::state));

        fixture.registers.write(offset, sizeBytes, 0);
        assertEquals(0, fixture.registers.read(offset, sizeBytes));
        assertEquals(digest, DigestStream.of(fixture.its::state));
    }

    @ParameterizedTest(name = "offset {0}")
    @ValueSource(ints = {
        0xc, 0x48, 0x88, 0xc8, 0xd4, 0x10c, 0x110, 0x114, 0x128, 0x140, 0x144, 0x14c, 0x18c, 0x1c0, 0x1c4, 0x200,
        0x204, 0x258, 0x1000, 0xffbc, 0xffd0, 0xfffc,
    })
    void shouldReadZeroAndIgnoreWritesWhereNothingIsReadable(final int offset)
    {
        final long digest = DigestStream.of(fixture.its::state);

        fixture.writeWord(offset, offset == 0x18c ? 0 : 0x7fff_ffff);

        assertEquals(0, fixture.registers.read(offset, 4));
        assertEquals(0, fixture.registers.read(offset & -8, 8));
        assertEquals(digest, DigestStream.of(fixture.its::state));
    }

    @ParameterizedTest(name = "offset {0}, {1} bytes")
    @CsvSource({
        "0xd0, 1", "0xd0, 2", "0xd2, 4", "0xd1, 4", "0xd0, 8", "0x108, 8", "0x84, 8", "0xc4, 8", "0xc2, 4", "0xc0, 2",
        "0x0, 8", "0x0, 1", "0x0, 2", "0x0, 16", "0x2, 4", "0x104, 8", "0xc1, 1",
    })
    void shouldReadZeroAndIgnoreWritesOfAnAccessOfTheWrongShape(final int offset, final int sizeBytes)
    {
        fixture.writeWord(ItsDtCfgr.OFFSET, 10);
        fixture.writeWord(ItsEidr.OFFSET, 11);
        fixture.writeWord(ItsCr1.OFFSET, 12);
        fixture.writeWide(ItsDtBaser.OFFSET, DT);
        fixture.writeWide(ItsDidr.OFFSET, 13);
        final long digest = DigestStream.of(fixture.its::state);

        fixture.registers.write(offset, sizeBytes, -1);

        assertEquals(0, fixture.registers.read(offset, sizeBytes));
        assertEquals(digest, DigestStream.of(fixture.its::state));
    }

    @Tag("M-HALF")
    @Test
    void shouldWriteAndReadTheHalvesOfAWideRegister()
    {
        fixture.writeWord(ItsDtBaser.OFFSET + 4, 0x12_3456);
        fixture.writeWord(ItsDtBaser.OFFSET, 0x8765_4320);
        assertEquals(0x12_3456_8765_4320L, fixture.wide(ItsDtBaser.OFFSET));
        assertEquals(0x8765_4320L, fixture.registers.read(ItsDtBaser.OFFSET, 4));
        assertEquals(0x12_3456, fixture.registers.read(ItsDtBaser.OFFSET + 4, 4));

        fixture.registers.write(ItsDtBaser.OFFSET + 4, 4, 0xffff_ffff_0000_0001L);
        assertEquals(0x1_8765_4320L, fixture.wide(ItsDtBaser.OFFSET));
        fixture.registers.write(ItsDtBaser.OFFSET, 4, -8);
        assertEquals(0x1_ffff_fff8L, fixture.wide(ItsDtBaser.OFFSET));

        fixture.writeWord(ItsDidr.OFFSET, 7);
        fixture.writeWord(ItsDidr.OFFSET + 4, 8);
        assertEquals(7, fixture.wide(ItsDidr.OFFSET));
        fixture.writeWord(ItsGenEventDidr.OFFSET, -1);
        assertEquals(0xffff_ffffL, fixture.wide(ItsGenEventDidr.OFFSET));
    }

    @Tag("M-HALF")
    @ParameterizedTest(name = "offset {0}")
    @ValueSource(ints = { ItsDidr.OFFSET, ItsGenEventDidr.OFFSET })
    void shouldKeepTheDeviceWhenTheHighHalfIsWritten(final int offset)
    {
        fixture.writeWide(offset, 7);
        fixture.writeWord(offset + 4, -1);

        assertEquals(7, fixture.wide(offset));
    }

    @Tag("M-HALF")
    @Tag("M-CFG")
    @Test
    void shouldMergeAHalfOfTheBaseWithTheValueThatItHoldsWhenAWriteWasIgnored()
    {
        fixture.linear(4);
        fixture.writeWide(ItsDtBaser.OFFSET, 0x12_3456_789a_bcc0L);
        fixture.enable(false);

        fixture.writeWord(ItsDtBaser.OFFSET, (int)ITT);

        assertEquals(ITT, fixture.wide(ItsDtBaser.OFFSET));
    }

    @Tag("M-HALF")
    @Tag("M-SWERR")
    @Test
    void shouldMergeAHalfOfTheErrorStatusWithZero()
    {
        fixture.linear(4);
        fixture.its.event(1 << 10, 0, EventKind.SET_EDGE);
        fixture.writeWide(ItsSwerrStatusr.OFFSET, 1);
        assertEquals(0, fixture.wide(ItsSwerrStatusr.OFFSET));
        fixture.its.event(1 << 10, 0, EventKind.SET_EDGE);
        final long status = fixture.wide(ItsSwerrStatusr.OFFSET);

        fixture.writeWord(ItsSwerrStatusr.OFFSET + 4, 0);
        assertEquals(status, fixture.wide(ItsSwerrStatusr.OFFSET));
        assertNotEquals(0, status);

        fixture.writeWord(ItsSwerrStatusr.OFFSET, 1);
        assertEquals(0, fixture.wide(ItsSwerrStatusr.OFFSET));
    }

    @Tag("M-HALF")
    @Test
    void shouldReadTheHalvesOfAReadOnlyRegister()
    {
        fixture.linear(4).device(0, 4).entry(ITT, 0, L2Itte.virtual(9, 5));
        fixture.writeWord(ItsReadEventr.OFFSET, 1 << 31);
        fixture.writeWide(ItsReadEventDatar.OFFSET, 0);

        assertEquals(0x8000_0005L, fixture.registers.read(ItsReadEventDatar.OFFSET, 4));
        assertEquals(0x8000_0009L, fixture.registers.read(ItsReadEventDatar.OFFSET + 4, 4));
    }

    @Tag("B-ITS-2")
    @Test
    void shouldShowThatItIsEnabledAndIdle()
    {
        fixture.writeWord(ItsCr0.OFFSET, -1);
        assertEquals(3, fixture.word(ItsCr0.OFFSET));
        final long digest = DigestStream.of(fixture.its::state);

        fixture.writeWord(ItsCr0.OFFSET, 2);
        assertEquals(2, fixture.word(ItsCr0.OFFSET));
        assertNotEquals(digest, DigestStream.of(fixture.its::state));
    }

    @Tag("M-CFG")
    @Test
    void shouldIgnoreTheTableConfigurationWhileEnabled()
    {
        final long itte = L2Itte.physical(5);
        fixture.linear(10).device(64, 8).entry(ITT, 7, itte);

        fixture.writeWord(ItsDtCfgr.OFFSET, 3);
        fixture.writeWide(ItsDtBaser.OFFSET, ITT);
        fixture.writeWord(ItsDtBaser.OFFSET + 4, 1);
        fixture.writeWord(ItsCr0.OFFSET, 1);

        assertEquals(10, fixture.word(ItsDtCfgr.OFFSET));
        assertEquals(DT, fixture.wide(ItsDtBaser.OFFSET));
        assertEquals(itte, fixture.its.translate(64, 7));
    }

    @Tag("M-CFG")
    @Test
    void shouldAcceptTheTableConfigurationOnceDisabled()
    {
        fixture.linear(10).device(64, 8).entry(ITT, 7, L2Itte.physical(5));
        fixture.enable(false);

        fixture.writeWord(ItsDtCfgr.OFFSET, 6);
        fixture.writeWide(ItsDtBaser.OFFSET, DT + 8);
        fixture.enable(true);

        assertEquals(L2Itte.physical(5), fixture.its.translate(63, 7));
        assertEquals(0, fixture.its.translate(64, 7));
    }

    @Tag("B-ITS-8")
    @Tag("B-ITS-9")
    @ParameterizedTest(name = "offset {0}, value {1}")
    @CsvSource({
        "0x10c, 0x80000000", "0x10c, 0x80000007", "0x10c, 7", "0x110, 0x80000010", "0x110, 0x80000001", "0x110, 0",
    })
    void shouldCompleteAnInvalidationAtOnce(final int offset, final long value)
    {
        final long itte = L2Itte.physical(5);
        fixture.linear(10).device(64, 8).entry(ITT, 7, itte);
        fixture.writeWide(ItsDidr.OFFSET, 64);
        fixture.writeWord(ItsEidr.OFFSET, 7);
        final long digest = DigestStream.of(fixture.its::state);

        fixture.registers.write(offset, 4, value);

        assertEquals(1, fixture.word(ItsStatusr.OFFSET));
        assertEquals(0, fixture.word(ItsInvEventr.OFFSET));
        assertEquals(0, fixture.word(ItsInvDevicer.OFFSET));
        assertEquals(itte, fixture.its.translate(64, 7));
        assertEquals(digest, DigestStream.of(fixture.its::state));
    }

    @Tag("B-ITS-11")
    @Test
    void shouldCompleteASynchronizationAtOnce()
    {
        final long digest = DigestStream.of(fixture.its::state);

        fixture.writeWide(ItsSyncr.OFFSET, 1L << 63 | 1L << 32);
        fixture.writeWord(ItsSyncr.OFFSET, 5);

        assertEquals(1, fixture.word(ItsSyncStatusr.OFFSET));
        assertEquals(0, fixture.wide(ItsSyncr.OFFSET));
        assertEquals(digest, DigestStream.of(fixture.its::state));
    }

    @Test
    void shouldDigestRegistersByTheirValues()
    {
        fixture.writeWord(ItsEidr.OFFSET, 5);
        final long digest = DigestStream.of(fixture.its::state);

        fixture.writeWord(ItsEidr.OFFSET, 0);
        fixture.writeWord(ItsGenEventEidr.OFFSET, 5);

        assertNotEquals(digest, DigestStream.of(fixture.its::state));
    }
}
