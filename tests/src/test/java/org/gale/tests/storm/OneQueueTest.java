package org.gale.tests.storm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.replay.JournalDump;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests that hosts with one queue of vCPUs whose wakers wait at its tail do what version 5 of the model did: same
 * commands at the same times, same steps, and same times of PEs. Jobs and digests were recorded with that version.
 */
class OneQueueTest
{
    /** Exits of recorded jobs: some toggle, move or drop nothing. */
    private static final Set<Integer> ENDS = Set.of(ExitCode.OK, ExitCode.SKIPPED);
    private static final String ROOT = "/one-queue/";

    @TempDir
    private Path directory;

    static Stream<String> jobs() throws IOException
    {
        return recorded().stringPropertyNames().stream().sorted();
    }

    private static Properties recorded() throws IOException
    {
        final Properties recorded = new Properties();
        try (InputStream in = OneQueueTest.class.getResourceAsStream(ROOT + "digests.properties"))
        {
            recorded.load(in);
        }

        return recorded;
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void shouldDoWhatVersion5OfTheModelDid(final String job) throws IOException, NoSuchAlgorithmException
    {
        assertEquals(recorded().getProperty(job), digest(job, "--set", "machine.scheduler.queues=one"));
    }

    private String digest(final String job, final String... more) throws IOException, NoSuchAlgorithmException
    {
        final Path file = directory.resolve("job.yaml");
        try (InputStream in = OneQueueTest.class.getResourceAsStream(ROOT + job + ".yaml"))
        {
            Files.copy(in, file);
        }
        final Path journal = directory.resolve("journal");
        final Path json = directory.resolve("report.json");
        final StringWriter err = new StringWriter();
        final int exit = GaleRun.of(new StringWriter(), err, Stream.concat(Stream.of("storm", file.toString(),
            "--journal", journal.toString(), "--json", json.toString(), "--no-replay"), Stream.of(more))
            .toArray(String[]::new));
        assertTrue(ENDS.contains(exit), err::toString);
        final ByteArrayOutputStream dump = new ByteArrayOutputStream();
        JournalDump.write(journal, dump, 0, Long.MAX_VALUE, Set.of(), null);
        final String commands = dump.toString(StandardCharsets.UTF_8).lines()
            .filter(line -> !line.isEmpty() && Character.isDigit(line.charAt(0))).collect(Collectors.joining("\n"));
        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        final ObjectNode model = (ObjectNode)report.get("model");
        model.remove("version");
        final String done = commands + model + report.get("pe_time_ns");

        return HexFormat.of().formatHex(
            MessageDigest.getInstance("SHA-256").digest(done.getBytes(StandardCharsets.UTF_8)), 0, 8);
    }
}
