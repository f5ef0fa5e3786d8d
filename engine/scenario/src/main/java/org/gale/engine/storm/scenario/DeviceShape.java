package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.regex.Pattern;
import org.gale.engine.config.NearestName;
import org.gale.engine.storm.scenario.Setting.Group;

/**
 * Group of equal devices of a VM, which share one stream of events. As a job gives it, it has the values that were
 * given; that of a storm has all. Immutable.
 */
public final class DeviceShape extends ScenarioNode<StreamShape>
{
    /** Priorities that are drawn from the seed. */
    public static final int SPREAD = -1;

    private static final String SPREAD_WORD = "spread";
    private static final int LOWEST_PRIORITY = 31;

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
        public static final Target SPREAD = new Target(SPREAD_WORD, MANY);
        /** Event n goes to VPE n mod VPEs: a queue for each. */
        public static final Target VECTOR = new Target("vector", MANY);
        /** The CPU of the event in a trace. */
        public static final Target TRACE = new Target("trace", MANY);
        /** Targets that have a word. */
        public static final List<Target> WORDS = List.of(SPREAD, VECTOR, TRACE);

        private static final List<String> LABELS = WORDS.stream().map(Target::label).toList();
        private static final Pattern VPE = Pattern.compile("[0-9]{1,4}");

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

        private static Target read(final String text)
        {
            for (final Target target : WORDS)
            {
                if (target.label().equals(text))
                {
                    return target;
                }
            }
            final long last = StormSettings.VPES.max() - 1;
            if (!VPE.matcher(text).matches() || Integer.parseInt(text) > last)
            {
                throw new IllegalArgumentException("'" + text + "' is not one of " + String.join(", ", LABELS) +
                    ", nor a VPE, 0 to " + last + NearestName.hint(text, LABELS));
            }

            return of(Integer.parseInt(text));
        }

        /** Returns whether one VPE takes all events. */
        public boolean isOne()
        {
            return vpe != MANY;
        }
    }

    /** Setting that spreads the LPIs of a device over VPEs, or sends all of them to one. */
    public static final Setting<Target> TARGET = Setting.of("target", Group.PROFILE,
        SettingType.text(Target.class, String.join("|", Target.LABELS) + "|N", Target::read, Target::label)
        .suggesting(Target.LABELS)).defaultValue(Target.SPREAD).help("");
    /** Setting of the priority of the LPIs of a device. */
    public static final Setting<Long> PRIORITY = Setting.of("priority", Group.PROFILE,
        SettingType.COUNT.labelled(SPREAD_WORD + "|N").readBy(DeviceShape::priority)
        .shownBy(priority -> priority == SPREAD ? SPREAD_WORD : Long.toString(priority))
        .suggesting(List.of(SPREAD_WORD))).defaultValue((long)SPREAD).help("");
    /** Setting of the pin that a device of a real VM has in place of vectors. */
    public static final Setting<String> PIN = Setting.of("pin", Group.PROFILE,
        SettingType.words(String.class, List.of("A"), word -> word)).help("");

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
        this.target = values.valueOrDefault(TARGET);
        this.priority = values.valueOrDefault(PRIORITY).intValue();
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
            .with(StormSettings.EVENTS, (long)events).with(TARGET, target)
            .with(PRIORITY, (long)priority), stream);

        assert count > 0 && events > 0 && priority >= SPREAD && priority <= LOWEST_PRIORITY : name;
    }

    private static int perLine(final StreamShape stream)
    {
        return stream.model() != null && stream.model().isOfLines() ? stream.model().share() : 1;
    }

    private static long priority(final String text)
    {
        if (text.equals(SPREAD_WORD))
        {
            return SPREAD;
        }
        final boolean isNumber = text.matches("[0-9]{1,2}");
        if (!isNumber || Integer.parseInt(text) > LOWEST_PRIORITY)
        {
            throw new IllegalArgumentException(
                "'" + text + "' is not a priority (write spread, or 0, the highest, to " + LOWEST_PRIORITY + ')');
        }

        return Long.parseLong(text);
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

    /** {@return the work that handlers of its events leave; null where its guest says so. Of a storm's shape only} */
    public LaterWork later()
    {
        final LaterWork own = VirtualSettings.later(values());

        return own.isAny() || values().has(VirtualSettings.LEAVES) ? own : null;
    }

    /** Returns this group with the work that another one has its handlers leave, before that of their guest. */
    public DeviceShape withLater(final DeviceShape of, final LaterWork ofGuest)
    {
        final SettingValues given = of.values();
        if (!VirtualSettings.hasLater(given))
        {
            return this;
        }
        final LaterWork later = VirtualSettings.later(given, ofGuest);

        return new DeviceShape(name(), values().withAll(VirtualSettings.values(later)).withAll(given.only(
            List.of(VirtualSettings.LEAVES, VirtualSettings.SOFTIRQ_DEFER, VirtualSettings.SOFTIRQ_FLUSH))),
            children());
    }

    /** Returns the number of LPIs of the group, which is that of the events of its devices. */
    public long lpis()
    {
        return (long)count * events;
    }
}
