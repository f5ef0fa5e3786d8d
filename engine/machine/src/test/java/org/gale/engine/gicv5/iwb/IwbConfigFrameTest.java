package org.gale.engine.gicv5.iwb;

import org.gale.engine.machine.DigestStream;
import org.gale.engine.machine.RegisterTable;
import org.gale.tables.register.IwbCr0;
import org.gale.tables.register.IwbIdr0;
import org.gale.tables.register.IwbWdomainr;
import org.gale.tables.register.IwbWenabler;
import org.gale.tables.register.IwbWtmr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the registers of a wire bridge as software sees them. */
class IwbConfigFrameTest
{
    private final Iwb iwb = new Iwb(64, 64, (deviceId, eventId, kind) -> true);
    private final RegisterTable registers = IwbConfigFrame.registers(iwb);

    @ParameterizedTest(name = "offset {0}")
    @CsvSource({ "0, 0x1001", "0x40, 0xfff0043b", "0x44, 0x200", "0x80, 2", "0xc0, 1", "0xc4, 1" })
    void shouldShowWhatItIs(final int offset, final long value)
    {
        assertEquals(value, registers.read(offset, 4));
        registers.write(offset, 4, offset == IwbCr0.OFFSET ? 2 : -1);
        assertEquals(value, registers.read(offset, 4));
    }

    @Tag("B-IWB-1")
    @ParameterizedTest(name = "{0} wires")
    @CsvSource({ "32, 0x1000", "96, 0x1002", "65536, 0x17ff" })
    void shouldShowTheNumberOfItsWires(final int wireCount, final int idr0)
    {
        final Iwb other = new Iwb(wireCount, 64, (deviceId, eventId, kind) -> true);

        assertEquals(idr0, IwbConfigFrame.registers(other).read(IwbIdr0.OFFSET, 4));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, -32, 33, 65568 })
    void shouldRefuseANumberOfWiresThatItCannotShow(final int wireCount)
    {
        assertThrows(
            IllegalArgumentException.class, () -> new Iwb(wireCount, 64, (deviceId, eventId, kind) -> true));
    }

    @Tag("B-IWB-5")
    @Test
    void shouldShowThatItIsEnabledAndIdle()
    {
        registers.write(IwbCr0.OFFSET, 4, -1);
        assertEquals(3, registers.read(IwbCr0.OFFSET, 4));

        registers.write(IwbCr0.OFFSET, 4, 0);
        assertEquals(2, registers.read(IwbCr0.OFFSET, 4));
    }

    @ParameterizedTest(name = "offset {0}")
    @ValueSource(ints = { IwbWenabler.OFFSET, IwbWenabler.OFFSET + 4, IwbWtmr.OFFSET, IwbWtmr.OFFSET + 4 })
    void shouldReadBackARegisterOfWires(final int offset)
    {
        registers.write(offset, 4, 0xdead_beef_8000_0001L);
        assertEquals(0x8000_0001L, registers.read(offset, 4));

        registers.write(offset, 4, 0);
        assertEquals(0, registers.read(offset, 4));
    }

    @ParameterizedTest(name = "offset {0}")
    @ValueSource(ints = {
        0x4, 0x48, 0x84, 0xc8, 0xcc, 0x1ffc, 0x2008, 0x3ffc, 0x4008, 0x5ffc, 0x6000, 0x7ffc, 0x8010, 0xbffc, 0xc000,
        0xffbc, 0xfffc,
    })
    void shouldReadZeroAndIgnoreWritesWhereNothingIsReadable(final int offset)
    {
        final long digest = DigestStream.of(iwb::state);

        registers.write(offset, 4, -1);

        assertEquals(0, registers.read(offset, 4));
        assertEquals(digest, DigestStream.of(iwb::state));
    }

    @ParameterizedTest(name = "offset {0}, {1} bytes")
    @CsvSource({
        "0x0, 1", "0x0, 2", "0x0, 8", "0x2, 4", "0x80, 8", "0x80, 1", "0x2000, 8", "0x2000, 2", "0x2001, 4",
        "0x2002, 4", "0x4000, 8", "0x4003, 1", "0x8000, 8",
    })
    void shouldReadZeroAndIgnoreWritesOfAnAccessOfTheWrongShape(final int offset, final int sizeBytes)
    {
        registers.write(IwbWenabler.OFFSET, 4, 0x1234_5678);
        registers.write(IwbWtmr.OFFSET, 4, 0x1234_5678);
        final long digest = DigestStream.of(iwb::state);

        registers.write(offset, sizeBytes, -1);

        assertEquals(0, registers.read(offset, sizeBytes));
        assertEquals(digest, DigestStream.of(iwb::state));
    }

    @Tag("B-IWB-8")
    @Test
    void shouldKeepEveryWireInTheNonSecureDomain()
    {
        for (int n = 0; n < 4; n++)
        {
            registers.write(IwbWdomainr.OFFSET + 4 * n, 4, 0);

            assertEquals(0x5555_5555L, registers.read(IwbWdomainr.OFFSET + 4 * n, 4));
        }
    }
}
