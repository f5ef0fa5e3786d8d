package org.gale.engine.inspect;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gale.engine.gicv4.V4Rig;
import org.gale.engine.gicv5.Rig;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.inspect.Views.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of watched PPIs, of a PE and of a vCPU, and of watched links. */
class WatchedPpiTest
{
    private static final int LINES = 800;

    private final WatchedSession session = new WatchedSession();

    @AfterEach
    void close()
    {
        session.close();
    }

    @Test
    void shouldShowAPpiOfAPe()
    {
        session.all("machine pes=2", "ppi 1 27 1");
        assertEquals("PENDING=1 ACTIVE=0 HM=level ENABLE=0 PRIORITY=0", session.value("pe1.ppi27"));
        assertEquals("PENDING=0 ACTIVE=0 HM=level ENABLE=0 PRIORITY=0", session.value("pe0.ppi27"));

        session.all("sysw 1 el1 ICC_PPI_PRIORITYR3_EL1 0x05000000", "sysw 1 el1 ICC_PPI_ENABLER0_EL1 0x8000000",
            "sysw 1 el1 ICC_PCR_EL1 0x1f", "sysw 1 el1 ICC_CR0_EL1 0x1", "insn 1 el1 CDIA", "ppi 1 27 0");

        assertEquals("PENDING=0 ACTIVE=1 HM=level ENABLE=1 PRIORITY=5", session.value("pe1.ppi27"));
        assertEquals("1 5", session.value("pe1.ppi27.enabled") + ' ' + session.value("pe1.ppi27.priority"));
        assertEquals("edge", session.value("pe1.ppi3.hm"));
        assertEquals("1", session.value("pe1.ppi27.active"));
    }

    /** Compares a watch of each PPI with the view, which reads the same registers on its own way. */
    @Test
    void shouldNameFieldsAsTheViewDoes()
    {
        session.all("machine pes=1", "ppi 0 30 1", "sysw 0 el1 ICC_PPI_ENABLER0_EL1 0x48000000");

        view(session.machine(), "ppi --pe 0").get("ppis").forEach(shown ->
        {
            final String name = "pe0.ppi" + shown.get("ID").intValue() + '.';
            for (final String field : List.of("PENDING", "ACTIVE", "ENABLE", "PRIORITY"))
            {
                assertEquals(shown.get(field).asText(), session.value(name + field), name + field);
            }
            assertEquals(shown.get("HM").intValue() == 1 ? "level" : "edge", session.value(name + "HM"), name);
        });
    }

    /** Follows the PPIs of two vCPUs of KVM from the lines alone: the level line, the edge latch, the guest's words. */
    @Tag("K-PPI-6")
    @Tag("K-PPI-12")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4})
    void shouldShowThePpisOfVcpusOfKvm(final int seed)
    {
        final PlainVcpu[] plain = {new PlainVcpu(), new PlainVcpu()};
        final Map<String, TreeSet<String>> seen = new TreeMap<>();
        final Random random = new Random(seed);
        session.all("machine pes=2", "kvm create_vm", "kvm create_device 0 vgic-v5",
            "kvm set_attr 0 ADDR IRS 0x80000000", "kvm create_vcpu 0 0", "kvm create_vcpu 0 1",
            "kvm set_attr 0 CTRL INIT");

        for (int i = 0; i < LINES; i++)
        {
            final int vcpu = random.nextInt(2);
            final String line = plain[vcpu].drawn(random, vcpu);
            session.all(line);
            for (int index = 0; index < 2; index++)
            {
                plain[index].fields("vm0.vcpu" + index + '.', index).forEach((name, value) ->
                {
                    assertEquals(value, session.value(name), () -> name + " after " + line + ", seed " + seed);
                    seen.computeIfAbsent(name, key -> new TreeSet<>()).add(value);
                });
            }
        }

        seen.forEach((name, values) -> assertEquals(name.matches(".*([.]hm|3[.]line|27[.]latched)"), values.size() == 1,
            () -> name + " " + values));
    }

    /** PPIs 3 (edge) and 27 (level) of a vCPU, whose PE has its number. */
    private static final class PlainVcpu
    {
        private boolean isRunning;
        private boolean isLineHigh;
        private boolean isLatched;
        private boolean isLevelInPe;
        private boolean isEdgeInPe;
        private long enabled;
        private long active;
        private int priority;

        /** Draws a line, and follows it. */
        String drawn(final Random random, final int vcpu)
        {
            final int bit = random.nextInt(2);
            final int kind = random.nextInt(8);
            if (kind == 0)
            {
                isLineHigh = bit == 1;
                return "kvm line 0 " + vcpu + " 27 " + bit;
            }
            if (kind == 1)
            {
                isLatched |= bit == 1;
                return "kvm irq_line 0 ppi " + vcpu + " 3 " + bit;
            }
            if (kind == 2 && !isRunning)
            {
                isRunning = true;
                isLevelInPe = isLineHigh;
                isEdgeInPe = isLatched;
                isLatched = false;
                return "kvm run 0 " + vcpu + ' ' + vcpu;
            }
            if (kind == 3 || kind == 4 || !isRunning)
            {
                final boolean wasRunning = isRunning;
                isLatched |= isEdgeInPe;
                isLevelInPe = false;
                isEdgeInPe = false;
                isRunning = false;
                return wasRunning && kind == 3 ? "kvm exit 0 " + vcpu : "kvm put 0 " + vcpu;
            }
            final long bits = (random.nextBoolean() ? 1L << 3 : 0) | (random.nextBoolean() ? 1L << 27 : 0);
            if (kind == 5)
            {
                enabled = bits;
                return "sysw " + vcpu + " vel1 ICC_PPI_ENABLER0_EL1 0x" + Long.toHexString(bits);
            }
            if (kind == 6)
            {
                active |= bits;
                return "sysw " + vcpu + " vel1 ICC_PPI_SACTIVER0_EL1 0x" + Long.toHexString(bits);
            }
            priority = random.nextInt(32);
            return "sysw " + vcpu + " vel1 ICC_PPI_PRIORITYR3_EL1 0x" + Long.toHexString((long)priority << 24);
        }

        Map<String, String> fields(final String name, final int pe)
        {
            final Map<String, String> fields = new TreeMap<>();
            final String shownPe = isRunning ? Integer.toString(pe) : "none";
            fields.put(name + "ppi27.pending", isLineHigh || isLevelInPe ? "1" : "0");
            fields.put(name + "ppi27.line", isLineHigh ? "1" : "0");
            fields.put(name + "ppi27.latched", "0");
            fields.put(name + "ppi27.hm", "level");
            fields.put(name + "ppi27.pe", shownPe);
            fields.put(name + "ppi27.enabled", Long.toString(enabled >>> 27 & 1));
            fields.put(name + "ppi27.active", Long.toString(active >>> 27 & 1));
            fields.put(name + "ppi27.priority", Integer.toString(priority));
            fields.put(name + "ppi3.pending", isLatched || isEdgeInPe ? "1" : "0");
            fields.put(name + "ppi3.line", "0");
            fields.put(name + "ppi3.latched", isLatched ? "1" : "0");
            fields.put(name + "ppi3.hm", "edge");
            fields.put(name + "ppi3.pe", shownPe);
            fields.put(name + "ppi3.enabled", Long.toString(enabled >>> 3 & 1));
            fields.put(name + "ppi3.active", Long.toString(active >>> 3 & 1));

            return fields;
        }
    }

    /** Checks that a PPI that is mapped follows the wire of the PE on which its vCPU runs, or ran last. */
    @Tag("K-PND-5")
    @Test
    void shouldShowADirectlyInjectedPpi()
    {
        session.all("machine pes=2", "kvm create_vm", "kvm create_device 0 vgic-v5",
            "kvm set_attr 0 ADDR IRS 0x80000000", "kvm create_vcpu 0 0", "kvm set_attr 0 CTRL INIT",
            "kvm map_ppi 0 0 27", "ppi 1 27 1");
        assertEquals("0 1", session.value("vm0.vcpu0.ppi27.pending") + ' ' + session.value("vm0.vcpu0.ppi27.dvi"));
        session.all("kvm run 0 0 1");
        assertEquals("1 1", session.value("vm0.vcpu0.ppi27.pending") + ' ' + session.value("vm0.vcpu0.ppi27.dvi"));

        session.all("kvm put 0 0");
        assertEquals("1", session.value("vm0.vcpu0.ppi27.pending"));
        session.all("ppi 1 27 0", "kvm line 0 0 27 1");
        assertEquals("0 1", session.value("vm0.vcpu0.ppi27.pending") + ' ' + session.value("vm0.vcpu0.ppi27.line"));
        session.all("kvm unmap_ppi 0 0 27");

        assertEquals("1 0", session.value("vm0.vcpu0.ppi27.pending") + ' ' + session.value("vm0.vcpu0.ppi27.dvi"));
    }

    @Test
    void shouldSayWhatVcpusAndPpisOfKvmThereAre()
    {
        session.all("machine pes=2", "kvm create_vm");
        assertEquals("no VM 0: no VM is valid", session.absence("vm0.vcpu0.ppi27"));
        session.all("kvm create_device 0 vgic-v5", "kvm set_attr 0 ADDR IRS 0x80000000", "kvm create_vcpu 0 0",
            "kvm create_vcpu 0 7", "kvm set_attr 0 CTRL INIT");

        assertEquals("0", session.value("vm0.vcpu7.ppi27.line"));
        session.all("kvm line 0 1 27 1");                                       // by its index
        assertEquals("1", session.value("vm0.vcpu7.ppi27.line"));
        assertEquals("no vCPU 1 of VM 0: vCPUs: 0, 7", session.absence("vm0.vcpu1.ppi27"));
        assertEquals("no PPI 26: guests of KVM have PPIs: 3, 23, 27, 30", session.absence("vm0.vcpu0.ppi26"));
        assertEquals("no PPI 64: guests of KVM have PPIs: 3, 23, 27, 30", session.absence("vm0.vcpu0.ppi64.pe"));
        session.all("kvm destroy_vm 0");
        assertEquals("no VM 0: no VM is valid", session.absence("vm0.vcpu0.ppi27"));
    }

    @Tag("B-VPP-2")
    @Test
    void shouldShowPpisOfAVpeWhileItIsResident()
    {
        try (Rig rig = new Rig("pes=2"))
        {
            rig.enableIrs();
            rig.vmTable();
            rig.simpleVm(3, 6);
            final WatchExpression ppi = WatchExpression.parse("vm3.vcpu2.ppi27");
            assertEquals("no VM 4: valid VMs: 3", WatchExpression.parse("vm4.vcpu2.ppi27").absence(rig.machine()));
            assertEquals("no VPE 9 of VM 3 is valid", WatchExpression.parse("vm3.vcpu9.ppi27").absence(rig.machine()));
            ppi.check(rig.machine());
            assertEquals("unreachable", ppi.value(rig.machine()));
            assertEquals("VPE 2 of VM 3 is not resident: its PPIs are in the registers of a PE while it is",
                ppi.absence(rig.machine()));

            rig.enter(1, 3, 2);
            assertEquals("PENDING=0 ACTIVE=0 HM=level ENABLE=0 PRIORITY=0 DVI=0 HVI=0 PE=1 latched=none line=none",
                ppi.value(rig.machine()));
            rig.sysw(1, Rig.EL2, SystemRegister.ICH_PPI_PENDR0_EL2, 1L << 27);
            rig.sysw(1, Rig.EL2, SystemRegister.ICH_PPI_HVIR0_EL2, 1L << 27);
            assertEquals("PENDING=1 ACTIVE=0 HM=level ENABLE=0 PRIORITY=0 DVI=0 HVI=1 PE=1 latched=none line=none",
                ppi.value(rig.machine()));
            rig.leave(1, -1);

            assertEquals("unreachable", ppi.value(rig.machine()));
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', value = {
        "machine pes=2 | pe0.ppi5 | 'pe0.ppi5': no PPI 5: this machine has 3,15,19-31,64-95",
        "machine pes=2 | pe0.ppi999.pending | 'pe0.ppi999': no PPI 999: this machine has 3,15,19-31,64-95",
        "machine pes=2 ppis=27 | vm0.vcpu0.ppi30 | 'vm0.vcpu0.ppi30': no PPI 30: this machine has 27",
        "machine pes=2 | pe2.ppi27 | no PE 2: there are 2",
        "machine preset=el1 | vm0.vcpu0.ppi27 | 'vm0.vcpu0.ppi27': this machine has no VMs (machine preset=full has)",
        "machine pes=2 | pe1.link | 'pe1.link': the links of this machine are always up (machine link=up and " +
            "link=down have links that software writes)",
        "machine pes=2 link=up | pe2.link | no PE 2: there are 2",
    })
    void shouldRefuseWhatTheMachineCannotHave(final String first, final String text, final String sentence)
    {
        session.all(first, "digest");

        assertEquals(sentence, session.refusal(text));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "pe0.ppi27 | 'pe0.ppi27': a GICv4 host has no PPIs (there are vm0.lpi8192, vm0.vcpu0 and pe0.virq)",
        "vm0.vcpu0.ppi27.line | 'vm0.vcpu0.ppi27': a GICv4 host has no PPIs (there are vm0.lpi8192, vm0.vcpu0 and " +
            "pe0.virq)",
        "pe0.link | 'pe0.link': a GICv4 host has no such field (there is: pe0.virq)",
    })
    void shouldRefuseWhatAGicv4HostCannotHave(final String text, final String sentence)
    {
        try (V4Rig rig = new V4Rig("cpus=2"))
        {
            final WatchExpression expression = WatchExpression.parse(text);

            assertEquals(sentence,
                assertThrows(IllegalArgumentException.class, () -> expression.check(rig.machine())).getMessage());
        }
    }

    /** Checks that a link is shown as it is, also while a change waits, and that the view agrees. */
    @Tag("M-LINKOP")
    @ParameterizedTest(name = "{0}")
    @CsvSource({"link=up, up", "link=up ops.delay=3, up", "link=down, down",
        "link=down ops.delay=3, down"})
    void shouldShowALinkThatSoftwareTakesDownAndUp(final String keys, final String first)
    {
        final boolean isDelayed = keys.contains("delay");
        session.all("machine pes=3 " + keys, "digest");
        assertEquals(first, session.value("pe2.link"));
        final String other = first.equals("up") ? "down" : "up";

        session.all("sysw 2 el1 ICC_CR0_EL1 " + (first.equals("up") ? "0x1" : "0x3"));

        assertEquals(isDelayed ? first : other, session.value("pe2.link"));
        session.all("readl 0x40000000", "readl 0x40000000", "readl 0x40000000");
        assertEquals(other, session.value("pe2.link"));
        assertEquals(first, session.value("pe1.link"));
        assertEquals(other, view(session.machine(), "topology").at("/PEs/2/link").textValue());
        session.all("sysw 2 el1 ICC_CR0_EL1 " + (first.equals("up") ? "0x3" : "0x1"), "digest");
        session.all("readl 0x40000000", "readl 0x40000000", "readl 0x40000000");
        assertEquals(first, session.value("pe2.link"));
        assertEquals("irq=0 fiq=0 virq=0 vfiq=0", session.ask("signal 2").substring(3));
    }
}
