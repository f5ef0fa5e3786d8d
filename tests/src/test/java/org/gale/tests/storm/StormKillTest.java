package org.gale.tests.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gale.engine.journal.JournalEnd;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of a storm that is killed at random moments and resumed. Its JVM may be starting, reading or sealing its
 * journal, setting its machine up, or storming. Every acknowledged frame is retained, and the result equals that of a
 * run without an interruption (P11).
 */
@Timeout(value = 900)
class StormKillTest
{
    private static final long SEED = 20_261_120;
    private static final long START_NS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long STORM_NS = TimeUnit.MILLISECONDS.toNanos(400);
    /** Number of storms of which one is killed before it may have begun, and the others while they storm. */
    private static final int EARLY = 4;
    private static final int KILLS = 5;
    private static final int SLOW_CHAINS = 15;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final List<List<String>> STORMS = List.of(
        List.of(), List.of("--rate", "150k"), List.of("-C", "window=16"), List.of("--durability", "forced"),
        List.of("--journal-limit", "9MiB"), List.of("-C", "threads=1"));

    @TempDir
    private Path home;

    @Test
    void shouldLoseNothingAcknowledgedWhenItIsKilled() throws Exception
    {
        killAndGoOn(new SplittableRandom(SEED), 0, KILLS);
    }

    @Test
    void shouldLoseNothingAcknowledgedOnOneThread() throws Exception
    {
        killAndGoOn(new SplittableRandom(SEED), STORMS.size() - 1, 4);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldLoseNothingAcknowledgedWhenItIsKilledManyTimes() throws Exception
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int chain = 0; chain < SLOW_CHAINS; chain++)
        {
            killAndGoOn(random.split(), chain, KILLS);
        }
    }

    private void killAndGoOn(final SplittableRandom random, final int chain, final int kills) throws Exception
    {
        final List<String> storm = STORMS.get(chain % STORMS.size());
        final boolean isForced = storm.contains("forced");
        final Path directory = Files.createDirectory(home.resolve("chain" + chain));
        final Path run = directory.resolve("run");
        final StormJournal journal = new StormJournal(run);
        long commands = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            final long acknowledged = live(directory, arguments(run, storm, journal.exists()), journal, isForced,
                random);
            if (journal.exists())
            {
                final JournalEnd end = journal.readSound(acknowledged);
                assertTrue(end.commands() >= commands, "seed " + SEED + ", chain " + chain + ", kill " + kill);
                commands = end.commands();
            }
        }
        final Path report = directory.resolve("report.json");
        final List<String> words = new ArrayList<>(arguments(run, storm, journal.exists()));
        words.addAll(List.of("--duration", "300ms", "--json", report.toString()));
        try (StormProcess last = new StormProcess(directory, words))
        {
            assertEquals(0, last.exitCode(), () -> "seed " + SEED + ": " + last.err());
        }
        journal.assertWhole(report, StormJournal.SMALL_EVENTS);
        assertTrue(commands > 0);
    }

    /** Runs a storm for a while, kills it, and returns the position that was acknowledged just before. */
    private static long live(
        final Path directory,
        final List<String> arguments,
        final StormJournal journal,
        final boolean isForced,
        final SplittableRandom random) throws IOException, InterruptedException
    {
        final long before = journal.acknowledged(isForced);
        final boolean isEarly = random.nextInt(EARLY) == 0;
        final long lifeNs = random.nextLong(isEarly ? START_NS : STORM_NS);
        final List<String> words = new ArrayList<>(arguments);
        words.addAll(List.of("--duration", "100s"));
        try (StormProcess storm = new StormProcess(directory, words))
        {
            Await.until(() -> isEarly || journal.acknowledged(isForced) > before || !storm.isAlive(), LIMIT,
                "a frame");
            final long startNs = System.nanoTime();
            Await.until(() -> System.nanoTime() - startNs >= lifeNs, LIMIT, "its end");
            assertTrue(storm.isAlive(), storm.err());
            final long acknowledged = journal.acknowledged(isForced);
            storm.kill();

            return acknowledged;
        }
    }

    private static List<String> arguments(final Path run, final List<String> storm, final boolean isBegun)
    {
        return isBegun ? List.of("storm", "--resume", run.toString()) : Stream.of(
            Stream.of("storm", "--journal", run.toString()), Stream.of(StormJournal.SMALL), storm.stream())
            .flatMap(words -> words).toList();
    }
}
