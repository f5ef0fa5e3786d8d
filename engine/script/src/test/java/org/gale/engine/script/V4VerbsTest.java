package org.gale.engine.script;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of v4 lines that are wrong before they reach a machine. */
class V4VerbsTest
{
    private final LineParser line = new LineParser(Verb.MACHINE.spelling());
    private final ReplyBuffer reply = new ReplyBuffer();
    private final V4Verbs verbs = new V4Verbs(new Operands(line, reply), reply);

    @Test
    void shouldMissTheVerbWhenTheLineBeforeHadOne()
    {
        assertEquals("FAIL v4: no verb 'frob'", execute("v4 frob"));

        assertEquals("FAIL v4: a verb is missing", execute("v4"));
    }

    @Test
    void shouldHaveNoVerbWhenBeginDoesNotSayWhat()
    {
        assertEquals("FAIL v4: no verb 'begin'", execute("v4 begin"));
        assertEquals("FAIL v4: no verb 'begin'", execute("v4 begin moving 0 0"));
    }

    /** Session of script.md#direct-injection-verbs: failures that are asked for, and answers of each kind. */
    @Test
    void shouldAnswerASessionOfAHost()
    {
        final String[] session = {
            "v4 host cpus=1", "OK 0",
            "v4 legacy on", "OK 0",
            "v4 legacy off", "FAIL v4 legacy: expected: legacy on",
            "v4 legacy", "FAIL v4 legacy: expected: legacy on",
            "v4 legacy on on", "FAIL v4 legacy: expected: legacy on",
            "v4 create_vm 1", "OK 0",
            "v4 create_vm 1", "OK 1",
            "v4 map 0 1 0 0 8192", "OK 0",
            "v4 config 0 8192 64 1", "OK 0",
            "v4 fail E2", "OK 0",
            "v4 enable 0 0", "OK -ENOSPC",
            "v4 enable 0 0", "OK 0",
            "v4 disable 0 0", "OK 0",
            "v4 fail E2 2", "OK 0",
            "v4 begin enable 0 0", "OK E1",
            "v4 step", "OK -ENOMEM",
            "v4 fail", "FAIL v4 fail: 0 operands, expected: 1",
            "v4 fail E9", "FAIL v4 fail: no such step (E2, E5, D5)",
            "v4 fail E5 x", "FAIL v4: N 'x' is not a number: decimal or 0x..., unsigned, up to 64 bits",
            "v4 fail E5 1 2", "FAIL v4 fail: 3 operands, expected: 2",
            "v4 fail E5 0", "FAIL v4 fail: N is at least 1",
            "v4 load 0 0 0", "OK 0",
            "v4 sgi 0 0 0", "OK",
            "v4 ack 0 0", "OK 0",
            "v4 eoi 0 0 0", "OK",
            "v4 ack 0 0", "OK none",
            "v4 msi 1 0", "OK",
            "v4 ack 0 0", "OK 8192",
            "v4 msi 1", "FAIL v4 msi: 1 operands, expected: 2",
            "v4 msi 4294967295 4294967295", "OK",
            "v4 msi 4294967296 0", "FAIL v4: DEVICE '4294967296' is out of range: 0 to 4294967295",
            "v4 msi 1 4294967296", "FAIL v4: EVENT '4294967296' is out of range: 0 to 4294967295",
        };
        final ReplyBuffer replies = new ReplyBuffer();
        try (ProtocolSession host = new ProtocolSession(MachineTarget::create, replies))
        {
            for (int i = 0; i < session.length; i += 2)
            {
                final byte[] bytes = session[i].getBytes(StandardCharsets.US_ASCII);
                replies.clear();
                host.execute(bytes, 0, bytes.length);

                assertEquals(session[i + 1], replies.text(0), session[i]);
            }
        }
    }

    private String execute(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        line.parse(bytes, 0, bytes.length);
        final int start = reply.length();
        verbs.execute(null);

        return reply.text(start).trim();
    }
}
