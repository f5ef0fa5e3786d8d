package org.gale.tests.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Storms of functions with a fault of the list {@code functions} that their own accounts hide: each ends with 7 on both
 * clocks, and its message names the vector or pin, and the command.
 */
@Tag("P1")
@Tag("M-MSIXLIVE")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class VectorLossTest
{
    private static final long LIMIT_S = 120;
    private static final int INVARIANT_BROKEN = 7;
    private static final Pattern NAMED = Pattern.compile(
        "vector [0-9]+ of function [0-9]+, triggered by command [0-9,]+, is lost: |" +
            "the level of SPI [0-9]+, a pin at eventfd [0-9]+, due since command [0-9,]+, is n");
    private static final String JOB = """
        job: vectors
        seed: 3
        count: 5k
        machine: {kind: msix, functions: {masks: 1/50, retargets: 1/100}}
        vms:
          - {name: v, count: 2, vpes: 2, devices: [{name: d, count: 2, events: 8, traffic: {kind: open, rate: 50k}}]}
        """;

    @TempDir
    private Path directory;

    static Stream<Fault> faults() throws IOException
    {
        return Fault.read(SourceTree.ROOT.resolve("tests/src/test/resources/faults/functions.faults")).stream()
            .filter(fault -> fault.name().startsWith("vectors: "));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldEndWithSevenAndNameTheVectorOnBothClocks(final Fault fault) throws IOException, InterruptedException
    {
        final Path classes = Files.createDirectory(directory.resolve("classes"));
        FaultBuild.compile(fault, classes);
        final Path job = Files.writeString(directory.resolve("job.yaml"), JOB);
        for (final String clock : List.of("wall", "virtual"))
        {
            final Path output = directory.resolve(clock);
            final Process process = new ProcessBuilder(FaultBuild.command(classes, List.of(
                "org.gale.engine.cli.GaleCommand", "storm", job.toString(), "--clock", clock, "--journal", "none")))
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
            final boolean hasEnded = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();

            final String said = Files.readString(output);
            assertTrue(hasEnded, said);
            assertEquals(INVARIANT_BROKEN, process.exitValue(), said);
            assertTrue(NAMED.matcher(said).find(), said);
        }
    }
}
