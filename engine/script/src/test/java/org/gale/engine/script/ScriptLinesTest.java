package org.gale.engine.script;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Lines of commands: executed, they journal the same words. */
class ScriptLinesTest
{
    private static final int WORD = Long.BYTES;

    @ParameterizedTest
    @ValueSource(strings = {
        "machine pes=2 | writeb 0x40000000 7 | writew 0x40000010 0x1234 | writel 0x08010080 1 | writeq 0x40000020 " +
            "0xffffffffffffffff | readl 0x08010080 | readq 0x40000020 | write 0x40000100 5 0x0102030405 | " +
            "memset 0x40000200 100 0xaa | spi 5 1 | spi 5 0 | ppi 1 27 1 | wire 0 3 1 | msi 0 1 2 | " +
            "msi 0 0x200000 0x20000 | msix create 1 vectors=2 bar=0x10000000 | msix control 1 enable=1 mask=0 | " +
            "msix control 1 mask=1 | msix control 1 enable=0 | msix trigger 1 1 | msix clear 1 | msix reset 1 | " +
            "irqfd add 1 1 0 | irqfd add 2 spi 7 | irqfd route 2 | irqfd signal 2 1 | irqfd signal 2 0 | " +
            "irqfd signal 1 | irqfd consume 1 | irqfd drop 2 | sysw 0 el1 ICC_CR0_EL1 1 | sysr 0 el1 ICC_CR0_EL1 | " +
            "sysw 1 vel1 ICC_PCR_EL1 31 | insn 0 el1 CDEN 0x60000005 | insn 0 el1 CDIA | insn 0 el1 CDEOI | " +
            "insn 0 el1 CDEOI 7 | insn 1 vel1 CDDI 0x60000005 | insn 0 el2 VDEN 0x60000005 | insn 0 el1 GSBSYS | " +
            "msix save 1 @a",
        "kvm create_vm | kvm create_vcpu 0 0 | kvm create_vcpu 0 3 | kvm create_device 0 vgic-v5 test | " +
            "kvm create_device 0 other | kvm create_device 0 vgic-v5 | kvm fail DB_IRQ 9 | kvm fail VMD | " +
            "kvm set_attr 0 NR_IRQS 0 64 | kvm has_attr 0 CTRL INIT | kvm get_attr 0 IRS_REGS IDR0 | " +
            "kvm get_attr 0 NR_IRQS 0 bad | kvm set_attr 0 ADDR IRS 0x10000000 | kvm set_attr 0 CTRL INIT | " +
            "kvm get_attr 0 CPU_SYSREGS 0:ICC_CR0_EL1 | kvm set_attr 0 77 5 null | kvm irq_line 0 ppi 0 3 1 | " +
            "kvm irq_line 0 spi 0 7 1 | kvm irq_line 0 9 0 7 0 | kvm line 0 0 27 1 | kvm map_ppi 0 0 27 | " +
            "kvm unmap_ppi 0 0 27 | kvm run 0 0 0 | kvm mmio 0 r 0x0 4 | kvm mmio 0 w 0x80 4 1 | kvm exit 0 0 | " +
            "kvm block 0 0 | kvm put 0 0 | kvm command 0 0 VPE_MAKE_VALID | kvm save 0 @a | kvm destroy_vm 0",
        "v4 host cpus=2 | v4 create_vm 2 | v4 map 0 1 0 0 8192 | v4 config 0 8192 0xa0 1 | v4 move 0 1 0 1 | " +
            "v4 moveall 0 1 0 | v4 fail D5 2 | v4 legacy on | v4 load 0 0 0 | v4 enable 0 0 | v4 disable 0 0 | " +
            "v4 begin enable 0 0 | v4 step | v4 begin disable 0 0 | v4 step | v4 msi 1 0 | v4 sgi 0 0 3 | " +
            "v4 ack 0 0 | v4 eoi 0 0 8192 | v4 block 0 0 | v4 put 0 0 | v4 discard 0 1 0 | v4 save 0 @saved | " +
            "v4 migrate 0 order=vpt-unread fail=save | v4 step | v4 step"})
    void shouldExecuteTheSameCommands(final String script) throws IOException
    {
        final boolean isGicv4 = script.startsWith("v4");
        final List<long[]> expected = commands(script.replace(" | ", "\n"));

        final StringBuilder lines = new StringBuilder(script.startsWith("kvm") ? "" : script.split(" [|] ", 2)[0]);
        for (final long[] words : expected)
        {
            lines.append('\n').append(ScriptLines.of(buffer(words), 0, isGicv4));
        }

        assertTrue(expected.size() >= 19, expected.size() + " commands");
        final List<long[]> actual = commands(lines.toString());
        assertEquals(expected.stream().map(Arrays::toString).toList(),
            actual.stream().map(Arrays::toString).toList(), lines.toString());
    }

    @Test
    void shouldHaveNoLineForATimeATurnAndAnImage()
    {
        assertNull(ScriptLines.of(buffer(Commands.timeWord(5), 5), 0, false));
        assertNull(ScriptLines.of(buffer(Commands.turn(1, 16)), 0, false));
        assertNull(ScriptLines.of(buffer(0xB_2_01_14_0000000000L, 0), 0, false));
    }

    @Test
    void shouldWriteATurnAsThreeInstructions()
    {
        assertEquals(List.of("insn 3 vel1 CDIA", "insn 3 vel1 CDEOI", "insn 3 vel1 CDDI 0x40000007"),
            ScriptLines.taken(3, 0x40000007));
        assertEquals(List.of("v4 ack 1 2", "v4 eoi 1 2 8192"), ScriptLines.takenByVcpu(1, 2, 8192));
    }

    private static UnsafeBuffer buffer(final long... words)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[(CommandWord.WORD_LIMIT + 1) * WORD]);
        for (int i = 0; i < words.length; i++)
        {
            buffer.putLong(i * WORD, words[i]);
        }

        return buffer;
    }

    private static List<long[]> commands(final String lines) throws IOException
    {
        final List<long[]> commands = new ArrayList<>();
        SessionRunner.run(keyValues -> MachineTarget.create(keyValues, machine -> new CommandLog()
        {
            @Override
            public void append(final DirectBuffer command, final int lengthBytes)
            {
                final long[] words = new long[lengthBytes / WORD];
                for (int i = 0; i < words.length; i++)
                {
                    words[i] = command.getLong(i * WORD);
                }
                commands.add(words);
            }

            @Override
            public void flush()
            {
                // Nothing is kept.
            }

            @Override
            public void close()
            {
                // Nothing is open.
            }
        }), new ByteArrayInputStream((lines + "\nquit\n").getBytes(StandardCharsets.UTF_8)),
            new ByteArrayOutputStream());

        return commands;
    }
}
