package org.gale.engine.storm.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalHeader;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.scenario.OfferedSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Journal from which a storm is to be resumed. The storm, its machine and its durability are the journal's. Settings
 * may choose another end and other measurements. Queries only.
 *
 * @param directory  of the journal
 * @param name       of the job
 * @param profile    of the traffic
 * @param own        values of the profile's own settings that were chosen
 * @param config     the storm that the journal was begun with
 * @param more       settings of its job that are neither the configuration's nor the profile's own
 * @param durability in which it was begun
 * @param limitBytes within which its segments stay; 0 for no limit
 */
record StormResume(
    Path directory,
    String name,
    StormProfile profile,
    SettingValues own,
    StormConfig config,
    SettingValues more,
    String durability,
    long limitBytes)
{
    private static final Set<String> KEYS = Set.of(RunConfiguration.JOB, StormShare.PROFILE,
        StormLimit.KEY, StormShare.KEY, StormShare.COUNT);
    /** Settings that say how the journal was begun. */
    private static final List<Setting<?>> OF_THE_JOURNAL = List.of(StormSettings.PROFILE, StormSettings.DURABILITY,
        StormSettings.JOURNAL_LIMIT, StormSettings.ITERATIONS);

    /**
     * Reads what the journal says of the whole.
     *
     * @throws OutcomeException if there is no journal of a storm, or it is damaged there
     */
    public static StormResume of(final Path directory, final StormProfiles profiles, final Spelling spelling)
    {
        JournalErrors.checkDirectory(directory);
        final Begun begun = begun(directory);
        final JournalHeader header = begun.header();
        try
        {
            final RunConfiguration configuration = RunConfiguration.parse(header.configuration());
            if (configuration.isDevice())
            {
                throw usage(spelling, directory, "it holds what a device and its client exchanged, and no storm");
            }
            if (!configuration.isStorm())
            {
                throw usage(spelling, directory, "its commands are those of a script, not of a storm");
            }
            if (VirtualJournal.isVirtual(configuration))
            {
                throw usage(spelling, directory, VirtualJournal.notResumed(configuration, directory, spelling));
            }
            checkKeys(configuration);
            final StormJob job = profiles.jobs().apply(configuration.value(RunConfiguration.JOB));
            final StormProfile profile = profiles.of(
                configuration.others().getOrDefault(StormShare.PROFILE, StormSettings.PROFILE.defaultValue()));
            final StormConfig whole = StormPlanner.of(job, profiles).config();
            if (whole.isVirtual())
            {
                throw usage(spelling, directory, "its clock is virtual, and it names no model");
            }
            final SettingValues own = job.settings().only(profile.allSettings());
            final Workload workload = profile.workload(whole, own);
            final StormConfig config = StormShare.config(whole, workload.topology().partitions(), configuration);
            if (!workload.machine().equals(configuration.machine()))
            {
                throw usage(spelling, directory, "gale " + configuration.version() +
                    " laid its tables out in another way, and this version cannot resume it");
            }

            return new StormResume(
                directory, job.name(), profile, own, config, more(job), header.durability().label(),
                begun.limitBytes() == 0 ? StormLimit.of(configuration) : begun.limitBytes());
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, spelling.of(StormSettings.RESUME) + ' ' + directory +
                ": this version does not know such a storm: " + ex.getMessage(), ex);
        }
    }

    /**
     * Returns the storm to resume: the journal's, with another end and other latencies where they are chosen.
     *
     * @throws SettingException if a setting contradicts the journal
     */
    public StormConfig config(final SettingValues given)
    {
        final Check check = new Check(given);
        check.vms();
        check.same(StormSettings.PROFILE, profile.name());
        profile.allSettings().forEach(check::sameOwn);
        for (final Setting<?> setting : OfferedSettings.ALL)
        {
            if (setting == StormSettings.DURABILITY)
            {
                check.same(StormSettings.DURABILITY, durability);
            }
            else if (StormSettings.RECORDED.contains(setting) && !StormSettings.OF_EACH_PART.contains(setting))
            {
                check.sameRecorded(setting);
            }
        }
        if (given.has(StormSettings.ITERATIONS))
        {
            throw new SettingException(StormSettings.ITERATIONS, "'", given.text(StormSettings.ITERATIONS),
                "' is for a storm that begins (", StormSettings.COUNT,
                " N says how many events there are in all, of ", directory, ")");
        }
        if (given.has(StormSettings.JOURNAL))
        {
            throw new SettingException(StormSettings.JOURNAL, given.get(StormSettings.JOURNAL),
                " is one journal too many: ", StormSettings.RESUME, " resumes ", directory);
        }

        StormPlanner.checkPositive(given, StormSettings.DURATION, "10s");
        StormPlanner.checkPositive(given, StormSettings.COUNT, "1M");

        return config.with(given.only(StormSettings.OF_EACH_PART));
    }

    /**
     * Returns the chosen settings, and those that the journal decides: the profile's own, durability and limit, and of
     * its job what nothing else was chosen for.
     */
    public SettingValues settings(final SettingValues given)
    {
        SettingValues settings = more.withAll(given).with(StormSettings.DURABILITY, durability);
        settings = given.has(StormSettings.LANES) ? settings : settings.without(StormSettings.LANE_COUNT);
        settings = settings.without(profile.allSettings()).withAll(own);

        return limitBytes == 0 || given.has(StormSettings.JOURNAL_LIMIT) ? settings :
            settings.with(StormSettings.JOURNAL_LIMIT, limitBytes);
    }

    /** Refuses a key that this version does not know: what it says would be lost. */
    private static void checkKeys(final RunConfiguration configuration)
    {
        for (final String key : configuration.others().keySet())
        {
            if (!KEYS.contains(key) && !key.startsWith(StormShare.PROFILE + '.'))
            {
                throw new IllegalArgumentException("its journal has the key '" + key + "' (gale " +
                    configuration.version() + " wrote it)");
            }
        }
    }

    /** Returns the settings of a job that are to hold for each part of its storm. */
    private static SettingValues more(final StormJob job)
    {
        SettingValues more = SettingValues.NONE;
        for (final Setting<?> setting : OfferedSettings.ALL)
        {
            final boolean isMore = job.settings().isOther(setting) && !StormSettings.RECORDED.contains(setting) &&
                !OF_THE_JOURNAL.contains(setting);
            more = isMore ? more.withValueOf(setting, job.settings()) : more;
        }

        return more;
    }

    /** Header of the journal, and the limit that a resume chose last or 0. */
    private record Begun(JournalHeader header, long limitBytes)
    {
    }

    private static Begun begun(final Path directory)
    {
        try (JournalReader reader = JournalReader.open(directory))
        {
            if (reader.header() == null)
            {
                throw new OutcomeException(
                    Outcome.JOURNAL_DAMAGED, JournalErrors.lines(reader.end().damage().message()));
            }

            return new Begun(reader.header(), reader.limitBytes());
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    private static OutcomeException usage(final Spelling spelling, final Path directory, final String finding)
    {
        return new OutcomeException(
            Outcome.USAGE, spelling.of(StormSettings.RESUME) + ' ' + directory + ": " + finding);
    }

    /** Check of chosen settings, which may not contradict the journal. */
    private final class Check
    {
        private final SettingValues given;

        Check(final SettingValues given)
        {
            this.given = given;
        }

        /** Refuses settings of the VMs, which are those of the job. */
        void vms()
        {
            for (final Setting<?> setting : StormSettings.OF_VMS)
            {
                if (given.has(setting))
                {
                    throw new SettingException(setting, "'", given.text(setting), "' changes vms, and ",
                        StormSettings.RESUME, " takes the VMs from ", directory, " (leave it out)");
                }
            }
            if (!config.shape().phases().isEmpty() && given.has(StormSettings.DURATION))
            {
                throw new SettingException(StormSettings.DURATION, "'", given.text(StormSettings.DURATION),
                    "' contradicts the phases of ", directory, " (leave it out)");
            }
        }

        <T> void same(final Setting<T> setting, final T journal)
        {
            final T value = given.get(setting);
            if (value != null && !value.equals(journal))
            {
                throw new SettingException(setting, "'", plain(setting, value), "' contradicts ", directory,
                    ", which was begun with '", plain(setting, journal), "' (leave it out: ", StormSettings.RESUME,
                    " takes it from there)");
            }
        }

        <T> void sameRecorded(final Setting<T> setting)
        {
            same(setting, config.value(setting));
        }

        <T> void sameOwn(final Setting<T> setting)
        {
            same(setting, own.valueOrDefault(setting));
        }

        /** Returns a value as a message shows it: whole numbers without a unit, and no rate as the user writes it. */
        private <T> String plain(final Setting<T> setting, final T value)
        {
            return value instanceof Double rate && !rate.equals(setting.unlimitedValue()) ?
                String.format(Locale.ROOT, "%.0f", rate) : value instanceof Long ? value.toString() :
                setting.type().shown().apply(value);
        }
    }
}
