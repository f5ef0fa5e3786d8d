package org.gale.engine.cli.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the jobs that the page of job files shows. */
class JobExamplesTest
{
    private static final Path EXAMPLES = Path.of("docs/examples");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static Stream<Path> examples() throws IOException
    {
        try (Stream<Path> files = Files.list(EXAMPLES))
        {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldCheckAnExample(final Path example)
    {
        assertEquals(ExitCode.OK, run("job", "check", example.toString()), err.toString());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldPrintAnExampleAndAgainTheSame(final Path example) throws IOException
    {
        assertEquals(ExitCode.OK, run("storm", example.toString(), "--print-job"), err.toString());
        final String once = out.toString();
        final Path printed = Files.writeString(directory.resolve("printed.yaml"), once);
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run("storm", printed.toString(), "--print-job"), err.toString());

        assertEquals(once, out.toString());
    }

    @Test
    void shouldRunGroupsInPhases()
    {
        runExample("mixed", "phases.calm.duration=100ms", "phases.noise.duration=200ms");

        assertTrue(out.toString().lines().anyMatch(line -> line.matches("quiet +8 .* 0")), out.toString());
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("loud +1 .* 0")), out.toString());
    }

    @Test
    void shouldRunQueuesOfGuests()
    {
        runExample("queues", "vms.guest.devices.console.traffic.rate=100");
    }

    @Test
    void shouldRunSteps()
    {
        runExample("steps", "phases.low.duration=50ms", "phases.middle.duration=50ms", "phases.high.duration=50ms",
            "phases.rest.duration=50ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed"})
    void shouldShowAnExampleOnThePage(final String name) throws IOException
    {
        final String page = Files.readString(Path.of("docs/jobs.md"));

        assertTrue(page.contains("```yaml\n" + Files.readString(EXAMPLES.resolve(name + ".yaml")) + "```\n"), page);
    }

    private void runExample(final String name, final String... assignments)
    {
        final List<String> arguments = Stream.concat(
            Stream.of("storm", EXAMPLES.resolve(name + ".yaml").toString(), "--count", "5k", "--warmup", "0"),
            Stream.of(assignments).flatMap(assignment -> Stream.of("--set", assignment))).toList();
        final int exitCode = run(arguments.toArray(new String[0]));

        assertTrue(exitCode == ExitCode.OK || exitCode == ExitCode.CHECK_FAILED, exitCode + " " + err);
        assertTrue(out.toString().contains("the same as live"), out.toString());
        assertTrue(out.toString().contains("no interrupt lost, none invented"), out.toString());
    }

    private int run(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}
