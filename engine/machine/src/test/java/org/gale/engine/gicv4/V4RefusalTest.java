package org.gale.engine.gicv4;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.HostVerbs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Operands on both sides of each limit: what is refused, and with which words. */
class V4RefusalTest
{
    private final V4Rig rig = new V4Rig("version=4.1 cpus=2 lpi_bits=14 vpeid_bits=3");

    @AfterEach
    void close()
    {
        rig.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "create_vm 0            | FAIL vCPU count out of range: 0",
        "create_vm 513          | FAIL vCPU count out of range: 513",
        "create_vm 512          | OK 1",
        "create_vm 1            | OK 1",
        "config 1 8192 0 0      | FAIL no VM 1",
        "config -1 8192 0 0     | FAIL no VM 18446744073709551615",
        "config 0 8191 0 0      | FAIL vINTID out of range: 8191",
        "config 0 16384 0 0     | FAIL vINTID out of range: 16384",
        "config 0 -1 0 0        | FAIL vINTID out of range: 18446744073709551615",
        "config 0 8192 0 0      | OK 0",
        "config 0 16383 255 1   | OK 0",
        "config 0 8192 256 0    | FAIL priority out of range: 256",
        "config 0 8192 -1 0     | FAIL priority out of range: -1",
        "config 0 8192 0 2      | FAIL enable is not 0 or 1",
        "config 0 8192 0 -1     | FAIL enable is not 0 or 1",
        "state 0 8191           | FAIL vINTID out of range: 8191",
        "ack 0 2                | FAIL no vCPU 2",
        "ack 0 -1               | FAIL no vCPU 18446744073709551615",
        "woken 0 2              | FAIL no vCPU 2",
        "woken 0 0              | OK 0",
        "woken 0 1              | OK 0",
        "put 0 2                | FAIL no vCPU 2",
        "block 0 2              | FAIL no vCPU 2",
        "eoi 0 2 0              | FAIL no vCPU 2",
        "eoi 0 0 16             | FAIL vINTID out of range: 16",
        "eoi 0 0 -1             | FAIL vINTID out of range: 18446744073709551615",
        "sgi 0 2 0              | FAIL no vCPU 2",
        "sgi 0 0 16             | FAIL SGI out of range: 16",
        "sgi 0 0 -1             | FAIL SGI out of range: -1",
        "sgi 0 0 0              | OK",
        "sgi 0 1 15             | OK",
        "load 0 2 0             | FAIL no vCPU 2",
        "load 0 0 2             | FAIL no CPU 2",
        "load 0 0 -1            | FAIL no CPU -1",
        "load 0 0 0             | OK 0",
        "load 0 1 1             | OK 0",
        "load 1 9 9             | FAIL no VM 1",
        "load 0 9 9             | FAIL no vCPU 9",
        "eoi 0 9 99             | FAIL no vCPU 9",
        "config 0 0 256 2       | FAIL vINTID out of range: 0",
        "config 0 8192 256 2    | FAIL priority out of range: 256",
        "fail 0 1               | FAIL no such step (E2, E5, D5)",
        "fail 1 0               | FAIL N is at least 1",
        "fail 1 1               | OK 0",
    })
    void shouldNameWhatIsOutOfRange(final String line, final String reply)
    {
        assertEquals("OK 0", rig.line("create_vm 2"));

        assertEquals(reply, rig.line(line));
    }

    @ParameterizedTest
    @EnumSource(V4Verb.class)
    void shouldKnowEachVerbAndExecuteNoQuery(final V4Verb verb)
    {
        rig.line("create_vm 2");
        final UnsafeBuffer words = new UnsafeBuffer(new byte[64]);
        verb.encode(words, 0, new long[verb.operands()]);
        final HostVerbs verbs = rig.machine().hostVerbs(V4Verb.FAMILY);

        assertNotEquals("no such v4 command", verbs.refusal(words, 0));
        if (verb.isQuery())
        {
            assertThrows(IllegalArgumentException.class, () -> verbs.execute(words, 0, rig.machine().outputs()));
        }
        else
        {
            assertThrows(IllegalArgumentException.class, () -> verbs.query(words, 0));
        }
    }

    @Test
    void shouldRefuseWhatIsNoVerbOfTheHost()
    {
        final UnsafeBuffer words = new UnsafeBuffer(new byte[64]);
        words.putLong(0, Commands.msi(1, 0, 0));

        assertEquals("no such v4 command", rig.machine().hostVerbs(V4Verb.FAMILY).refusal(words, 0));
    }
}
