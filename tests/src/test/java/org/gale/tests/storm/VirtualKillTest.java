package org.gale.tests.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of storms on the virtual clock in processes of their own: equal journals and reports on unlike hosts, and of a
 * storm that was killed and resumed.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class VirtualKillTest
{
    private static final long SEED = 20_261_123;
    private static final int KILLS = 5;
    private static final long STORM_NS = TimeUnit.MILLISECONDS.toNanos(120);
    private static final String EVENTS = "800k";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final List<String> STORM = List.of("--clock", "virtual", "--vms", "4", "--rate", "2M");
    private static final String MARK = "mark";

    @TempDir
    private Path home;

    @Test
    @Tag("P7")
    @Tag("P11")
    void shouldEndAsIfItHadNotBeenKilledFiveTimes() throws Exception
    {
        final JsonNode whole = run("whole", Map.of(), begin(EVENTS, "whole"));
        final Path journal = home.resolve("killed");
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int kill = 0; kill < KILLS; kill++)
        {
            kill(journal, kill % 2 == 0, random.nextLong(STORM_NS));
        }

        final JsonNode resumed = run("killed", Map.of(), isBegun(journal) ? resume(journal) : begin(EVENTS, "killed"));

        assertEquals(whole, resumed, () -> "seed " + SEED);
    }

    @Test
    @Tag("P7")
    void shouldGiveTheSameBytesOnAnotherHost() throws Exception
    {
        final JsonNode here = run("here", Map.of(), begin("12k", "here"));

        final JsonNode there = run("there",
            Map.of("TZ", "Asia/Tokyo", "LC_ALL", "C", "JAVA_TOOL_OPTIONS", "-Xint"), begin("12k", "there"));

        assertEquals(here, there);
        final Map<String, byte[]> files = files(home.resolve("here"));
        assertEquals(files.keySet(), files(home.resolve("there")).keySet());
        files.forEach((name, bytes) -> assertArrayEquals(bytes, read(home.resolve("there").resolve(name)), name));
    }

    private List<String> begin(final String count, final String journal)
    {
        final List<String> words = new ArrayList<>(List.of("storm"));
        words.addAll(STORM);
        words.addAll(List.of("--count", count, "--journal", home.resolve(journal).toString()));

        return words;
    }

    private static List<String> resume(final Path journal)
    {
        return List.of("storm", "--resume", journal.toString());
    }

    private static boolean isBegun(final Path journal)
    {
        return Files.exists(journal.resolve("gale.journal"));
    }

    /** Runs a storm, or resumes it, and kills it a while after it has begun or has appended a frame. */
    private void kill(final Path journal, final boolean isAppending, final long lifeNs) throws Exception
    {
        final StormJournal frames = new StormJournal(journal);
        final long before = frames.acknowledged(false);
        final List<String> words = isBegun(journal) ? resume(journal) : begin(EVENTS, "killed");
        try (StormProcess storm = new StormProcess(Files.createDirectories(home.resolve("process")), words))
        {
            Await.until(() -> isAppending ? frames.acknowledged(false) > before : isBegun(journal), LIMIT, "a frame");
            final long startNs = System.nanoTime();
            Await.until(() -> System.nanoTime() - startNs >= lifeNs, LIMIT, "its end");
            assertTrue(storm.isAlive(), storm.err());
            storm.kill();
        }
    }

    /** Runs a storm to its end, and returns its report without what differs between hosts. */
    private JsonNode run(final String name, final Map<String, String> environment, final List<String> words)
        throws Exception
    {
        final Path report = home.resolve(name + ".json");
        final List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--json", report.toString()));
        try (StormProcess storm =
            new StormProcess(Files.createDirectories(home.resolve("process")), all, environment))
        {
            assertEquals(0, storm.exitCode(), storm::err);
        }
        final ObjectNode json = (ObjectNode)new ObjectMapper().readTree(report.toFile());
        json.remove("host");

        return json;
    }

    /** Returns the content of the files of a journal but for its mark. */
    private static Map<String, byte[]> files(final Path journal) throws IOException
    {
        final Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(journal))
        {
            paths.filter(Files::isRegularFile).filter(path -> !path.endsWith(MARK))
                .forEach(path -> files.put(journal.relativize(path).toString(), read(path)));
        }

        return files;
    }

    private static byte[] read(final Path file)
    {
        try
        {
            return Files.readAllBytes(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
