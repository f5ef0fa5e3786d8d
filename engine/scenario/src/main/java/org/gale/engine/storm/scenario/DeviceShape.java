package org.gale.engine.storm.scenario;

import java.util.List;

/**
 * Group of equal devices of a VM, which share one stream of events. As a job gives it, it has the values that were
 * given; that of a storm has all. Immutable.
 */
public final class DeviceShape extends ScenarioNode<StreamShape>
{
    /** Priorities that are drawn from the seed. */
    public static final int SPREAD = -1;

    /**
     * VPEs that take the events of a device.
     *
     * @param label word that users write
     * @param vpe   the one VPE of the VM that takes all events, from 0; {@link #MANY} for several
     */
    public record Target(String label, int vpe)
    {
        /** VPE of a target that has several. */
        public static final int MANY = -1;
        /** Drawn from the seed. */
        public static final Target SPREAD = new Target("spread", MANY);
        /** Event n goes to VPE n mod VPEs: a queue for each. */
        public static final Target VECTOR = new Target("vector", MANY);
        /** The CPU of the event in a trace. */
        public static final Target TRACE = new Target("trace", MANY);
        /** Targets that have a word. */
        public static final List<Target> WORDS = List.of(SPREAD, VECTOR, TRACE);

        @Override
        public boolean equals(final Object other)                   // not that of records, which is linked at run time
        {
            return other instanceof Target target && vpe == target.vpe && label.equals(target.label);
        }

        @Override
        public int hashCode()
        {
            return label.hashCode();
        }

        /** Returns the target of one VPE. */
        public static Target of(final int vpe)
        {
            return new Target(Integer.toString(vpe), vpe);
        }

        /** Returns whether one VPE takes all events. */
        public boolean isOne()
        {
            return vpe != MANY;
        }
    }

    private final int count;
    private final int events;
    private final Target target;
    private final int priority;

    /**
     * Makes a group.
     *
     * @param name   unique in its VM
     * @param values number of devices, and events, target and priority of each
     * @param stream that they send
     */
    public DeviceShape(final String name, final SettingValues values, final StreamShape stream)
    {
        super(name, values, stream);
        this.count = values.valueOr(StormSettings.DEVICES, 0L).intValue() / perLine(stream);
        this.events = values.valueOr(StormSettings.EVENTS, 0L).intValue();
        this.target = values.valueOrDefault(JobForms.TARGET);
        this.priority = values.valueOrDefault(JobForms.PRIORITY).intValue();
    }

    /**
     * Makes a group of a storm.
     *
     * @param name     unique in its VM
     * @param count    devices, of which those that share a line are one
     * @param events   of a device, each its own LPI
     * @param target   VPEs of the events
     * @param priority of all events, 0 to 31; {@link #SPREAD} for priorities drawn from the seed
     * @param stream   of events
     */
    public DeviceShape(
        final String name,
        final int count,
        final int events,
        final Target target,
        final int priority,
        final StreamShape stream)
    {
        this(name, SettingValues.NONE.with(StormSettings.DEVICES, (long)count * perLine(stream))
            .with(StormSettings.EVENTS, (long)events).with(JobForms.TARGET, target)
            .with(JobForms.PRIORITY, (long)priority), stream);

        assert count > 0 && events > 0 && priority >= SPREAD && priority <= 31 : name;
    }

    private static int perLine(final StreamShape stream)
    {
        return stream.model() != null && stream.model().isOfLines() ? stream.model().share() : 1;
    }

    /** Returns the stream of events. */
    public StreamShape stream()
    {
        return children();
    }

    /** Returns the stream as a job gives it. */
    public GivenStream given()
    {
        return (GivenStream)children();
    }

    /** Returns this group with another stream. */
    public DeviceShape with(final StreamShape other)
    {
        return new DeviceShape(name(), values(), other);
    }

    /** Returns the number of devices, of which those that share a line are one. */
    public int count()
    {
        return count;
    }

    /** Returns the number of events of a device, each its own LPI. */
    public int events()
    {
        return events;
    }

    /** Returns the VPEs of the events. */
    public Target target()
    {
        return target;
    }

    /** Returns the priority of all events, 0 to 31; {@link #SPREAD} for priorities drawn from the seed. */
    public int priority()
    {
        return priority;
    }

    /** Returns the number of LPIs of the group, which is that of the events of its devices. */
    public long lpis()
    {
        return (long)count * events;
    }
}
