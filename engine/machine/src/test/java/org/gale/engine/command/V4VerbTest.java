package org.gale.engine.command;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

class V4VerbTest
{
    private static final int OFFSET = 8;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);

    @Test
    void shouldWriteAVerbAndItsOperands()
    {
        assertEquals(OFFSET + 48, V4Verb.MAP.encode(buffer, OFFSET, 1, 2, 3, 4, 8192));

        assertEquals(0xb602_0200_0000_0000L, buffer.getLong(OFFSET));
        assertEquals(1, V4Verb.operand(buffer, OFFSET, 0));
        assertEquals(8192, V4Verb.operand(buffer, OFFSET, 4));
        assertEquals(8192, buffer.getLong(OFFSET + 40));
    }

    @Test
    void shouldWriteOneWordOfZeroForAVerbWithoutOperands()
    {
        buffer.putLong(OFFSET + 8, -1);

        assertEquals(OFFSET + 16, V4Verb.STEP.encode(buffer, OFFSET));
        assertEquals(0xb202_0c00_0000_0000L, buffer.getLong(OFFSET));
        assertEquals(0, buffer.getLong(OFFSET + 8));
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindAVerbByItsWordAndItsSpelling(final V4Verb verb)
    {
        final int end = verb.encode(buffer, 0, new long[verb.operands()]);

        assertEquals(end, CommandWord.length(buffer.getLong(0)) * Long.BYTES);
        assertSame(verb, V4Verb.of(buffer.getLong(0)));
        assertSame(verb, V4Verb.of(verb.spelling()));
    }

    @Test
    void shouldSpellAVerbInLowerCase()
    {
        assertEquals("begin_enable", V4Verb.BEGIN_ENABLE.spelling());
        assertNull(V4Verb.of("BEGIN_ENABLE"));
        assertNull(V4Verb.of(""));
    }

    @Test
    void shouldTellTheVerbsThatChangeNothing()
    {
        final List<V4Verb> queries = new ArrayList<>();
        for (final V4Verb verb : V4Verb.values())
        {
            if (verb.isQuery())
            {
                queries.add(verb);
            }
        }

        assertEquals(List.of(V4Verb.QUERY, V4Verb.STATE, V4Verb.WOKEN, V4Verb.AUDIT, V4Verb.IMAGE), queries);
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = {
        "b602000000000000",                                                     // verb 0
        "b6021d0000000000", "b602ff0000000000",                                 // beyond the last one
        "b502020000000000", "b702020000000000",                                 // MAP, too short and too long
        "b601020000000000", "a602020000000000" })                               // family 1, a RAM
    void shouldFindNoVerbInAnotherWord(final String word)
    {
        assertNull(V4Verb.of(Long.parseUnsignedLong(word, 16)));
    }

    @Test
    void shouldRefuseTooFewOrTooManyOperands()
    {
        assertEquals("ENABLE has 2 operands, not 1",
            assertThrows(IllegalArgumentException.class, () -> V4Verb.ENABLE.encode(buffer, 0, 1)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> V4Verb.ENABLE.encode(buffer, 0, 1, 2, 3));
    }
}
