package org.gale.engine.script;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Verbs of qtest beside single loads and stores, and lines that a machine refuses. */
class QtestVerbsTest
{
    @Test
    void shouldReadAndWriteBase64() throws IOException
    {
        assertEquals("OK\nOK 0x0123456789\nOK ASNFZ4k=\nOK little\n", run(
            "b64write 0x40000000 5 ASNFZ4k=\nread 0x40000000 5\nb64read 0x40000000 5\nendianness\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "b64write 0x40000000 4 ASNFZ4k= | FAIL b64write: data 'ASNFZ4k=' is not the base64 of 4 bytes",
        "b64write 0x40000000 1 !!!! | FAIL b64write: data '!!!!' is not the base64 of 1 byte",
        "b64read 0x0 5 | FAIL unmapped",
        "b64read 0x40000000 | FAIL b64read: 1 operand, expected: b64read ADDR SIZE",
        "endianness now | FAIL endianness: 1 operand, expected: endianness",
        "insn 0 el1 CDPEND | FAIL insn: CDPEND needs an operand",
        "insn 0 el1 CDIA 0x1 | FAIL insn: CDIA has no operand",
        "insn 0 el1 GSBACK 0x1 | FAIL insn: GSBACK has no operand",
    })
    void shouldRefuseWrongOperands(final String line, final String reply) throws IOException
    {
        assertEquals(reply + '\n', run(line + '\n'));
    }

    @Test
    void shouldTakeAPriorityDropWithAndWithoutAnOperand() throws IOException
    {
        assertEquals("OK\nOK\n", run("insn 0 el1 CDEOI\ninsn 0 el1 CDEOI 0x0\n"));
    }

    @Test
    void shouldRefuseCommandsBehindAMachineThatWasRefused() throws IOException
    {
        final String[] replies = run("machine pes=banana\nhppi 0\nv4 audit\nmachine pes=2\nhppi 1\n").split("\n", -1);

        assertTrue(replies[0].startsWith("FAIL machine: "), replies[0]);
        assertEquals(
            "FAIL hppi: there is no machine, because the machine line was wrong; give another, or quit", replies[1]);
        assertTrue(replies[2].startsWith("FAIL v4: there is no machine"), replies[2]);
        assertEquals("OK", replies[3]);
        assertEquals("OK none", replies[4]);
        assertEquals("OK", run("machine pes=banana\nquit\n").split("\n", -1)[1]);
    }

    private static String run(final String lines) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        SessionRunner.run(
            MachineTarget::create, new ByteArrayInputStream(lines.getBytes(StandardCharsets.US_ASCII)), out);

        return out.toString(StandardCharsets.US_ASCII);
    }
}
