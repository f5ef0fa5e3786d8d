package org.gale.engine.storm.plan;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.replay.Runs;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.MemoryDirectory;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the paths of a storm, which are checked before anything is created. */
class StormPathsTest
{
    private static final long MIB = 1 << 20;
    /** Bytes of a small storm beside its frames: 24 for each of its 128 LPIs, and 4 MiB that are reserved ahead. */
    private static final long CONSTANT = 128 * 24 + 4 * MIB;
    /** Directory of a module of the JVM, which nobody may write to. */
    private static final Path READ_ONLY = Path.of(URI.create("jrt:/java.base"));

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;
    private SettingValues given = SettingValues.NONE;

    @Test
    void shouldTakePathsThatAreApart() throws IOException
    {
        choose(StormSettings.JOURNAL, directory.resolve("run"));
        choose(StormSettings.LANES, directory.resolve("lanes"));
        choose(StormSettings.RAM_FILE, Files.createFile(directory.resolve("ram")));
        choose(StormSettings.JSON, Files.writeString(directory.resolve("report.json"), "of another run"));
        choose(ShownSettings.HGRM, directory.resolve("run.hgrm"));

        assertDoesNotThrow(this::plan);
    }

    @Test
    void shouldRefuseARamFileThatIsNoNewFile() throws IOException
    {
        final Path full = Files.writeString(directory.resolve("full"), "abc");

        assertRefused(StormSettings.RAM_FILE, directory, "is a directory, not a file");
        assertRefused(StormSettings.RAM_FILE, full, "not empty (3 B). Name a new file.");
        assertRefused(StormSettings.RAM_FILE, Path.of("/dev/null"), "is not a regular file");
        assertRefused(StormSettings.RAM_FILE, directory.resolve("a/ram"),
            "there is no directory " + directory.resolve("a"));
    }

    @Test
    void shouldRefuseAReportThatCannotBeWritten() throws IOException
    {
        final Path journal = directory.resolve("run");
        Runs.writer(journal).close();

        assertRefused(StormSettings.JSON, directory, "is a directory, not a file");
        assertRefused(ShownSettings.HTML, directory.resolve("a/page"),
            "there is no directory " + directory.resolve("a"));
        assertRefused(ShownSettings.CSV, journal.resolve("gale.journal"),
            "lies in the journal " + journal + ". Name another place.");
    }

    @Test
    void shouldRefuseAPlaceThatNobodyMayWriteTo()
    {
        final OutcomeException ofReport = refusal(StormSettings.JSON, READ_ONLY.resolve("report"));
        assertEquals("json " + READ_ONLY.resolve("report") + ": no permission to write there", ofReport.getMessage());
        assertEquals(Outcome.RESOURCES, ofReport.outcome());

        final OutcomeException ofJournal = refusal(StormSettings.JOURNAL, READ_ONLY.resolve("run"));
        assertEquals("journal " + READ_ONLY.resolve("run") + ": no permission to write there", ofJournal.getMessage());
        assertEquals(Outcome.RESOURCES, ofJournal.outcome());
    }

    @Test
    void shouldRefuseADirectoryWhereAPercentileFileIsToBe() throws IOException
    {
        choose(ShownSettings.HGRM, directory.resolve("run.hgrm"));
        final Path queued = Files.createDirectory(directory.resolve("run.queued.hgrm"));

        assertEquals("hgrm " + queued + ": is a directory, not a file", refusal());
    }

    @Test
    void shouldRefuseAJournalThatIsNoNewDirectory() throws IOException
    {
        final Path file = Files.createFile(directory.resolve("file"));
        final Path full = Files.createDirectory(directory.resolve("full"));
        Files.createFile(full.resolve("one"));
        Files.createFile(full.resolve("two"));

        assertRefused(StormSettings.JOURNAL, file, "is not a directory");
        assertRefused(StormSettings.JOURNAL, file.resolve("run"), file + " is not a directory");
        assertRefused(StormSettings.JOURNAL, full, "not empty (2 files). Choose another directory.");
        final Path unmade = Files.createDirectory(directory.resolve("unmade"));
        Files.createFile(unmade.resolve("mark"));
        assertRefused(StormSettings.JOURNAL, unmade, "not empty (1 file). A process that ended before it had made " +
            "its journal left what is there: remove the directory, and begin again. Choose another directory.");
    }

    @Test
    void shouldNameTheResumeOfAJournalThatIsThere() throws IOException
    {
        final Path run = directory.resolve("run");
        Runs.writer(run).close();

        final String message = refusal(StormSettings.JOURNAL, run).getMessage();

        assertTrue(message.startsWith("journal " + run + ": not empty ("), message);
        assertTrue(message.endsWith(" files). Choose another directory. If its storm did not end, continue it: " +
            "a storm with resume " + run + '.'), message);
    }

    @Test
    void shouldRefuseALinkToADirectoryThatIsNotThere() throws IOException
    {
        final Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
        final String finding = "is a symbolic link to " + directory.resolve("nowhere") + ", which does not exist";

        assertRefused(StormSettings.JOURNAL, link, finding);
        assertRefused(StormSettings.LANES, link, finding);
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3} {4}")
    @CsvSource({
        "journal, lanes/run, lies in, lanes, lanes", "journal, run, is, lanes, run",
        "ram-file, run/ram, lies in, journal, run", "ram-file, lanes/ram, lies in, lanes, lanes",
        "json, run/report, lies in, journal, run", "json, lanes/report, lies in, lanes, lanes",
        "json, ram, is, ram-file, ram", "json, page, is, html, page",
        "csv, run.queued.hgrm, is, hgrm, run.hgrm", "hgrm, run.hgrm, is, ram-file, run.queued.hgrm",
    })
    void shouldRefusePathsThatLieInOneAnother(
        final String name, final String path, final String finding, final String otherName, final String otherPath)
        throws IOException
    {
        Files.createDirectory(directory.resolve("lanes"));
        choose(setting(name), directory.resolve(path));
        choose(setting(otherName), directory.resolve(otherPath));

        // Percentiles of the response are in run.hgrm, and those of its stages in files beside it.
        final String from = name.equals("hgrm") ? otherPath : path;
        final String to = otherName.equals("hgrm") ? path : otherPath;
        assertEquals(name + ' ' + directory.resolve(from) + ": " + finding + ' ' + otherName + ' ' +
            directory.resolve(to) + ". Name another place.", refusal());
    }

    @Test
    void shouldRefuseLanesInTheJournal() throws IOException
    {
        final Path run = Files.createDirectory(directory.resolve("run"));
        choose(StormSettings.JOURNAL, run);

        assertEquals("lanes " + run.resolve("lanes") + ": lies in journal " + run + ". Name another place.",
            refusal(StormSettings.LANES, run.resolve("lanes")).getMessage());
    }

    @Test
    void shouldNeedTheSpaceOfFramesAndInterrupts()
    {
        // 1,000 interrupts of 9.5 bytes, of which (64 + 1) / 2 share a frame of 128 bytes.
        assertEquals(9_500 + 4_000 + CONSTANT, StormPaths.estimatedBytes(Storms.small(1_000)));
    }

    @Test
    void shouldLimitTheFramesByTime()
    {
        // A millisecond: 10,000 interrupts at the 10 M/s of a machine, and 60 of the 60,000 frames a second.
        assertEquals(95_000 + 7_680 + CONSTANT, StormPaths.estimatedBytes(
            StormConfigs.of(Storms.small(1)).uncounted().durationNs(1_000_000).build()));
    }

    @Test
    void shouldNeedTwoFramesForAnInterruptOfAnOpenLoop()
    {
        final StormConfig second =
            StormConfigs.of(Storms.open(1, 20_000)).uncounted().durationNs(1_000_000_000).build();

        assertEquals(190_000 + 40_000 * 128 + CONSTANT, StormPaths.estimatedBytes(second));
        assertEquals(380_000 + 60_000 * 128 + CONSTANT,
            StormPaths.estimatedBytes(StormConfigs.of(second).ratePerS(40_000).build()), "60,000 frames a second");
    }

    @Test
    void shouldShareAFrameAmongAtMost128Interrupts()
    {
        final StormConfig large = StormConfigs.begin().vms(1).untimed().countLimit(12_800).window(4_096).build();

        assertEquals(121_600 + 100 * 128 + 4_096 * 24 + 4 * MIB, StormPaths.estimatedBytes(large));
    }

    @Test
    void shouldRefuseAStormWhoseJournalFindsNoSpace()
    {
        choose(StormSettings.JOURNAL, directory.resolve("run"));
        choose(StormSettings.DURATION, StormSettings.DURATION_UNLIMITED_NS - 1);          // PiB at 10 M/s

        final OutcomeException refused = assertThrows(OutcomeException.class, () -> StormPaths.checkSpace(plan()));

        assertEquals(Outcome.RESOURCES, refused.outcome());
        assertTrue(refused.getMessage().matches(directory.resolve("run") + " has [0-9,]+ (B|[KM]iB) left, and the " +
            "journal may take [0-9]+,[0-9]{3},[0-9]{3},[0-9]{3} MiB\\. Choose another place with journal DIR, or " +
            "keep none with journal none, or try it: space-check=off\\."), refused.getMessage());
    }

    @Test
    void shouldAskForSpaceForANewJournalOnly()
    {
        choose(StormSettings.JOURNAL, directory.resolve("run"));
        choose(StormSettings.DURATION, StormSettings.DURATION_UNLIMITED_NS - 1);
        final SettingValues large = given;

        choose(StormSettings.SPACE_CHECK, false);
        assertDoesNotThrow(() -> StormPaths.checkSpace(plan()));
        given = large.with(StormSettings.JOURNAL_LIMIT, 16 * MIB);
        assertDoesNotThrow(() -> StormPaths.checkSpace(plan()), "it purges its oldest segments");
        given = large.with(StormSettings.JOURNAL, Path.of(StormSettings.NONE));
        assertDoesNotThrow(() -> StormPaths.checkSpace(plan()));
        given = large;
        final StormPlan begun = plan();
        assertDoesNotThrow(() -> StormPaths.checkSpace(new StormPlan(
            begun.settings().with(StormSettings.RESUME, directory), begun.name(), begun.profile(), begun.config(),
            begun.workload(), begun.lanes(), begun.spelling(), begun.begun(), null)), "it is resumed");
    }

    private void assertRefused(final Setting<Path> setting, final Path path, final String finding)
    {
        final OutcomeException refused = refusal(setting, path);

        assertEquals(setting.name() + ' ' + path + ": " + finding, refused.getMessage());
        assertEquals(Outcome.USAGE, refused.outcome());
    }

    private OutcomeException refusal(final Setting<Path> setting, final Path path)
    {
        final SettingValues before = given;
        choose(setting, path);
        final OutcomeException refused = assertThrows(OutcomeException.class, this::plan);
        given = before;

        return refused;
    }

    private String refusal()
    {
        return assertThrows(OutcomeException.class, this::plan).getMessage();
    }

    /** Returns the setting of a path. */
    private static Setting<Path> setting(final String name)
    {
        return Stream.concat(Stream.of(StormSettings.JOURNAL, StormSettings.LANES, StormSettings.RAM_FILE,
            StormSettings.JSON), ShownSettings.FILES.stream()).filter(setting -> setting.name().equals(name))
            .findFirst().orElseThrow();
    }

    private <T> void choose(final Setting<T> setting, final T value)
    {
        given = given.with(setting, value);
    }

    private StormPlan plan()
    {
        return new JobPlanner(JobProfiles.ALL).plan(given, Spelling.NAMES);
    }
}
