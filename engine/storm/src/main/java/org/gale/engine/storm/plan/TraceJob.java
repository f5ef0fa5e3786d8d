package org.gale.engine.storm.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.model.RecordedTrace;
import org.gale.engine.storm.model.TraceTraffic;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.GivenStream;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.TraceSettings;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VmShape;

/** Job of VMs that offer what a trace recorded. Pure functions. */
final class TraceJob
{
    private static final String NAME = "trace";

    private TraceJob()
    {
    }

    /**
     * Returns the job of a trace that an option names, before other options change it: one device for each VM, a VPE
     * for each CPU, an event for each vector, IPI and timer. One VM begins where the trace begins; several have drawn
     * phases. On the wall clock one thread offers and delivers.
     *
     * @throws OutcomeException if the file is no trace, has no such vectors, or a profile is beside it
     */
    static Job of(final SettingValues given, final Spelling options)
    {
        final Path path = given.get(TraceSettings.TRACE);
        if (given.has(StormSettings.PROFILE))
        {
            throw new OutcomeException(Outcome.USAGE, options.of(TraceSettings.TRACE) + ": '" + path +
                "' and the profile '" + given.get(StormSettings.PROFILE) + "' are two storms (leave one out)");
        }
        final boolean isAlone = given.valueOr(StormSettings.VMS, 1L) == 1;
        SettingValues traffic = SettingValues.NONE.with(TraceTraffic.FILE, new RecordedTrace(path))
            .with(TraceTraffic.PHASE, isAlone ? 0 : TraceTraffic.SPREAD);
        traffic = traffic.withAll(given.only(TraceSettings.OF_TRAFFIC));
        try
        {
            final SettingValues sizes = SettingValues.NONE.with(StormSettings.DEVICES, 1L)
                .with(StormSettings.EVENTS, (long)TraceTraffic.events(traffic));
            final SettingValues vm = SettingValues.NONE.with(StormSettings.VMS, 1L)
                .with(StormSettings.VPES, (long)TraceTraffic.cpus(traffic));
            final DeviceShape device =
                new DeviceShape(NAME, sizes, new GivenStream(TrafficKinds.of(NAME), traffic));

            return new Job(NAME, SettingValues.NONE.with(StormSettings.CLOCK, StormSettings.VIRTUAL)
                .with(MeasureSettings.THREADS, 1L),
                HostKind.GICV5, List.of(), List.of(new VmShape("vm", vm, List.of(device))), List.of(), Map.of());
        }
        catch (final SettingException ex)
        {
            throw new OutcomeException(Outcome.USAGE, ex.message(options), ex);
        }
    }

    /**
     * Refuses options that belong to a trace where none is given.
     *
     * @throws OutcomeException if there is one
     */
    static void checkNone(final SettingValues given, final Spelling options)
    {
        for (final Setting<?> setting : TraceSettings.ALL)
        {
            if (given.has(setting))
            {
                throw new OutcomeException(Outcome.USAGE, options.of(setting) + ": '" + given.text(setting) +
                    "' needs a trace (try " + options.of(TraceSettings.TRACE) + " T)");
            }
        }
    }

    /** Returns settings with a duration, where nothing ends a storm with traces: the longest turn of one. */
    static SettingValues withEnd(final SettingValues settings, final HostShape shape)
    {
        final long passNs = settings.has(StormSettings.DURATION) || settings.has(StormSettings.COUNT) ? 0 :
            traced(shape).mapToLong(model -> TrafficKinds.of(model.kind()).source().passNs(model.values()))
                .max().orElse(0);

        return passNs == 0 ? settings : settings.with(StormSettings.DURATION, passNs);
    }

    /**
     * Returns the plan of a resumed storm, whose traces are those that it was begun with.
     *
     * @throws OutcomeException if one is another file, or is not there
     */
    static StormPlan checked(final StormPlan plan, final Spelling options)
    {
        traced(plan.config().shape()).forEach(model ->
        {
            final TrafficKind kind = TrafficKinds.of(model.kind());
            try
            {
                kind.source().identified(model.values());
            }
            catch (final SettingException ex)
            {
                throw new OutcomeException(Outcome.USAGE, options.of(StormSettings.RESUME) + ' ' +
                    plan.settings().get(StormSettings.RESUME) + ": " + ex.message(Spelling.NAMES), ex);
            }
        });

        return plan;
    }

    /** Returns the hash of each trace that a storm reads, by its path. */
    static Map<String, String> hashes(final StormPlan plan)
    {
        final Map<String, String> hashes = new TreeMap<>();
        traced(plan.config().shape()).forEach(model ->
        {
            final TrafficKind.Source source = TrafficKinds.of(model.kind()).source();
            hashes.put(model.values().shown(source.setting()), source.identity(model.values()));
        });

        return hashes;
    }

    /** Returns the most events of a storm: those that its traces have in its time, or its count. */
    static long eventLimit(final StormConfig config)
    {
        final long count = config.value(StormSettings.COUNT);
        final HostShape shape = config.shape();
        if (traced(shape).count() < shape.streams().count())
        {
            return count;
        }
        double events = 0;
        for (final VmShape group : shape.groups())
        {
            for (final DeviceShape device : group.devices())
            {
                final ModelShape model = device.stream().model();
                final TrafficKind.Source source = TrafficKinds.of(model.kind()).source();
                final double passes = Math.ceil(
                    (double)config.value(StormSettings.DURATION) / source.passNs(model.values()));
                events += passes * source.passEvents(model.values()) * group.count() * device.count();
            }
        }

        return (long)Math.min((double)count, events);
    }

    private static Stream<ModelShape> traced(final HostShape shape)
    {
        return shape.streams().map(StreamShape::model)
            .filter(model -> model != null && TrafficKinds.of(model.kind()).source() != null);
    }
}
