package org.gale.engine.storm.plan;

import java.io.IOException;
import java.nio.file.Path;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.OfferedSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Settings of a storm that is resumed, where the journal was begun with settings of its profile alone. */
class ResumedStormTest
{
    private static final StormProfile PROFILE = JobProfiles.ALL.of("overcommit");
    private static final StormConfig CONFIG =
        StormConfigs.of(Storms.small(1_000)).vpes(4).pes(3).build();

    @TempDir
    private Path directory;

    @Test
    void shouldTakeTheSettingsOfTheProfileFromTheJournal() throws IOException
    {
        final StormResume resume = left();

        assertEquals("overcommit", resume.name());
        assertEquals("500", resume.own().text(own("irsen")));
        final SettingValues settings = resume.settings(SettingValues.NONE.withText(own("kvm"), "7.4-gap"));
        assertEquals("500", settings.text(own("irsen")));
        assertEquals("7.4", settings.text(own("kvm")), "that of the journal");
        assertEquals("process", settings.text(StormSettings.DURABILITY));
        assertFalse(settings.has(StormSettings.JOURNAL_LIMIT));
        assertEquals(CONFIG, resume.config(SettingValues.NONE));
    }

    @Test
    void shouldTakeAnotherEndAndAnotherLimit() throws IOException
    {
        final StormResume resume = left();
        final SettingValues given =
            SettingValues.NONE.with(StormSettings.COUNT, 2_000L).with(StormSettings.JOURNAL_LIMIT, 1L << 26);

        assertEquals(2_000, resume.config(given).value(StormSettings.COUNT));
        assertEquals(1L << 26, resume.settings(given).get(StormSettings.JOURNAL_LIMIT));
        final StormResume limited = new StormResume(resume.directory(), resume.name(), resume.profile(), resume.own(),
            resume.config(), resume.more(), resume.durability(), 1L << 25);
        assertEquals(1L << 25, limited.settings(SettingValues.NONE).get(StormSettings.JOURNAL_LIMIT));
        assertEquals(1L << 26, limited.settings(given).get(StormSettings.JOURNAL_LIMIT));
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', value = {
        "irsen      | 501     | '501' contradicts LEFT, which was begun with '500'",
        "kvm        | 7.4-gap | '7.4-gap' contradicts LEFT, which was begun with '7.4'",
        "profile    | default | 'default' contradicts LEFT, which was begun with 'overcommit'",
        "durability | forced  | 'forced' contradicts LEFT, which was begun with 'process'",
        "seed       | 9       | '9' contradicts LEFT, which was begun with '1'",
        "rate       | 9       | '9' changes vms, and resume takes the VMs from LEFT",
        "count      | 0       | 0 is no storm (try 1M)",
        "duration   | 0s      | 0 is no storm (try 10s)",
    })
    void shouldRefuseWhatContradictsTheJournal(final String name, final String text, final String message)
        throws IOException
    {
        final StormResume resume = left();
        final SettingValues given = SettingValues.NONE.withText(setting(name), text);

        final SettingException refused = assertThrows(SettingException.class, () -> resume.config(given));

        final String said = refused.message(Spelling.NAMES);
        assertEquals(message.replace("LEFT", directory.resolve("left").toString()),
            said.replace(name + ": ", "").replaceAll(" \\(leave it out.*", ""));
    }

    @Test
    void shouldRefuseWhatIsNoDirectory()
    {
        final Path missing = directory.resolve("missing");

        final OutcomeException refused = assertThrows(
            OutcomeException.class, () -> StormResume.of(missing, JobProfiles.ALL, Spelling.NAMES));

        assertEquals(missing + ": no such directory", refused.getMessage());
    }

    private StormResume left() throws IOException
    {
        final Path left = directory.resolve("left");
        Storms.leave(left, PROFILE, CONFIG, SettingValues.NONE.withText(own("irsen"), "500"), 2, true);

        return StormResume.of(left, JobProfiles.ALL, Spelling.NAMES);
    }

    private static Setting<?> own(final String name)
    {
        return own(PROFILE, name);
    }

    private static Setting<?> own(final StormProfile profile, final String name)
    {
        return profile.settings().stream().filter(of -> of.name().equals(name)).findFirst().orElseThrow();
    }

    private static Setting<?> setting(final String name)
    {
        return OfferedSettings.ALL.stream().filter(of -> of.name().equals(name)).findFirst().orElseGet(() -> own(name));
    }
}
