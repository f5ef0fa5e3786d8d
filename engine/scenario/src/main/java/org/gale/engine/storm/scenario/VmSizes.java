package org.gale.engine.storm.scenario;

/**
 * Devices and LPIs of a VM whose devices are all alike. Two of the three numbers give the third.
 *
 * @param lpis    of the VM
 * @param devices of the VM
 * @param events  of a device
 */
public record VmSizes(long lpis, long devices, long events)
{
    /**
     * Returns the sizes that settings ask for. A product that is too large is cut to the largest int.
     *
     * @param given    settings that were chosen
     * @param defaults values of devices and events that were not
     * @throws SettingException if the LPIs cannot be divided so
     */
    public static VmSizes of(final SettingValues given, final SettingValues defaults)
    {
        final boolean hasDevices = given.has(StormSettings.DEVICES);
        final boolean hasEvents = given.has(StormSettings.EVENTS);
        final long lpis = number(given, StormSettings.LPIS, 0);
        if (given.has(StormSettings.LPIS) && lpis == 0)
        {
            SettingValues.check(StormSettings.LPIS, 0L);
        }
        final long devices = number(given, StormSettings.DEVICES, defaults.get(StormSettings.DEVICES));
        final long events = number(given, StormSettings.EVENTS, defaults.get(StormSettings.EVENTS));
        if (!given.has(StormSettings.LPIS))
        {
            return new VmSizes(Math.min(Integer.MAX_VALUE, devices * events), devices, events);
        }
        if (hasDevices && hasEvents)
        {
            return new VmSizes(lpis, devices, events);
        }
        if (!hasDevices && !hasEvents)
        {
            final long fitting = devicesFor(lpis, defaults.get(StormSettings.DEVICES));

            return new VmSizes(lpis, fitting, lpis / fitting);
        }
        final Setting<Long> divides = hasDevices ? StormSettings.DEVICES : StormSettings.EVENTS;
        final long divisor = hasDevices ? devices : events;
        if (divisor == 0 || lpis % divisor != 0)
        {
            throw new SettingException(StormSettings.LPIS, lpis, " is not a multiple of ", divides, " ", divisor);
        }

        return hasDevices ? new VmSizes(lpis, divisor, lpis / divisor) : new VmSizes(lpis, lpis / divisor, divisor);
    }

    /**
     * Checks that devices and events lie in their ranges, and that the LPIs are theirs.
     *
     * @throws SettingException if not
     */
    public void check()
    {
        SettingValues.check(StormSettings.DEVICES, devices);
        SettingValues.check(StormSettings.EVENTS, events);
        if (devices * events != lpis)
        {
            throw new SettingException(StormSettings.LPIS, lpis, " is not ", StormSettings.DEVICES, " × ",
                StormSettings.EVENTS, " = ", devices * events, " (give two of the three)");
        }
    }

    /**
     * Returns as many devices as preferred, or the next number that divides the LPIs and leaves few enough events. If
     * no number does, the most devices of a VM, which {@link #check} refuses.
     */
    private static long devicesFor(final long lpis, final long preferred)
    {
        final long limit = StormSettings.EVENTS.max();
        for (long devices = preferred; devices >= 1; devices--)
        {
            if (lpis % devices == 0 && lpis / devices <= limit)
            {
                return devices;
            }
        }
        long devices = preferred;
        while (devices < StormSettings.DEVICES.max() && (lpis % devices != 0 || lpis / devices > limit))
        {
            devices++;
        }

        return devices;
    }

    /**
     * Returns a count that was chosen, or another one.
     *
     * @throws SettingException if the count is no int
     */
    public static long number(final SettingValues given, final Setting<Long> setting, final long otherwise)
    {
        final long number = given.valueOr(setting, otherwise);
        if (number > Integer.MAX_VALUE)
        {
            throw new SettingException(setting, number, " is too many");
        }

        return number;
    }
}
