package org.gale.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MachineConfigTest
{
    private static final String[] KEYS = {
        "preset", "ram", "pes", "irs.config", "irs.setlpi", "its.config", "its.translate", "iwb.config", "spis",
        "spi_base", "id_bits", "min_lpi_id_bits", "pri_bits", "vm_id_bits", "vpe_id_bits", "deviceid_bits",
        "eventid_bits", "ppis", "one_n", "virt_one_n", "swe", "strict", "nmi", "its.cache", "ops.delay",
        "ops.order", "irss", "itss", "iwbs", "irs.pes", "irs.1.pes", "irs.spis", "irs.1.spis", "irs.1.config",
        "iaffids", "its.1.translate", "iwb.its", "iwb.1.its", "iwb.device", "iwb.1.device", "iwb.wires",
        "iwb.1.wires", "link", "domains",
        "pse", "", "=", "RAM",
    };
    private static final String[] VALUES = {
        "full", "el1", "0", "1", "2", "16", "0x10", "-1", "65536", "0xffffffffffffffff", "99999999999999999999", "",
        "0x", "banana", "0x40000000:0x1000", "0x8000000:0x40000000", "1:1", ":", "0:0x1000", "3,15", "0-127", "5-3",
        "128", "3,", "ns", "ns,s", "0x08010000", "0x08010001", "24", "14", "\u0000", "4096", "1e3", " 5", "5 ",
        "eager", "eager-valid", "up", "down", "fixed", "0-3", "0-1", "2-3", "none", "0:32", "64:192",
    };

    @Test
    void shouldBeTheReferenceMachineWithoutKeys()
    {
        final MachineConfig config = MachineConfig.parse(List.of());

        assertEquals("preset=full ram=0x40000000:0x40000000 pes=4 irs.config=0x8010000 irs.setlpi=0x8020000 " +
            "its.config=0x8100000 its.translate=0x8110000 iwb.config=0x8200000 spis=256 spi_base=0 id_bits=24 " +
            "min_lpi_id_bits=14 pri_bits=5 vm_id_bits=16 vpe_id_bits=16 deviceid_bits=20 eventid_bits=16 " +
            "ppis=3,15,19-31,64-95 one_n=0 virt_one_n=0 swe=1 strict=0 nmi=0", config.toKeys());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "pes=1", "pes=4096 spis=65536", "ram=0x0:0x1000", "ram=0x100000000:0x4000000000", "ppis=0-127", "ppis=7",
        "preset=el1 pes=3", "one_n=1 virt_one_n=1 strict=1 nmi=1 swe=0", "spi_base=4096 spis=0", "id_bits=8",
        "id_bits=24 min_lpi_id_bits=0", "deviceid_bits=32 eventid_bits=31", "irs.config=0xffffffffff0000",
        "its.cache=1 strict=1", "its.cache=eager", "its.cache=eager-valid", "ops.delay=1", "ops.delay=1 ops.order=1",
        "ops.order=0",
        "ops.delay=1048576 preset=el1", "ops.delay=0",
        "its.cache=0 irss=1 itss=1 iwbs=1 domains=ns", "preset=el1 swe=1 virt_one_n=1",
    })
    void shouldReadBackWhatItWrites(final String keys)
    {
        final MachineConfig config = MachineConfig.parse(List.of(keys.split(" ")));

        assertEquals(config, MachineConfig.parse(List.of(config.toKeys().split(" "))));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "pse=4 | no machine key 'pse': did you mean 'pes'?",
        "pes | pes has no value (write pes=VALUE)",
        "pes= | pes has no value (write pes=VALUE)",
        "pes=1 pes=2 | pes is given twice",
        "pes=0 | pes=0 is out of range (1 to 4096)",
        "pes=4097 | pes=4097 is out of range (1 to 4096)",
        "pes=banana | pes: 'banana' is not a number",
        "pes=0x | pes: '0x' is not a number",
        "pri_bits=6 | pri_bits=6 is out of range (1 to 5)",
        "vm_id_bits=7 | vm_id_bits=7 is out of range (8 to 16)",
        "id_bits=25 | id_bits=25 is out of range (1 to 24)",
        "id_bits=10 min_lpi_id_bits=11 | min_lpi_id_bits=11 is out of range (0 to 10)",
        "preset=half | preset=half is not full or el1",
        "strict=2 | strict=2 is out of range (0 to 1)",
        "preset=el1 swe=2 | swe=2 is out of range (0 to 1)",
        "preset=el1 virt_one_n=x | virt_one_n: 'x' is not a number",
        "irs.config=0x8010001 | irs.config is not aligned to 64 KiB: 0x8010001",
        "irs.config=0x40000000 | irs.config lies in RAM: 0x40000000",
        "ram=0x8018000:0x10000 | irs.config lies in RAM: 0x8010000",
        "its.config=0x8010000 | its.config and irs.config are at the same address",
        "ram=0x40000000 | ram: '0x40000000' is not BASE:SIZE",
        "ram=0x40000000:0x1001 | ram: a size of 0x1001 is not a multiple of 4 KiB up to 256 GiB",
        "ram=0x40000000:0 | ram: a size of 0x0 is not a multiple of 4 KiB up to 256 GiB",
        "ram=0x40000000:0x4000001000 | ram: a size of 0x4000001000 is not a multiple of 4 KiB",
        "ram=0x40000800:0x1000 | ram: a base of 0x40000800 is not page aligned inside 56 address bits",
        "ram=0xfffffffffff000:0x2000 | ram: a base of 0xfffffffffff000 is not page aligned inside 56",
        "ram=-4096:0x1000 | ram:",
        "ppis=128 | ppis: '128' in '128' is not a PPI",
        "ppis=3,,5 | ppis: '' in '3,,5' is not a PPI",
        "ppis=7-5 | ppis: '7-5' in '7-5' goes down",
        "ppis=-3 | ppis: '' in '-3' is not a PPI",
        "its.cache=2 | its.cache=2 is not 0, 1, eager, eager-valid or seeded",
        "its.cache=Eager | its.cache=Eager is not 0, 1, eager, eager-valid or seeded",
        "preset=el1 its.cache=lazy | its.cache=lazy is not 0, 1, eager, eager-valid or seeded",
        "ops.delay=1048577 | ops.delay=1048577 is out of range (0 to 1048576)",
        "ops.order=1 | ops.order=1 needs an ops.delay of at least 1",
        "ops.order=1 ops.delay=0 | ops.order=1 needs an ops.delay of at least 1",
        "ops.order=2 ops.delay=1 | ops.order=2 is out of range (0 to 1)",
        "ops.order ops.delay=1 | ops.order has no value",
        "domains=ns,s | domains=ns,s is not supported (only domains=ns)",
    })
    void shouldNameTheFault(final String keys, final String message)
    {
        final IllegalArgumentException ex = assertThrows(
            IllegalArgumentException.class, () -> MachineConfig.parse(List.of(keys.split(" "))));

        assertTrue(ex.getMessage().startsWith(message), ex.getMessage());
    }

    /** P9: any words make a machine or an error message. */
    @Test
    void shouldAcceptOrRefuseAnyWords()
    {
        final long seed = 1;
        final SplittableRandom random = new SplittableRandom(seed);
        int machines = 0;
        for (int i = 0; i < 20_000; i++)
        {
            final List<String> words = new ArrayList<>();
            for (int count = below(random, 4); count > 0; count--)
            {
                words.add(KEYS[below(random, KEYS.length)] + (below(random, 20) == 0 ? "" : "=") +
                    VALUES[below(random, VALUES.length)]);
            }
            try
            {
                final MachineConfig config = MachineConfig.parse(words);
                assertEquals(config, MachineConfig.parse(List.of(config.toKeys().split(" "))), words::toString);
                machines++;
            }
            catch (final IllegalArgumentException ex)
            {
                assertFalse(ex.getMessage() == null || ex.getMessage().isEmpty(), words::toString);
            }
        }
        assertTrue(machines > 50, "seed " + seed + ": only " + machines + " machines");
    }

    @Test
    void shouldRefuseALongWordWithoutASearch()
    {
        final IllegalArgumentException ex = assertThrows(
            IllegalArgumentException.class, () -> MachineConfig.parse(List.of("p".repeat(1_000_000))));

        assertTrue(ex.getMessage().startsWith("no machine key 'ppp"), "another message");
        assertFalse(ex.getMessage().contains("did you mean"), "a suggestion for a long word");
    }

    @Tag("B-CPU-22")
    @Tag("B-CPU-23")
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "3,15,19-31,64-95 | 3,15,19-31,64-95", "0-127 | 0-127", "5 | 5", "64 | 64", "63,64 | 63-64",
        "127,0 | 0,127", "5,5,4-6 | 4-6", "1,3,2 | 1-3",
    })
    void shouldWritePpisInOrder(final String value, final String expected)
    {
        final PpiSet ppis = PpiSet.parse(value);

        assertEquals(expected, ppis.toString());
        assertEquals(ppis, PpiSet.parse(ppis.toString()));
        for (int ppi = -2; ppi < 200; ppi++)
        {
            final boolean bit = ppi >= 0 && ppi < 128 && (ppis.bank(ppi >>> 6) >>> (ppi & 63) & 1) != 0;
            assertEquals(bit, ppis.contains(ppi), "PPI " + ppi);
        }
        assertEquals(ppis.low() & ~8L, ppis.levelBank(0));
        assertEquals(ppis.high(), ppis.levelBank(1));
    }

    private static int below(final SplittableRandom random, final int limit)
    {
        return (int)Long.remainderUnsigned(random.nextLong(), limit);
    }
}
