package org.gale.engine.storm.setting;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Configuration of a storm: a value of each recorded setting, within its range, and none that contradicts another one.
 * Immutable. {@link StormConfigBuilder} makes it.
 */
public final class StormConfig
{
    /** A count that ends nothing. */
    public static final long COUNT_UNLIMITED = Long.MAX_VALUE;
    /** A duration that ends nothing: a year. */
    public static final long DURATION_UNLIMITED_NS = 365L * 86_400 * 1_000_000_000;
    /** The most LPIs of all VMs together. */
    public static final int LPI_LIMIT = 1 << 24;
    /** The storm that runs without arguments. */
    public static final StormConfig DEFAULT = builder().build();

    private static final int DEVICE_LIMIT = 1 << 20;
    private static final int WINDOW_DEFAULT = 8192;

    private final SettingValues values;
    private final int vms;
    private final int vpes;
    private final int pes;
    private final int lpis;
    private final int devices;
    private final int events;
    private final double ratePerS;
    private final boolean isPoisson;
    private final long durationNs;
    private final long countLimit;
    private final long seed;
    private final int latencyEvery;
    private final int window;
    private final Pattern pattern;

    /** Version of the values that are drawn from the seed. */
    public enum Pattern
    {
        /** Priorities, the VPEs of LPIs and the order of events are drawn. */
        SEEDED("seeded"),
        /** One priority, LPIs to VPEs by turns, and of each device the next event by turns: nothing is drawn. */
        ROUND_ROBIN("round-robin");

        private final String label;

        Pattern(final String label)
        {
            this.label = label;
        }

        /** Returns the name that a journal records. */
        public String label()
        {
            return label;
        }

        /**
         * Returns the pattern of a name.
         *
         * @throws IllegalArgumentException if there is none
         */
        static Pattern of(final String label)
        {
            for (final Pattern pattern : values())
            {
                if (pattern.label.equals(label))
                {
                    return pattern;
                }
            }

            throw new IllegalArgumentException("'" + label + "' is no pattern");
        }
    }

    /**
     * Makes a configuration.
     *
     * @param values a value of each recorded setting
     * @throws SettingException if a value lies outside its range or contradicts another one
     */
    StormConfig(final SettingValues values)
    {
        this.values = values;
        StormSettings.RECORDED.forEach(values::check);
        vms = values.get(StormSettings.VMS).intValue();
        vpes = values.get(StormSettings.VPES).intValue();
        pes = values.get(StormSettings.PES).intValue();
        lpis = values.get(StormSettings.LPIS).intValue();
        devices = values.get(StormSettings.DEVICES).intValue();
        events = values.get(StormSettings.EVENTS).intValue();
        ratePerS = values.get(StormSettings.RATE);
        isPoisson = values.get(StormSettings.ARRIVALS).equals(StormSettings.POISSON);
        durationNs = values.get(StormSettings.DURATION);
        countLimit = values.get(StormSettings.COUNT);
        seed = values.get(StormSettings.SEED);
        latencyEvery = values.get(StormSettings.LATENCY).intValue();
        pattern = Pattern.of(values.get(StormSettings.PATTERN));
        if ((long)devices * events != lpis)
        {
            throw new SettingException(StormSettings.LPIS, lpis, " is not ", StormSettings.DEVICES, " × ",
                StormSettings.EVENTS, " = ", (long)devices * events, " (give two of the three)");
        }
        if ((long)vms * devices > DEVICE_LIMIT)
        {
            throw new SettingException(StormSettings.VMS, vms, " × ", StormSettings.DEVICES, " ", devices, " are ",
                (long)vms * devices, " devices, more than ", DEVICE_LIMIT);
        }
        if ((long)vms * lpis > LPI_LIMIT)
        {
            throw new SettingException(StormSettings.VMS, vms, " × ", StormSettings.LPIS, " ", lpis, " are ",
                (long)vms * lpis, " LPIs, more than ", LPI_LIMIT);
        }
        final long inFlight = values.get(StormSettings.WINDOW);
        if (inFlight > lpisInAll())
        {
            throw new SettingException(StormSettings.WINDOW, inFlight, " is not in 1 to ", lpisInAll(),
                ", the number of events (each is in flight once)");
        }
        window = (int)inFlight;
    }

    /** Begins a configuration whose settings have their defaults. */
    public static StormConfigBuilder builder()
    {
        return new StormConfigBuilder(SettingValues.NONE);
    }

    /** Begins another configuration whose settings have the values of this one. */
    public StormConfigBuilder toBuilder()
    {
        return new StormConfigBuilder(values);
    }

    /** Returns the value of a recorded setting. */
    public <T> T value(final Setting<T> setting)
    {
        return values.get(setting);
    }

    /** Returns the number of VMs. */
    public int vms()
    {
        return vms;
    }

    /** Returns the number of VPEs of a VM. */
    public int vpes()
    {
        return vpes;
    }

    /** Returns the number of PEs of the machine. */
    public int pes()
    {
        return pes;
    }

    /** Returns the number of LPIs of a VM: devices times events. */
    public int lpis()
    {
        return lpis;
    }

    /** Returns the number of devices of a VM. */
    public int devices()
    {
        return devices;
    }

    /** Returns the number of events of a device, each its own LPI. */
    public int events()
    {
        return events;
    }

    /** Returns the offered interrupts a second; 0 for as many as are delivered (closed loop). */
    public double ratePerS()
    {
        return ratePerS;
    }

    /** Returns true if the arrivals of an open loop are a Poisson process, false if they are evenly spaced. */
    public boolean poisson()
    {
        return isPoisson;
    }

    /** Returns the time after which the generator ends. */
    public long durationNs()
    {
        return durationNs;
    }

    /** Returns the number of interrupts after which the generator ends. */
    public long countLimit()
    {
        return countLimit;
    }

    /** Returns the seed of everything random. */
    public long seed()
    {
        return seed;
    }

    /** Returns the divisor of the IDs of LPIs whose latencies are taken; 1 for all, 0 for none. */
    public int latencyEvery()
    {
        return latencyEvery;
    }

    /** Returns the limit of interrupts in flight in a closed loop; 0 for the default. */
    public int window()
    {
        return window;
    }

    /** Returns the order in which events are offered, and the spread of LPIs. */
    public Pattern pattern()
    {
        return pattern;
    }

    /** Returns the number of LPIs of all VMs together. */
    public int lpisInAll()
    {
        return vms * lpis;
    }

    /** Returns the limit of interrupts in flight. The default keeps the engine busy and the queue short. */
    public int windowOrDefault()
    {
        return window > 0 ? window : (int)Math.min(WINDOW_DEFAULT, (long)vms * devices * events);
    }

    /** Returns whether the generator waits for completions, rather than follow a clock. */
    public boolean isClosedLoop()
    {
        return ratePerS == SettingType.RATE_MAX;
    }

    /** Returns the storm as one line of words that {@link #parse} reads back. */
    public String toKeys()
    {
        final StringBuilder keys = new StringBuilder();
        for (final Setting<?> setting : StormSettings.RECORDED)
        {
            if (setting.isRecordedAlways() || !values.get(setting).equals(setting.defaultValue()))
            {
                keys.append(keys.isEmpty() ? "" : " ").append(setting.recordKey()).append('=')
                    .append(values.plain(setting));
            }
        }

        return keys.toString();
    }

    /**
     * Reads what {@link #toKeys} wrote.
     *
     * @throws IllegalArgumentException naming what is missing or wrong
     */
    public static StormConfig parse(final String words)
    {
        final Map<String, String> texts = new LinkedHashMap<>();
        for (final String word : words.split(" ", -1))
        {
            final int equals = word.indexOf('=');
            if (equals <= 0 || texts.put(word.substring(0, equals), word.substring(equals + 1)) != null)
            {
                throw new IllegalArgumentException("storm: '" + word + "' is not KEY=VALUE, or is there twice");
            }
        }
        SettingValues values = SettingValues.NONE;
        for (final Setting<?> setting : StormSettings.RECORDED)
        {
            values = with(values, setting, texts.get(setting.recordKey()));
        }

        return new StormConfig(values);
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof StormConfig config && toKeys().equals(config.toKeys());
    }

    @Override
    public int hashCode()
    {
        return toKeys().hashCode();
    }

    @Override
    public String toString()
    {
        return toKeys();
    }

    private static <T> SettingValues with(final SettingValues values, final Setting<T> setting, final String text)
    {
        if (text == null && !setting.isRecordedAlways())
        {
            return values.with(setting, setting.defaultValue());
        }
        try
        {
            return values.with(setting, setting.type().plainReader().apply(text == null ? "" : text));
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException("storm: " + setting.recordKey() + '=' + ex.getMessage(), ex);
        }
    }
}
