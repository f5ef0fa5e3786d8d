package org.gale.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Baseline of a gate whose bytes are no text. */
class GateBaselineTest
{
    private static final String JOB = """
        job: j
        clock: virtual
        count: 1k
        costs: {base: armv8-vhe}
        machine: {kind: gicv4, pes: 2}
        vms: [{name: a, devices: [{name: d, traffic: {kind: open, rate: 100k}}]}]
        """;

    @TempDir
    private Path directory;

    @Test
    void shouldRefuseABaselineThatIsNoText() throws IOException
    {
        final String job = Files.writeString(directory.resolve("j.yaml"), JOB).toString();
        final String folder = directory.resolve("b").toString();
        final StringWriter err = new StringWriter();
        assertEquals(ExitCode.OK, GaleRun.of(err, err, "gate", "--baseline", folder, "--record", job), err.toString());
        final Path baseline = directory.resolve("b").resolve("j.json");
        final byte[] bytes = Files.readAllBytes(baseline);
        Arrays.fill(bytes, 0, Long.BYTES, (byte)0);                 // characters of 32 bits, as it seems
        Files.write(baseline, bytes);

        assertEquals(ExitCode.USAGE, GaleRun.of(err, err, "gate", "--baseline", folder, job), err.toString());

        assertTrue(err.toString().contains(": is not JSON in UTF-8 (record it again)"), err.toString());
    }

    /** A baseline of an earlier form has responses that end with their handlers, and no ends of handlers. */
    @Test
    void shouldRefuseABaselineWithoutTheEndsOfHandlers() throws IOException
    {
        final String job = Files.writeString(directory.resolve("j.yaml"), JOB).toString();
        final String folder = directory.resolve("b").toString();
        final StringWriter out = new StringWriter();
        assertEquals(ExitCode.OK, GaleRun.of(out, out, "gate", "--baseline", folder, "--record", job), out.toString());
        final Path baseline = directory.resolve("b").resolve("j.json");
        final String text = Files.readString(baseline);
        assertTrue(text.contains("\"handled.p50\" : "), text);
        Files.writeString(baseline, text.replaceAll("(?m)^ *\"(\\w+[.])*handled[.].*\n", ""));

        final StringWriter err = new StringWriter();
        assertEquals(ExitCode.USAGE, GaleRun.of(out, err, "gate", "--baseline", folder, job), out.toString());

        assertEquals("gale gate: " + baseline + ": lacks the handled times of the responses that it names " +
            "(record it again)\n", err.toString());
    }
}
