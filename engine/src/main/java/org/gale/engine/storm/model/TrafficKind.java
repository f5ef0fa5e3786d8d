package org.gale.engine.storm.model;

import java.util.List;
import org.gale.engine.storm.setting.ModelShape;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.Signal;
import org.gale.engine.storm.setting.VpeOfEvent;

/**
 * Kind of traffic, as a job names it: its keys with their ranges and defaults, and the model of a device that sends it.
 * A key whose name has a dot is one of a map: {@code coalesce.time} is {@code coalesce: {time: 0}}. Immutable.
 *
 * @param name     as users write it
 * @param settings of its keys, in the order in which a job is printed
 * @param check    of values that each lie in their range
 * @param maker    of the model of a device; null for a kind without a model, whose streams the generator offers
 * @param source   outside the job, which the events come from; null for none
 * @param senders  events of vCPUs that send to one another; null for a kind of devices
 * @param signal   by which the events of a model reach the interrupt controller
 */
public record TrafficKind(
    String name, List<Setting<?>> settings, Check check, Maker maker, Source source, Senders senders, Signal signal)
{
    public TrafficKind
    {
        settings = List.copyOf(settings);
    }

    /** Makes a kind of devices that send messages, and whose job says all. */
    TrafficKind(final String name, final List<Setting<?>> settings, final Check check, final Maker maker)
    {
        this(name, settings, check, maker, null, null, Signal.MESSAGE);
    }

    /** Makes a kind of devices that send messages, with a source. */
    TrafficKind(final String name, final List<Setting<?>> settings, final Check check, final Maker maker,
        final Source source)
    {
        this(name, settings, check, maker, source, null, Signal.MESSAGE);
    }

    /** Check of the values of a kind beside one another, and beside the devices. */
    @FunctionalInterface
    public interface Check
    {
        /**
         * Checks values.
         *
         * @param values     of all settings of the kind that were given or have a default
         * @param durationNs of the storm, ns
         * @throws org.gale.engine.storm.setting.SettingException if a value contradicts another one
         */
        void check(SettingValues values, int events, long durationNs);
    }

    /** Maker of models. */
    @FunctionalInterface
    public interface Maker
    {
        /**
         * Makes the model of one device, at the begin of the storm.
         *
         * @param values of all settings of the kind that were given or have a default
         */
        TrafficModel make(SettingValues values, DevicePlace place);
    }

    /** Source of events outside the job, such as a recording. */
    public interface Source
    {
        /** Returns the setting that names the source, which has to be given. */
        Setting<?> setting();

        /**
         * Returns values with those by which the source is known again.
         *
         * @throws org.gale.engine.storm.setting.SettingException if it is another one than the values say
         */
        SettingValues identified(SettingValues values);

        /** Returns the text by which the source of identified values is known again. */
        String identity(SettingValues identified);

        /** Returns the VPEs of the events. The source is read when one is asked for. */
        VpeOfEvent vpes(SettingValues values);

        /** Returns how long a device takes to offer all events of the source once, ns. */
        long passNs(SettingValues values);

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
        return maker != null;
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
     * Returns the shape of devices of this kind.
     *
     * @param values     of all settings of the kind that were given or have a default
     * @param events     of a device
     * @param durationNs of the storm, ns
     * @param isRecorded whether a journal has the values, which were checked before; its source need not be there
     * @throws org.gale.engine.storm.setting.SettingException if a value contradicts another one, or the source
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

    /** Returns what a journal records, and what it would have recorded had it all keys of the kind. */
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
