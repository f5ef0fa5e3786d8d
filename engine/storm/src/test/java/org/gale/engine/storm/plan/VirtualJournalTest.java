package org.gale.engine.storm.plan;

import java.io.IOException;
import java.nio.file.Path;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.run.TemporaryJournals;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the journals of storms on the virtual clock: their ids and models, and a resume that is refused. */
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

        assertNotEquals(VirtualJournal.identified(JournalConfig.DEFAULT, one).id(),
            VirtualJournal.identified(JournalConfig.DEFAULT, one.with(RunConfiguration.MODEL, "1")).id());
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
    void shouldNotBeResumed() throws IOException
    {
        assertRefused("its clock is virtual, and a resume would simulate everything again. Run its job again, which " +
            "gives the same bytes:\n  a storm of the job of LEFT", configuration(VIRTUAL));
    }

    @ParameterizedTest
    @ValueSource(strings = { "1", "4711" })
    void shouldSayWhoGivesTheSameBytesWhereItsModelIsAnother(final String version) throws IOException
    {
        assertRefused("its clock is virtual, and a resume would simulate everything again. Run its job again; the " +
            "same bytes come from gale test, which wrote it: its model has version " + version + ", and that of this " +
            "gale is " + Modelled.VERSION + ":\n  a storm of the job of LEFT",
            configuration(VIRTUAL).with(RunConfiguration.MODEL, version));
    }

    @Test
    void shouldNotBeResumedOnTheWallClockNorWithoutAModel() throws IOException
    {
        final RunConfiguration wall = Storms.configuration(plan(VIRTUAL.without(StormSettings.CLOCK)));

        assertRefused("its clock is virtual, and it names no model", Storms.configuration(plan(VIRTUAL)));
        assertRefused("its clock is virtual, and a resume would simulate everything again. Run its job again, which " +
            "gives the same bytes:\n  a storm of the job of LEFT",
            wall.with(RunConfiguration.MODEL, Integer.toString(Modelled.VERSION)));
        assertEquals(1_000, resume(wall).config().value(StormSettings.COUNT));
    }

    private void assertRefused(final String message, final RunConfiguration configuration) throws IOException
    {
        final Path left = directory.resolve("left");
        final OutcomeException refused = assertThrows(OutcomeException.class, () -> resume(configuration));

        assertEquals(Outcome.USAGE, refused.outcome());
        assertEquals("resume " + left + ": " + message.replace("LEFT", left.toString()), refused.getMessage());
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
        return VirtualJournal.identified(JournalConfig.DEFAULT, configuration(given)).id();
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
