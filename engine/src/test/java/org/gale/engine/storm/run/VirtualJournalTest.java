package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.storm.job.JobPlanner;
import org.gale.engine.storm.job.JobProfiles;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.SettingException;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.Spelling;
import org.gale.engine.storm.setting.StormSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the journals of storms on the virtual clock: their ids, their model, and settings of a resume. */
class VirtualJournalTest
{
    private static final SettingValues VIRTUAL = SettingValues.NONE.with(StormSettings.CLOCK, StormSettings.VIRTUAL)
        .with(StormSettings.VMS, 2L).with(StormSettings.LPIS, 64L).with(StormSettings.COUNT, 1_000L);

    @TempDir
    private Path directory;

    @Test
    void shouldHaveAnIdThatFollowsFromTheJob()
    {
        final long id = id(VIRTUAL);

        assertNotEquals(0, id);
        assertEquals(id, id(VIRTUAL));
        assertNotEquals(id, id(VIRTUAL.with(StormSettings.SEED, 2L)));
        assertNotEquals(id, id(VIRTUAL.with(StormSettings.COUNT, 1_001L)));
    }

    @Test
    void shouldHaveAnotherIdForAnotherModelAndNotForAnotherGale()
    {
        final RunConfiguration one = configuration(VIRTUAL);
        final RunConfiguration other = new RunConfiguration("9.9", one.machine(), one.seed(), one.others());

        assertNotEquals(VirtualJournal.identified(JournalConfig.DEFAULT, one).identity().id(),
            VirtualJournal.identified(JournalConfig.DEFAULT, one.with(RunConfiguration.MODEL, "1")).identity().id());
        assertEquals(VirtualJournal.identified(JournalConfig.DEFAULT, one),
            VirtualJournal.identified(JournalConfig.DEFAULT, other));
    }

    @Test
    void shouldLeaveTheJournalsOfTheWallClockAsTheyAre()
    {
        final RunConfiguration wall = Storms.configuration(plan(VIRTUAL.without(StormSettings.CLOCK)));

        assertSame(wall, VirtualJournal.modelled(wall, false));
        assertSame(JournalConfig.DEFAULT, VirtualJournal.identified(JournalConfig.DEFAULT, wall));
    }

    @Test
    void shouldResumeWithItsModel() throws IOException
    {
        final StormResume resume = resume(configuration(VIRTUAL));

        assertTrue(resume.config().isVirtual());
        assertEquals(plan(VIRTUAL).config(), resume.config());
        assertTrue(plan(VIRTUAL).config().value(StormSettings.WINDOW) > 0, "a default is spelled out in both");
        assertEquals(resume.config(), resume.config(
            VIRTUAL.without(StormSettings.VMS).without(StormSettings.LPIS)));
        assertEquals(3, resume.config(SettingValues.NONE.with(StormSettings.LATENCY, 3L)).value(StormSettings.LATENCY));
    }

    @Test
    void shouldRefuseAnotherModel() throws IOException
    {
        assertRefused("its model has version 1, and this gale has version 2 (gale test wrote it: resume it with that)",
            configuration(VIRTUAL).with(RunConfiguration.MODEL, "1"));
    }

    @Test
    void shouldRefuseAModelOnTheWallClockAndAVirtualClockWithoutOne() throws IOException
    {
        assertRefused("its clock is virtual, and it names no model", Storms.configuration(plan(VIRTUAL)));
        assertRefused("it names a model, and its clock is that of the host", Storms.configuration(
            plan(VIRTUAL.without(StormSettings.CLOCK)))
            .with(RunConfiguration.MODEL, Integer.toString(Modelled.VERSION)));
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', value = {
        "clock    | wall         | 'wall' contradicts LEFT, which was begun with 'virtual'",
        "count    | 2000         | '2000' contradicts LEFT, which was begun with '1000'",
        "duration | 1s           | '1000000000' contradicts LEFT, which was begun with '",
        "seed     | 2            | '2' contradicts LEFT, which was begun with '1'",
        "stop-if  | response>9us | 'response>9us' contradicts LEFT, which was begun with none",
    })
    void shouldRefuseSettingsThatChangeItsCommands(final String name, final String text, final String message)
        throws IOException
    {
        final StormResume resume = resume(configuration(VIRTUAL));
        final Setting<?> setting =
            StormSettings.ALL.stream().filter(of -> of.name().equals(name)).findFirst().orElseThrow();

        final SettingException refused = assertThrows(
            SettingException.class, () -> resume.config(SettingValues.NONE.withText(setting, text)));

        final String said = refused.message(Spelling.NAMES).replace(name + ": ", "");
        assertTrue(said.startsWith(message.replace("LEFT", directory.resolve("left").toString())), said);
    }

    private void assertRefused(final String message, final RunConfiguration configuration) throws IOException
    {
        final OutcomeException refused = assertThrows(OutcomeException.class, () -> resume(configuration));

        assertEquals(Outcome.USAGE, refused.outcome());
        assertTrue(refused.getMessage().endsWith(": " + message), refused.getMessage());
        remove();
    }

    private void remove() throws IOException
    {
        TemporaryJournals.remove(directory.resolve("left"));
    }

    private StormResume resume(final RunConfiguration configuration) throws IOException
    {
        final Path left = directory.resolve("left");
        new JournalOpening(JournalConfig.DEFAULT).create(left, configuration.toBytes()).close();

        return StormResume.of(left, JobProfiles.ALL, Spelling.NAMES);
    }

    private long id(final SettingValues given)
    {
        return VirtualJournal.identified(JournalConfig.DEFAULT, configuration(given)).identity().id();
    }

    private static RunConfiguration configuration(final SettingValues given)
    {
        return VirtualJournal.modelled(Storms.configuration(plan(given)), true);
    }

    private static StormPlan plan(final SettingValues given)
    {
        return new JobPlanner(JobProfiles.ALL).plan(given, Spelling.NAMES);
    }
}
