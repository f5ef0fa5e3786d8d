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

    /** Names "Aa" and "BB" have the same hash. */
    @Test
    void shouldTellNamesOfOneHashApart()
    {
        final NameTable table = new NameTable(List.of("Aa", "BB"));

        assertEquals(0, indexOf(table, "Aa"));
        assertEquals(1, indexOf(table, "BB"));
        assertEquals(NameTable.ABSENT, indexOf(new NameTable(List.of("Aa")), "BB"));
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
