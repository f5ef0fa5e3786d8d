package org.gale.engine.inspect;

import java.util.List;
import org.gale.engine.gicv5.Ist;
import org.gale.engine.gicv5.Rig;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of watched fields of a GICv5 with 64 SPIs, 64 physical LPIs, and two VMs: VM 1 has 2,048 LPIs in a table of two
 * levels whose second half alone is mapped, and no SPIs; VM 4 has 64 of each.
 */
class WatchedInterruptTest
{
    private static final List<String> WORDS =
        List.of("pending", "active", "enable", "hm", "irm", "priority", "iaffid");

    private final Rig rig = new Rig("pes=2 spis=64 min_lpi_id_bits=4 one_n=1");

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x1_0000, 6));
        rig.vmTable();
        final Ist wide = new Ist(Rig.RAM + 0x4_0000, 11, 0, 0, true, Rig.RAM + 0x8_0000);
        rig.describeVm(1, Rig.RAM + 0x3_0000, 2, wide, null);
        rig.writeL1(wide, false);
        rig.mapVm(1, false);
        rig.mapVist(1, Intid.TYPE_LPI, false);
        rig.mapL2Vist(1, Rig.lpi(1024));
        rig.simpleVm(4, 6);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldShowTheFieldsOfAnInterruptAloneAndTogether()
    {
        for (final String name : List.of("lpi5", "lpi0", "vm4.lpi5", "vm4.spi5", "vm1.lpi1024", "vm1.lpi2047"))
        {
            assertFields(name, "0x00000000", "0 0 0 edge 0 0 0");
        }
        rig.target(0, Rig.EL1, Rig.lpi(5), 1, false);
        rig.priority(0, Rig.EL1, Rig.lpi(5), 9);
        rig.pend(0, Rig.EL1, Rig.lpi(5), true);
        rig.handlingMode(0, Rig.EL1, Rig.lpi(0), true);
        rig.enable(0, Rig.EL1, Rig.lpi(0), true);

        assertFields("lpi5", String.format("0x%08x", 1 << 16 | 9 << 11 | 1), "1 0 0 edge 0 9 1");
        assertFields("lpi0", "0x0000000c", "0 0 1 level 0 0 0");
        assertFields("vm4.lpi5", "0x00000000", "0 0 0 edge 0 0 0");
    }

    @Test
    void shouldShowAnInterruptThatIsPendingActiveOrForAnyPe()
    {
        rig.virtualPend(4, Rig.spi(7), true);
        assertFields("vm4.spi7", "0x00000001", "1 0 0 edge 0 0 0");
        assertFields("spi7", String.format("0x%08x", rig.entry(Rig.spi(7))), null);
        rig.target(0, Rig.EL1, Rig.lpi(63), 0, true);
        rig.enableCpu(1, 31);
        rig.target(0, Rig.EL1, Rig.lpi(3), 1, false);
        rig.enable(0, Rig.EL1, Rig.lpi(3), true);
        rig.pend(0, Rig.EL1, Rig.lpi(3), true);
        rig.acknowledge(1, Rig.EL1);

        assertFields("lpi3", "0x0001000a", "0 1 1 edge 0 0 1");
        assertFields("lpi63", "0x00000010", "0 0 0 edge 1 0 0");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "lpi64 | no LPI 64: the physical side has 0 to 63",
        "vm4.lpi64 | no LPI 64: VM 4 has 0 to 63",
        "vm4.spi64.pending | no SPI 64: VM 4 has 0 to 63",
        "vm1.lpi2048.hm | no LPI 2048: VM 1 has 0 to 2047",
        "spi64 | no SPI 64: the physical side has 0 to 63",
    })
    void shouldRefuseAnIdThatTheTableCannotHold(final String text, final String sentence)
    {
        final WatchExpression expression = WatchExpression.parse(text);

        assertEquals(sentence,
            assertThrows(IllegalArgumentException.class, () -> expression.check(rig.machine())).getMessage());
        assertFalse(expression.isThere(rig.machine()));
        assertEquals(sentence, expression.absence(rig.machine()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "vm1.lpi0 | no LPI 0: its part of the table is not mapped",
        "vm1.lpi1023.pending | no LPI 1023: its part of the table is not mapped",
        "vm1.spi1 | no SPI 1: VM 1 has none",
        "vm2.lpi1.hm | no VM 2: valid VMs: 1, 4",
    })
    void shouldShowUnreachableForWhatMayComeLater(final String text, final String clause)
    {
        final WatchExpression expression = WatchExpression.parse(text);

        assertDoesNotThrow(() -> expression.check(rig.machine()));
        assertFalse(expression.isThere(rig.machine()));
        assertEquals("unreachable", expression.value(rig.machine()));
        assertEquals(clause, expression.absence(rig.machine()));
        assertEquals(text, expression.toString());
    }

    @Test
    void shouldShowTheSignalsOfAPe()
    {
        rig.enableCpu(1, 31);
        rig.target(0, Rig.EL1, Rig.lpi(5), 1, false);
        rig.enable(0, Rig.EL1, Rig.lpi(5), true);
        rig.pend(0, Rig.EL1, Rig.lpi(5), true);

        assertEquals("1", value("pe1.irq"));
        assertEquals("0", value("pe1.fiq"));
        assertEquals("0", value("pe1.virq"));
        assertEquals("0", value("pe1.vfiq"));
        assertEquals("0", value("pe0.irq"));
        assertFalse(WatchExpression.parse("pe2.irq").isThere(rig.machine()));
        assertEquals("no PE 2: there are 2", WatchExpression.parse("pe2.irq").absence(rig.machine()));
    }

    /**
     * Asserts the value of an interrupt.
     *
     * @param fields values of {@link #WORDS}, or null
     */
    private void assertFields(final String name, final String word, final String fields)
    {
        assertTrue(WatchExpression.parse(name).isThere(rig.machine()), name);
        assertEquals("word=" + word + ' ' + String.join(" ", L2Iste.FIELDS.stream().filter(field -> !field.isReserved())
            .map(field -> field.name() + '=' + value(name + '.' + field.name())).toList()), value(name));
        if (fields != null)
        {
            assertEquals(fields,
                String.join(" ", WORDS.stream().map(field -> value(name + '.' + field)).toList()), name);
        }
    }

    private String value(final String text)
    {
        final WatchExpression expression = WatchExpression.parse(text);
        expression.check(rig.machine());

        return expression.value(rig.machine());
    }
}
