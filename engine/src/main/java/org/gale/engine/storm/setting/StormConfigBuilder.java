package org.gale.engine.storm.setting;

import org.gale.engine.config.MachineConfig;

/**
 * Builder of a {@link StormConfig}. A setting without a value has its default. PEs are by default as many as VPEs, and
 * LPIs as many as events.
 */
public final class StormConfigBuilder
{
    private SettingValues values;

    StormConfigBuilder(final SettingValues values)
    {
        this.values = values;
    }

    /** Sets the value of a recorded setting. */
    public <T> StormConfigBuilder with(final Setting<T> setting, final T value)
    {
        values = values.with(setting, value);

        return this;
    }

    /** Sets the number of VMs, and lets the number of PEs follow. */
    public StormConfigBuilder vms(final long count)
    {
        values = values.without(StormSettings.PES);

        return with(StormSettings.VMS, count);
    }

    /** Sets the number of VPEs of a VM, and lets the number of PEs follow. */
    public StormConfigBuilder vpes(final long count)
    {
        values = values.without(StormSettings.PES);

        return with(StormSettings.VPES, count);
    }

    /** Sets the number of PEs. */
    public StormConfigBuilder pes(final long count)
    {
        return with(StormSettings.PES, count);
    }

    /** Sets the number of LPIs of a VM. */
    public StormConfigBuilder lpis(final long count)
    {
        return with(StormSettings.LPIS, count);
    }

    /** Sets the number of devices of a VM, and lets the number of LPIs follow. */
    public StormConfigBuilder devices(final long count)
    {
        values = values.without(StormSettings.LPIS);

        return with(StormSettings.DEVICES, count);
    }

    /** Sets the number of events of a device, and lets the number of LPIs follow. */
    public StormConfigBuilder events(final long count)
    {
        values = values.without(StormSettings.LPIS);

        return with(StormSettings.EVENTS, count);
    }

    /** Sets the offered interrupts a second; 0 for as many as are delivered (closed loop). */
    public StormConfigBuilder ratePerS(final double rate)
    {
        return with(StormSettings.RATE, rate);
    }

    /** Sets the arrivals of an open loop: true for a Poisson process, false for evenly spaced ones. */
    public StormConfigBuilder poisson(final boolean isPoisson)
    {
        return with(StormSettings.ARRIVALS, isPoisson ? StormSettings.POISSON : StormSettings.CONSTANT);
    }

    /** Sets the time after which the generator ends. */
    public StormConfigBuilder durationNs(final long ns)
    {
        return with(StormSettings.DURATION, ns);
    }

    /** Sets the number of interrupts after which the generator ends. */
    public StormConfigBuilder countLimit(final long count)
    {
        return with(StormSettings.COUNT, count);
    }

    /** Removes the limit of time: the count alone ends the generator. */
    public StormConfigBuilder untimed()
    {
        return durationNs(StormConfig.DURATION_UNLIMITED_NS);
    }

    /** Removes the limit of the count: the time alone ends the generator. */
    public StormConfigBuilder uncounted()
    {
        return countLimit(StormConfig.COUNT_UNLIMITED);
    }

    /** Sets the seed of everything random. */
    public StormConfigBuilder seed(final long seed)
    {
        return with(StormSettings.SEED, seed);
    }

    /** Sets the divisor of the IDs of LPIs whose latencies are taken; 1 for all, 0 for none. */
    public StormConfigBuilder latencyEvery(final long divisor)
    {
        return with(StormSettings.LATENCY, divisor);
    }

    /** Sets the limit of interrupts in flight in a closed loop; 0 for the default. */
    public StormConfigBuilder window(final long limit)
    {
        return with(StormSettings.WINDOW, limit);
    }

    /** Sets the order in which events are offered, and the spread of LPIs. */
    public StormConfigBuilder pattern(final StormConfig.Pattern pattern)
    {
        return with(StormSettings.PATTERN, pattern.label());
    }

    /**
     * Makes the configuration.
     *
     * @throws SettingException if a value lies outside its range or contradicts another one
     */
    public StormConfig build()
    {
        SettingValues all = values;
        for (final Setting<?> setting : StormSettings.RECORDED)
        {
            all = all.has(setting) || setting.defaultValue() == null ? all : all.withDefault(setting);
        }
        if (!all.has(StormSettings.PES))
        {
            final long vpes = product(all, StormSettings.VMS, StormSettings.VPES);
            if (vpes > MachineConfig.PE_LIMIT)
            {
                throw new SettingException(StormSettings.VMS, all.get(StormSettings.VMS), " × ", StormSettings.VPES,
                    " ", all.get(StormSettings.VPES), " are ", vpes, " VPEs, more than the ", MachineConfig.PE_LIMIT,
                    " PEs of a machine");
            }
            all = all.with(StormSettings.PES, vpes);
        }
        if (!all.has(StormSettings.LPIS))
        {
            all = all.with(StormSettings.LPIS, product(all, StormSettings.DEVICES, StormSettings.EVENTS));
        }

        return new StormConfig(all);
    }

    /** Returns the product of two settings, each of which lies in its range. */
    private static long product(final SettingValues values, final Setting<Long> one, final Setting<Long> other)
    {
        values.check(one);
        values.check(other);

        return values.get(one) * values.get(other);
    }
}
