package org.gale.engine.storm.run;

import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.SettingException;
import org.gale.engine.storm.setting.SettingType;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;

/** Planner of a storm, which derives its configuration from the profile and the chosen settings. Immutable. */
final class StormPlanner
{
    private final StormProfile profile;
    private final SettingValues own;
    private final StormConfig profileDefaults;
    private final SettingValues given;
    private final boolean hasGenerator;

    StormPlanner(
        final StormProfile profile,
        final SettingValues own,
        final SettingValues given,
        final StormLanes lanes)
    {
        this.profile = profile;
        this.own = own;
        this.profileDefaults = profile.config();
        this.given = given;
        this.hasGenerator = lanes.hasGenerator();
    }

    /**
     * Returns the configuration.
     *
     * @throws SettingException if a value lies outside its range or contradicts another one
     */
    StormConfig config()
    {
        final boolean isUnlimited = !given.has(StormSettings.DURATION) && !given.has(StormSettings.COUNT);
        final int vms = number(StormSettings.VMS, profileDefaults.value(StormSettings.VMS));
        final int vpes = number(StormSettings.VPES, profileDefaults.value(StormSettings.VPES));
        final int pes = number(StormSettings.PES, Math.min(Integer.MAX_VALUE, profile.pes(vms, vpes)));
        final Shape shape = shape();
        final long rounds = rounds();
        final double rate = given.valueOr(StormSettings.RATE, profileDefaults.value(StormSettings.RATE));
        final long defaultNs =
            hasGenerator ? profileDefaults.value(StormSettings.DURATION) : StormConfig.DURATION_UNLIMITED_NS;
        final long durationNs = isUnlimited && rounds == 0 ? defaultNs :
            positive(StormSettings.DURATION, StormConfig.DURATION_UNLIMITED_NS, "10s");
        final long count = rounds > 0 ? count(rounds, vms, shape.lpis()) :
            isUnlimited ? profileDefaults.value(StormSettings.COUNT) :
            positive(StormSettings.COUNT, StormConfig.COUNT_UNLIMITED, "1M");
        if (durationNs > StormConfig.DURATION_UNLIMITED_NS)
        {
            throw new SettingException(
                StormSettings.DURATION, NumberText.duration(durationNs), " is longer than a year");
        }
        try
        {
            StormSettings.VMS.check((long)vms);
            StormSettings.VPES.check((long)vpes);
            profile.checkPes(vms, vpes, Math.max(1, pes));
            checkArrivals(rate);
            final StormConfig config = profileDefaults.with(given.only(StormSettings.RECORDED)
                .with(StormSettings.PES, (long)pes)
                .with(StormSettings.LPIS, (long)shape.lpis()).with(StormSettings.DEVICES, (long)shape.devices())
                .with(StormSettings.EVENTS, (long)shape.events()).with(StormSettings.WINDOW, window(rate))
                .with(StormSettings.DURATION, durationNs).with(StormSettings.COUNT, count));
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

    /** LPIs, devices and events of a VM. */
    private record Shape(int lpis, int devices, int events)
    {
    }

    /** Returns how often each event is to be offered; 0 if another setting says when the storm ends. */
    private long rounds()
    {
        final boolean hasCount = given.has(StormSettings.COUNT);
        final String text = given.text(StormSettings.ITERATIONS);
        if (text == null)
        {
            return !given.has(StormSettings.DURATION) && !hasCount && hasGenerator ? profile.rounds() : 0;
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

    private long count(final long rounds, final int vms, final int lpis)
    {
        final long events = Math.max(1, (long)vms * lpis);
        if (rounds > StormConfig.COUNT_UNLIMITED / events)
        {
            throw new SettingException(StormSettings.ITERATIONS, rounds, " is too many");
        }

        return rounds * events;
    }

    private void checkArrivals(final double rate)
    {
        final String arrivals = given.get(StormSettings.ARRIVALS);
        if (arrivals != null && rate == SettingType.RATE_MAX)
        {
            throw new SettingException(
                StormSettings.ARRIVALS, "'", arrivals, "' needs a rate (try ", StormSettings.RATE, " 1M)");
        }
    }

    private long window(final double rate)
    {
        if (given.has(StormSettings.WINDOW) && rate != SettingType.RATE_MAX)
        {
            throw new SettingException(StormSettings.WINDOW, "'", given.text(StormSettings.WINDOW),
                "' is of a closed loop, and ", StormSettings.RATE, " opens it (try ", StormSettings.RATE, " max)");
        }

        return Math.min(Integer.MAX_VALUE, positive(StormSettings.WINDOW, 0, "1k"));
    }

    /** Returns LPIs, devices and events of a VM: two of them give the third. */
    private Shape shape()
    {
        final boolean hasDevices = given.has(StormSettings.DEVICES);
        final boolean hasEvents = given.has(StormSettings.EVENTS);
        final int lpis = number(StormSettings.LPIS, 0);
        if (given.has(StormSettings.LPIS) && lpis == 0)
        {
            StormSettings.LPIS.check(0L);
        }
        final int devices = number(StormSettings.DEVICES, profileDefaults.value(StormSettings.DEVICES));
        final int events = number(StormSettings.EVENTS, profileDefaults.value(StormSettings.EVENTS));
        if (!given.has(StormSettings.LPIS))
        {
            return new Shape((int)Math.min(Integer.MAX_VALUE, (long)devices * events), devices, events);
        }
        if (hasDevices && hasEvents)
        {
            return new Shape(lpis, devices, events);
        }
        if (!hasDevices && !hasEvents)
        {
            final int fitting = devicesFor(lpis, profileDefaults.value(StormSettings.DEVICES).intValue());

            return new Shape(lpis, fitting, lpis / fitting);
        }
        final Setting<Long> divides = hasDevices ? StormSettings.DEVICES : StormSettings.EVENTS;
        final int divisor = hasDevices ? devices : events;
        if (divisor == 0 || lpis % divisor != 0)
        {
            throw new SettingException(StormSettings.LPIS, lpis, " is not a multiple of ", divides, " ", divisor);
        }

        return hasDevices ? new Shape(lpis, divisor, lpis / divisor) : new Shape(lpis, lpis / divisor, divisor);
    }

    /** Returns as many devices as preferred, or the next number that divides the LPIs and leaves few enough events. */
    private static int devicesFor(final int lpis, final int preferred)
    {
        final long limit = StormSettings.EVENTS.max();
        for (int devices = preferred; devices >= 1; devices--)
        {
            if (lpis % devices == 0 && lpis / devices <= limit)
            {
                return devices;
            }
        }
        int devices = preferred;
        while (devices < lpis && (lpis % devices != 0 || lpis / devices > limit))
        {
            devices++;
        }

        return devices;
    }

    private int number(final Setting<Long> setting, final long value)
    {
        final long number = given.valueOr(setting, value);
        if (number > Integer.MAX_VALUE)
        {
            throw new SettingException(setting, number, " is too many");
        }

        return (int)number;
    }
}
