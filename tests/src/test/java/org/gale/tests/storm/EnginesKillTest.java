package org.gale.tests.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.storm.run.TemporaryJournals;
import org.gale.engine.system.Machines;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of a storm of two to four engines that is killed at random moments, resumed, and killed again. The process may
 * be starting, reading or sealing journals, setting machines up, or storming. Every frame that an engine acknowledged
 * is retained, and the last resume offers the rest of the count exactly (P6, P11).
 */
@Timeout(value = 900)
class EnginesKillTest
{
    private static final long SEED = 20_261_128;
    private static final int LEAST_ENGINES = 2;
    private static final int MOST_ENGINES = 4;
    private static final int KILLS = 10;
    private static final int FEW_KILLS = 3;
    /** Number of slow chains of kills: 200 kills in all. */
    private static final int CHAINS = Integer.getInteger("gale.kills", 200) / KILLS;
    /** Number of storms of which one is killed before it may have begun, and the others while they storm. */
    private static final int EARLY = 3;
    private static final long START_NS = TimeUnit.MILLISECONDS.toNanos(2_000);
    private static final long STORM_NS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final List<List<String>> STORMS = List.of(
        List.of("--rate", "60k"), List.of("--rate", "300k"), List.of("--durability", "forced", "--rate", "20k"),
        List.of("-C", "window=16"), List.of("--journal-limit", "40MiB", "--rate", "200k"));

    @TempDir
    private Path home;

    @Test
    @Tag("P11")
    void shouldLoseNothingAcknowledgedByAnyEngineWhenAllAreKilled() throws Exception
    {
        killAndGoOn(new SplittableRandom(SEED), 0, FEW_KILLS);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void shouldLoseNothingAcknowledgedInTwoHundredKills() throws Exception
    {
        final SplittableRandom random = new SplittableRandom(SEED + 1);
        for (int chain = 0; chain < CHAINS; chain++)
        {
            killAndGoOn(random.split(), chain, KILLS);
        }
    }

    private void killAndGoOn(final SplittableRandom random, final int chain, final int kills) throws Exception
    {
        final List<String> storm = STORMS.get(chain % STORMS.size());
        final int engines = LEAST_ENGINES + chain % (MOST_ENGINES - LEAST_ENGINES + 1);
        final Path directory = Files.createDirectory(home.resolve("chain" + chain));
        final Path run = directory.resolve("run");
        final List<StormJournal> journals = IntStream.range(0, engines).mapToObj(engine -> new StormJournal(
            run.resolve(String.format(Locale.ROOT, "engine-%03d", engine)))).toList();
        final long[] commands = new long[engines];
        for (int kill = 0; kill < kills; kill++)
        {
            final String what = "seed " + SEED + ", chain " + chain + ", kill " + kill;
            final long[] acknowledged = live(
                directory, arguments(run, engines, storm), journals, storm.contains("forced"), random, what);
            for (int engine = 0; engine < engines; engine++)
            {
                if (journals.get(engine).exists())
                {
                    final JournalEnd end = journals.get(engine).readSound(acknowledged[engine]);
                    assertTrue(end.commands() >= commands[engine], what + ", engine " + engine);
                    commands[engine] = end.commands();
                }
            }
        }
        final Path report = directory.resolve("report.json");
        final List<String> words = new ArrayList<>(arguments(run, engines, storm));
        words.addAll(List.of("--duration", "300ms", "--json", report.toString()));
        try (StormProcess last = new StormProcess(directory, words))
        {
            assertEquals(0, last.exitCode(), () -> "seed " + SEED + ", chain " + chain + ": " + last.err());
        }
        assertWhole(journals, run, report);
        TemporaryJournals.remove(run);                              // the directory may lie in memory
    }

    /** Runs a storm for a while, kills it, and returns the positions that its engines acknowledged just before. */
    private static long[] live(
        final Path directory,
        final List<String> arguments,
        final List<StormJournal> journals,
        final boolean isForced,
        final SplittableRandom random,
        final String what) throws IOException, InterruptedException
    {
        final long[] before = acknowledged(journals, isForced);
        final boolean isEarly = random.nextInt(EARLY) == 0;
        final long lifeNs = random.nextLong(isEarly ? START_NS : STORM_NS);
        final List<String> words = new ArrayList<>(arguments);
        words.addAll(List.of("--duration", "100s"));
        try (StormProcess storm = new StormProcess(directory, words))
        {
            Await.until(() -> isEarly || isFurther(acknowledged(journals, isForced), before) || !storm.isAlive(), LIMIT,
                "a frame of each engine");
            final long startNs = System.nanoTime();
            Await.until(() -> System.nanoTime() - startNs >= lifeNs, LIMIT, "its end");
            assertTrue(storm.isAlive(), () -> what + ": " + storm.err());
            final long[] acknowledged = acknowledged(journals, isForced);
            storm.kill();

            return acknowledged;
        }
    }

    private static long[] acknowledged(final List<StormJournal> journals, final boolean isForced)
    {
        return journals.stream().mapToLong(journal -> journal.acknowledged(isForced)).toArray();
    }

    private static boolean isFurther(final long[] now, final long... before)
    {
        return IntStream.range(0, now.length).allMatch(engine -> now[engine] > before[engine]);
    }

    private static List<String> arguments(final Path run, final int engines, final List<String> storm)
    {
        if (Files.exists(run.resolve("gale.engines")))
        {
            return List.of("storm", "--resume", run.toString(), "-C", "space-check=off");
        }
        final List<String> words = new ArrayList<>(List.of("storm", "--journal", run.toString(), "--engines",
            Integer.toString(engines), "--vms", Integer.toString(engines + 1), "--vpes", "2", "--devices", "2",
            "--events", "64", "-C", "space-check=off"));
        words.addAll(storm);

        return words;
    }

    /** Checks the journals of all engines of a storm that continued to its end, and that its report counts them. */
    private static void assertWhole(final List<StormJournal> journals, final Path run, final Path report)
        throws IOException
    {
        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        final JsonNode accounting = json.get("accounting");
        long sent = 0;
        boolean isPurged = false;
        for (int engine = 0; engine < journals.size(); engine++)
        {
            final ReplayResult result = Replay.verify(run.resolve(
                String.format(Locale.ROOT, "engine-%03d", engine)), ReplayProgress.NONE, Machines.FACTORY);
            assertTrue(result.isEqual() && result.isCovered(), result::toString);
            assertEquals(JournalEnd.Status.CLOSED, result.end().status());
            isPurged |= result.end().purged().isAny();
            sent += journals.get(engine).events();
        }
        assertTrue(json.at("/host/replay/equal").asBoolean(), json::toString);
        assertEquals(0, accounting.get("remainder").asLong());
        assertEquals(0, accounting.get("pending").asLong());
        assertEquals(accounting.get("offered").asLong(),
            accounting.get("delivered").asLong() + accounting.get("coalesced").asLong());
        assertThat(isPurged ? accounting.get("offered").asLong() : sent).as("events in the journals")
            .isPositive().isEqualTo(accounting.get("offered").asLong());
    }
}
