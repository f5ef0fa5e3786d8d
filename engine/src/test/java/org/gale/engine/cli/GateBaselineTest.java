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
}
