package org.gale.engine.storm.run;

import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.setting.HostShape;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.SettingException;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;
import org.gale.engine.storm.setting.StreamShape;
import org.gale.engine.storm.setting.VmSizes;

/** Planner of a storm, which derives its configuration from the profile and the chosen settings. Immutable. */
final class StormPlanner
{
    private final StormProfile profile;
    private final SettingValues own;
    private final ProfileDefaults defaults;
    private final StormConfig profileDefaults;
    private final SettingValues given;
    /** Shape that a job gives; null to make it of the settings. */
    private final HostShape shape;
    private final boolean hasGenerator;

    StormPlanner(
        final StormProfile profile,
        final SettingValues own,
        final SettingValues given,
        final HostShape shape,
        final boolean hasGenerator)
    {
        this.profile = profile;
        this.own = own;
        this.defaults = profile.defaults();
        this.profileDefaults = defaults.config();
        this.given = given;
        this.shape = shape;
        this.hasGenerator = hasGenerator;
    }

    /**
     * Returns the configuration.
     *
     * @throws SettingException if a value lies outside its range or contradicts another one
     */
    StormConfig config()
    {
        final long vms = VmSizes.number(given, StormSettings.VMS, profileDefaults.value(StormSettings.VMS));
        final long vpes = VmSizes.number(given, StormSettings.VPES, profileDefaults.value(StormSettings.VPES));
        final long totalVpes = shape == null ? vms * vpes : shape.vpes();
        final int pes = (int)VmSizes.number(
            given, StormSettings.PES, Math.min(Integer.MAX_VALUE, defaults.pes(totalVpes)));
        final VmSizes sizes = VmSizes.of(given, profileDefaults.values());
        final long rounds = rounds();
        final long durationNs = durationNs(rounds);
        final long count = count(rounds, shape == null ? vms * sizes.lpis() : shape.lpis());
        try
        {
            final StreamShape stream = StreamShape.of(given, profileDefaults.value(StormSettings.RATE));
            final HostShape host = shape == null ? alike(vms, vpes, sizes, stream) : shape;
            profile.checkPes(host, Math.max(1, pes));
            final SettingValues changes = given.only(StormSettings.RECORDED).with(StormSettings.PES, (long)pes)
                .with(StormSettings.DURATION, durationNs).with(StormSettings.COUNT, count);
            final StormConfig config = shape != null && shape.order() == HostShape.Order.GROUP ?
                profileDefaults.with(changes) :
                profileDefaults.with(changes.with(StormSettings.LPIS, sizes.lpis())
                    .with(StormSettings.DEVICES, sizes.devices()).with(StormSettings.EVENTS, sizes.events())
                    .with(StormSettings.WINDOW, stream.window()));
            final StormConfig shaped = shape == null ? config : config.shaped(shape);
            profile.workload(shaped, own).machine();                            // there is one, or it says why not

            return shaped;
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

    /** Returns the shape of a host whose VMs are all alike. */
    private static HostShape alike(final long vms, final long vpes, final VmSizes sizes, final StreamShape stream)
    {
        StormSettings.VMS.check(vms);
        StormSettings.VPES.check(vpes);
        StormSettings.LPIS.check(sizes.lpis());
        StormSettings.DEVICES.check(sizes.devices());
        StormSettings.EVENTS.check(sizes.events());

        return HostShape.alike((int)vms, (int)vpes, (int)sizes.devices(), (int)sizes.events(), stream);
    }

    private long durationNs(final long rounds)
    {
        final long defaultNs =
            hasGenerator ? profileDefaults.value(StormSettings.DURATION) : StormConfig.DURATION_UNLIMITED_NS;
        final long durationNs = isUnlimited() && rounds == 0 ? defaultNs :
            positive(StormSettings.DURATION, StormConfig.DURATION_UNLIMITED_NS, "10s");
        if (durationNs > StormConfig.DURATION_UNLIMITED_NS)
        {
            throw new SettingException(
                StormSettings.DURATION, NumberText.duration(durationNs), " is longer than a year");
        }

        return durationNs;
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
            return !given.has(StormSettings.DURATION) && !hasCount && hasGenerator ? defaults.rounds() : 0;
        }
        if (hasCount)
        {
            throw new SettingException(
                StormSettings.ITERATIONS, "'", text, "' and ", StormSettings.COUNT, " both say how many");
        }
        if (!hasGenerator)
        {
            throw new SettingException(StormSettings.ITERATIONS, "'", text, "' is of the generator, and ",
                StormSettings.GENERATOR, "=off turns it off");
        }

        return positive(StormSettings.ITERATIONS, 0, "1k");
    }

    /**
     * Returns the number of events that ends the storm.
     *
     * @param lpis of all VMs
     */
    private long count(final long rounds, final long lpis)
    {
        if (rounds == 0)
        {
            return isUnlimited() ? profileDefaults.value(StormSettings.COUNT) :
                positive(StormSettings.COUNT, StormConfig.COUNT_UNLIMITED, "1M");
        }
        final long events = Math.max(1, lpis);
        if (rounds > StormConfig.COUNT_UNLIMITED / events)
        {
            throw new SettingException(StormSettings.ITERATIONS, rounds, " is too many");
        }

        return rounds * events;
    }
}
