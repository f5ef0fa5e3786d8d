package org.gale.engine.transcript;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.gale.engine.transcript.PlayResult.PlayKind.MISMATCH;
import static org.gale.engine.transcript.PlayResult.PlayKind.UNREADABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

class TapWriterTest
{
    @Test
    void shouldWriteOneTestPointPerFile()
    {
        final StringWriter text = new StringWriter();
        final TapWriter tap = new TapWriter(new PrintWriter(text), 3);

        tap.write(new PlayResult("boot.gt.gz", 44050, null));
        tap.write(new PlayResult("issue #7.gt", 12, new PlayResult.Failure(MISMATCH, 17, "line 17: the reply differs",
            "OK none", "FAIL no verb 'x'", List.of("14: machine", "16: hppi 0"))));
        tap.write(new PlayResult("cut.gt.gz", 0,
            new PlayResult.Failure(UNREADABLE, 0, "is truncated", null, null, List.of())));
        tap.end();

        assertEquals("""
            TAP version 13
            1..3
            ok 1 - boot.gt.gz
            not ok 2 - issue \\#7.gt
              ---
              message: 'line 17: the reply differs'
              severity: fail
              line: 17
              expected: 'OK none'
              actual: 'FAIL no verb ''x'''
              last_commands:
                - '14: machine'
                - '16: hppi 0'
              ...
            not ok 3 - cut.gt.gz
              ---
              message: 'is truncated'
              severity: error
              ...
            # 1 of 3 passed, 44,062 commands
            """, text.toString());
    }

    @Test
    void shouldWriteWhatIsKnownOfInterrupts()
    {
        final StringWriter text = new StringWriter();
        final TapWriter tap = new TapWriter(new PrintWriter(text), 1);

        tap.write(new PlayResult("a.gt", 1, new PlayResult.Failure(MISMATCH, 2, "line 2: the reply differs",
            "OK SPI 5 0", "OK none", List.of("1: hppi 0"), null, List.of("SPI 5: pending", "it's disabled"))));

        assertEquals(
            List.of("    - '1: hppi 0'", "  explained:", "    - 'SPI 5: pending'", "    - 'it''s disabled'", "  ..."),
            text.toString().lines().skip(10).toList());
    }

    @Test
    void shouldWriteADirectiveForATranscriptThatIsSkipped()
    {
        final StringWriter text = new StringWriter();
        final TapWriter tap = new TapWriter(new PrintWriter(text), 3);

        tap.write(new PlayResult("boot.gt", 2, null));
        tap.write(new PlayResult("big.gt", 0, null, "needs\u001b[1m 64 GiB"));
        tap.write(new PlayResult("later.gt", 0, null, ""));
        tap.end();

        assertEquals("""
            TAP version 13
            1..3
            ok 1 - boot.gt
            ok 2 - big.gt # SKIP needs\\x1b[1m 64 GiB
            ok 3 - later.gt # SKIP
            # 1 of 3 passed, 2 skipped, 2 commands
            """, text.toString());
    }
}
