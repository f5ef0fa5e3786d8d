package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Kind of traffic, as a job names it: its keys with their ranges and defaults, and how its events reach a machine. A
 * key whose name has a dot is one of a map: {@code coalesce.time} is {@code coalesce: {time: 0}}. Immutable.
 *
 * @param name     as users write it
 * @param settings of its keys, in the order in which a job is printed
 * @param check    of values that each lie in their range
 * @param source   outside the job, which the events come from; null for none
 * @param senders  events of vCPUs that send to one another; null for a kind of devices
 * @param signal   by which the events of a model reach the interrupt controller; null for a kind without a model, whose
 *                 streams the generator offers
 * @param loop     of such a kind; null for a kind with a model
 */
public record TrafficKind(
    String name, List<Setting<?>> settings, Check check, Source source, Senders senders, Signal signal, Loop loop)
{
    /** Kind of open loops. */
    public static final TrafficKind OPEN = stream(OpenStream.NAME, OpenStream::checked,
        new Change(StormSettings.RATE, "max belongs to kind closed (write rate: 100k)"), OpenStream.KEYS);
    /** Kind of closed loops. */
    public static final TrafficKind CLOSED = stream(ClosedStream.NAME, ClosedStream::of,
        new Change(StormSettings.WINDOW, "0 offers nothing (write pause: true)"), List.of(StormSettings.WINDOW));

    private static final Need OF_CLOCK = new Need(StormSettings.RATE, "follows one (write rate: 100k)");

    public TrafficKind
    {
        settings = List.copyOf(settings);
    }

    /** Makes a kind of devices that send messages, and whose job says all. */
    public TrafficKind(final String name, final List<Setting<?>> settings, final Check check)
    {
        this(name, settings, check, null, null, Signal.MESSAGE);
    }

    /** Makes a kind of devices that have models. */
    public TrafficKind(
        final String name,
        final List<Setting<?>> settings,
        final Check check,
        final Source source,
        final Senders senders,
        final Signal signal)
    {
        this(name, settings, check, source, senders, signal, null);
    }

    /**
     * Returns a kind whose streams the generator offers.
     *
     * @param maker    of a stream from the values that were given, which it checks
     * @param change   of such a stream by a phase
     * @param settings of its keys
     */
    private static TrafficKind stream(
        final String name,
        final Function<SettingValues, StreamShape> maker,
        final Change change,
        final List<Setting<?>> settings)
    {
        return new TrafficKind(name, settings, null, null, null, null, new Loop(maker, change));
    }

    /**
     * Loop of the events of a kind without a model.
     *
     * @param maker  of a stream from the values that were given, which it checks
     * @param change of such a stream by a phase
     */
    record Loop(Function<SettingValues, StreamShape> maker, Change change)
    {
    }

    /**
     * Change of a stream by a phase.
     *
     * @param setting that a phase may change
     * @param refusal of a value with which the kind would offer nothing, or be another one
     */
    record Change(Setting<?> setting, String refusal)
    {
    }

    /**
     * Setting that a kind needs.
     *
     * @param setting that has to be given
     * @param lack    of it, in the words that come after the name of the kind
     */
    record Need(Setting<?> setting, String lack)
    {
    }

    /** Returns the kind of loop that changed values ask for: this kind where they say nothing of it. */
    public TrafficKind with(final SettingValues changes)
    {
        return !changes.has(StormSettings.RATE) ? this : OpenStream.asked(changes) == null ? CLOSED : OPEN;
    }

    /** {@return the setting that a phase may change, or null} */
    public Setting<?> changed()
    {
        return isModel() ? null : loop.change().setting();
    }

    /** Returns the settings that have to be given. */
    List<Need> needs()
    {
        final Need ofSource = source == null ? null :
            new Need(source.setting(), "needs one (write file: T, of gale import)");

        return Stream.of(isClocked() ? OF_CLOCK : null, ofSource).filter(Objects::nonNull).toList();
    }

    /** Returns whether the events follow a clock, whose rate has to be given. */
    public boolean isClocked()
    {
        return settings.containsAll(OpenStream.KEYS);
    }

    /** Check of the values of a kind with one another, and with the devices. */
    @FunctionalInterface
    public interface Check
    {
        /**
         * Checks values.
         *
         * @param values     of all settings of the kind that were given or have a default
         * @param durationNs of the storm, ns
         * @throws org.gale.engine.storm.scenario.SettingException if a value contradicts another one
         */
        void check(SettingValues values, int events, long durationNs);
    }

    /** Source of events outside the job, such as a recording. */
    public interface Source
    {
        /** Returns the setting that names the source, which has to be given. */
        Setting<?> setting();

        /**
         * Returns values with those by which the source is known again.
         *
         * @throws org.gale.engine.storm.scenario.SettingException if it is another one than the values say
         */
        SettingValues identified(SettingValues values);

        /** Returns the text by which the source of identified values is known again. */
        String identity(SettingValues identified);

        /** Returns the VPEs of the events. The source is read when one is asked for. */
        VpeOfEvent vpes(SettingValues values);

        /** Returns how long a device takes to offer all events of the source once, ns. */
        long passNs(SettingValues values);

        /** Returns the number of events that a device offers in that time. */
        long passEvents(SettingValues values);

        /** Returns what a journal records, and those values that journals left out when they had no such keys. */
        SettingValues ofJournal(SettingValues recorded);
    }

    /** Events of vCPUs that send to one another, which are one device's in the numbers of a VM. */
    @FunctionalInterface
    public interface Senders
    {
        /** Returns the number of events of a VM: event <i>n</i> goes to vCPU <i>n</i> mod vCPUs. */
        int events(SettingValues values, int vpes);
    }

    /** Returns whether devices of this kind have a model. */
    public boolean isModel()
    {
        return signal != null;
    }

    /** Returns whether devices of this kind complete requests or packets for their guests, which are measured. */
    public boolean hasRequests()
    {
        return isModel() && source == null && senders == null && signal == Signal.MESSAGE;
    }

    /** Returns whether the events are private interrupts of vCPUs: a group of devices has one for each vCPU. */
    public boolean isPrivate()
    {
        return signal == Signal.PRIVATE_WIRE;
    }

    /** Returns whether the events raise lines, which devices share. */
    public boolean isOfLines()
    {
        return signal == Signal.SHARED_LINE;
    }

    /**
     * Returns the stream of devices of this kind.
     *
     * @param given      values of the settings of the kind
     * @param events     of a device
     * @param durationNs of the storm, ns
     * @param isRecorded whether a journal has the values, which were checked before; its source need not be there
     * @throws org.gale.engine.storm.scenario.SettingException if a value contradicts another one, or the source
     */
    public StreamShape stream(
        final SettingValues given, final int events, final long durationNs, final boolean isRecorded)
    {
        return isModel() ? shape(complete(isRecorded ? ofJournal(given) : given), events, durationNs, isRecorded) :
            loop.maker().apply(given);
    }

    /**
     * Returns the shape of devices of this kind.
     *
     * @param values     of all settings of the kind that were given or have a default
     * @param events     of a device
     * @param durationNs of the storm, ns
     * @param isRecorded whether a journal has the values, which were checked before; its source need not be there
     * @throws org.gale.engine.storm.scenario.SettingException if a value contradicts another one, or the source
     */
    public ModelShape shape(
        final SettingValues values, final int events, final long durationNs, final boolean isRecorded)
    {
        if (source == null)
        {
            check.check(values, events, durationNs);

            return new ModelShape(name, values, null, signal);
        }
        if (isRecorded)
        {
            return new ModelShape(name, values, source.vpes(values), signal);
        }
        check.check(values, events, durationNs);

        return new ModelShape(name, source.identified(values), source.vpes(values), signal);
    }

    /** Returns the values that a journal records, and those that it would have recorded had it all keys of the kind. */
    public SettingValues ofJournal(final SettingValues recorded)
    {
        return source == null ? recorded : source.ofJournal(recorded);
    }

    /** Returns values, and the defaults of those settings of the kind that have none. */
    public SettingValues complete(final SettingValues given)
    {
        SettingValues all = given;
        for (final Setting<?> setting : settings)
        {
            all = setting.defaultValue() == null ? all : all.withValueOf(setting, given);
        }

        return all;
    }
}
