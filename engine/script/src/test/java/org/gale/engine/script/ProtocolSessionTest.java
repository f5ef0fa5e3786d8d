package org.gale.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolSessionTest
{
    private static final long VALID = 1L << 63;

    private final ReplyBuffer reply = new ReplyBuffer();
    private final ProtocolSession session = new ProtocolSession(this::create, reply);
    private FakeTarget target;

    @Test
    void shouldLoadAndStoreMemory()
    {
        assertConversation(
            "writeq 0x40000000 0x1122334455667788", "OK",
            "readb 0x40000000", "OK 0x0000000000000088",
            "readw 1073741824", "OK 0x0000000000007788",
            "readl 0x40000000", "OK 0x0000000055667788",
            "readq 0x40000000", "OK 0x1122334455667788",
            "writeb 0x40000000 0xff", "OK",
            "writew 0x40000002 0xffff", "OK",
            "writel 0x40000004 4294967295", "OK",
            "readq 0x40000000", "OK 0xffffffffffff77ff",
            "readl 0x08010000", "OK 0x0000000000000000",
            "writel 0x08010080 1", "OK");
    }

    @Test
    void shouldMoveBlocksOfMemory()
    {
        assertConversation(
            "writeq 0x40000000 0x1122334455667788", "OK",
            "read 0x40000000 3", "OK 0x887766",
            "write 0x40000001 2 0xAbCd", "OK",
            "readl 0x40000000", "OK 0x0000000055cdab88",
            "memset 0x40000000 4 0xee", "OK",
            "readq 0x40000000", "OK 0x11223344eeeeeeee");
    }

    @Test
    void shouldAnswerTheOtherVerbs()
    {
        assertConversation(
            "insn 0 el1 CDPEND 0x140000005", "OK",
            "insn 0 el1 CDEOI", "OK",
            "insn 0 vel1 GSBACK", "OK",
            "insn 3 el2 VDEN 5", "OK",
            "insn 0 el3 LDEN 5", "OK",
            "sysw 0 el1 ICC_PCR_EL1 0x1f", "OK",
            "sysr 0 vel1 ICC_PCR_EL1", "OK 0x000000000000001f",
            "sysr 0 el2 ICH_CONTEXTR_EL2", "OK 0x000000000000001f",
            "ppi 0 23 1", "OK",
            "spi 255 0", "OK",
            "wire 0 63 1", "OK",
            "msi 0 0xffffffff 0xffffffff", "OK",
            "clock_step 1000", "OK",
            "inspect ppi", "OK {\"view\":\"ppi\"}",
            "stats", "OK {}",
            "quit", "OK");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = ';', value = {
        "raedl 0x40000000; FAIL no verb 'raedl': did you mean 'readl'?",
        "READL 0x40000000; FAIL no verb 'READL': did you mean 'readl'?",
        "readl; FAIL readl: 0 operands, expected: readl ADDR",
        "readl 1 2; FAIL readl: 2 operands, expected: readl ADDR",
        "digest 1; FAIL digest: 1 operand, expected: digest",
        "readl banana; FAIL readl: ADDR 'banana' is not a number: decimal or 0x..., unsigned, up to 64 bits",
        "readl -4; FAIL readl: ADDR '-4' is not a number: decimal or 0x..., unsigned, up to 64 bits",
        "readl 0; FAIL unmapped",
        "readq 0x4000fff9; FAIL unmapped",
        "writeq 0xffffffffffffffff 0; FAIL unmapped",
        "writeb 0x40000000 256; FAIL writeb: VALUE '256' is out of range: 0 to 255",
        "writel 0x40000000 0x100000000; FAIL writel: VALUE '0x100000000' is out of range: 0 to 4294967295",
        "read 0x08010000 4; FAIL unmapped",
        "read 0x4000ffff 2; FAIL unmapped",
        "read 0x40000000 0; FAIL read: SIZE '0' is out of range: 1 to 1048576",
        "read 0x40000000 1048577; FAIL read: SIZE '1048577' is out of range: 1 to 1048576",
        "read 0x40000000 0xffffffffffffffff; FAIL read: SIZE '0xffffffffffffffff' is out of range: 1 to 1048576",
        "memset 0x40000000 4 256; FAIL memset: BYTE '256' is out of range: 0 to 255",
        "write 0x40000000 2 0xabc; FAIL write: data '0xabc' is not 0x and 4 hex digits, two for each of the 2 bytes",
        "write 0x40000000 1 0xzz; FAIL write: data '0xzz' is not 0x and 2 hex digits, two for each of the 1 bytes",
        "write 0x40000000 1 1234; FAIL write: data '1234' is not 0x and 2 hex digits, two for each of the 1 bytes",
        "insn 4 el1 CDIA; FAIL insn: PE '4' does not exist: this machine has 0 to 3",
        "insn 0x100000000 el1 CDIA; FAIL insn: PE '0x100000000' does not exist: this machine has 0 to 3",
        "insn 0 el0 CDIA; FAIL insn: EL 'el0' is not one of el1, el2, el3, vel1",
        "insn 0 el1 CDPNED 1; FAIL undefined (no GIC instruction 'CDPNED': did you mean 'CDPEND'?)",
        "insn 0 el1 VDEN 5; FAIL undefined",
        "insn 0 el2 LDEN 5; FAIL undefined",
        "insn 0 el1 CDEN five; FAIL insn: OPERAND 'five' is not a number: decimal or 0x..., unsigned, up to 64 bits",
        "sysr 0 el1 ICC_FOO_EL1; FAIL undefined",
        "sysr 0 el1 ICH_CONTEXTR_EL2; FAIL undefined",
        "sysr 0 vel1 ICH_APR_EL2; FAIL undefined",
        "sysw 0 el1 ICC_IDR0_EL1 0; FAIL undefined",
        "sysw 0 el1 ICC_PCR_EL1 x; FAIL sysw: VALUE 'x' is not a number: decimal or 0x..., unsigned, up to 64 bits",
        "ppi 0 23 2; FAIL ppi: LEVEL '2' is out of range: 0 to 1",
        "ppi 9 23 1; FAIL ppi: PE '9' does not exist: this machine has 0 to 3",
        "wire 1 0 1; FAIL wire: IWB '1' does not exist: this machine has 0 to 0",
        "wire 0 0 5; FAIL wire: LEVEL '5' is out of range: 0 to 1",
        "spi 0 3; FAIL spi: LEVEL '3' is out of range: 0 to 1",
        "msi 1 0 0; FAIL msi: ITS '1' does not exist: this machine has 0 to 0",
        "msi 0 0x100000000 0; FAIL msi: DEVICEID '0x100000000' is out of range: 0 to 4294967295",
        "hppi 7; FAIL hppi: PE '7' does not exist: this machine has 0 to 3",
        "hppi 0 here; FAIL hppi: DOMAIN 'here' is not one of ns, s, el3, realm",
        "hppi 0 s; FAIL hppi: DOMAIN 's' is not in this machine (machine domains=... adds it)",
        "signal 4; FAIL signal: PE '4' does not exist: this machine has 0 to 3",
        "clock_step 0x1000000000000000; FAIL clock_step: NS '0x1000000000000000' leads beyond the range of the clock, "
            + "2^60 ns",
        "inspect nothing; FAIL inspect: no view 'nothing'?(ppi)",
        "inspect; FAIL inspect: 0 operands, expected: inspect VIEW...",
        "kvm create_vm; FAIL kvm create_vm: no host",
        "kvm run 0 0; FAIL expected: kvm run VM VCPU PE",
        "kvm run 0 x 0; FAIL kvm: VCPU 'x' is not a number: decimal or 0x..., unsigned, up to 64 bits",
        "kvm irq_line 0 lpi 0 3 1; FAIL kvm: TYPE 'lpi' is not cpu, spi or ppi, or a number from 0 to 15",
        "kvm irq_line 0 16 0 3 1; FAIL kvm: TYPE '16' is out of range: 0 to 15",
        "kvm leaks all; FAIL kvm: KEY 'all' is not one of vm_ids, lpis, pages",
        "v4 audit; FAIL v4: the machine is no GICv4 host, which 'v4 host' makes of it",
        "machine bad=1; FAIL machine: no key 'bad'",
        "machine huge=1; FAIL machine: the host has no memory for it: too much"})
    void shouldFailAndChangeNothingWhenALineIsWrong(final String line, final String expected)
    {
        assertEquals(expected, execute(line));

        assertTrue(target == null || target.calls.isEmpty());
    }

    @Tag("V4-API-12")
    @Tag("V4-API-18")
    @ParameterizedTest
    @ValueSource(strings = {"v4 enable 0 0", "v4 disable 0 0", "v4 query 0 0"})
    void shouldFailWhenAMachineWithoutGicv4IsAskedForDirectInjection(final String line)
    {
        execute("machine");

        assertEquals("FAIL v4: the machine is no GICv4 host, which 'v4 host' makes of it", execute(line));
        assertTrue(target.calls.isEmpty());
    }

    @Tag("M-WIRE")
    @Test
    void shouldAnswerOkWhenAWireOfNoInterruptIsDriven()
    {
        assertEquals("OK", execute("ppi 0 18446744073709551615 1"));
        assertEquals("OK", execute("wire 0 64 1"));
    }

    @Tag("M-WIRE")
    @ParameterizedTest
    @ValueSource(strings = {"256", "0xffffffffffffffff"})
    void shouldFailWhenAnSpiDoesNotExist(final String id)
    {
        assertEquals("FAIL spi: SPI '" + id + "' does not exist in this machine", execute("spi " + id + " 1"));
    }

    @Test
    void shouldFailWhenTheMachineHasNoIwb()
    {
        execute("machine preset=el1");

        assertEquals("FAIL wire: IWB '0' does not exist: this machine has none", execute("wire 0 0 1"));
    }

    @Test
    void shouldShowCandidatesAndSignals()
    {
        execute("machine");
        target.candidate = VALID | 31L << 32 | 2L << 29 | 5;

        assertEquals("OK LPI 5 31", execute("hppi 0"));
        assertEquals("OK LPI 5 31", execute("hppi 0 ns"));
        assertEquals("OK LPI 5 31", execute("vhppi 3"));

        target.candidate = VALID | 1L << 29 | 23;

        assertEquals("OK PPI 23 0", execute("ppihppi 0"));
        assertEquals("OK PPI 23 0", execute("vppihppi 0"));

        target.candidate = VALID | 3L << 29 | 0xff_ffff;

        assertEquals("OK SPI 16777215 0", execute("hppi 0"));

        target.candidate = 0;

        assertEquals("OK none", execute("hppi 0"));
        assertEquals("OK irq=0 fiq=0 virq=0 vfiq=0", execute("signal 0"));

        target.signals = ScriptTarget.SIGNAL_IRQ | ScriptTarget.SIGNAL_VFIQ;

        assertEquals("OK irq=1 fiq=0 virq=0 vfiq=1", execute("signal 0"));

        target.signals = ScriptTarget.SIGNAL_FIQ | ScriptTarget.SIGNAL_VIRQ;

        assertEquals("OK irq=0 fiq=1 virq=1 vfiq=0", execute("signal 0"));
    }

    @Test
    void shouldReplyTheDestinationRegisterWhenAnInstructionHasOne()
    {
        execute("machine");
        target.acknowledged = 0x1_4000_0005L;

        assertEquals("OK 0x0000000140000005", execute("insn 0 el1 CDIA"));
        assertEquals("OK 0x0000000140000005", execute("insn 0 vel1 CDNMIA"));
        assertEquals("OK", execute("insn 0 el1 CDEOI"));
        assertEquals(List.of("CDIA 0 1 0", "CDNMIA 0 9 0", "CDEOI 0 1 0"), target.calls);
    }

    @Test
    void shouldPassTheOperandsOfALine()
    {
        execute("msi 0 4294967295 7");
        execute("insn 2 el2 VDPEND 0x8000000140000005");
        execute("ppi 1 30 1");
        execute("wire 0 5 0");

        assertEquals(
            List.of("msi 0 4294967295 7", "VDPEND 2 2 8000000140000005", "ppi 1 30 1", "wire 0 5 0"), target.calls);
    }

    @Test
    void shouldCarryABlockOfAMebibyteInALine()
    {
        final String digits = "a5".repeat(FakeTarget.RAM_LENGTH);

        assertEquals("OK", execute("write 0x40000000 65536 0x" + digits));
        assertEquals("OK 0x" + digits, execute("read 0x40000000 65536"));
        assertTrue(("write 0x40000000 1048576 0x" + "00".repeat(1 << 20)).length() <= ByteLines.LENGTH_LIMIT);
    }

    @Test
    void shouldAnswerTheDigest()
    {
        final String before = execute("digest");

        execute("writeb 0x40000000 1");

        assertTrue(before.matches("OK 0x[0-9a-f]{16}"), before);
        assertFalse(execute("digest").equals(before));
    }

    @Test
    void shouldBuildTheMachineOnceAndOnlyFirst()
    {
        assertEquals("", execute("# a comment and a blank line are no lines"));
        assertEquals("", execute(""));
        assertEquals("FAIL machine: no key 'bad'", execute("machine bad=1"));
        assertEquals("OK", execute("machine pes=2 ram=0:1"));
        assertEquals(List.of("pes=2", "ram=0:1"), target.keyValues);
        assertTrue(execute("machine pes=2").startsWith("FAIL machine: only the first line"));
    }

    @Test
    void shouldBuildTheDefaultMachineWhenALineNeedsOne()
    {
        execute("nonsense");
        assertNull(target);

        execute("hppi 0");

        assertEquals(List.of(), target.keyValues);
    }

    @Test
    void shouldCloseItsMachine()
    {
        execute("hppi 0");

        session.close();

        assertTrue(target.isClosed);
        assertTrue(session.isEnded());
    }

    @Test
    void shouldEndWhenAskedToQuit()
    {
        assertFalse(session.isEnded());

        assertEquals("OK", execute("quit"));

        assertTrue(session.isEnded());
    }

    @Test
    void shouldListTheVerbsWhenNoneIsNear()
    {
        final String answer = execute("xyzzyxyzzy");

        assertTrue(answer.startsWith("FAIL no verb 'xyzzyxyzzy': the verbs are machine readb "), answer);
    }

    @Test
    void shouldFailWhenALineHasTooManyWords()
    {
        assertEquals("FAIL more than 64 words in a line", execute("readl" + " 1".repeat(64)));
        assertEquals("FAIL more than 512 words in a line", execute("machine" + " a=1".repeat(512)));
    }

    @Test
    void shouldQuotePrintableCharactersOnly()
    {
        final String answer = execute("readl \u0000\u001b[31m\u00e9" + "9".repeat(100));

        assertEquals("FAIL readl: ADDR '??[31m?" + "9".repeat(53) +
            "...' is not a number: decimal or 0x..., unsigned, up to 64 bits", answer);
    }

    /** Executes lines made of pieces of lines, then lines of any bytes: one reply each, and no exception. */
    @Test
    void shouldAnswerAnyLineWithOneLine()
    {
        final long seed = 1;
        final RandomGenerator random = new SplittableRandom(seed);
        final String[] pieces = {
            "0", "1", "el1", "vel1", "0x", "0x40000000", "0xffffffffffffffff", "-1", "CDIA", "ICC_PCR_EL1", "ns",
            "4294967296", "1048576", "0x12", "\u0000", "\u00ff", "=", "pes=1", "bad=1", "ppi", "'", "none",
            "999999999999999999999"};
        for (int i = 0; i < 200_000; i++)
        {
            final StringBuilder line = new StringBuilder();
            line.append(Verb.SPELLINGS.get(below(random, Verb.SPELLINGS.size())));
            final int count = below(random, 6);
            for (int j = 0; j < count; j++)
            {
                line.append(' ').append(pieces[below(random, pieces.length)]);
            }
            if (below(random, 4) == 0)
            {
                line.setCharAt(below(random, line.length()), (char)below(random, 256));
            }

            final String answer = execute(line.toString());
            assertTrue(answer.isEmpty() || answer.matches("(OK|FAIL)( [ -~]+)?"),
                () -> "seed " + seed + ": '" + line + "' -> " + answer);
        }
    }

    /** Checks lines and the replies to them, in turn. */
    private void assertConversation(final String... linesAndReplies)
    {
        for (int i = 0; i < linesAndReplies.length; i += 2)
        {
            assertEquals(linesAndReplies[i + 1], execute(linesAndReplies[i]), linesAndReplies[i]);
        }
    }

    private static int below(final RandomGenerator random, final int bound)
    {
        return (int)Long.remainderUnsigned(random.nextLong(), bound);
    }

    private String execute(final String line)
    {
        reply.clear();
        final byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        session.execute(bytes, 0, bytes.length);

        return reply.text(0);
    }

    private FakeTarget create(final List<String> keyValues)
    {
        target = FakeTarget.create(keyValues);
        return target;
    }
}
