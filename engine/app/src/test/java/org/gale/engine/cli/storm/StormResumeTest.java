package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.command.Commands;
import org.gale.engine.counters.RunCounters;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.replay.Runs;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.Reserves;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Going on with a storm whose process died: as if it had not. */
class StormResumeTest
{
    private static final long COUNT = 8_000;
    private static final StormConfig STORM = Storms.small(COUNT);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;
    private Path left;
    private Path report;

    @BeforeEach
    void nameFiles()
    {
        left = directory.resolve("left");
        report = directory.resolve("report.json");
    }

    @ParameterizedTest(name = "after {0} frames, the last applied: {1}")
    @CsvSource({ "1, true", "1, false", "2, true", "2, false", "3, false", "30, true", "100, false", "101, true" })
    @Tag("P6")
    @Tag("P7")
    @Tag("P11")
    void shouldGoOnAsIfItHadNotDied(final long frames, final boolean applies) throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT, STORM, SnapshotSchedule.DEFAULT, frames, applies);
        final long before = commands(left);

        assertEquals(ExitCode.OK, resume("--json", report.toString()), err.toString());

        final JsonNode json = json();
        assertEquals(COUNT, json.get("accounting").get("offered").asLong());
        assertEquals(COUNT, json.get("accounting").get("delivered").asLong());
        assertEquals(0, json.get("accounting").get("coalesced").asLong());
        assertEquals(0, json.get("accounting").get("remainder").asLong());
        assertEquals(before, json.at("/host/resumed/sequence").asLong());
        assertEquals(0, json.at("/host/resumed/residue_frames").asLong());
        assertTrue(out.toString().replace("\n         ", " · ").contains(String.format(
            "\nresumed  after command %,d · 0 torn frames dropped · %,d offered and %,d delivered before\n",
            before, json.at("/host/resumed/offered").asLong(), json.at("/host/resumed/delivered").asLong())),
            out.toString());
        assertWhole(json);
        assertEquals(unbroken(STORM), offered(left));
    }

    @Test
    void shouldRemoveTheCountersOfTheRunThatDied() throws IOException
    {
        final Path dead = directory.resolve(".left.stat-4711");
        try (RunCounters alive = RunCounters.create(directory.resolve("alive"), 4711, "default", "", () -> 1))
        {
            Files.copy(alive.file(), dead);
        }
        Storms.leave(left, JournalConfig.DEFAULT, STORM, SnapshotSchedule.DEFAULT, 30, true);

        assertEquals(ExitCode.OK, resume("--json", report.toString()), err.toString());

        assertFalse(Files.exists(dead));
    }

    @Test
    @Tag("P6")
    void shouldGoOnWithAnOpenLoop() throws IOException
    {
        final StormConfig storm = Storms.open(2_000, 40_000);
        Storms.leave(left, JournalConfig.DEFAULT, storm, SnapshotSchedule.DEFAULT, 4, false);

        assertEquals(ExitCode.OK, resume("--json", report.toString()), err.toString());

        assertEquals(2_000, json().get("accounting").get("offered").asLong());
        assertEquals(0, json().get("accounting").get("remainder").asLong());
        assertWhole(json());
        assertEquals(unbroken(storm), offered(left));
    }

    @Test
    void shouldGoOnFromTheNearestSnapshot() throws IOException
    {
        Storms.leaveBehind(left, Runs.SMALL, STORM, SnapshotSchedule.ofCommands(1_000), 5_000);

        assertEquals(ExitCode.OK, resume("--json", report.toString()), err.toString());

        assertTrue(json().at("/host/resumed/first_command").asLong() > 1_000, json().toString());
        assertTrue(json().at("/host/resumed/first_command").asLong() <=
            json().at("/host/resumed/sequence").asLong() + 1);
        assertWhole(json());
        assertEquals(unbroken(STORM), offered(left));
    }

    @Test
    void shouldGoOnInTheDurabilityOfTheJournal() throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT.forced(16, 1_000_000), STORM, SnapshotSchedule.DEFAULT, 60, false);

        assertEquals(ExitCode.OK, resume("--json", report.toString()), err.toString());

        assertEquals("forced", json().at("/host/journal/mode").asText());
        assertWhole(json());
    }

    @Test
    void shouldSayThatItDroppedTheTornFrameOfAFrame() throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT, STORM, SnapshotSchedule.DEFAULT, 60, true);
        LeftJournals.addTornFrame(left);

        assertEquals(ExitCode.OK, resume("--json", report.toString()), err.toString());

        assertTrue(out.toString().contains(" · 1 torn frame dropped · "), out.toString());
        assertEquals(1, json().at("/host/resumed/residue_frames").asInt());
        assertWhole(json());
    }

    @Test
    void shouldBeginWhereNotEvenTheConfigurationWasAppended() throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT, STORM, SnapshotSchedule.DEFAULT, 1, false);
        LeftJournals.forgetAll(left);

        assertEquals(ExitCode.OK, resume("--json", report.toString()), err.toString());

        assertEquals(COUNT, json().get("accounting").get("delivered").asLong());
        assertEquals(0, json().at("/host/resumed/sequence").asLong());
        assertWhole(json());
        assertEquals(unbroken(STORM), offered(left));
    }

    @Test
    void shouldOnlyDeliverWhatIsPendingWhenTheCountIsReached() throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT, STORM, SnapshotSchedule.DEFAULT, 60, false);
        final long offered = events(left).size();

        assertEquals(ExitCode.OK,
            resume("--count", Long.toString(offered), "--json", report.toString()), err.toString());

        assertEquals(offered, json().get("accounting").get("offered").asLong());
        assertEquals(offered, json().get("accounting").get("delivered").asLong());
        assertEquals(0, json().get("accounting").get("pending").asLong());
        assertWhole(json());
    }

    @Test
    void shouldRefuseACountBelowTheEventsThatWereOffered() throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT, STORM, SnapshotSchedule.DEFAULT, 60, false);
        final Map<String, byte[]> before = content(left);
        final long offered = events(left).size();

        assertEquals(ExitCode.USAGE, resume("--count", Long.toString(offered - 1)));

        assertEquals(String.format("gale storm: --count: %,d is below the %,d events that %s has already offered " +
            "(leave it out, or name more)%n", offered - 1, offered, left), err.toString());
        assertEquals("", out.toString());
        assertUnchanged(before);
        assertEquals(ExitCode.OK, resume("--json", report.toString()), err.toString());
        assertEquals(COUNT, json().get("accounting").get("delivered").asLong());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({ "--json, mark", "--json, gale.journal", "--json, 000000/19700101F.cq4", "--json, report.json",
        "--ram-file, ram.bin", "--lanes, lanes" })
    void shouldRefuseToWriteIntoTheJournal(final String option, final String name) throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT, STORM, SnapshotSchedule.DEFAULT, 60, false);
        final Map<String, byte[]> before = content(left);

        assertEquals(ExitCode.USAGE, resume(option, left.resolve(name).toString()));

        assertEquals(String.format("gale storm: %s %s: lies in --resume %s. Name another place.%n", option,
            left.resolve(name), left), err.toString());
        assertUnchanged(before);
    }

    @Test
    void shouldRefuseToWriteIntoTheJournalThroughALink() throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT, STORM, SnapshotSchedule.DEFAULT, 60, false);
        final Map<String, byte[]> before = content(left);
        final Path toFile = Files.createSymbolicLink(directory.resolve("to-file"), left.resolve("mark"));
        final Path toNew = Files.createSymbolicLink(directory.resolve("to-new"), Path.of("left", "new"));
        final Path toDirectory = Files.createSymbolicLink(directory.resolve("to-directory"), left);

        assertEquals(ExitCode.USAGE, resume("--json", toFile.toString()));
        assertEquals(ExitCode.USAGE, resume("--json", toNew.toString()));
        assertEquals(ExitCode.USAGE, resume("--json", toDirectory.resolve("mark").toString()));

        assertUnchanged(before);
    }

    @Test
    void shouldGoOnAfterTheJournalHadNoSpaceLeft() throws IOException
    {
        Storms.fill(left, JournalConfig.DEFAULT.withLimit(60_000), STORM);
        assertEquals(JournalEnd.Status.CLOSED, JournalVerifier.verify(left, (done, total) -> { }).status());

        assertEquals(ExitCode.OK, resume("--json", report.toString()), err.toString());

        assertEquals(COUNT, json().get("accounting").get("delivered").asLong());
        assertWhole(json());
        assertEquals(unbroken(STORM), offered(left));
    }

    @Test
    @Tag("P6")
    void shouldAccountForTheWholeWhereTheBeginningWasPurged() throws IOException
    {
        final JournalConfig limited = JournalConfig.DEFAULT.withBlocks(16 * 1024 - 4, List.of(64 * 1024))
            .with(Reserves.of(16 * 1024, 32 * 1024)).withLimit(4 * (64 * 1024 + 131_072L)).purgingOldest();
        // However many frames they take, so many commands are longer than the limit.
        Storms.leaveBehind(left, limited, Storms.small(200_000), SnapshotSchedule.AT_END, 150_000);
        assertTrue(JournalVerifier.verify(left, (done, total) -> { }).purged().isAny());

        assertEquals(ExitCode.OK, resume("--json", report.toString()), err.toString());

        final JsonNode json = json();
        assertEquals(200_000, json.get("accounting").get("offered").asLong());
        assertEquals(200_000, json.get("accounting").get("delivered").asLong());
        assertEquals(0, json.get("accounting").get("coalesced").asLong());
        assertTrue(json.at("/host/resumed/offered").asLong() >= json.at("/host/resumed/delivered").asLong());
        assertTrue(json.at("/host/replay/first_command").asLong() > 1);
        assertWhole(json);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "--profile lpi-stress    | --profile: 'lpi-stress' contradicts LEFT, which was begun with 'default'",
        "lpi-stress              | --profile: 'lpi-stress' contradicts LEFT, which was begun with 'default'",
        "--vms 3                 | --vms: '3' changes vms, and --resume takes the VMs from LEFT",
        "--vpes 1                | --vpes: '1' changes vms, and --resume takes the VMs from LEFT",
        "--pes 9                 | --pes: '9' contradicts LEFT, which was begun with '4'",
        "--lpis 65               | --lpis: '65' changes vms, and --resume takes the VMs from LEFT",
        "--devices 1             | --devices: '1' changes vms, and --resume takes the VMs from LEFT",
        "--events 1              | --events: '1' changes vms, and --resume takes the VMs from LEFT",
        "--seed 2                | --seed: '2' contradicts LEFT, which was begun with '1'",
        "--rate 5                | --rate: '5' changes vms, and --resume takes the VMs from LEFT",
        "--durability forced     | --durability: 'forced' contradicts LEFT, which was begun with 'process'",
        "-C arrivals=constant    | -C arrivals: 'constant' changes vms, and --resume takes the VMs from LEFT",
        "-C window=5             | -C window: '5' changes vms, and --resume takes the VMs from LEFT",
        "-C iterations=5         | -C iterations: '5' is for a storm that begins (--count N says how many events",
        "--journal-limit 1MiB    | --journal-limit: 1,048,576 bytes is too small",
        "--journal run2          | --journal: run2 is one journal too many: --resume resumes LEFT",
        "--count 0               | --count: 0 is no storm (try 1M)",
        "--json /                | --json /: is a directory, not a file",
    })
    void shouldRefuseWhatContradictsTheJournal(final String words, final String message) throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT, STORM, SnapshotSchedule.DEFAULT, 60, false);
        final byte[] before = Files.readAllBytes(left.resolve("gale.journal"));

        assertEquals(ExitCode.USAGE, resume(words.split(" ")));

        assertTrue(err.toString().startsWith("gale storm: " + message.replace("LEFT", left.toString())),
            err.toString());
        assertEquals("", out.toString());
        assertEquals(JournalEnd.Status.LEFT, JournalVerifier.verify(left, (done, total) -> { }).status());
        assertTrue(Arrays.equals(before, Files.readAllBytes(left.resolve("gale.journal"))));
    }

    @Test
    void shouldTakeALimitForTheRestOfTheJournal() throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT, STORM, SnapshotSchedule.DEFAULT, 60, false);

        assertEquals(ExitCode.OK, resume("--journal-limit", "64MiB"), err.toString());
    }

    @Test
    void shouldRefuseALimitThatTheJournalHasPassedAndTouchNothing() throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT, StormConfigs.of(STORM).uncounted().build(), SnapshotSchedule.DEFAULT,
            30_000, false);
        final byte[] before = Files.readAllBytes(left.resolve("gale.journal"));

        assertEquals(ExitCode.USAGE, resume("--journal-limit", "9MiB"));

        assertTrue(err.toString().contains("--journal-limit: 9,216 KiB is less than the "), err.toString());
        assertEquals(JournalEnd.Status.LEFT, JournalVerifier.verify(left, (done, total) -> { }).status());
        assertTrue(Arrays.equals(before, Files.readAllBytes(left.resolve("gale.journal"))));
    }

    @Test
    void shouldTakeWhatAgreesWithTheJournal() throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT, STORM, SnapshotSchedule.DEFAULT, 60, false);

        assertEquals(ExitCode.OK, resume("--pes", "4", "--seed", "1", "--durability", "process",
            "--latency", "off", "--no-replay"), err.toString());

        assertTrue(out.toString().contains("latency      not taken (--latency off)"), out.toString());
        assertTrue(Replay.verify(left, ReplayProgress.NONE, Machines.FACTORY).isEqual());
    }

    @Test
    void shouldRefuseAStormThatHasEnded() throws IOException, InterruptedException
    {
        Runs.storm(left, JournalConfig.DEFAULT, 1_000);

        assertEquals(ExitCode.USAGE, resume());

        assertTrue(err.toString().matches("gale storm: --resume " + left + ": is closed: its storm has ended in good " +
            "order after command [0-9,]+\\. Begin another: gale storm --journal DIR\n"), err.toString());
    }

    @Test
    void shouldRefuseTheJournalOfAScript() throws IOException
    {
        Runs.writer(left).close();

        assertEquals(ExitCode.USAGE, resume());

        assertEquals("gale storm: --resume " + left + ": its commands are those of a script, not of a storm\n",
            err.toString());
    }

    @Test
    void shouldRefuseWhatIsNoJournal() throws IOException
    {
        assertEquals(ExitCode.USAGE, resume());
        assertEquals("gale storm: " + left + ": no such directory\n", err.toString());

        Files.createDirectory(left);
        assertEquals(ExitCode.USAGE, resume());
        assertTrue(err.toString().endsWith("gale storm: " + left + ": no journal there (gale.journal is missing)\n"),
            err.toString());
    }

    @Test
    @Tag("P8")
    void shouldRefuseADamagedJournalAndChangeNothing() throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT, STORM, SnapshotSchedule.DEFAULT, 60, false);
        LeftJournals.damage(left);

        assertEquals(ExitCode.JOURNAL_DAMAGED, resume());

        assertTrue(err.toString().startsWith("gale storm: " + left + "/000000/19700101F.cq4: frame "), err.toString());
        assertEquals(1, Files.readString(left.resolve("gale.journal")).lines()
            .filter(line -> line.startsWith("header crc")).count());
        assertFalse(Files.readString(left.resolve("gale.journal")).contains("segment 0"));
    }

    @Test
    void shouldSayHowToRepairAfterALossOfPower() throws IOException
    {
        Storms.leave(left, JournalConfig.DEFAULT, STORM, SnapshotSchedule.DEFAULT, 60, false);
        LeftJournals.loseBoot(left);

        assertEquals(ExitCode.JOURNAL_DAMAGED, resume());

        assertTrue(err.toString().contains("gale journal repair " + left), err.toString());
    }

    private void assertUnchanged(final Map<String, byte[]> before) throws IOException
    {
        final Map<String, byte[]> after = content(left);
        assertEquals(before.keySet(), after.keySet());
        before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name), name));
    }

    private static Map<String, byte[]> content(final Path journal) throws IOException
    {
        final Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(journal))
        {
            for (final Path file : files.filter(Files::isRegularFile).toList())
            {
                content.put(journal.relativize(file).toString(), Files.readAllBytes(file));
            }
        }

        return content;
    }

    private void assertWhole(final JsonNode json) throws IOException
    {
        assertTrue(json.at("/host/replay/equal").asBoolean());
        final ReplayResult result = Replay.verify(left, ReplayProgress.NONE, Machines.FACTORY);
        assertNull(result.divergence());
        assertEquals(JournalEnd.Status.CLOSED, result.end().status());
        assertEquals(String.format("%016x", result.digest()), json.at("/host/digest").asText());
        assertEquals(result.commands(), json.at("/host/journal/commands").asLong());
        assertEquals(result.end().frames(), json.at("/host/journal/frames").asLong());
        assertEquals(result.end().bytes(), json.at("/host/journal/bytes").asLong());
    }

    /** Returns the commands that producers offer in an equal storm without a break. */
    private List<Long> unbroken(final StormConfig storm) throws IOException
    {
        final Path journal = directory.resolve("unbroken");
        Storms.fill(journal, JournalConfig.DEFAULT, storm);

        return offered(journal);
    }

    private static List<Long> events(final Path journal) throws IOException
    {
        return offered(journal).stream().filter(word -> CommandWord.opcode(word) == CommandWord.MSI).toList();
    }

    /** Returns the offered commands in order, without times: set-up commands by their first words, and MSIs. */
    private static List<Long> offered(final Path journal) throws IOException
    {
        final List<Long> offered = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                int at = reader.payloadOffset();
                for (int i = 0; i < reader.count(); i++)
                {
                    final long word = reader.buffer().getLong(at);
                    final int opcode = CommandWord.opcode(word);
                    if (opcode != CommandWord.TIME && opcode != CommandWord.TURN)
                    {
                        offered.add(opcode == CommandWord.MSI ? word & ~Commands.TIME_MASK : word);
                    }
                    at += CommandWord.length(word) << 3;
                }
            }
        }

        return offered;
    }

    private static long commands(final Path journal) throws IOException
    {
        return JournalVerifier.verify(journal, (done, total) -> { }).commands();
    }

    private JsonNode json() throws IOException
    {
        return new ObjectMapper().readTree(report.toFile());
    }

    private int resume(final String... words)
    {
        final List<String> arguments = new ArrayList<>(List.of("storm", "--resume", left.toString()));
        arguments.addAll(List.of(words));

        return GaleRun.of(out, err, arguments.toArray(new String[0]));
    }
}
