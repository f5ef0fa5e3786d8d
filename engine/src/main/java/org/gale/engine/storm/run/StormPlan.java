package org.gale.engine.storm.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.setting.MeasureSettings;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.SettingException;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.Spelling;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormOutputs;
import org.gale.engine.storm.setting.StormSettings;
import org.gale.engine.storm.setting.UserPath;

/**
 * Plan of a storm. Everything is checked when it is made, and nothing is created.
 *
 * @param profile    of the traffic
 * @param config     the storm
 * @param workload   of the profile
 * @param own        values of the profile's own settings that were chosen
 * @param isTimed    true if the duration may end it, false if the count alone does
 * @param durability {@code none}, {@code process} or {@code forced}
 * @param journal    where the journal goes, or lies; null for none or for a temporary directory
 * @param isResumed  true to resume from that journal
 * @param limitBytes limit of the journal's segments, beyond which the oldest are purged; 0 for no limit
 * @param replays    true to replay the journal afterwards
 * @param ramFile    where RAM goes, or null
 * @param json       where the JSON report goes: a file, {@code -} for stdout, or null
 * @param checksSpace true to check first that the journal finds its space
 * @param lanes      where other processes attach
 * @param measure    chosen settings of the run that its journal does not record
 * @param shown      files beside the JSON report, and conditions that fail the storm
 * @param spelling   of settings in messages
 */
public record StormPlan(
    StormProfile profile,
    StormConfig config,
    Workload workload,
    SettingValues own,
    boolean isTimed,
    String durability,
    Path journal,
    boolean isResumed,
    long limitBytes,
    boolean replays,
    Path ramFile,
    Path json,
    boolean checksSpace,
    StormLanes lanes,
    SettingValues measure,
    StormOutputs shown,
    Spelling spelling)
{
    private static final Path NO_JOURNAL = Path.of(StormSettings.NONE);
    private static final Path STDOUT = Path.of("-");

    /**
     * Plans a storm, or the resumption of one.
     *
     * @param given    settings that the user chose
     * @param profiles among which the user chooses
     * @param spelling of settings in messages
     * @throws OutcomeException if the settings contradict each other, or a path cannot be used
     */
    public static StormPlan of(
        final SettingValues given, final StormProfiles profiles, final Spelling spelling)
    {
        try
        {
            final StormPlan plan = given.has(StormSettings.RESUME) ?
                resumed(StormResume.of(given.get(StormSettings.RESUME), profiles, spelling), given, spelling) :
                begun(given, profiles, spelling);
            StormPaths.check(plan);
            plan.shown().checkTrace(plan.config(), plan.hasJournal());

            return plan;
        }
        catch (final SettingException ex)
        {
            throw new OutcomeException(Outcome.USAGE, ex.message(spelling), ex);
        }
    }

    private static StormPlan begun(
        final SettingValues given, final StormProfiles profiles, final Spelling spelling)
    {
        final Path journal = given.get(StormSettings.JOURNAL);
        final String durability = durability(given, spelling);
        final StormProfile profile = profiles.of(
            given.valueOrDefault(StormSettings.PROFILE));
        final StormLanes lanes = StormLanes.of(given, spelling);
        final SettingValues own = own(profile, profiles, given, spelling);
        final StormConfig config = new StormPlanner(profile, own, given, lanes, spelling).config();
        final Workload workload = profile.workload(config, own);

        return files(given, spelling).lanes(lanes).profile(profile).config(config).workload(workload).own(own)
            .isTimed(given.has(StormSettings.DURATION) || isTimed(config) || !lanes.hasGenerator())
            .durability(durability).journal(durability.equals(StormSettings.NONE) ? null : journal)
            .limitBytes(StormLimit.of(given.get(StormSettings.JOURNAL_LIMIT), durability, workload, spelling))
            .checksSpace(given.valueOr(StormSettings.SPACE_CHECK, true))
            .measure(measure(given, config, lanes)).build();
    }

    /** Returns the chosen settings of the profile, and refuses those of another one. */
    private static SettingValues own(
        final StormProfile profile,
        final StormProfiles profiles,
        final SettingValues given,
        final Spelling spelling)
    {
        for (final Setting<?> setting : profiles.settings())
        {
            if (given.has(setting) && !profile.settings().contains(setting))
            {
                throw setting.refusal(spelling,
                    "'" + given.text(setting) + "' is no setting of the profile '" + profile.name() + "'");
            }
        }

        final SettingValues own = given.only(profile.settings());
        profile.settings().stream().filter(own::has).forEach(own::check);

        return own;
    }

    private static String durability(final SettingValues given, final Spelling spelling)
    {
        final Path journal = given.get(StormSettings.JOURNAL);
        final String durability = given.get(StormSettings.DURABILITY);
        final boolean isNone = NO_JOURNAL.equals(journal);
        final boolean isPlain = StormSettings.NONE.equals(durability);
        if (isNone && durability != null && !isPlain)
        {
            throw StormSettings.DURABILITY.refusal(spelling,
                "'" + durability + "' needs a journal, and " + spelling.of(StormSettings.JOURNAL) + " is none");
        }
        if (isPlain && journal != null && !isNone)
        {
            throw StormSettings.DURABILITY.refusal(spelling,
                "'none' keeps no journal, and " + spelling.of(StormSettings.JOURNAL) + " names " + journal);
        }

        return isNone || isPlain ? StormSettings.NONE : durability == null ? StormSettings.PROCESS : durability;
    }

    private static StormPlan resumed(final StormResume resume, final SettingValues given, final Spelling spelling)
    {
        final StormConfig config = resume.config(given, spelling);
        final StormLanes lanes = StormLanes.of(given, spelling);

        return files(given, spelling).lanes(lanes).profile(resume.profile()).config(config)
            .workload(resume.profile().workload(config, resume.own())).own(resume.own()).isTimed(isTimed(config))
            .durability(resume.durability()).journal(resume.directory()).isResumed(true)
            .limitBytes(resume.limitBytes(given, spelling))
            .measure(measure(given, config, lanes)).build();
    }

    /** Begins a plan with what is written beside the journal. */
    private static StormPlanBuilder files(final SettingValues given, final Spelling spelling)
    {
        return new StormPlanBuilder().replays(given.valueOr(StormSettings.REPLAY, true))
            .ramFile(given.get(StormSettings.RAM_FILE)).json(given.get(StormSettings.JSON))
            .shown(StormOutputs.of(given)).spelling(spelling);
    }

    private static SettingValues measure(
        final SettingValues given, final StormConfig config, final StormLanes lanes)
    {
        MeasureSettings.check(given, config, lanes.hasGenerator());

        return given.only(MeasureSettings.ALL);
    }

    private static boolean isTimed(final StormConfig config)
    {
        return config.durationNs() < StormConfig.DURATION_UNLIMITED_NS;
    }

    /** Returns the machine that the storm needs. */
    MachineConfig machine()
    {
        return workload.machine();
    }

    public boolean hasJournal()
    {
        return !durability.equals(StormSettings.NONE);
    }

    public boolean isJsonOnStdout()
    {
        return STDOUT.equals(json);
    }

    /** Returns the files that reports are written to, each with its option. */
    List<UserPath> outputs()
    {
        final List<UserPath> outputs = new ArrayList<>(shown.files(spelling));
        if (json != null && !isJsonOnStdout())
        {
            outputs.add(new UserPath(spelling.of(StormSettings.JSON), json));
        }

        return outputs;
    }

    /** Returns a setting and its path as messages begin: {@code --json report.json}. */
    String place(final Setting<Path> setting, final Path path)
    {
        return spelling.of(setting) + ' ' + path;
    }
}
