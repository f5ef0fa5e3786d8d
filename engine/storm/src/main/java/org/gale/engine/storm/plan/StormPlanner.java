package org.gale.engine.storm.plan;

import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmSizes;

/**
 * Planner of a storm, which derives its configuration from profile, chosen settings and shape. Immutable.
 *
 * @param own   values of the settings that not all profiles have
 * @param given values that were chosen
 */
public record StormPlanner(
    StormProfile profile, SettingValues own, SettingValues given, HostShape shape, boolean hasGenerator)
{
    /**
     * Returns the planner of the storm of a job.
     *
     * @param profiles among which the user chooses
     * @throws SettingException if a setting is of another profile
     */
    public static StormPlanner of(final StormJob job, final StormProfiles profiles)
    {
        final SettingValues given = job.settings();
        final StormProfile profile = profiles.of(given.valueOrDefault(StormSettings.PROFILE));

        return new StormPlanner(profile, own(profile, profiles, given), given, job.shape(),
            given.valueOrDefault(StormSettings.GENERATOR));
    }

    /** Returns the chosen settings of the profile, and refuses those of another one. */
    private static SettingValues own(
        final StormProfile profile, final StormProfiles profiles, final SettingValues given)
    {
        for (final Setting<?> setting : profiles.settings())
        {
            if (given.has(setting) && !profile.allSettings().contains(setting))
            {
                throw new SettingException(setting, "'", given.text(setting), MachineSettings.ALL.contains(setting) ?
                    "' is a key of a GICv5, which is not the machine of the profile '" :
                    "' is no setting of the profile '", profile.name(), "'");
            }
        }

        final SettingValues own = given.only(profile.allSettings());
        profile.allSettings().stream().filter(own::has).forEach(own::check);

        return own;
    }

    /**
     * Returns the configuration.
     *
     * @throws SettingException if a value lies outside its range or contradicts another one
     */
    public StormConfig config()
    {
        final int pes = (int)VmSizes.number(
            given, StormSettings.PES, Math.min(Integer.MAX_VALUE, profile.defaults().pes(shape.vpes())));
        final long rounds = rounds();
        final SettingValues changes = given.only(StormSettings.RECORDED).with(StormSettings.PES, (long)pes)
            .with(StormSettings.DURATION, durationNs(rounds)).with(StormSettings.COUNT, count(rounds))
            .with(StormSettings.LATENCY, latency());
        try
        {
            profile.checkPes(shape, Math.max(1, pes), ClockSettings.isVirtual(given));
            final StormConfig config = profile.defaults().config().shaped(changes, shape);
            profile.workload(config, own).machine();                            // there is one, or it says why not

            return config;
        }
        catch (final SettingException ex)
        {
            throw ex;
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, ex.getMessage(), ex);
        }
    }

    /** Returns the partitions of the host. */
    Partitions partitions()
    {
        return profile.workload(config(), own).topology().partitions();
    }

    private long durationNs(final long rounds)
    {
        final long defaultNs = ClockSettings.isVirtual(given) ? ClockSettings.VIRTUAL_NS :
            hasGenerator ? profile.defaults().config().value(StormSettings.DURATION) :
            StormSettings.DURATION_UNLIMITED_NS;
        final long durationNs = isUnlimited() && rounds == 0 ? defaultNs :
            positive(StormSettings.DURATION, StormSettings.DURATION_UNLIMITED_NS, "10s");
        if (durationNs > StormSettings.DURATION_UNLIMITED_NS)
        {
            throw new SettingException(
                StormSettings.DURATION, NumberText.duration(durationNs), " is longer than a year");
        }

        return durationNs;
    }

    /** Returns the sample: nothing is gained by one where time is simulated or a trace says when events come. */
    private long latency()
    {
        final boolean isWhole = ClockSettings.isVirtual(given) || shape.isTraced();

        return given.valueOr(StormSettings.LATENCY,
            isWhole ? StormSettings.EVERY_ONE : profile.defaults().config().value(StormSettings.LATENCY));
    }

    private boolean isUnlimited()
    {
        return !given.has(StormSettings.DURATION) && !given.has(StormSettings.COUNT);
    }

    /**
     * Refuses 0 as the value of a setting.
     *
     * @param example of a value, for the message
     * @throws SettingException if 0 was chosen
     */
    static void checkPositive(final SettingValues given, final Setting<Long> setting, final String example)
    {
        if (given.valueOr(setting, 1L) == 0)
        {
            throw new SettingException(setting, "0 is no storm (try ", example, ")");
        }
    }

    private long positive(final Setting<Long> setting, final long fallback, final String example)
    {
        checkPositive(given, setting, example);

        return given.valueOr(setting, fallback);
    }

    /** Returns how often each event is to be offered; 0 if another setting says when the storm ends. */
    private long rounds()
    {
        final boolean hasCount = given.has(StormSettings.COUNT);
        final String text = given.text(StormSettings.ITERATIONS);
        if (text == null)
        {
            final boolean isForRounds =
                !given.has(StormSettings.DURATION) && !hasCount && hasGenerator && !ClockSettings.isVirtual(given);

            return isForRounds ? profile.defaults().rounds() : 0;
        }
        if (hasCount)
        {
            throw new SettingException(
                StormSettings.ITERATIONS, "'", text, "' and ", StormSettings.COUNT, " both say how many");
        }
        if (!hasGenerator)
        {
            throw new SettingException(StormSettings.ITERATIONS, "'", text, "' belongs to the generator, and ",
                StormSettings.GENERATOR, "=off turns it off");
        }

        return positive(StormSettings.ITERATIONS, 0, "1k");
    }

    /** Returns the number of events that ends the storm. */
    private long count(final long rounds)
    {
        if (rounds == 0)
        {
            final boolean isVirtual = ClockSettings.isVirtual(given);
            final long defaultCount =
                isVirtual ? ClockSettings.VIRTUAL_COUNT : profile.defaults().config().value(StormSettings.COUNT);

            return isUnlimited() ? defaultCount :
                positive(StormSettings.COUNT, StormSettings.COUNT_UNLIMITED, "1M");
        }
        final long events = shape.lpis();
        if (rounds > StormSettings.COUNT_UNLIMITED / events)
        {
            throw new SettingException(StormSettings.ITERATIONS, rounds, " is too many");
        }

        return rounds * events;
    }
}
