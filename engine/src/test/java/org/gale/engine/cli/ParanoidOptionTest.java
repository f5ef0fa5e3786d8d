package org.gale.engine.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code --paranoid} in processes of their own, which begin without assertions as users' processes do. */
class ParanoidOptionTest
{
    private static final String PARANOID = "--paranoid";
    private static final List<String> STORM = List.of("storm", "--vms", "2", "--vpes", "2", "--pes", "4",
        "--lpis", "64", "--devices", "2", "--events", "32", "--count", "20k", "--warmup", "0");

    @TempDir
    private Path directory;

    private String out = "";
    private String err = "";

    @Test
    void shouldSwitchAssertionsOnBeforeAClassIsInitialised() throws Exception
    {
        assertEquals(ExitCode.OK, storm(ParanoidChild.NO_FAULT), err);
        assertTrue(out.endsWith("tables.field.Field: off\nassertions of org.gale.engine.gicv5.irs.IrsChecks: off\n"),
            out);

        assertEquals(ExitCode.OK, storm(ParanoidChild.NO_FAULT, PARANOID), err);
        assertTrue(out.endsWith("tables.field.Field: on\nassertions of org.gale.engine.gicv5.irs.IrsChecks: on\n"),
            out);
    }

    @Test
    void shouldEndWith1WhenAnAssertionFails() throws Exception
    {
        assertEquals(ExitCode.OK, storm(ParanoidChild.FAILED_ASSERTION), err);

        assertEquals(ExitCode.INTERNAL, storm(ParanoidChild.FAILED_ASSERTION, PARANOID), err);
        assertTrue(err.contains("internal error"), err);
        assertTrue(err.contains("injected"), err);
    }

    @Tag("P4")
    @Test
    void shouldEndWith7WhenACandidateIsForgotten() throws Exception
    {
        for (final List<String> options : List.of(List.of("--no-replay"), List.of("--no-replay", PARANOID)))
        {
            assertEquals(ExitCode.INVARIANT_BROKEN,
                storm(ParanoidChild.FORGOTTEN_CANDIDATE, options.toArray(new String[0])), err);
            assertTrue(err.contains("P4 broken: VM 0: its candidates are not those of its tables."), err);
        }
    }

    @Tag("P7")
    @Test
    void shouldReplayToTheSameDigests() throws Exception
    {
        final String journal = directory.resolve("run").toString();
        assertEquals(ExitCode.OK, storm(ParanoidChild.NO_FAULT, "--journal", journal, PARANOID), err);

        final List<JsonNode> results = new ArrayList<>();
        for (final List<String> options : List.of(List.<String>of(), List.of(PARANOID)))
        {
            final List<String> words = new ArrayList<>(List.of("replay", journal, "--verify", "--json"));
            words.addAll(options);
            assertEquals(ExitCode.OK, gale(ParanoidChild.NO_FAULT, words), err);
            results.add(new ObjectMapper().readTree(out.lines().findFirst().orElseThrow()));
            assertTrue(out.endsWith(options.isEmpty() ? "IrsChecks: off\n" : "IrsChecks: on\n"), out);
        }
        for (final String field : List.of("digest", "state_digest", "commands", "digests_compared", "equal"))
        {
            assertEquals(results.get(0).get(field), results.get(1).get(field), field);
        }
    }

    private int storm(final String fault, final String... options) throws IOException, InterruptedException
    {
        return gale(fault, Stream.concat(STORM.stream(), Stream.of(options)).toList());
    }

    private int gale(final String fault, final List<String> words) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",                                          // a JVM of a second
            "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")), "-Dfile.encoding=UTF-8",
            "-cp", System.getProperty("java.class.path")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(argument ->
            argument.startsWith("--") || argument.startsWith("-XX:+Ignore")).forEach(command::add);
        command.add(ParanoidChild.class.getName());
        command.add(fault);
        command.addAll(words);
        final ProcessBuilder builder = new ProcessBuilder(command)
            .redirectOutput(directory.resolve("stdout").toFile()).redirectError(directory.resolve("stderr").toFile());
        builder.environment().put("XDG_RUNTIME_DIR", Files.createDirectories(directory.resolve("runtime")).toString());
        final int exitCode = builder.start().waitFor();
        out = Files.readString(directory.resolve("stdout"));
        err = Files.readString(directory.resolve("stderr"));

        return exitCode;
    }
}
