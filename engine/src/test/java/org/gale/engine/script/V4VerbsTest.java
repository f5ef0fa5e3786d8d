package org.gale.engine.script;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of v4 lines that are wrong before they reach a machine. */
class V4VerbsTest
{
    private final LineParser line = new LineParser();
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

    private String execute(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        line.parse(bytes, 0, bytes.length);
        final int start = reply.length();
        verbs.execute(null);

        return reply.text(start).trim();
    }
}
