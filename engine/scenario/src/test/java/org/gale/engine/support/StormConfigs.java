package org.gale.engine.support;

import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spacing;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormPattern;
import org.gale.engine.storm.scenario.StormSettings;

/** Settings of a storm in a test, one after another. Settings that follow from others do so, unless they are given. */
public final class StormConfigs
{
    private final StormConfig base;
    private SettingValues changes = SettingValues.NONE;

    private StormConfigs(final StormConfig base)
    {
        this.base = base;
    }

    /** Begins with the storm that runs without arguments. */
    public static StormConfigs begin()
    {
        return of(StormConfig.DEFAULT);
    }

    /** Begins with a storm. */
    public static StormConfigs of(final StormConfig base)
    {
        return new StormConfigs(base);
    }

    /** Returns a storm of words such as {@code vms=2 count=9}, as {@link StormConfig#toKeys} writes them. */
    public static StormConfig parse(final String words)
    {
        final StormConfigs storm = begin();
        for (final String word : words.split(" ", -1))
        {
            final String[] parts = word.split("=", -1);
            storm.read(StormSettings.RECORDED.stream().filter(setting -> setting.recordKey().equals(parts[0]))
                .findFirst().orElseThrow(), parts[1]);
        }

        return storm.build();
    }

    private <T> void read(final Setting<T> setting, final String text)
    {
        final Class<T> type = setting.type().javaType();
        with(setting, type == Long.class ? type.cast(Long.valueOf(text)) :
            type == Double.class ? type.cast(Double.valueOf(text)) : setting.type().reader().apply(text));
    }

    /** Sets the value of a recorded setting. */
    public <T> StormConfigs with(final Setting<T> setting, final T value)
    {
        changes = changes.with(setting, value);

        return this;
    }

    /** Sets the number of VMs. */
    public StormConfigs vms(final long count)
    {
        return with(StormSettings.VMS, count);
    }

    /** Sets the number of VPEs of a VM. */
    public StormConfigs vpes(final long count)
    {
        return with(StormSettings.VPES, count);
    }

    /** Sets the number of PEs. */
    public StormConfigs pes(final long count)
    {
        return with(StormSettings.PES, count);
    }

    /** Sets the number of LPIs of a VM. */
    public StormConfigs lpis(final long count)
    {
        return with(StormSettings.LPIS, count);
    }

    /** Sets the number of devices of a VM. */
    public StormConfigs devices(final long count)
    {
        return with(StormSettings.DEVICES, count);
    }

    /** Sets the number of events of a device. */
    public StormConfigs events(final long count)
    {
        return with(StormSettings.EVENTS, count);
    }

    /** Sets the offered interrupts a second; 0 for as many as are delivered (closed loop). */
    public StormConfigs ratePerS(final double rate)
    {
        return with(StormSettings.RATE, rate);
    }

    /** Sets the arrivals of an open loop: true for a Poisson process, false for evenly spaced ones. */
    public StormConfigs poisson(final boolean isPoisson)
    {
        return with(StormSettings.ARRIVALS, isPoisson ? Spacing.POISSON : Spacing.EVEN);
    }

    /** Sets the time after which the generator ends. */
    public StormConfigs durationNs(final long ns)
    {
        return with(StormSettings.DURATION, ns);
    }

    /** Sets the number of interrupts after which the generator ends. */
    public StormConfigs countLimit(final long count)
    {
        return with(StormSettings.COUNT, count);
    }

    /** Removes the limit of time: the count alone ends the generator. */
    public StormConfigs untimed()
    {
        return durationNs(StormSettings.DURATION_UNLIMITED_NS);
    }

    /** Removes the limit of the count: the time alone ends the generator. */
    public StormConfigs uncounted()
    {
        return countLimit(StormSettings.COUNT_UNLIMITED);
    }

    /** Sets the seed of everything random. */
    public StormConfigs seed(final long number)
    {
        return with(StormSettings.SEED, number);
    }

    /** Sets the divisor of the IDs of LPIs whose latencies are taken; 1 for all, 0 for none. */
    public StormConfigs latencyEvery(final long divisor)
    {
        return with(StormSettings.LATENCY, divisor);
    }

    /** Sets the limit of interrupts in flight in a closed loop; 0 for the default. */
    public StormConfigs window(final long limit)
    {
        return with(StormSettings.WINDOW, limit);
    }

    /** Sets the order in which events are offered, and the spread of LPIs. */
    public StormConfigs pattern(final StormPattern pattern)
    {
        return with(StormSettings.PATTERN, pattern);
    }

    /**
     * Makes the configuration.
     *
     * @throws org.gale.engine.storm.scenario.SettingException if a value contradicts another one or its range
     */
    public StormConfig build()
    {
        return base.with(changes);
    }
}
