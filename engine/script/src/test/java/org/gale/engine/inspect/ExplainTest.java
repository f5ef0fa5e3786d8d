package org.gale.engine.inspect;

import java.util.List;
import java.util.stream.StreamSupport;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of explanations: each reason, and that it is gone without its cause. */
class ExplainTest
{
    private static final String SIGNALLED = "signalled";

    /** Session that is played line by line. */
    private static final class Played extends DrawnMachine
    {
        private final String subject;

        Played(final String subject)
        {
            super(0);
            this.subject = subject;
        }

        Played play(final String lines)
        {
            List.of(lines.split(";", -1)).forEach(line -> ok(line.strip()));

            return this;
        }

        List<String> reasons()
        {
            return StreamSupport.stream(ask().get("reasons").spliterator(), false)
                .map(reason -> reason.get("reason").asText()).toList();
        }

        String lines()
        {
            return ask().get("lines").toString();
        }

        @Override
        void draw()
        {
            throw new UnsupportedOperationException("nothing is drawn");
        }

        @Override
        String subject()
        {
            return subject;
        }

        @Override
        void repair(final JsonNode reason)
        {
            throw new UnsupportedOperationException("nothing is repaired");
        }

        @Override
        boolean isSignalled(final JsonNode reason)
        {
            return reasons().equals(List.of(SIGNALLED));
        }
    }

    private static final String PHYSICAL =
        "sysw 0 el1 ICC_CR0_EL1 3;sysw 0 el1 ICC_PCR_EL1 31;writel 0x08010080 1;clock_step 1;clock_step 1;" +
        "writel 0x08010190 0xe;clock_step 1;writeq 0x08010180 0x40100001;clock_step 1;clock_step 1;" +
        "writel 0x081000d0 8;writeq 0x081000c0 0x40500000;writel 0x08100080 1;clock_step 1;clock_step 1;" +
        "writeq 0x40500018 0x4000000040510001;writeq 0x40510028 0x80000028;" +
        "insn 0 el1 CDPRI 0x4040000028;insn 0 el1 CDEN 0x40000028;msi 0 3 5";

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource(delimiter = '|', value = {
        "disabled | pes=2 | insn 0 el1 CDDIS 0x40000028",
        "not-pending | pes=2 | insn 0 el1 CDPEND 0x40000028",
        "active | pes=2 | insn 0 el1 CDIA",
        "running | pes=2 | sysw 0 el1 ICC_APR_EL1 0x100",
        "masked | pes=2 | sysw 0 el1 ICC_PCR_EL1 7",
        "interface-disabled | pes=2 | sysw 0 el1 ICC_CR0_EL1 2",
        "irs-disabled | pes=2 | writel 0x08010080 0",
        "irs-disabled | pes=4 irss=2 | insn 0 el1 CDAFF 0x240000028",
        "no-target | pes=2 | insn 0 el1 CDAFF 0x940000028",
        "its-disabled | pes=2 | writel 0x08100080 0",
        "walk | pes=2 | writeq 0x40510028 0",
        "walk | pes=2 | writeq 0x40500018 0",
        "no-table | pes=2 | writeq 0x08010180 0",
        "id-range | pes=2 | writeq 0x40510028 0x80ffffff",
        "vm-invalid | pes=2 | writeq 0x40510028 0x100c0000028",
        "behind | pes=2 | insn 0 el1 CDEN 0x60000005;insn 0 el1 CDPEND 0x160000005",
        "link-down | pes=2 link=up | sysw 0 el1 ICC_CR0_EL1 1",
        "kept-entry | pes=2 its.cache=1 | writeq 0x40510028 0",
        "operation-waits | pes=2 ops.delay=2 | writel 0x08010080 0;clock_step 1;clock_step 1;writel 0x08010080 1",
    })
    void shouldSayWhatKeepsAnEventBack(final String reason, final String keys, final String cause)
    {
        try (Played machine = new Played("msi 3 5").play("machine " + keys).play(PHYSICAL))
        {
            assertEquals(List.of(SIGNALLED), machine.reasons());

            assertTrue(machine.play(cause).reasons().contains(reason), machine::lines);
        }
    }

    @Tag("B-TRAP-48")
    @ParameterizedTest(name = "{0}")
    @CsvSource({"its.cache=1", "its.cache=eager"})
    void shouldNameTheCommandOfAKeptWalk(final String keys)
    {
        try (Played machine = new Played("lpi40").play("machine " + keys)
            .play("writel 0x08010190 0xe;writeq 0x08010180 0x40100001;writel 0x081000d0 8")
            .play("writeq 0x081000c0 0x40500000;writel 0x08100080 1;msi 0 3 5")
            .play("writeq 0x40510028 0x80000028;writeq 0x40500018 0x4000000040510001;msi 0 3 5"))
        {
            final String lines = machine.lines();

            assertTrue(lines.contains("0x40500018, kept since command 6, MSI device 3 event 5"), lines);
            assertTrue(lines.contains("while RAM has 0x4000000040510001"), lines);
            assertTrue(machine.reasons().contains("kept-walk"), lines);
            machine.play("writeq 0x08100100 3;writel 0x08100110 0x80000020;msi 0 3 5");
            assertTrue(!machine.reasons().contains("kept-walk"), machine::lines);
        }
    }

    @Tag("M-LINKINS")
    @Test
    void shouldSayThatALinkThatIsDownTookTheEffectOfInstructions()
    {
        try (Played machine = new Played("spi5").play("machine irss=2 pes=4 link=up")
            .play("sysw 2 el1 ICC_CR0_EL1 1;insn 2 el1 CDEN 0x60000005;spi 5 1"))
        {
            assertTrue(machine.reasons().containsAll(List.of("disabled", "link-down")), machine::lines);
            assertTrue(machine.lines().contains("no effect: the link was down, M-LINKINS"), machine::lines);
            assertTrue(!machine.play("sysw 2 el1 ICC_CR0_EL1 3").reasons().contains("link-down"), machine::lines);
        }
    }

    @Test
    void shouldChangeNothing()
    {
        try (Played machine = new Played("msi 3 5").play("machine its.cache=eager").play(PHYSICAL))
        {
            final String digest = machine.ok("digest");

            machine.ask();
            machine.ok("explain lpi40");
            machine.ok("explain pe0.ppi27");
            machine.ok("explain msi 4 4");

            assertEquals(digest, machine.ok("digest"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"lpi", "lpi16777216", "vm65536.lpi1", "pe9.ppi3", "msi 1", "msi 1 x", "msi 1 2 3",
        "function 1 vector 0", "function 1", "x", "lpi5.pending"})
    void shouldRefuseWhatDoesNotExist(final String words)
    {
        try (Played machine = new Played(words))
        {
            assertTrue(machine.say("explain " + words).startsWith("FAIL explain: "));
        }
    }

    /** Verbs of KVM name the interrupts of a VM, and hand the PPIs of a vCPU to its PE. */
    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource(delimiter = '|', value = {
        "vm0.spi3 | kvm irq_line 0 spi 0 3 1 | 9  HOST kvm IRQ_LINE",
        "vm0.vcpu1.ppi27 | kvm line 0 1 27 1 | 9  HOST kvm LINE",
        "vm0.vcpu1.ppi27 | kvm map_ppi 0 1 27 | 9  HOST kvm MAP_PPI",
        "vm0.vcpu1.ppi27 | kvm put 0 1 | 9  HOST kvm PUT",
        "vm0.vcpu1.ppi27 | kvm exit 0 1 | 9  HOST kvm EXIT",
        "vm0.vcpu1.ppi23 | kvm irq_line 0 ppi 1 23 1 | 9  HOST kvm IRQ_LINE",
    })
    void shouldNameTheVerbsOfKvmThatTouchedAnInterrupt(final String subject, final String verb, final String named)
    {
        try (Played machine = new Played(subject).play("machine pes=4;kvm create_vm;kvm create_device 0 vgic-v5;" +
            "kvm create_vcpu 0 0;kvm create_vcpu 0 1;kvm set_attr 0 ADDR IRS 0x80000000;kvm set_attr 0 CTRL INIT"))
        {
            machine.play("kvm run 0 0 0;kvm run 0 1 1");
            final String before = machine.lines();
            machine.play(verb);

            final String lines = machine.lines();
            assertTrue(!before.contains(named), before);
            assertTrue(lines.contains(named), lines);
        }
    }

    /** Verbs that name another interrupt or vCPU are none of its commands. */
    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource(delimiter = '|', value = {
        "vm0.spi3 | kvm irq_line 0 spi 0 4 1", "vm0.spi3 | kvm line 0 1 27 1", "vm0.vcpu1.ppi27 | kvm line 0 0 27 1",
        "vm0.vcpu1.ppi27 | kvm put 0 0", "vm0.vcpu1.ppi27 | kvm line 0 1 30 1"})
    void shouldNameNoVerbOfKvmThatTouchedAnother(final String subject, final String verb)
    {
        try (Played machine = new Played(subject).play("machine pes=4;kvm create_vm;kvm create_device 0 vgic-v5;" +
            "kvm create_vcpu 0 0;kvm create_vcpu 0 1;kvm set_attr 0 ADDR IRS 0x80000000;kvm set_attr 0 CTRL INIT"))
        {
            machine.play("kvm run 0 0 0;kvm run 0 1 1").play(verb);

            assertTrue(!machine.lines().contains("9  HOST kvm"), machine::lines);
        }
    }

    @Test
    void shouldExplainAGicv4Host()
    {
        try (Played machine = new Played("vm0.lpi8192").play("v4 host cpus=1;v4 create_vm 1"))
        {
            assertEquals(List.of("not-mapped"), machine.reasons());
            machine.play("v4 map 0 1 0 0 8192");
            assertEquals(List.of("not-pending", "disabled", "not-loaded"), machine.reasons());
            machine.play("v4 config 0 8192 0xa0 1;v4 load 0 0 0;v4 msi 1 0");
            assertEquals(List.of(SIGNALLED), machine.reasons());
        }
    }
}
