package org.gale.engine.config;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MachineKeysTest
{
    static final List<MachineKey<?>> ROWS = MachineKeys.ALL;

    @Test
    void shouldHaveEachDeclaredRowOnce() throws IllegalAccessException
    {
        final List<Object> declared = new ArrayList<>();
        for (final Field field : MachineKeys.class.getDeclaredFields())
        {
            if (field.getType() == MachineKey.class)
            {
                declared.add(field.get(null));
            }
        }

        assertEquals(declared, MachineKeys.ALL);
        final Set<String> names = new HashSet<>();
        MachineKeys.ALL.forEach(key -> assertTrue(names.add(key.name()), key::name));
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void shouldReadTheTextOfTheDefault(final MachineKey<?> key)
    {
        final String text = key.textIn(Map.of());
        assertEquals(key.defaultValue() == null, text == null, "a default that follows from other keys");
        if (text == null)
        {
            return;
        }

        assertEquals(key.defaultValue(), key.type().reader().apply(key.name(), text));
        assertEquals(MachineConfig.DEFAULT, MachineConfig.parse(List.of(key.name() + '=' + text)));
        assertFalse(key.help().isEmpty() || key.help().endsWith("."), key::help);
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void shouldRecordTheDefaultOfSomeKeys(final MachineKey<?> key)
    {
        assertEquals(key.isRecorded(), (' ' + MachineConfig.DEFAULT.toKeys()).contains(' ' + key.name() + '='));
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void shouldReadEachWord(final MachineKey<?> key)
    {
        for (final String word : key.type().words())
        {
            if (!key.name().equals("ops.order") && !word.equals("seeded"))
            {
                assertEquals(word, key.textIn(MachineConfig.parse(List.of(key.name() + '=' + word)).values()));
            }
        }
    }

    @Test
    void shouldHaveTheValueThatIsSet()
    {
        final MachineConfig config = MachineConfig.DEFAULT.with(MachineKeys.ITS_CACHE, ItsCaching.EAGER)
            .with(MachineKeys.PES, 7).with(MachineKeys.RAM, new Ram(0x4000_0000L, 0x1000));

        assertEquals(MachineConfig.parse(List.of("its.cache=eager", "pes=7", "ram=0x40000000:0x1000")), config);
        assertNotEquals(MachineConfig.DEFAULT, config);
        assertEquals(7, config.pes());
        assertEquals(ItsCaching.EAGER, config.value(MachineKeys.ITS_CACHE));
    }

    @Test
    void shouldHaveAsManyPesAsAGicv4HostHasCpus()
    {
        final MachineConfig host = MachineConfig.parse(List.of("pes=2", "v4.cpus=7"));

        assertEquals(7, host.pes());
        assertEquals(MachineConfig.DEFAULT.withGicv4(Gicv4Config.parse(List.of("cpus=7"))), host);
    }

    /** Each number is read at both ends of its declared range, and refused next to them with the range. */
    @ParameterizedTest
    @FieldSource("ROWS")
    void shouldReadTheEndsOfItsRangeAndRefuseTheirNeighbours(final MachineKey<?> key)
    {
        final KeyType<?> type = key.type();
        if (type.min() == type.max())
        {
            return;                                                 // words, or a text with rules of its own
        }
        for (final long end : new long[] {type.min(), type.max()})
        {
            final long aligned = type.label().equals(KeyType.FRAME.label()) ? end & -0x1_0000L : end;
            assertNotNull(type.reader().apply(key.name(), Long.toString(aligned)), key.name() + '=' + aligned);
        }
        for (final long next : new long[] {type.min() - 1, type.max() + 1})
        {
            final String text = Long.toString(next);
            final String message = assertThrows(IllegalArgumentException.class,
                () -> type.reader().apply(key.name(), text), key.name() + '=' + text).getMessage();
            assertTrue(message.startsWith(key.name()) && message.contains(text), message);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, pes=0 is out of range (1 to 4096)", "4097, pes=4097 is out of range (1 to 4096)"})
    void shouldRefuseAValueOutsideTheRange(final int pes, final String message)
    {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
            () -> MachineConfig.DEFAULT.with(MachineKeys.PES, pes)).getMessage());
    }

    @Test
    void shouldBoundAValueByThatOfAnotherKey()
    {
        assertEquals(10, MachineConfig.parse(List.of("id_bits=10")).value(MachineKeys.MIN_LPI_ID_BITS));
        assertEquals(14, MachineConfig.parse(List.of("id_bits=15")).value(MachineKeys.MIN_LPI_ID_BITS));
        assertThrows(IllegalArgumentException.class,
            () -> MachineConfig.parse(List.of("id_bits=10", "min_lpi_id_bits=11")));
    }

    @Test
    void shouldHaveNoVirtualKeysOnAPhysicalMachine()
    {
        final MachineConfig config =
            MachineConfig.parse(List.of("preset=el1", "swe=1", "virt_one_n=1", "its.cache=eager", "one_n=1"));

        assertFalse(config.value(MachineKeys.SWE) || config.value(MachineKeys.VIRT_ONE_N));
        assertEquals(ItsCaching.NONE, config.value(MachineKeys.ITS_CACHE));
        assertTrue(config.value(MachineKeys.ONE_N));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "pes | banana | 'banana' is not a number (try 16 or 0x10)",
        "pes | 0 | '0' is out of range (1 to 4096)",
        "its.cache | 2 | '2' is not 0, 1, eager, eager-valid or seeded",
        "irss | 17 | '17' is out of range (1 to 16)",
        "ppis | 128 | '128' in '128' is not a PPI (0 to 127, such as 3,15,19-31)",
    })
    void shouldLeaveOutTheNameWhereAFrontEndGivesIt(final String name, final String text, final String message)
    {
        final MachineKey<?> key =
            MachineKeys.ALL.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();

        assertEquals(message, assertThrows(IllegalArgumentException.class,
            () -> key.type().reader().apply("", text)).getMessage());
    }
}
