package org.gale.engine.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gale.engine.gicv4.V4Rig;
import org.gale.engine.gicv5.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of watched fields of a GICv4 host with two VMs. In VM 0, vCPU 0 is direct and vCPU 1 is software-forwarded.
 */
class WatchExpressionTest
{
    private final V4Rig rig = new V4Rig("cpus=2 vpeid_bits=3 lpi_bits=14");

    @BeforeEach
    void bringUp()
    {
        rig.line("create_vm 2");
        rig.line("create_vm 1");
        rig.lines("enable 0 0", "map 0 1 0 0 8200", "map 0 1 1 0 8201", "map 0 1 2 1 8300", "map 1 2 0 0 8192",
            "config 0 8200 64 1", "config 0 8300 32 1");
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldShowADirectVlpiOnItsWayToTheGuest()
    {
        assertValues("vm0.lpi8200", "pending=0 owed=0 route=direct arrival=direct table=0 latched=0 list=none " +
            "LPI_pending=0 vCPU=0 vPEID=0 ENABLE=1 PRIORITY=64");
        rig.lines("msi 1 0");
        assertValues("vm0.lpi8200", "pending=1 owed=1 table=1 latched=0");

        rig.lines("load 0 0 1");
        assertEquals("1", value("pe1.virq"));
        assertEquals("0", value("pe0.virq"));
        rig.line("ack 0 0");

        assertValues("vm0.lpi8200", "pending=0 owed=0 table=0");
    }

    @Test
    void shouldShowASoftwareForwardedVlpiOnItsWayToTheGuest()
    {
        assertValues("vm0.lpi8300", "pending=0 route=forwarded vCPU=1 vPEID=none PRIORITY=32");
        rig.lines("msi 1 2");
        assertValues("vm0.lpi8300", "pending=1 owed=1 arrival=forwarded table=0 list=queued");

        rig.lines("load 0 1 0");
        assertValues("vm0.lpi8300", "pending=1 list=listed");
        rig.line("ack 0 1");

        assertValues("vm0.lpi8300", "pending=0 owed=0 list=none");
    }

    @Test
    void shouldShowTheLatchOfAMaskedVlpi()
    {
        rig.lines("config 0 8300 32 0", "msi 1 2");

        assertValues("vm0.lpi8300", "pending=1 latched=1 list=none ENABLE=0");
    }

    @Test
    void shouldShowTheRouteThatATransitionChanges()
    {
        rig.lines("disable 0 0");
        assertValues("vm0.lpi8200", "route=forwarded vPEID=none");

        rig.lines("enable 0 0");

        assertValues("vm0.lpi8200", "route=direct vPEID=0");
    }

    @Test
    void shouldShowAVcpu()
    {
        rig.lines("load 0 0 1", "block 0 1");

        assertValues("vm0.vcpu0", "state=direct CPU=1 held=0 blocked=0 woken=0 vPEID=0 mapped=1 resident=1 vLPIs=2");
        assertValues("vm0.vcpu1", "state=software CPU=none blocked=1 vPEID=none mapped=none resident=none");
    }

    @Test
    void shouldShowUnreachableForWhatMayComeLater()
    {
        assertFalse(WatchExpression.parse("vm0.vcpu2").isThere(rig.machine()));
        for (final String text : List.of("vm0.lpi8400.route", "vm0.lpi8400", "vm5.lpi8200.pending", "vm5.vcpu0.state",
            "vm2.vcpu0", "vm2.lpi8192", "vm0.lpi8192.lpi", "vm0.lpi16383"))
        {
            final WatchExpression expression = WatchExpression.parse(text);
            expression.check(rig.machine());

            assertFalse(expression.isThere(rig.machine()), text);
            assertEquals("unreachable", expression.value(rig.machine()), text);
        }
        assertTrue(WatchExpression.parse("vm0.lpi8200.pending").isThere(rig.machine()));
        assertTrue(WatchExpression.parse("vm0.vcpu1").isThere(rig.machine()));
        assertTrue(WatchExpression.parse("pe1.virq").isThere(rig.machine()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "vm0.lpi8400 | no LPI 8400: VM 0 has 3 LPIs of 8200 to 8300",
        "vm1.lpi8400 | no LPI 8400: VM 1 has LPI 8192",
        "vm5.lpi8200 | no VM 5: there are VMs 0 to 1",
        "vm5.vcpu0 | no VM 5: there are VMs 0 to 1",
        "vm2.lpi8200 | no VM 2: there are VMs 0 to 1",
        "vm2.vcpu0 | no VM 2: there are VMs 0 to 1",
        "vm0.vcpu2 | no vCPU 2: VM 0 has vCPUs 0 to 1",
    })
    void shouldSayWhatThereIs(final String text, final String clause)
    {
        assertEquals(clause, WatchExpression.parse(text).absence(rig.machine()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "vm0.lpi99999.pending | no LPI 99999: LPIs of this host's VMs are 8192 to 16383",
        "vm0.lpi16384 | no LPI 16384: LPIs of this host's VMs are 8192 to 16383",
        "vm0.lpi8191 | no LPI 8191: LPIs of this host's VMs are 8192 to 16383",
        "vm0.vcpu2.state | no vCPU 2: VM 0 has vCPUs 0 to 1",
        "vm1.vcpu1 | no vCPU 1: VM 1 has vCPU 0",
        "lpi8200 | 'lpi8200': a GICv4 host shows LPIs and vCPUs of its VMs (there are vm0.lpi8192, vm0.vcpu0 and " +
            "pe0.virq)",
        "vm0.spi3 | 'vm0.spi3': a GICv4 host shows LPIs and vCPUs of its VMs (there are vm0.lpi8192, vm0.vcpu0 and " +
            "pe0.virq)",
        "vm0.lpi8200.hm | 'vm0.lpi8200.hm': a GICv4 host has no field 'hm' of an interrupt (there are: pending, " +
            "owed, route, arrival, table, vPEID, DeviceID, EventID, vCPU, latched, list, LPI, LPI_pending, ENABLE, " +
            "PRIORITY)",
        "pe0.irq | 'pe0.irq': a GICv4 host has no such signal (there is: pe0.virq)",
        "pe2.virq | no PE 2: there are 2",
    })
    void shouldRefuseWhatAGicv4HostCannotHave(final String text, final String sentence)
    {
        final WatchExpression expression = WatchExpression.parse(text);

        assertEquals(sentence,
            assertThrows(IllegalArgumentException.class, () -> expression.check(rig.machine())).getMessage());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "vm0.lpi1.route | 'vm0.lpi1.route': a GICv5 has no field 'route' of an interrupt (there are: word, " +
            "PENDING, ACTIVE, HM, ENABLE, IRM, HWU, PRIORITY, IAFFID)",
        "vm0.vcpu1.state | 'vm0.vcpu1': this machine is no GICv4 host (there are vm0.vcpu1.ppi27, vm0.lpi8193, lpi5, " +
            "spi7 and pe0.virq)",
    })
    void shouldRefuseFieldsOfAGicv4HostOnAGicv5(final String text, final String sentence)
    {
        final WatchExpression expression = WatchExpression.parse(text);
        try (Rig gicv5 = new Rig("pes=1"))
        {
            assertEquals(sentence,
                assertThrows(IllegalArgumentException.class, () -> expression.check(gicv5.machine())).getMessage());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "vm0.lpi1 | no VM 0: no VM is valid",
        "lpi1 | no LPI 1: the physical side has none",
    })
    void shouldSayWhatThereIsInAGicv5(final String text, final String clause)
    {
        try (Rig gicv5 = new Rig("pes=1"))
        {
            assertFalse(WatchExpression.parse(text).isThere(gicv5.machine()));
            assertEquals(clause, WatchExpression.parse(text).absence(gicv5.machine()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "vm0.lpi8200.rout | 'vm0.lpi8200.rout': no field 'rout': did you mean 'route'?",
        "vm0.vcpu1.stat | 'vm0.vcpu1.stat': no field 'stat': did you mean 'state'?",
        "vm0.vcpu1.xyzzy | 'vm0.vcpu1.xyzzy': no field 'xyzzy' (there are: state, CPU, held, blocked, woken, vPEID, " +
            "mapped, resident, pending_last, vLPIs)",
        "vm65536.vcpu1 | 'vm65536.vcpu1': ids are below 2^24, VMs below 2^16",
        "vm65536.lpi1 | 'vm65536.lpi1': ids are below 2^24, VMs below 2^16",
        "lpi16777216 | 'lpi16777216': ids are below 2^24, VMs below 2^16",
    })
    void shouldRefuseUnknownFields(final String text, final String sentence)
    {
        assertEquals(sentence,
            assertThrows(IllegalArgumentException.class, () -> WatchExpression.parse(text)).getMessage());
    }

    @Test
    void shouldTakeTheLargestNumbers()
    {
        for (final String text : List.of("lpi16777215", "vm65535.spi16777215.hm", "vm65535.vcpu9999", "pe9999.virq"))
        {
            assertEquals(text, WatchExpression.parse(text).toString());
        }
    }

    @Test
    void shouldTakeTheShortNameOfAVpe()
    {
        assertEquals("0", value("vm0.lpi8200.vpe"));
        assertEquals("0", value("vm0.vcpu0.vpe"));
        assertEquals("none", value("vm0.vcpu1.VPE"));
    }

    @Test
    void shouldNameFieldsAsTheViewsDo() throws JsonProcessingException
    {
        rig.lines("load 0 0 1", "msi 1 2");

        assertNamed(view("vpe").at("/vpe/0"), "vm0.vcpu0",
            Set.of("VM", "vCPU", "in_ram", "address", "word", "VALID", "VPT_SIZE", "VPT_ADDR", "RDBASE", "VCONF",
                "DOORBELL"));
        assertNamed(view("latch --lpi 8300").at("/latch/0"), "vm0.lpi8300", Set.of("VM", "INTID"));
    }

    /** Asserts that a watch has each value of an entry of a view under the same name, but those left out. */
    private void assertNamed(final JsonNode entry, final String subject, final Set<String> leftOut)
    {
        final List<String> names = new ArrayList<>();
        entry.fieldNames().forEachRemaining(names::add);
        names.removeAll(leftOut);
        assertTrue(names.size() > 8, names.toString());
        for (final String name : names)
        {
            final JsonNode shown = entry.get(name);
            assertEquals(shown.isBoolean() ? shown.asBoolean() ? "1" : "0" : shown.asText("none"),
                value(subject + '.' + name), name);
        }
    }

    private JsonNode view(final String words) throws JsonProcessingException
    {
        return new ObjectMapper().readTree(Inspector.inspect(rig.machine(), List.of(words.split(" ", -1))));
    }

    /** Asserts fields of a vLPI or vCPU, and that each is shown among all, and alone in capital and small letters. */
    private void assertValues(final String subject, final String fields)
    {
        final List<String> all = List.of(value(subject).split(" ", -1));
        for (final String field : fields.split(" ", -1))
        {
            assertTrue(all.contains(field), () -> field + " of " + all);
            final String[] parts = field.split("=", -1);
            assertEquals(parts[1], value(subject + '.' + parts[0]), field);
            assertEquals(parts[1], value(subject + '.' + parts[0].toLowerCase(Locale.ROOT)), field);
        }
    }

    private String value(final String text)
    {
        final WatchExpression expression = WatchExpression.parse(text);
        expression.check(rig.machine());

        return expression.value(rig.machine());
    }
}
