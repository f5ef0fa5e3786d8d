package org.gale.engine.script;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class NameTableTest
{
    @ParameterizedTest(name = "{0} names")
    @ValueSource(ints = {1, 2, 4, 5, 63, 64, 65, 1000})
    void shouldFindEachNameAndNoOther(final int count)
    {
        final List<String> names = IntStream.range(0, count).mapToObj(i -> "name" + i).toList();
        final NameTable table = new NameTable(names);

        for (int i = 0; i < count; i++)
        {
            assertEquals(i, indexOf(table, names.get(i)));
        }
        assertEquals(NameTable.ABSENT, indexOf(table, "name" + count));
        assertEquals(NameTable.ABSENT, indexOf(table, "nam"));
        assertEquals(NameTable.ABSENT, indexOf(table, ""));
    }

    @Test
    void shouldFindNothingInNoNames()
    {
        assertEquals(NameTable.ABSENT, indexOf(new NameTable(List.of()), "a"));
    }

    /** The names have the same length, and the same eight bytes at either end. */
    @Test
    void shouldTellNamesApartThatDifferInTheMiddle()
    {
        final List<String> names = List.of("ICC_PPI_SACTIVER0_EL1", "ICC_PPI_CACTIVER0_EL1", "ICC_PPI_xACTIVER0_EL1");
        final NameTable table = new NameTable(names);

        for (final String name : names)
        {
            assertEquals(names.indexOf(name), indexOf(table, name));
        }
        assertEquals(NameTable.ABSENT, indexOf(table, "ICC_PPI_yACTIVER0_EL1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 24, 25, 40})
    void shouldTellNamesApartThatDifferInOneCharacter(final int length)
    {
        final String name = "n".repeat(length);
        final NameTable table = new NameTable(List.of(name));

        assertEquals(0, indexOf(table, name));
        assertEquals(NameTable.ABSENT, indexOf(table, name + "n"));
        assertEquals(NameTable.ABSENT, indexOf(table, "n".repeat(length - 1)));
        for (int i = 0; i < length; i++)
        {
            assertEquals(NameTable.ABSENT, indexOf(table, "n".repeat(i) + "m" + "n".repeat(length - i - 1)));
        }
    }

    /** A word may end its buffer, and bytes that follow it are no part of it. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "sysw", "sysread", "register", "registers", "a-name-of-20-letters"})
    void shouldFindANameAtTheEndOfItsBufferAndWithinOne(final String name)
    {
        final NameTable table = new NameTable(List.of("other", name));
        final byte[] last = ("0123456789" + name).getBytes(StandardCharsets.US_ASCII);
        final byte[] within = (name + " 0123456789").getBytes(StandardCharsets.US_ASCII);

        assertEquals(1, table.indexOf(last, 10, name.length()));
        assertEquals(1, table.indexOf(within, 0, name.length()));
    }

    @Test
    void shouldRefuseANameTwiceAndTooManyNames()
    {
        assertEquals("a name twice: b",
            assertThrows(IllegalArgumentException.class, () -> new NameTable(List.of("a", "b", "b"))).getMessage());
        final List<String> many = new ArrayList<>(Collections.nCopies(Short.MAX_VALUE + 1, "a"));
        assertEquals("too many names: 32768",
            assertThrows(IllegalArgumentException.class, () -> new NameTable(many)).getMessage());
        many.remove(0);
        assertEquals("a name twice: a",
            assertThrows(IllegalArgumentException.class, () -> new NameTable(many)).getMessage());
    }

    private static int indexOf(final NameTable table, final String name)
    {
        final byte[] bytes = ("<" + name + ">").getBytes(StandardCharsets.US_ASCII);

        return table.indexOf(bytes, 1, name.length());
    }
}
