package org.gale.engine.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.json.JsonText;
import org.gale.engine.machine.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of readers of fields. Witness: the whole text of {@code inspect} after each line. */
class ViewReaderTest
{
    private static final int IDLE = 32;
    private static final String[] LINES = {"kvm create_vm", "kvm create_vcpu 0 0", "kvm create_vcpu 0 1",
        "kvm create_device 0 vgic-v5", "kvm set_attr 0 CTRL INIT", "kvm irq_line 0 spi 0 7 1",
        "kvm irq_line 0 spi 0 7 0", "sysw 1 el1 ICC_APR_EL1 0x300", "sysw 0 el2 ICH_APR_EL2 0x80000000",
        "sysw 1 el1 ICC_APR_EL1 0x200", "sysw 0 el1 ICC_PCR_EL1 0x1f", "sysw 1 el1 ICC_APR_EL1 0", "ppi 1 23 1"};
    private static final List<String> VIEWS = List.of("regs", "regs --pe 1", "vmt", "vmte --vm 0", "vpet --vm 0 --all",
        "vist --vm 0 --type spi --all", "ppi --pe 1", "pending", "topology");

    private final WatchedSession session = new WatchedSession();

    @AfterEach
    void close()
    {
        session.close();
    }

    @Test
    void shouldReadWhatInspectShowsAfterEachLine()
    {
        session.all("machine pes=2");
        final Map<String, Function<Machine, String>> readers = new LinkedHashMap<>();
        int changes = 0;
        Map<String, String> before = Map.of();
        for (final String line : LINES)
        {
            session.all(line);
            final Map<String, String> now = values();
            now.keySet().forEach(name -> readers.computeIfAbsent(name, text -> WatchExpression.parse(text).reader()));
            for (final Map.Entry<String, Function<Machine, String>> reader : readers.entrySet())
            {
                final String name = reader.getKey();
                assertEquals(now.getOrDefault(name, "unreachable"), reader.getValue().apply(session.machine()),
                    name + " after " + line);
                changes += before.containsKey(name) && !before.get(name).equals(now.get(name)) ? 1 : 0;
            }
            before = now;
        }

        assertTrue(readers.size() > 1_000 && changes > 20, readers.size() + " fields, " + changes + " changes");
    }

    /** Witness: the active priorities of the register, counted one by one. */
    @ParameterizedTest
    @ValueSource(strings = {"0x0", "0x1", "0x300", "0x80000000", "0xffffffff", "0x40000"})
    void shouldShowTheRunningPriority(final String active)
    {
        session.all("machine pes=2", "sysw 1 el1 ICC_APR_EL1 " + active, "sysw 0 el2 ICH_APR_EL2 " + active);
        final long bits = Long.decode(active);
        int expected = 0;
        while (expected < IDLE && bits / (1L << expected) % 2 == 0)
        {
            expected++;
        }

        assertEquals(Integer.toString(expected), session.value("regs.pe1.PEs.PE1.running"));
        assertEquals(Integer.toString(expected), session.value("regs.PEs.PE0.vrunning"));
        assertEquals("32", session.value("regs.PEs.PE1.vrunning"));
        assertEquals("PE=0 running=32 vrunning=" + expected, session.value("regs.PEs.PE0"));
        assertEquals(Long.toString(bits), session.value("regs.PEs.PE1.ICC_APR_EL1.P"));
        assertEquals("0", session.value("regs.PEs.PE1.ICC_HPPIR_EL1.HPPIV"));
    }

    @Test
    void shouldShowNoVirtualInterfaceWithoutVirtualization()
    {
        session.all("machine preset=el1 pes=1", "ppi 0 23 0");

        assertEquals("32", session.value("regs.PEs.PE0.running"));
        assertEquals("unreachable", session.value("regs.PEs.PE0.vrunning"));
    }

    @ParameterizedTest
    @CsvSource({"regs.PEs.PE0.running, true", "regs.pe1.pes.pe1.VRUNNING, true", "regs.PEs.PE3.ICC_PCR_EL1, true",
        "regs.PEs.PE3.ICC_APR_EL1.P, true", "regs.PEs.PE3.ICC_CR0_EL1.EN, true", "regs.PEs.PE3.ICC_CR0_EL1.LINK, false",
        "regs.PEs.PE3.ICC_CR0_EL1, false", "regs.PEs.PE3.ICC_HPPIR_EL1.ID, false", "regs.PEs.PE3, false",
        "regs.PEs.running32.ICC_PCR_EL1.PRIORITY, false", "regs.PEs, false", "regs.PEs.PE1.ICC_PPI_SPENDR0_EL1, false",
        "regs.PEs.PE1.ICH_CONTEXTR_EL2.V, false", "regs.IRS.IRS_SWERR_STATUSR.V, false", "vmte.vm0.valid, false",
        "lpi5, false"})
    void shouldKnowWhatCommandsOfSoftwareAloneChange(final String name, final boolean isSettled)
    {
        assertEquals(isSettled, WatchExpression.parse(name).isSettled());
    }

    /** A list that is full ends at the same PE, whether its PEs are named or not. */
    @Test
    void shouldEndTheListOfPesWhereInspectDoes()
    {
        session.all("machine pes=256", "ppi 0 23 0");
        final int shown = view("regs").path("PEs").size();

        assertFalse(shown == 256, "the list is whole");
        assertEquals("32", session.value("regs.PEs.PE" + (shown - 1) + ".running"));
        assertEquals("unreachable", session.value("regs.PEs.PE" + shown + ".running"));
        assertEquals("1", session.value("regs.truncated"));
        assertEquals(Integer.toString(shown), session.value("regs.PEs"));
    }

    private JsonNode view(final String view)
    {
        return JsonText.read(Inspector.inspect(session.machine(), List.of(view.split(" ", -1))));
    }

    private Map<String, String> values()
    {
        final Map<String, String> values = new LinkedHashMap<>();
        for (final String view : VIEWS)
        {
            try
            {
                add(view.replace(" --", ".").replace(" ", ""), view(view), values);
            }
            catch (final IllegalArgumentException ex)
            {
                values.remove(view);                                            // the VM is not there yet
            }
        }

        return values;
    }

    private static void add(final String path, final JsonNode object, final Map<String, String> values)
    {
        object.properties().forEach(field ->
        {
            final String name = path + '.' + field.getKey();
            final JsonNode value = field.getValue();
            if (value.isArray())
            {
                values.put(name, Integer.toString(value.size()));
                final List<String> keys = new ArrayList<>();
                for (final JsonNode entry : value)
                {
                    final Map.Entry<String, JsonNode> first = entry.properties().iterator().next();
                    final String key = first.getKey() + first.getValue().asText().replaceAll("[^A-Za-z0-9_-]", "");
                    if (first.getValue().isValueNode() && !keys.contains(key))
                    {
                        keys.add(key);
                        add(name + '.' + key, entry, values);
                    }
                }
            }
            else if (value.isObject())
            {
                add(name, value, values);
            }
            else
            {
                values.put(name, value.isNull() ? "none" : value.isBoolean() ? (value.asBoolean() ? "1" : "0") :
                    value.asText());
            }
        });
    }
}
