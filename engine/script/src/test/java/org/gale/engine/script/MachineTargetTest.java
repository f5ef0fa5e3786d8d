package org.gale.engine.script;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.agrona.DirectBuffer;
import org.gale.engine.machine.Machine;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MachineTargetTest
{
    private static final String NOTHING_LOST = "\"lost\":0,\"invented\":0,\"excused\":0,";

    private final List<String> logged = new ArrayList<>();
    private final ReplyBuffer reply = new ReplyBuffer();
    private final ProtocolSession session =
        new ProtocolSession(keyValues -> MachineTarget.create(keyValues, this::log), reply);

    @AfterEach
    void closeSession()
    {
        session.close();
    }

    @Test
    void shouldMoveBlocksOfAnyLengthAndAlignment()
    {
        final StringBuilder digits = new StringBuilder();
        for (int i = 0; i < 300; i++)
        {
            digits.append(String.format("%02x", i & 0xff));
        }
        for (int length = 1; length <= 300; length++)
        {
            final String data = digits.substring(0, 2 * length);
            final String address = "0x" + Integer.toHexString(0x4000_0ffd + length * 301);

            assertEquals("OK", execute("write " + address + " " + length + " 0x" + data));
            assertEquals("OK 0x" + data, execute("read " + address + " " + length));
        }
    }

    @Test
    void shouldReachTheEndOfRamAndNoFurther()
    {
        assertConversation(
            "memset 0x7ffffff0 16 0xa5", "OK",
            "readq 0x7ffffff8", "OK 0xa5a5a5a5a5a5a5a5",
            "readq 0x7ffffff9", "FAIL unmapped",
            "memset 0x7ffffff0 17 0", "FAIL unmapped",
            "read 0x7fffffff 1", "OK 0xa5",
            "read 0xffffffffffffffff 1", "FAIL unmapped",
            "readb 0xffffffffffffffff", "FAIL unmapped");
    }

    @Test
    void shouldDeliverAPpi()
    {
        assertConversation(
            "machine pes=2", "OK",
            "sysw 1 el1 ICC_PPI_PRIORITYR2_EL1 0x0800000000000000", "OK",
            "sysw 1 el1 ICC_PPI_ENABLER0_EL1 0x800000", "OK",
            "sysw 1 el1 ICC_PCR_EL1 0x1f", "OK",
            "sysw 1 el1 ICC_CR0_EL1 0x1", "OK",
            "ppi 1 23 1", "OK",
            "ppihppi 1", "OK PPI 23 8",
            "ppihppi 0", "OK none",
            "signal 1", "OK irq=1 fiq=0 virq=0 vfiq=0",
            "insn 1 el1 CDIA", "OK 0x0000000120000017",
            "signal 1", "OK irq=0 fiq=0 virq=0 vfiq=0",
            "insn 1 el1 CDIA", "OK 0x0000000000000000",
            "sysw 1 el1 ICC_HPPIR_EL1 0", "FAIL undefined",
            "insn 1 el1 LDEN 0", "FAIL undefined");
    }

    @Tag("M-WIRE")
    @Test
    void shouldNotTakeANumberThatIsTooLongForAnotherWire()
    {
        execute("sysw 0 el1 ICC_PPI_ENABLER0_EL1 0x800000");

        assertEquals("OK", execute("ppi 0 0x100000017 1"));
        assertEquals("OK none", execute("ppihppi 0"));
        assertEquals("OK", execute("ppi 0 23 1"));
        assertEquals("OK PPI 23 0", execute("ppihppi 0"));
    }

    @Test
    void shouldKeepTheClockInItsRange()
    {
        assertConversation(
            "clock_step 0xffffffffffffff0", "OK",
            "clock_step 15", "OK",
            "clock_step 1", "FAIL clock_step: NS '1' leads beyond the range of the clock, 2^60 ns",
            "clock_step 18446744073709551615",
            "FAIL clock_step: NS '18446744073709551615' leads beyond the range of the clock, 2^60 ns",
            "clock_step 0", "OK");
    }

    @Test
    void shouldLogCommandsAndNeitherQueriesNorFailures()
    {
        execute("machine");
        execute("hppi 0");
        execute("signal 0");
        execute("digest");
        execute("stats");
        execute("inspect regs");
        execute("read 0x40000000 4");
        execute("readl 0");
        execute("insn 0 el1 LDEN 0");
        execute("ppi 0 0x100000017 1");
        assertEquals(List.of("open"), logged);

        execute("readl 0x40000000");
        execute("writel 0x40000000 1");
        execute("memset 0x40000000 49 1");
        execute("insn 0 el1 CDIA");
        execute("sysr 0 el1 ICC_PCR_EL1");
        execute("sysw 0 el1 ICC_PCR_EL1 1");
        execute("spi 0 1");
        execute("msi 0 0xfffff 0xffff");
        execute("msi 0 0x100000 0");
        execute("msi 0 0 0x10000");
        execute("clock_step 1");
        session.beforeReplies();
        session.close();

        assertEquals(
            List.of("open", "5 2", "6 3", "10 8", "10 3", "7 2", "8 2", "9 3", "4 2", "2 1", "12 2", "12 2", "1 2",
                "flush", "close"),
            logged);
    }

    @Test
    void shouldAnswerTheAccountingAsOneLine()
    {
        assertEquals("OK {\"commands\":0,\"doorbells\":0," + NOTHING_LOST +
            "\"accounting\":{\"offered\":0,\"delivered\":0," +
            "\"coalesced\":0,\"pending\":0," +
            "\"rejected\":{\"untranslated\":0,\"unreachable\":0,\"withdrawn-cleared\":0,\"withdrawn-unmapped\":0}," +
            "\"remainder\":0,\"redelivered\":0,\"vms\":[]}}", execute("stats"));
    }

    @Test
    void shouldCountAnEventThatNoTableTranslates()
    {
        execute("msi 0 1 2");

        assertEquals("OK {\"commands\":1,\"doorbells\":0," + NOTHING_LOST +
            "\"accounting\":{\"offered\":1,\"delivered\":0," +
            "\"coalesced\":0,\"pending\":0," +
            "\"rejected\":{\"untranslated\":1,\"unreachable\":0,\"withdrawn-cleared\":0,\"withdrawn-unmapped\":0}," +
            "\"remainder\":0,\"redelivered\":0,\"vms\":[]}}", execute("stats"));
    }

    @Test
    void shouldAnswerAViewAsOneLine()
    {
        assertConversation(
            "machine pes=2", "OK",
            "inspect ist", "OK {\"view\":\"ist\",\"type\":\"LPI\",\"IRS_IST_BASER\":" +
                "{\"word\":\"0x0000000000000000\",\"ADDR\":\"0x0\",\"VALID\":0},\"IRS_IST_CFGR\":" +
                "{\"word\":\"0x00000000\",\"STRUCTURE\":0,\"ISTSZ\":0,\"L2SZ\":0,\"LPI_ID_BITS\":0}," +
                "\"valid\":false}",
            "inspect vist --vm 3", "FAIL inspect: VM 3 is not valid (no VM is valid)",
            "inspect ppi --pe 2", "FAIL inspect: PE 2 does not exist (PEs are 0 to 1)",
            "inspect tables", "FAIL inspect: no view 'tables' " +
                "(vmt, vmte, vpet, vped, ist, vist, dt, itt, ppi, pending, regs, topology, msix, eventfd, vpe, " +
                "vpt, latch)");
    }

    @Test
    void shouldChangeTheDigestWithTheState()
    {
        final String before = execute("digest");

        execute("sysw 3 el1 ICC_PCR_EL1 1");
        assertFalse(execute("digest").equals(before));

        execute("sysw 3 el1 ICC_PCR_EL1 0");
        assertEquals(before, execute("digest"));
    }

    @Test
    void shouldRefuseAMachineThatCannotBe()
    {
        assertTrue(execute("machine pse=1").startsWith("FAIL machine: no machine key 'pse': did you mean 'pes'?"));
        assertTrue(execute("machine pes=banana").startsWith("FAIL machine: pes: 'banana' is not a number"));
        assertEquals("OK", execute("machine preset=el1"));
        assertEquals("FAIL msi: ITS '0' does not exist: this machine has none", execute("msi 0 0 0"));
        assertEquals("FAIL wire: IWB '0' does not exist: this machine has none", execute("wire 0 0 0"));
    }

    @Test
    void shouldCloseTheMachineWhenItsLogCannotBeOpened()
    {
        final ScriptTarget target = MachineTarget.create(List.of(), machine ->
        {
            throw new IllegalStateException("no log");
        });

        final IllegalStateException ex = assertThrows(IllegalStateException.class, () -> target.clockStep(1));
        target.close();

        assertEquals("no log", ex.getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> target.read(0x4000_0000L, new byte[1], 1));
    }

    /** Executes lines that reach deep into the machine with values at random: one reply each, and no exception. */
    @Test
    void shouldAnswerAnyLineOnARealMachine()
    {
        final long seed = 1;
        final RandomGenerator random = new SplittableRandom(seed);
        final HostileLines lines = new HostileLines(random);
        execute("machine pes=2 ram=0x40000000:0x1000000 spis=64");
        for (int i = 0; i < 100_000; i++)
        {
            final String line = lines.next();
            final String answer = execute(line);

            assertTrue(answer.matches("(OK|FAIL)( [ -~]+)?"),
                () -> "seed " + seed + ": '" + line + "' -> " + answer);
        }
        assertTrue(execute("digest").startsWith("OK 0x"));
        assertTrue(execute("stats").contains("\"remainder\":0"));
    }

    private void assertConversation(final String... linesAndReplies)
    {
        for (int i = 0; i < linesAndReplies.length; i += 2)
        {
            assertEquals(linesAndReplies[i + 1], execute(linesAndReplies[i]), linesAndReplies[i]);
        }
    }

    private String execute(final String line)
    {
        reply.clear();
        final byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        session.execute(bytes, 0, bytes.length);

        return reply.text(0);
    }

    /** Returns a log of opcodes and lengths, which checks that its commands are not applied yet. */
    private CommandLog log(final Machine machine)
    {
        logged.add("open");

        return new CommandLog()
        {
            @Override
            public void append(final DirectBuffer command, final int lengthBytes)
            {
                final long word = command.getLong(0);
                assertEquals(CommandWord.length(word) * Long.BYTES, lengthBytes);
                logged.add(CommandWord.opcode(word) + " " + CommandWord.length(word));
            }

            @Override
            public void flush()
            {
                logged.add("flush");
            }

            @Override
            public void close()
            {
                logged.add("close");
            }
        };
    }
}
