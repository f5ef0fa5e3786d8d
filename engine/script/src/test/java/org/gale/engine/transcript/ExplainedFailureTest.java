package org.gale.engine.transcript;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gale.engine.script.MachineTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests that a transcript that fails explains the interrupts that its replies name, and no others. */
class ExplainedFailureTest
{
    private static final String UP = "sysw 0 el1 ICC_CR0_EL1 3;sysw 0 el1 ICC_PCR_EL1 31;writel 0x08010080 1;" +
        "insn 0 el1 CDPRI 0x4060000005;spi 5 1";

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', value = {
        "insn 0 el1 CDIA | OK 0x0000000160000005 | SPI 5: pending, disabled",
        "sysr 0 el1 ICC_HPPIR_EL1 | OK 0x0000000160000005 | SPI 5: pending, disabled",
        "hppi 0 | OK SPI 5 8 | SPI 5: pending, disabled",
        "ppihppi 0 | OK PPI 27 0 | PPI 27 of PE 0: not pending",
        "signal 0 | OK irq=1 fiq=0 virq=0 vfiq=0 | SPI 5: pending, disabled",
    })
    void shouldExplainAnInterruptThatAReplyNames(final String command, final String expected, final String line)
    {
        final List<String> explained = explained("", UP, command, expected);

        assertTrue(explained.get(0).startsWith(line), explained::toString);
        assertTrue(explained.get(explained.size() - 1).startsWith("last commands: "), explained::toString);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', value = {
        "readl 0x40000000 | OK 0x0000000060000005",
        "stats | OK",
        "signal 0 | OK irq=0 fiq=1 virq=0 vfiq=1 ",
        "digest | OK 0x0000000060000005",
    })
    void shouldExplainNothingElse(final String command, final String expected)
    {
        final List<String> explained = explained("", UP.replace(";spi 5 1", ""), command, expected);

        assertTrue(explained.isEmpty() || command.startsWith("signal"), explained::toString);
    }

    @Test
    void shouldExplainAVintid()
    {
        final List<String> explained = explained("", "v4 host cpus=1;v4 create_vm 1;v4 map 0 1 0 0 8192;" +
            "v4 config 0 8192 0xa0 1;v4 msi 1 0", "v4 ack 0 0", "OK 8192");

        assertTrue(explained.stream().anyMatch(line -> line.contains("loaded on no CPU")), explained::toString);
    }

    @Test
    void shouldSayThatALinkIsDown()
    {
        final List<String> explained = explained("machine irss=2 pes=4 link=up",
            "sysw 2 el1 ICC_CR0_EL1 1;insn 2 el1 CDEN 0x60000005;spi 5 1", "signal 2",
            "OK irq=1 fiq=0 virq=0 vfiq=0");

        assertEquals("the link of PE 2 is down: ICC_CR0_EL1.LINK is 0 (M-LINKDOWN)", explained.get(0));
        assertTrue(explained.stream().anyMatch(line -> line.startsWith("SPI 5: pending, disabled")),
            explained::toString);
    }

    private static List<String> explained(
        final String machine, final String lines, final String command, final String expected)
    {
        final StringBuilder text = new StringBuilder();
        for (final String line : ((machine.isEmpty() ? "" : machine + ';') + lines).split(";", -1))
        {
            text.append("> ").append(line).append("\n< *\n");
        }
        text.append("> ").append(command).append("\n< ").append(expected).append("\n");
        final PlayResult result = new TranscriptPlayer(MachineTarget::create).play("test",
            new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.ISO_8859_1)));

        return result.failure().explained();
    }
}
