package org.gale.engine.command;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Words of commands, written down by hand: lane files and journals hold them. */
class CommandsTest
{
    private static final int OFFSET = 16;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);

    @Test
    void shouldPlaceTheFieldsOfAnMsi()
    {
        final long msi = Commands.msi(0xa_bcde, 0x1234, 0x56_7890);

        assertEquals(0x2abc_de12_3456_7890L, msi);
        assertEquals(0xa_bcde, Commands.msiDeviceId(msi));
        assertEquals(0x1234, Commands.msiEventId(msi));
        assertEquals(0xf_ffff, Commands.msiDeviceId(-1));
        assertEquals(0xffff, Commands.msiEventId(-1));
    }

    @Test
    void shouldPlaceTheFieldsOfATurn()
    {
        final long turn = Commands.turn(0xabcd, 0x400);

        assertEquals(0x3abc_d040_0000_0000L, turn);
        assertEquals(0xabcd, Commands.pe(turn));
        assertFalse(Commands.isTurnOfGroup(turn));
        assertEquals(0x400, Commands.turnBudget(turn));
        assertEquals(0xffff, Commands.pe(-1));
    }

    @Test
    void shouldMarkTheTurnsOfAGroup()
    {
        final long turns = Commands.turns(0x40, 0x80);

        assertEquals(0x3004_0008_0800_0000L, turns);
        assertEquals(0x40, Commands.pe(turns));
        assertTrue(Commands.isTurnOfGroup(turns));
        assertEquals(0x80, Commands.turnBudget(turns));
    }

    @Test
    void shouldLimitTheBudgetOfATurn()
    {
        assertEquals(1024, Commands.turnBudget(Commands.turn(1, 1024)));
        assertEquals(1024, Commands.turnBudget(Commands.turn(1, 1025)));
        assertEquals(128, Commands.turnBudget(Commands.turns(0, 129)));
    }

    @Test
    void shouldPlaceTheFieldsOfATime()
    {
        assertCommand(Commands.time(buffer, OFFSET, 0x0fed_cba9_8765_4321L, 77), 0x1fed_cba9_8765_4321L, 77);
        assertEquals(0x0fed_cba9_8765_4321L, Commands.baseNs(buffer.getLong(OFFSET)));
        assertEquals(0x1fff_ffff_ffff_ffffL, Commands.timeWord(-1));
    }

    @Test
    void shouldPlaceTheFieldsOfALongMsi()
    {
        assertCommand(Commands.msiLong(buffer, OFFSET, 0xa5, 0x9000_0001, 0x8000_0002),
            0xca50_0000_0000_0000L, 0x9000_0001_8000_0002L);
        assertEquals(0xa5, Commands.longMsiIts(buffer.getLong(OFFSET)));
    }

    @Test
    void shouldReadTheFieldsOfAnyEvent()
    {
        final long second = 0x9000_0001_8000_0002L;

        assertEquals(0xa5, Commands.eventIts(Commands.msiLongWord(0xa5, 7)));
        assertEquals(second, Commands.eventIds(Commands.msiLongWord(0xa5, 7), second));
        assertEquals(0, Commands.eventIts(Commands.msi(0xf_ffff, 0xffff, 7)));
        assertEquals(0xf_ffff_0000_fffeL, Commands.eventIds(Commands.msi(0xf_ffff, 0xfffe, 7), second));
    }

    @ParameterizedTest(name = "kind {0} of {1}, high {2}")
    @CsvSource({
        "0, 0x0001, true,  0x4200010000000000", "0, 0xffff, false, 0x40ffff0000000000",
        "1, 0x0000, true,  0x4600000000000000", "2, 0x0005, false, 0x4800050000000000" })
    void shouldPlaceTheFieldsOfAWire(final int kind, final int owner, final boolean isHigh, final long word)
    {
        assertCommand(Commands.wire(buffer, OFFSET, kind, owner, 0x8000_0021, isHigh), word, 0x8000_0021L);
        assertEquals(kind, Commands.wireKind(word));
        assertEquals(owner, Commands.wireOwner(word));
        assertEquals(isHigh, Commands.isWireHigh(word));
    }

    @ParameterizedTest(name = "{0} bytes")
    @CsvSource({"1, 0", "2, 4", "4, 8", "8, 12"})
    void shouldPlaceTheSizeOfAnAccess(final int sizeBytes, final long nibble)
    {
        final long load = 5L << 60 | nibble << 56;
        final long store = 6L << 60 | nibble << 56;

        assertCommand(Commands.load(buffer, OFFSET, 0x4000_0008L, sizeBytes), load, 0x4000_0008L);
        assertEquals(sizeBytes, Commands.sizeBytes(load));
        assertCommand(Commands.store(buffer, OFFSET, 0x4000_0010L, sizeBytes, -5), store, 0x4000_0010L, -5);
        assertEquals(sizeBytes, Commands.sizeBytes(store));
    }

    @Test
    void shouldPlaceTheFieldsOfInstructionsAndRegisters()
    {
        assertCommand(Commands.insn(buffer, OFFSET, 2, Commands.VEL1, 0x1234, -7), 0x7000_2912_3400_0000L, -7);
        assertEquals(2, Commands.pe(buffer.getLong(OFFSET)));
        assertEquals(9, Commands.el(buffer.getLong(OFFSET)));
        assertEquals(0x1234, Commands.code(buffer.getLong(OFFSET)));
        assertCommand(Commands.sysr(buffer, OFFSET, 0xffff, 3, 0xcb00), 0x8fff_f300_0000_0000L, 0xcb00);
        assertCommand(Commands.sysw(buffer, OFFSET, 1, 2, 0xcb01, 0x1f), 0x9000_1200_0000_0000L, 0xcb01, 0x1f);
    }

    @ParameterizedTest(name = "{0} bytes")
    @CsvSource({
        "1,  0xa301000000000000, 0x01, 0x0",
        "8,  0xa308000000000000, 0x80ff060504030201, 0x0",
        "9,  0xa409000000000000, 0x80ff060504030201, 0x09",
        "10, 0xa40a000000000000, 0x80ff060504030201, 0x0a09" })
    void shouldPackTheBytesOfARam(final int count, final String word, final String first, final String second)
    {
        final byte[] bytes = {77, 1, 2, 3, 4, 5, 6, (byte)0xff, (byte)0x80, 9, 10, 11};
        final int end = Commands.ram(buffer, OFFSET, 0x4000_0000L, bytes, 1, count);

        assertEquals(OFFSET + (count <= 8 ? 24 : 32), end);
        assertEquals(unsigned(word), buffer.getLong(OFFSET));
        assertEquals(0x4000_0000L, buffer.getLong(OFFSET + 8));
        assertEquals(unsigned(first), buffer.getLong(OFFSET + 16));
        assertEquals(unsigned(second), buffer.getLong(OFFSET + 24));
        assertEquals(count, Commands.ramBytes(buffer.getLong(OFFSET)));
        assertEquals((end - OFFSET) / Long.BYTES, CommandWord.length(buffer.getLong(OFFSET)));
    }

    @Test
    void shouldReadTheFamilyAndTheVerbOfAHostCommand()
    {
        assertEquals(0xab, Commands.hostFamily(0xb2ab_cd00_0000_0000L));
        assertEquals(0xcd, Commands.hostVerb(0xb2ab_cd00_0000_0000L));
    }

    private void assertCommand(final int end, final long... words)
    {
        assertEquals(OFFSET + words.length * Long.BYTES, end);
        assertEquals(words.length, CommandWord.length(words[0]));
        for (int i = 0; i < words.length; i++)
        {
            assertEquals(words[i], buffer.getLong(OFFSET + i * Long.BYTES));
        }
    }

    private static long unsigned(final String word)
    {
        return Long.parseUnsignedLong(word.substring(2), 16);
    }
}
