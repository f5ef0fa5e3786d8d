package org.gale.engine.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.json.JsonText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of watched fields of views. Witness: the text of {@code inspect}, whose entries are named here by all of their
 * values.
 */
class WatchedViewTest
{
    private static final String[] KVM = {"machine pes=2", "kvm create_vm", "kvm create_vcpu 0 0",
        "kvm create_vcpu 0 1", "kvm create_device 0 vgic-v5", "kvm set_attr 0 CTRL INIT", "kvm irq_line 0 spi 0 7 1"};
    private static final String[] HOST = {"v4 host vpeid_bits=3 cpus=2 lpi_bits=14", "v4 create_vm 2",
        "v4 map 0 1 0 0 8200", "v4 map 0 1 1 1 8201", "v4 config 0 8200 64 1", "v4 enable 0 0", "v4 msi 1 0",
        "msix create 1 vectors=3 bar=0x10010000", "irqfd add 3 1 1"};

    private final WatchedSession session = new WatchedSession();

    @AfterEach
    void close()
    {
        session.close();
    }

    @ParameterizedTest
    @CsvSource({"vmt, 8", "vmte --vm 0, 20", "vpet --vm 0 --all, 10", "vped --vm 0 --vpe 1, 12",
        "vist --vm 0 --type spi --all, 100", "ist, 5", "dt, 8", "ppi --pe 1, 200", "regs, 100", "regs --pe 1, 100",
        "topology, 10", "pending, 5"})
    void shouldShowEachFieldOfAView(final String view, final int least)
    {
        session.all(KVM);

        assertFields(view, least);
    }

    @ParameterizedTest
    @CsvSource({"vpe --all, 30", "vpt, 4", "latch --all, 10", "msix, 6", "msix --device 1 --all, 20", "eventfd, 8"})
    void shouldShowEachFieldOfAViewOfAGicv4Host(final String view, final int least)
    {
        session.all(HOST);

        assertFields(view, least);
    }

    private void assertFields(final String view, final int least)
    {
        final Map<String, String> fields = new LinkedHashMap<>();
        final List<String> words = List.of(view.split(" ", -1));
        add(view.replace(" --", ".").replace(" ", ""),
            JsonText.read(Inspector.inspect(session.machine(), words)), fields);

        assertTrue(fields.size() >= least, fields.size() + " fields");
        fields.forEach((name, value) -> assertEquals(value, session.value(name), name));
    }

    /** Adds the values of an object; its lists' entries by all of their values. */
    private static void add(final String path, final JsonNode object, final Map<String, String> fields)
    {
        object.properties().forEach(field ->
        {
            final JsonNode value = field.getValue();
            final String name = path + '.' + field.getKey();
            if (value.isArray())
            {
                fields.put(name, Integer.toString(value.size()));
                value.forEach(entry -> add(name + selectors(entry), entry, fields));
            }
            else if (value.isObject())
            {
                add(name, value, fields);
            }
            else
            {
                fields.put(name, value.isNull() ? "none" : value.isBoolean() ? (value.asBoolean() ? "1" : "0") :
                    value.asText());
            }
        });
    }

    private static String selectors(final JsonNode entry)
    {
        final Map<String, String> values = new LinkedHashMap<>();
        entry.properties().forEach(field ->
        {
            if (field.getValue().isValueNode() && !field.getValue().isNull())
            {
                values.put(field.getKey(), field.getValue().asText().replaceAll("[^A-Za-z0-9_-]", ""));
            }
        });

        values.values().removeIf(String::isEmpty);

        return values.entrySet().stream().map(value -> '.' + value.getKey() + value.getValue())
            .collect(Collectors.joining());
    }

    @Test
    void shouldFollowAFieldThatComesLater()
    {
        session.all("machine pes=2", "writel 0x08010210 0x0");
        assertEquals("unreachable", session.value("vmte.vm0.valid"));
        assertEquals("0", session.value("vmt.valid"));

        session.all(List.of(KVM).subList(1, KVM.length).toArray(new String[0]));

        assertEquals("1", session.value("vmte.vm0.valid"));
        assertEquals("VPE_ID=1 valid=1 PE=none", session.value("vpet.vm0.vpete.vpe_id1").replaceFirst(" word.*", ""));
    }

    @Test
    void shouldTakeCapitalAndSmallLetters()
    {
        session.all(KVM);

        assertEquals("1", session.value("vmte.vm0.l2_vmte.spi_ist.ist_valid"));
        assertEquals("1", session.value("VPET.VM0.VPETE.vpe_id1.VALID"));
        assertEquals("SPI", session.value("pending.pending.INTID0x60000007.type"));
        assertEquals("3", session.value("pending.pending.intid0x60000007.TYPE"));
    }

    @Test
    void shouldSelectAnEntryByAllOfItsValues()
    {
        session.all(HOST);

        assertEquals("1", session.value("vpe.all.vpe.VM0.vCPU1.vCPU"));
        assertEquals("direct", session.value("vpe.all.vpe.VM0.vCPU0.state"));
        assertEquals("software", session.value("vpe.all.vpe.VM0.vCPU1.state"));
        assertEquals("unreachable", session.value("vpe.all.vpe.VM0.vCPU2.state"));
        assertEquals("2", session.value("vpe.all.vpe"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "vmte.valid | 'vmte' needs --vm N (vmte --vm N)",
        "vmte.vm1 | 'vmte.vm1' names no field of a view (try vmte.vm3.valid or vpet.vm3.VPETE.VPE_ID1.VALID)",
        "vmt. | 'vmt.' names no field of a view (try vmte.vm3.valid or vpet.vm3.VPETE.VPE_ID1.VALID)",
        "regs.pe7.PEs | PE 7 does not exist (PEs are 0 to 1)",
        "dt.its1.base | ITS 1 does not exist (ITSs are 0 to 0)",
        "vpe.used | 'vpe': this machine is no GICv4 host (vmt, vmte, vpet, vped, ist, vist, dt, itt, ppi, pending, " +
            "regs, topology, msix, eventfd)"})
    void shouldRefuse(final String name, final String sentence)
    {
        session.all(KVM);

        assertEquals(sentence, session.refusal(name));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "vpet.vm5.address | VM 5 is not valid (valid VMs: 0)",
        "vmte.vm0.valied | 'vmte --vm 0' has no 'valied' there: did you mean 'valid'?",
        "vpet.vm0.VPETE.VPE_ID9.VALID | 'vpet --vm 0' has no 'VPE_ID9' there: did you mean 'VPE_ID'?",
        "vpet.vm0.VPETE.VPE_ID0.xyzzy | 'vpet --vm 0' has no 'xyzzy' there (there are: VPE_ID, valid, PE, word, " +
            "VPED_ADDR, VALID)",
        "msix.device9.held | function 9 does not exist (msix lists them)"})
    void shouldSayWhatIsNotThere(final String name, final String sentence)
    {
        session.all(KVM);

        assertEquals(sentence, session.absence(name));
    }
}
