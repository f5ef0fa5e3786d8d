package org.gale.engine.storm.scenario;

import java.util.List;

/**
 * Configuration of a storm: a value of each recorded setting, within its range, and none that contradicts another one,
 * and the shape of the host. Of a storm whose VMs differ, the values that count VPEs, devices, events and LPIs are
 * those of the first group; its shape tells them all. Immutable. Hot classes copy the numbers they need.
 */
public final class StormConfig
{
    /** The storm that runs without arguments. */
    public static final StormConfig DEFAULT = new StormConfig(SettingValues.NONE, null);

    private final SettingValues values;
    private final HostShape shape;
    /** Whether the shape was given, rather than made of the values. */
    private final boolean isShaped;
    private final Share share;
    private final StormConfig whole;                                // null for the storm itself

    /**
     * Makes a configuration. Settings without a value have their default, or follow from others.
     *
     * @param shaped shape of the host; null to make it of the values
     * @throws SettingException if a value lies outside its range or contradicts another one
     */
    private StormConfig(final SettingValues given, final HostShape shaped)
    {
        SettingValues all = given;
        for (final Setting<?> setting : StormSettings.RECORDED)
        {
            all = all.has(setting) || setting.isDerived() ? all : all.withDefault(setting);
        }
        for (final Setting<?> setting : StormSettings.RECORDED)
        {
            all = all.has(setting) ? all : all.withDerived(setting);
        }
        if (shaped != null)
        {
            ShapeLimits.check(shaped);
        }
        values = all;
        StormSettings.RECORDED.forEach(values::check);
        isShaped = shaped != null;
        shape = isShaped ? shaped : alike();
        share = Share.WHOLE;
        whole = null;
        if (shape.order() == HostShape.Order.HOST)
        {
            checkWindow();
        }
    }

    /** Makes the configuration of a part of a storm, whose values need not lie in their ranges. */
    private StormConfig(final StormConfig whole, final Share share, final SettingValues part, final HostShape shape)
    {
        this.values = whole.values.withAll(part);
        this.shape = shape;
        this.isShaped = whole.isShaped;
        this.share = share;
        this.whole = whole;
    }

    /**
     * Returns the configuration of a share of this storm. What is given for the whole storm is divided by its
     * partitions: of one sequence of events for the host, the window and the rate, too.
     *
     * @param partitions of the host
     * @param count      of the share's events
     * @throws SettingException if the window is less than an event for the share
     */
    public StormConfig part(final Share of, final Partitions partitions, final long count)
    {
        final SettingValues counted = SettingValues.NONE.with(StormSettings.COUNT, count);
        if (of.isWhole() || shape.order() == HostShape.Order.GROUP)
        {
            return new StormConfig(this, of, counted, shape);
        }
        final VmShape group = shape.groups().get(0);
        final DeviceShape device = group.devices().get(0);
        final int vms = partitions.vms(of);
        final long given = value(StormSettings.WINDOW);
        final long window = given == 0 ? Math.min(ClosedStream.WINDOWS_DEFAULT, vms * group.lpis()) :
            partitions.part(given, of);
        if (window == 0)
        {
            throw new SettingException(StormSettings.WINDOW, given, " is less than one event for each of ",
                of.count(), " engines or shares");
        }
        final StreamShape stream =
            device.stream() instanceof OpenStream open ? open.parts(vms, group.count()) : new ClosedStream(window);

        return new StormConfig(this, of, counted.with(StormSettings.WINDOW, window), new HostShape(
            List.of(group.with(List.of(device.with(stream)))), shape.order(), shape.phases(), shape.partitions()));
    }

    /** Returns the configuration of a storm like this one whose time is over at once. */
    public StormConfig over()
    {
        return new StormConfig(this, share, SettingValues.NONE.with(StormSettings.DURATION, 1L), shape);
    }

    /** Returns the configuration of the storm, of which this may be a share. */
    public StormConfig whole()
    {
        return whole == null ? this : whole.whole();
    }

    /** Returns the share of the storm that is run. */
    public Share share()
    {
        return share;
    }

    /** Returns the shape of a host whose VMs are all alike. */
    private HostShape alike()
    {
        new VmSizes(
            value(StormSettings.LPIS), value(StormSettings.DEVICES), value(StormSettings.EVENTS)).check();
        final HostShape host = HostShape.alike(value(StormSettings.VMS).intValue(),
            value(StormSettings.VPES).intValue(), value(StormSettings.DEVICES).intValue(),
            value(StormSettings.EVENTS).intValue(),
            stream());
        ShapeLimits.check(host);

        return host;
    }

    private StreamShape stream()
    {
        final OpenStream open = OpenStream.asked(values);

        return open == null ? new ClosedStream(value(StormSettings.WINDOW)) : open;
    }

    private void checkWindow()
    {
        final long window = value(StormSettings.WINDOW);
        if (window > shape.lpis())
        {
            throw new SettingException(StormSettings.WINDOW, window, " is not in 1 to ", shape.lpis(),
                ", the number of events (each is in flight once)");
        }
    }

    /** Returns the shape of the host. */
    public HostShape shape()
    {
        return shape;
    }

    /**
     * Returns this configuration with other values of some recorded settings and with the shape that a job gives,
     * which says all of VMs and streams. Rate and window of several streams are their sums.
     *
     * @throws SettingException if a value lies outside its range or contradicts another one, or the groups have more of
     *                          something together than a machine can have
     */
    public StormConfig shaped(final SettingValues changes, final HostShape given)
    {
        final VmShape first = given.groups().get(0);
        final DeviceShape device = first.devices().get(0);
        final SettingValues sizes = changed(changes).with(StormSettings.VMS, given.vms())
            .with(StormSettings.VPES, (long)first.vpes()).with(StormSettings.DEVICES, first.deviceCount())
            .with(StormSettings.EVENTS, (long)device.events()).with(StormSettings.LPIS, first.lpis());

        return new StormConfig(sizes.withAll(given.together().values())
            .with(StormSettings.WINDOW, Math.min(Integer.MAX_VALUE, given.window())), given);
    }

    /** Returns the values of all recorded settings. */
    public SettingValues values()
    {
        return values;
    }

    /** Returns the value of a recorded setting. */
    public <T> T value(final Setting<T> setting)
    {
        return values.get(setting);
    }

    /**
     * Returns this configuration with another value of a setting.
     *
     * @throws SettingException if a value lies outside its range or contradicts another one
     */
    public <T> StormConfig with(final Setting<T> setting, final T value)
    {
        return with(SettingValues.NONE.with(setting, value));
    }

    /**
     * Returns this configuration with other values of some recorded settings. Settings that follow from these follow
     * anew, unless they are given too.
     *
     * @throws SettingException if a value lies outside its range or contradicts another one
     */
    public StormConfig with(final SettingValues changes)
    {
        if (!share.isWhole())
        {
            StormSettings.RECORDED.stream().filter(changes::has).forEach(changes::check);

            return new StormConfig(this, share, changes, shape);
        }

        return new StormConfig(changed(changes), isShaped ? shape : null);
    }

    /** Returns the values with others of some settings, and without those that follow from these. */
    private SettingValues changed(final SettingValues changes)
    {
        SettingValues all = changes;
        for (final Setting<?> setting : StormSettings.RECORDED)
        {
            all = changes.has(setting) || setting.followed().stream().anyMatch(changes::has) ? all :
                all.withValueOf(setting, values);
        }

        return all;
    }

    /** Returns the limit of interrupts in flight. The default keeps the engine busy and the queue short. */
    public int windowOrDefault()
    {
        final long window = value(StormSettings.WINDOW);
        final long events = shape.lpis();

        return (int)(window > 0 ? window : Math.min(ClosedStream.WINDOWS_DEFAULT, events));
    }

    /** Returns whether the generator waits for completions of all events, and none follows a clock. */
    public boolean isClosedLoop()
    {
        return shape.isClosedLoop();
    }

    /** Returns true for the clock of a simulation, false for that of the host. */
    public boolean isVirtual()
    {
        return value(StormSettings.CLOCK).equals(StormSettings.VIRTUAL);
    }

    /** Returns true if the arrivals of an open loop are a Poisson process, false if they are evenly spaced. */
    public boolean isPoisson()
    {
        return value(StormSettings.ARRIVALS).isPoisson();
    }

    /** Returns the storm as one line of words. */
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

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof StormConfig config && toKeys().equals(config.toKeys()) && shape.equals(config.shape) &&
            share.equals(config.share);
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
}
