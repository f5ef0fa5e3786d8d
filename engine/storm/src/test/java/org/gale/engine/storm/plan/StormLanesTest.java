package org.gale.engine.storm.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.lanes.LaneFiles;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the lane files of a storm: which settings they need, and which directories they take. */
class StormLanesTest
{
    @TempDir
    private Path home;
    private Path directory;
    private SettingValues given = SettingValues.NONE;

    @BeforeEach
    void nameDirectory()
    {
        directory = home.resolve("lanes");
    }

    @Test
    void shouldBeNoneUnlessADirectoryIsNamed()
    {
        final StormLanes none = StormLanes.of(given, Spelling.NAMES);

        assertEquals(new StormLanes(null, LaneFiles.COUNT_DEFAULT, true), none);
        assertNull(none.create(Spelling.NAMES));
    }

    @Test
    void shouldTakeACountAndStandAlone()
    {
        choose(StormSettings.LANES, directory);
        choose(StormSettings.LANE_COUNT, 3L);
        choose(StormSettings.RATE, 5.0);
        choose(StormSettings.COUNT, 5L);
        assertEquals(new StormLanes(directory, 3, true), StormLanes.of(given, Spelling.NAMES));
        given = given.without(StormSettings.RATE).without(StormSettings.COUNT);
        choose(StormSettings.GENERATOR, false);

        assertEquals(new StormLanes(directory, 3, false), StormLanes.of(given, Spelling.NAMES));
    }

    @Test
    void shouldNeedADirectoryForACountAndWithoutAGenerator()
    {
        choose(StormSettings.LANE_COUNT, 3L);
        assertRefused(StormSettings.LANE_COUNT, "lanes: needs lane files (try lanes DIR)");
        choose(StormSettings.GENERATOR, false);
        assertRefused(StormSettings.GENERATOR, "generator: needs lane files (try lanes DIR)");
        given = given.without(StormSettings.LANE_COUNT);
        assertRefused(StormSettings.GENERATOR, "generator: needs lane files (try lanes DIR)");
    }

    @Test
    void shouldRefuseSettingsOfAGeneratorThatIsOff()
    {
        choose(StormSettings.LANES, directory);
        choose(StormSettings.GENERATOR, false);
        choose(StormSettings.COUNT, 5L);
        assertRefused(StormSettings.COUNT, "count: belongs to the generator, and generator=off turns it off");
        choose(StormSettings.RATE, 5.0);
        assertRefused(StormSettings.RATE, "rate: belongs to the generator, and generator=off turns it off");
        given = given.without(StormSettings.COUNT);
        assertRefused(StormSettings.RATE, "rate: belongs to the generator, and generator=off turns it off");
    }

    @Test
    void shouldRefuseACountOutsideItsRange()
    {
        choose(StormSettings.LANES, directory);
        choose(StormSettings.LANE_COUNT, 0L);

        assertSame(StormSettings.LANE_COUNT,
            assertThrows(SettingException.class, () -> StormLanes.of(given, Spelling.NAMES)).setting());
    }

    @Test
    void shouldRefuseWhatIsNoNewDirectory() throws IOException
    {
        final Path file = Files.createFile(home.resolve("file"));

        assertRefused(file, "is not a directory");
        assertRefused(home.resolve("a/lanes"), "there is no directory " + home.resolve("a"));
        assertRefused(home, "not empty. Name a new directory; if a storm that was killed left its lanes there, " +
            "remove it.");
        choose(StormSettings.LANES, Files.createDirectory(directory));
        assertEquals(directory, StormLanes.of(given, Spelling.NAMES).directory());
    }

    @Test
    void shouldMakeTheFiles()
    {
        final StormLanes lanes = new StormLanes(directory, 2, true);
        try (LaneFiles files = lanes.create(Spelling.NAMES))
        {
            assertEquals(directory, files.directory());
            assertEquals(2, files.laneLimit());
            assertTrue(Files.exists(directory.resolve("lane-01")));
        }

        assertFalse(Files.exists(directory));
    }

    @Test
    void shouldSayWhyTheFilesCannotBeMade() throws IOException
    {
        Files.createFile(Files.createDirectory(directory).resolve("late"));

        final OutcomeException refused = assertThrows(
            OutcomeException.class, () -> new StormLanes(directory, 2, true).create(Spelling.NAMES));

        assertEquals(Outcome.RESOURCES, refused.outcome());
        assertTrue(refused.getMessage().startsWith("lanes " + directory + ": cannot make lane files there: "),
            refused.getMessage());
    }

    private void assertRefused(final Setting<?> setting, final String message)
    {
        final SettingException refused =
            assertThrows(SettingException.class, () -> StormLanes.of(given, Spelling.NAMES));

        assertSame(setting, refused.setting());
        assertEquals(message, refused.getMessage());
    }

    private void assertRefused(final Path path, final String finding)
    {
        choose(StormSettings.LANES, path);

        final OutcomeException refused =
            assertThrows(OutcomeException.class, () -> StormLanes.of(given, Spelling.NAMES));

        assertEquals(Outcome.USAGE, refused.outcome());
        assertEquals("lanes " + path + ": " + finding, refused.getMessage());
    }

    private <T> void choose(final Setting<T> setting, final T value)
    {
        given = given.with(setting, value);
    }
}
