package org.gale.tests.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of a volume that fills up under a running process. The process stops, advises the user and exits with 8. Its
 * journal verifies, replays, and holds every acknowledged frame.
 */
@Tag("P11")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class FullDiskTest
{
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_RESOURCES = 8;
    private static final long MIB = 1 << 20;
    private static final int RUNS = 20;
    private static final int FEW_RUNS = 1;
    private static final int LEAST_ENGINES = 2;
    private static final long SEED = 7;
    /** Limit of a file in blocks of 512 bytes: above two segments of a journal, below the third. */
    private static final int SHORT_FILE_BLOCKS = 18_000;
    private static final int TINY_FILE_BLOCKS = 20;
    private static final Pattern AFTER = Pattern.compile("after command ([0-9,]+)[.:]");

    @TempDir
    private Path home;

    @Test
    void shouldLoseNothingOfAStormWhenTheDiskFillsUp() throws Exception
    {
        storms(FEW_RUNS);
    }

    @Test
    @Tag("slow")
    void shouldLoseNothingOfTwentyStormsWhenTheDiskFillsUp() throws Exception
    {
        storms(RUNS);
    }

    @Test
    void shouldLoseNothingOfATeamOfEnginesWhenTheDiskFillsUp() throws Exception
    {
        teams(FEW_RUNS, 2_000_000);
    }

    @Test
    @Tag("slow")
    void shouldLoseNothingOfTwentyTeamsOfEnginesWhenTheDiskFillsUp() throws Exception
    {
        teams(RUNS, 4_000_000);
    }

    @Test
    void shouldSayHowATeamGoesOnWhoseJournalsTheDiskRefuses() throws Exception
    {
        assumeTrue(SmallVolume.isPermitted(), SmallVolume.NOT_PERMITTED);
        final SmallVolume volume = new SmallVolume(home);

        assertEquals(EXIT_RESOURCES, volume.stormOnFull("16m", 15 * MIB, "--engines", "2", "--vms", "2", "--vpes", "1",
            "--lpis", "1k", "--count", "10k", "-C", "space-check=off"), volume.text("stderr"));

        assertThat(volume.text("stderr")).matches(
            "gale storm: engine [01]: --journal \\S+/run/engine-00[01]: No space left on device\\R" +
            "  Everything acknowledged is in \\S+/run\\. Continue: gale storm --resume \\S+/run\\R");
        assertThat(resume(0, volume)).contains("no interrupt lost, none invented");
    }

    @Test
    void shouldLoseNothingOfAScriptWhenTheDiskIsFull() throws Exception
    {
        scripts(FEW_RUNS);
    }

    @Test
    @Tag("slow")
    void shouldLoseNothingOfTwentyScriptsWhenTheDiskIsFull() throws Exception
    {
        scripts(RUNS);
    }

    @Test
    void shouldStopInGoodOrderAtTheLimitOfAFilesLength() throws Exception
    {
        final SmallVolume volume = new SmallVolume(home);

        assertEquals(EXIT_RESOURCES, volume.stormOfShortFiles(SHORT_FILE_BLOCKS, "--count", "1M", "--vms", "1"),
            volume.text("stderr"));

        assertThat(volume.text("stderr")).startsWith("gale storm: the journal accepts nothing more after command ")
            .contains("Everything acknowledged is in " + volume.journal() + ".\n", "File too large");
        assertThat(stoppedAfter(volume)).isPositive().isEqualTo(verify(volume).commands());
    }

    /** The native code of a library is longer than a file may be, so that the compilers' time is not known. */
    @Test
    void shouldRunWhereNoNativeCodeCanBeLoaded() throws Exception
    {
        final SmallVolume volume = new SmallVolume(home);

        assertEquals(0, volume.stormOfShortFilesAlone(TINY_FILE_BLOCKS, "--count", "1k", "--vms", "1"),
            volume.text("stderr"));

        assertThat(volume.text("stderr")).doesNotContain("internal error");
        assertThat(volume.text("stdout")).contains("no interrupt lost, none invented");
    }

    /** A storm that stops at a digest has applied nothing more: one in some, by when the file could not grow. */
    @Test
    void shouldSayHowAVirtualStormWhoseFilesCouldNotGrowRunsAgain() throws Exception
    {
        SmallVolume volume = new SmallVolume(home);
        String stderr = "";
        for (int i = 0; i < 5 && !stderr.contains("lie after its end"); i++)
        {
            volume = new SmallVolume(Files.createDirectory(home.resolve("storm-" + i)));
            assertEquals(EXIT_RESOURCES, volume.stormOfShortFiles(SHORT_FILE_BLOCKS, "--clock", "virtual",
                "--count", "200k", "--rate", "1M", "--vms", "1"), volume.text("stderr"));
            stderr = volume.text("stderr");
        }

        final JournalEnd end = verify(volume);
        assertThat(stoppedAfter(volume)).isPositive().isEqualTo(end.commands());
        assertThat(volume.text("stderr")).containsPattern("\n  [0-9,]+ commands that were applied lie after its end");
        assertThat(volume.text("stdout")).containsPattern("\n         [0-9,]+ unjournaled commands\n");
        assertThat(volume.text("stderr")).contains(": the storm, run again, gives the same ones.\n");
        assertThat(resume(EXIT_USAGE, volume))
            .contains("gale journal describe --job " + volume.journal() + " > JOB.yaml");
    }

    @Test
    void shouldRefuseARamFileWithoutSpace() throws Exception
    {
        assumeTrue(SmallVolume.isPermitted(), SmallVolume.NOT_PERMITTED);
        final SmallVolume volume = new SmallVolume(home);

        assertEquals(EXIT_RESOURCES, volume.stormWithRam("24m", "--count", "1M", "--vms", "1"),
            volume.text("stderr"));

        assertThat(volume.text("stderr")).matches("gale storm: --ram-file \\S+/ram: no space for 64 MiB of RAM: " +
            "No space left on device\\. Choose another place\\.\\R");
        assertEquals("report.json\n", volume.text("left"));
        assertFalse(Files.exists(volume.journal()));
    }

    private void storms(final int runs) throws Exception
    {
        assumeTrue(SmallVolume.isPermitted(), SmallVolume.NOT_PERMITTED);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int run = 0; run < runs; run++)
        {
            final SmallVolume volume = new SmallVolume(Files.createDirectory(home.resolve("storm" + run)));
            final long fillBytes = random.nextLong(40 * MIB, 64 * MIB);
            final String what = "fill=" + fillBytes + '\n';

            final int exit = volume.storm(
                "64m", fillBytes, "--count", "4M", "--vms", "2", "--vpes", "1", "--lpis", "1k");

            assertEquals(EXIT_RESOURCES, exit, () -> what + text(volume, "stderr"));
            assertThat(volume.text("stderr")).as(what).matches(
                "gale storm: \\S+/volume is full: [0-9,]+ bytes left for the journal after command [0-9,]+\\. " +
                "Everything acknowledged is in \\S+/volume/run\\.\\R" +
                "  Free some space and continue: gale storm --resume \\S+/volume/run\\R");
            assertThat(volume.text("stdout")).as(what).contains("no interrupt lost, none invented\n",
                " \u00b7 sealed and verified\n");
            final JsonNode report = new ObjectMapper().readTree(volume.text("report.json"));
            final JournalEnd end = verify(volume);
            assertEquals(report.at("/host/journal/commands").asLong(), end.commands(), what);
            assertEquals(stoppedAfter(volume), end.commands(), what);
            assertEquals(0, report.get("accounting").get("remainder").asLong(), what);
            assertEquals(EXIT_RESOURCES, report.get("exit").asInt(), what);
        }
    }

    /** Fills the disk under two to four engines: each journal is whole, and a copy elsewhere goes on to the count. */
    private void teams(final int runs, final long count) throws Exception
    {
        assumeTrue(SmallVolume.isPermitted(), SmallVolume.NOT_PERMITTED);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int run = 0; run < runs; run++)
        {
            final int engines = LEAST_ENGINES + run % 3;
            final Path directory = Files.createDirectory(home.resolve("team" + run));
            final SmallVolume volume = new SmallVolume(directory);
            final long fillBytes = random.nextLong(40 * MIB, 64 * MIB) + (engines - 1) * 24L * MIB;
            final String what = "fill=" + fillBytes + ", engines=" + engines + '\n';

            final int exit = volume.storm(64 + (engines - 1) * 24 + "m", fillBytes, "--engines", "" + engines, "--vms",
                "" + engines, "--count", Long.toString(count), "--vpes", "1", "--lpis", "1k", "-C", "space-check=off");

            assertEquals(EXIT_RESOURCES, exit, () -> what + text(volume, "stderr"));
            assertThat(volume.text("stderr")).as(what).containsPattern("engine [0-9]: ")
                .contains("Everything acknowledged is in ");
            // An engine whose journal the disk has refused began nothing; there is no report then.
            final boolean haveAllBegun = Files.exists(directory.resolve("report.json"));
            long commands = 0;
            for (int engine = 0; engine < engines; engine++)
            {
                final Path journal = volume.journal().resolve(String.format("engine-%03d", engine));
                if (!haveAllBegun && Files.notExists(journal))
                {
                    continue;
                }
                final JournalEnd end = JournalVerifier.verify(journal, (done, total) -> { });
                assertThat(end.damage()).as(what).isNull();
                commands += end.commands();
            }
            if (haveAllBegun)
            {
                final JsonNode report = new ObjectMapper().readTree(volume.text("report.json"));
                assertEquals(report.at("/host/journal/commands").asLong(), commands, what);
                assertEquals(0, report.at("/accounting/remainder").asLong(), what);
            }
            final Path resumed = directory.resolve("resumed.json");
            resume(0, volume, "--json", resumed.toString(), "-C", "space-check=off");
            final JsonNode whole = new ObjectMapper().readTree(resumed.toFile());
            assertEquals(count, whole.at("/accounting/offered").asLong(), what);
            assertEquals(0, whole.at("/accounting/remainder").asLong(), what);
            assertTrue(whole.at("/host/replay/equal").asBoolean(), what);
        }
    }

    private void scripts(final int runs) throws Exception
    {
        assumeTrue(SmallVolume.isPermitted(), SmallVolume.NOT_PERMITTED);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int run = 0; run < runs; run++)
        {
            final SmallVolume volume = new SmallVolume(Files.createDirectory(home.resolve("script" + run)));
            final long fillBytes = random.nextLong(0, 20 * MIB);
            final String what = "fill=" + fillBytes + '\n';

            final int exit = volume.script("24m", fillBytes);

            assertEquals(EXIT_RESOURCES, exit, () -> what + text(volume, "stderr"));
            assertThat(volume.text("stderr")).as(what).matches(
                "gale script: --journal \\S+/volume/run: nothing more is accepted after command [0-9,]+: .*" +
                "No space left on device\\. Everything answered is in it\\.\\R" +
                "  Free some space and begin another: gale script --journal DIR\\. .*\\R");
            final List<String> replies = volume.text("stdout").lines().toList();
            final JournalEnd end = verify(volume);
            assertTrue(replies.size() <= end.commands(), () -> what + replies.size() + " of " + end.commands());
            assertEquals(stoppedAfter(volume), end.commands(), what);
            assertThat(replies).as(what).allMatch(reply -> reply.startsWith("OK"));
        }
    }

    /** Resumes a storm in this process, and returns what it printed. */
    private static String resume(final int exit, final SmallVolume volume, final String... more)
    {
        return GaleRun.said(exit, Stream.concat(Stream.of("storm", "--resume", volume.journal().toString()),
            Stream.of(more)).toArray(String[]::new));
    }

    /** Checks that the journal is closed, sound in every byte, and replays. */
    private static JournalEnd verify(final SmallVolume volume) throws IOException
    {
        final JournalEnd end = JournalVerifier.verify(volume.journal(), (done, total) -> { });
        assertEquals(JournalEnd.Status.CLOSED, end.status(), () -> end.damage().message());
        assertEquals(end.commands(), Replay.verify(volume.journal(), ReplayProgress.NONE, Machines.FACTORY).commands());

        return end;
    }

    private static long stoppedAfter(final SmallVolume volume) throws IOException
    {
        final Matcher matcher = AFTER.matcher(volume.text("stderr"));
        assertTrue(matcher.find(), volume.text("stderr"));

        return Long.parseLong(matcher.group(1).replace(",", ""));
    }

    private static String text(final SmallVolume volume, final String name)
    {
        try
        {
            return volume.text(name);
        }
        catch (final IOException ex)
        {
            return ex.toString();
        }
    }
}
