package org.gale.tests.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Test that a storm of minutes uses no more memory and disk than one of half a minute. */
class LongStormTest
{
    private static final Duration LENGTH = Duration.ofMinutes(4);
    private static final Duration WARM = Duration.ofSeconds(45);
    private static final long LIMIT = 9L << 20;
    /** Length of a segment of a journal with so small a limit. */
    private static final long BLOCK = 2L << 20;
    private static final long GROWTH_KIB_LIMIT = 24 * 1024;
    /** Tolerance of one segment: a query during a purge may count a purged segment and its successor. */
    private static final long SLACK = 3L << 20;
    private static final int QUERIES = 60;

    @TempDir
    private Path directory;

    @Test
    @Tag("slow")
    @Tag("P6")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldUseConstantMemoryAndDiskForMinutes() throws Exception
    {
        final Path run = directory.resolve("run");
        final Path report = directory.resolve("report.json");
        final List<String> words = Stream.concat(Stream.of("storm", "--duration", LENGTH.toSeconds() + "s",
            "--journal", run.toString(), "--journal-limit", "9MiB", "--json", report.toString()),
            Stream.of(StormJournal.SMALL)).toList();
        final List<Long> anonymousKib = new ArrayList<>();
        try (StormProcess storm = new StormProcess(directory, words))
        {
            final long startNs = System.nanoTime();
            for (int look = 0; look < QUERIES && storm.isAlive(); look++)
            {
                final long at = LENGTH.toNanos() * (look + 1) / (QUERIES + 1);
                Await.until(() -> System.nanoTime() - startNs >= at || !storm.isAlive(), LENGTH, "the next look");
                assertTrue(segmentBytes(run) <= LIMIT + SLACK, "bytes=" + segmentBytes(run));
                if (at > WARM.toNanos() && storm.isAlive())
                {
                    anonymousKib.add(anonymousKib(storm));
                }
            }
            Await.until(() -> !storm.isAlive(), LENGTH, "its end");
            assertEquals(0, storm.exitCode(), storm.err());
            assertThat(storm.out()).contains("from the snapshot after command ");
        }

        assertTrue(segmentBytes(run) <= LIMIT, "bytes=" + segmentBytes(run));
        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals(0, json.get("accounting").get("remainder").asLong());
        assertTrue(json.at("/host/replay/equal").asBoolean());
        final long growth = anonymousKib.get(anonymousKib.size() - 1) - anonymousKib.get(0);
        assertTrue(growth < GROWTH_KIB_LIMIT, anonymousKib.toString());
    }

    /**
     * Returns the anonymous memory: the heap and all other memory of the JVM and its libraries, without mapped files.
     */
    private static long anonymousKib(final StormProcess storm) throws IOException
    {
        return Files.readAllLines(Path.of("/proc", Long.toString(storm.pid()), "status")).stream()
            .filter(line -> line.startsWith("RssAnon:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }

    /** Returns the bytes of the segments on the disk. */
    private static long segmentBytes(final Path run)
    {
        if (!Files.isDirectory(run))
        {
            return 0;
        }
        long bytes = 0;
        for (final Path segment : list(run))
        {
            if (Files.isDirectory(segment))
            {
                for (final Path file : list(segment))
                {
                    bytes += blocks(file);
                }
            }
        }

        return bytes;
    }

    private static List<Path> list(final Path path)
    {
        try (Stream<Path> files = Files.list(path))
        {
            return files.toList();
        }
        catch (final IOException ex)
        {
            return List.of();                                                   // it was purged
        }
    }

    /** Returns the blocks of a file. An open file is a quarter longer than its reserved space. */
    private static long blocks(final Path file)
    {
        try
        {
            return Math.min(Files.size(file), BLOCK);
        }
        catch (final IOException ex)
        {
            return 0;
        }
    }
}
