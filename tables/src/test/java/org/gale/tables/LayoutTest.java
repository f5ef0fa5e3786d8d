package org.gale.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gale.tables.field.Field;
import org.gale.tables.field.LongField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutTest
{
    static Stream<Layout> layouts()
    {
        return Layout.all();
    }

    @Test
    void shouldDeclareTheLayoutsOfTheReferenceAndNoOthers()
    {
        final Map<String, String> reference = Layout.reference();

        final List<String> declared = Layout.all().map(Layout::name).sorted().toList();

        assertEquals(List.copyOf(reference.keySet()), declared);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldPlaceFieldsWhereTheReferenceDoes(final Layout layout)
    {
        assertEquals(Layout.reference().get(layout.name()), layout.line());
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldAccountForEveryBitOnceFromTheLowestUp(final Layout layout)
    {
        long seen = 0;
        int nextBit = 0;
        for (final Layout.Bits field : layout.fields())
        {
            assertEquals(nextBit, field.shift(), field.name());
            assertEquals(field.width(), Long.bitCount(field.mask()), field.name());
            assertEquals(0, seen & field.mask(), field.name());

            seen |= field.mask();
            nextBit += field.width();
        }

        assertEquals(layout.ones(), seen);
        assertEquals(layout.wordBits(), nextBit);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldSetAndClearEachBitAlone(final Layout layout)
    {
        for (final Layout.Bits field : layout.fields())
        {
            for (int i = 0; i < field.width(); i++)
            {
                final long bit = 1L << i;
                final long inPlace = bit << field.shift();
                final String what = field.name() + " bit " + i;

                assertEquals(inPlace, field.set().applyAsLong(0, bit), what);
                assertEquals(bit, field.get().applyAsLong(inPlace), what);
                assertEquals(0, field.get().applyAsLong(layout.ones() & ~field.mask()), what);

                final long cleared = field.set().applyAsLong(layout.ones(), field.ones() & ~bit);
                assertEquals(layout.ones() & ~inPlace, cleared, what);
                assertEquals(field.ones() & ~bit, field.get().applyAsLong(cleared), what);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldListEveryConstantUnderItsOwnName(final Layout layout)
    {
        final List<String> listed = Layout.all().filter((other) -> other.owner() == layout.owner())
            .flatMap((other) -> other.fields().stream()).map(Layout.Bits::toString).toList();

        for (final java.lang.reflect.Field javaField : layout.owner().getFields())
        {
            if (javaField.getType() == Field.class || javaField.getType() == LongField.class)
            {
                final Layout.Bits field = Layout.Bits.of(Layout.constant(javaField));

                assertEquals(javaField.getName(), field.name());
                assertTrue(listed.contains(field.toString()), javaField.getName());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldNameFieldsOnce(final Layout layout)
    {
        final List<String> names =
            layout.fields().stream().filter((field) -> !field.reserved()).map(Layout.Bits::name).toList();

        assertEquals(names.size(), names.stream().collect(Collectors.toSet()).size());
        assertFalse(names.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldBeUtilitiesWithoutInstances(final Layout layout)
    {
        assertTrue(Arrays.stream(layout.owner().getDeclaredConstructors())
            .allMatch((constructor) -> java.lang.reflect.Modifier.isPrivate(constructor.getModifiers())));
    }
}
