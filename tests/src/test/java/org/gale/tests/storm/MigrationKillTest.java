package org.gale.tests.storm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.system.Machines;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of storms on the wall clock whose VMs migrate, and which are killed at random moments and resumed: within a
 * migration as a rule, for one is under way most of the time (P1, P6, P11).
 */
@Timeout(value = 900)
class MigrationKillTest
{
    private static final long SEED = 20_261_130;
    private static final long FRAME_MASK = (1L << StormJournal.SEGMENT_SHIFT) - 1;
    /** Limit of a life whose devices wait, so that no frame comes. */
    private static final long STORM_NS = TimeUnit.SECONDS.toNanos(3);
    private static final int FRAMES = 24;
    private static final int FRAMES_OF_TABLES = 6;
    private static final int FRAMES_OF_FUNCTIONS = 380;
    private static final int KILLS = 5;
    /** Number of slow chains of kills: 200 kills in all. */
    private static final int CHAINS = Integer.getInteger("gale.kills", 200) / KILLS;
    /** Number of kills at random moments that hits each step. */
    private static final int ENOUGH = 100;
    private static final int NOTHING_WAS_DUE = 4;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    /** Rate of migrations at which the next one is due when one ends. */
    private static final String ALWAYS = "migration-every=20k";
    private static final List<List<String>> STORMS = List.of(
        List.of("overcommit", "-C", ALWAYS, "-C", "migration-precopy=2"),
        List.of("msix", "--clock", "wall", "-C", ALWAYS, "-C", "masks=1/40", "-C", "retargets=1/50",
            "-C", "migration-precopy=3"),
        List.of("direct", "-C", "toggles=0", "-C", "moves=0", "-C", ALWAYS),
        List.of("msix", "--clock", "wall", "-C", ALWAYS, "-C", "migration-kind=update", "-C", "masks=1/40"),
        List.of("overcommit", "--rate", "60k", "-C", ALWAYS, "-C", "migration-fail=save 1/5"),
        List.of("msix", "--clock", "wall", "-C", "migration-every=1/100", "-C", "migration-fail=save 1/3",
            "-C", "retargets=1/20"),
        List.of("overcommit", "-C", "migration-every=1/2k", "-C", "migration-kind=update"),
        List.of("msix", "--clock", "wall", "-C", ALWAYS, "-C", "migration-least-downtime=5ms",
            "-C", "migration-precopy=9", "-C", "migration-fail=restore 1/5", "-C", "masks=1/20"),
        List.of("direct", "-C", "toggles=0", "-C", "moves=0", "-C", ALWAYS,
            "-C", "migration-least-downtime=5ms", "-C", "migration-precopy=9"),
        List.of("direct", "-C", "toggles=0", "-C", "moves=0", "-C", ALWAYS, "-C", "migration-fail=resume 1/3"),
        List.of("overcommit", "--durability", "forced", "--rate", "20k", "-C", "migration-every=1/100"),
        List.of("overcommit", "-C", ALWAYS, "-C", "migration-precopy=5", "-C", "migration-fail=destroy 1/4"),
        List.of("direct", "-C", "toggles=0", "-C", "moves=0", "-C", ALWAYS, "-C", "migration-kind=update"));

    private final KilledSteps killed = new KilledSteps();

    @TempDir
    private Path home;

    @Test
    @Tag("P11")
    void shouldLoseNothingWhenItIsKilledWhileVmsMigrate() throws Exception
    {
        killAndGoOn(new SplittableRandom(SEED), 0, 2);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void shouldLoseNothingInTwoHundredKills() throws Exception
    {
        final SplittableRandom random = new SplittableRandom(SEED + 1);
        for (int chain = 0; chain < CHAINS; chain++)
        {
            killAndGoOn(random.split(), chain, KILLS);
            IoUtil.delete(home.resolve("chain" + chain).toFile(), false);      // its journal is large, and sound
            System.out.println("kills by step, after chain " + chain + ": " + killed);
        }
        assertTrue(CHAINS * KILLS < ENOUGH || killed.missed().isEmpty(), killed::toString);
    }

    private void killAndGoOn(final SplittableRandom random, final int chain, final int kills) throws Exception
    {
        final List<String> storm = STORMS.get(chain % STORMS.size());
        final Path directory = Files.createDirectory(home.resolve("chain" + chain));
        final Path run = directory.resolve("run");
        final StormJournal journal = new StormJournal(run);
        long commands = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            final String what = "seed " + SEED + ", chain " + chain + ", kill " + kill;
            final long acknowledged = live(directory, arguments(run, storm, journal.exists()), journal,
                storm.contains("forced"), frames(random, storm, journal.exists()), what);
            final JournalEnd end = journal.readSound(acknowledged);
            assertTrue(end.commands() >= commands, what);
            commands = end.commands();
            killed.count(run);
        }
        final Path report = directory.resolve("report.json");
        final List<String> words = new ArrayList<>(arguments(run, storm, true));
        words.addAll(List.of("--duration", "300ms", "--json", report.toString()));
        try (StormProcess last = new StormProcess(directory, words))
        {
            final int code = last.exitCode();
            assertTrue(code == 0 || code == NOTHING_WAS_DUE, () -> "seed " + SEED + ", chain " + chain + ": " +
                last.err());
        }
        assertWhole(run, report);
    }

    private static void assertWhole(final Path run, final Path report) throws IOException
    {
        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        final ReplayResult result = Replay.verify(run, ReplayProgress.NONE, Machines.FACTORY);
        assertTrue(result.isEqual() && result.isCovered());
        assertEquals(JournalEnd.Status.CLOSED, result.end().status());
        assertEquals(json.at("/host/digest").asText(), String.format("%016x", result.digest()));
        final JsonNode accounting = json.get("accounting");
        assertEquals(0, accounting.get("remainder").asLong());
        assertEquals(0, accounting.get("pending").asLong());
        assertEquals(accounting.get("offered").asLong(),
            accounting.get("delivered").asLong() + accounting.get("coalesced").asLong());
    }

    /**
     * Runs a storm for some frames, kills it, and returns the position that was acknowledged just before.
     *
     * @param isForced true of a storm whose frames are acknowledged once they are forced
     */
    private static long live(final Path directory, final List<String> arguments, final StormJournal journal,
        final boolean isForced, final int frames, final String what)
        throws IOException, InterruptedException
    {
        final long before = journal.acknowledged(isForced);
        final List<String> words = new ArrayList<>(arguments);
        words.addAll(List.of("--duration", "100s"));
        try (StormProcess storm = new StormProcess(directory, words))
        {
            Await.until(() -> journal.acknowledged(isForced) > before || !storm.isAlive(), LIMIT, "a frame");
            final long startNs = System.nanoTime();
            Await.until(() -> (journal.acknowledged(isForced) & FRAME_MASK) >= frames || !storm.isAlive() ||
                System.nanoTime() - startNs >= STORM_NS, LIMIT, "its end");
            assertTrue(storm.isAlive(), () -> what + ": " + storm.err());
            final long acknowledged = journal.acknowledged(isForced);
            storm.kill();

            return acknowledged;
        }
    }

    /** Draws the frames of a life: about those of two migrations, after those that set the machine up. */
    private static int frames(final SplittableRandom random, final List<String> storm, final boolean isBegun)
    {
        final int before = isBegun ? 0 : storm.get(0).equals("msix") ? FRAMES_OF_FUNCTIONS : FRAMES_OF_TABLES;

        return before + random.nextInt(FRAMES);
    }

    private static List<String> arguments(final Path run, final List<String> storm, final boolean isBegun)
    {
        return isBegun ? List.of("storm", "--resume", run.toString()) : Stream.of(
            Stream.of("storm", storm.get(0), "--warmup", "0", "--journal", run.toString()),
            Stream.of(StormJournal.SMALL),
            storm.stream().skip(1)).flatMap(words -> words).toList();
    }
}
