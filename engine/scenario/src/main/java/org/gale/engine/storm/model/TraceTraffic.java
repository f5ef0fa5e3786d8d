package org.gale.engine.storm.model;

import java.util.List;
import java.util.regex.Pattern;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Signal;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.TraceSettings;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VpeOfEvent;

/** Kind of traffic that a trace recorded. Pure functions. */
public final class TraceTraffic
{
    /** Phases that are drawn from the seed. */
    public static final long SPREAD = -1;

    private static final String SPREAD_WORD = "spread";
    private static final Pattern HASH_FORM = Pattern.compile("[0-9a-f]{64}");

    /** Setting of the trace. */
    public static final Setting<RecordedTrace> FILE = Setting.of("file", Setting.Group.PROFILE, SettingType.text(
        RecordedTrace.class, "T", text -> new RecordedTrace(SettingType.path(text)), trace -> trace.path().toString()))
        .help("");
    /** Setting of the time by which each event is later. */
    public static final Setting<Long> PHASE = Setting.of("phase", Setting.Group.PROFILE,
        SettingType.DURATION.labelled(SPREAD_WORD + "|T").readBy(TraceTraffic::phase)
        .shownBy(TraceTraffic::phaseText).suggesting(List.of(SPREAD_WORD))).defaultValue(SPREAD).help("");
    private static final Setting<String> HASH = Setting.of("hash", Setting.Group.PROFILE,
        SettingType.text(String.class, "SHA-256", TraceTraffic::hash, text -> text)).help("");

    static final ModelKind KIND = new ModelKind(new TrafficKind(ModelShape.TRACE,
        List.of(FILE, TraceSettings.VECTORS, TraceSettings.SPEED, PHASE, TraceSettings.TIMERS, TraceSettings.IPIS,
        HASH), TraceTraffic::check, new Recording(), null, Signal.MESSAGE), TraceTraffic::model);

    private TraceTraffic()
    {
    }

    /** Returns the number of events of a device with all that the traffic offers. */
    public static int events(final SettingValues values)
    {
        return part(values).numbers();
    }

    /** Returns the number of timers that the traffic offers. */
    public static int timers(final SettingValues values)
    {
        return part(values).timers();
    }

    /** Returns the number of IPIs that the traffic offers: for each vector of that kind, the CPUs that took it. */
    public static int ipis(final SettingValues values)
    {
        return part(values).ipis();
    }

    /** Returns the number of CPUs of the trace. */
    public static int cpus(final SettingValues values)
    {
        return part(values).cpus();
    }

    /** Returns the course of the events that the traffic offers, by another reading of the trace. */
    public static TraceCourse course(final SettingValues values)
    {
        return values.get(FILE).course(choice(values));
    }

    private static long phase(final String text)
    {
        return text.equals(SPREAD_WORD) ? SPREAD : Quantity.durationOrZeroNs(text);
    }

    private static String phaseText(final long phase)
    {
        return phase == SPREAD ? SPREAD_WORD : Quantity.durationOrZeroText(phase);
    }

    private static String hash(final String text)
    {
        if (!HASH_FORM.matcher(text).matches())
        {
            throw new IllegalArgumentException("'" + text + "' is no SHA-256 (leave it out)");
        }

        return text;
    }

    private static TracePart part(final SettingValues values)
    {
        return values.get(FILE).part(choice(values));
    }

    private static TraceChoice choice(final SettingValues values)
    {
        return new TraceChoice(values.valueOrDefault(TraceSettings.VECTORS),
            values.valueOrDefault(TraceSettings.TIMERS), values.valueOrDefault(TraceSettings.IPIS));
    }

    private static TraceRing ring(final SettingValues values)
    {
        return new TraceRing(part(values), values.valueOrDefault(TraceSettings.SPEED));
    }

    private static TrafficModel model(final SettingValues values, final DevicePlace place)
    {
        final TraceRing ring = ring(values);

        return new TraceModel(ring, place.vpes(), values.get(PHASE) == SPREAD ?
            Long.remainderUnsigned(place.random().nextLong(), ring.lengthNs()) : values.get(PHASE), place.seam());
    }

    private static void check(final SettingValues values, final int events, final long durationNs)
    {
        final TracePart part = part(values);
        if (part.numbers() > events)
        {
            throw new SettingException(StormSettings.EVENTS, events, " of a device are too few for the ",
                part.vectors(), " vectors", counted(part.ipis(), " IPIs"), counted(part.timers(), " timers"), " of ",
                values.get(FILE).path(), " (try ", part.numbers(), ", or choose vectors)");
        }
        if (ring(values).lengthNs() > StormSettings.DURATION_UNLIMITED_NS)
        {
            throw new SettingException(TraceSettings.SPEED, values.shown(TraceSettings.SPEED),
                " makes a turn of the trace longer than a year (try a higher one)");
        }
    }

    private static String counted(final int number, final String words)
    {
        return number == 0 ? "" : " + " + number + words;
    }

    /** Source of the kind: the file. */
    private static final class Recording implements TrafficKind.Source
    {
        @Override
        public Setting<?> setting()
        {
            return FILE;
        }

        @Override
        public SettingValues identified(final SettingValues values)
        {
            final String hash = part(values).hash();
            if (values.has(HASH) && !values.get(HASH).equals(hash))
            {
                throw new SettingException(FILE, values.get(FILE).path(), " is another trace: its hash is ", hash,
                    ", and the storm asks for ", values.get(HASH), " (give it the file with that hash)");
            }

            return values.with(HASH, hash);
        }

        @Override
        public String identity(final SettingValues identified)
        {
            return identified.get(HASH);
        }

        @Override
        public VpeOfEvent vpes(final SettingValues values)
        {
            return new Vpes(values.get(FILE), choice(values));
        }

        @Override
        public long passNs(final SettingValues values)
        {
            return ring(values).lengthNs();
        }

        @Override
        public long passEvents(final SettingValues values)
        {
            return ring(values).count();
        }

        /** {@inheritDoc} Storms of traces had no timers and no IPIs at first. */
        @Override
        public SettingValues ofJournal(final SettingValues recorded)
        {
            return SettingValues.NONE.with(TraceSettings.TIMERS, false).with(TraceSettings.IPIS, false)
                .withAll(recorded);
        }
    }

    /** VPEs by the CPUs of a trace. Events that the trace does not have go to the first one. */
    private record Vpes(RecordedTrace trace, TraceChoice choice) implements VpeOfEvent
    {
        @Override
        public int vpe(final int event)
        {
            return trace.part(choice).vpe(event);
        }

        /** {@inheritDoc} The trace is not read where no timers are asked for. */
        @Override
        public int timers()
        {
            return choice.withTimers() ? trace.part(choice).timers() : 0;
        }

        @Override
        public int firstTimer()
        {
            return trace.part(choice).firstTimer();
        }

        /** {@inheritDoc} The trace is not read where no IPIs are asked for. */
        @Override
        public int ipis()
        {
            return choice.withIpis() ? trace.part(choice).ipis() : 0;
        }

        @Override
        public int firstIpi()
        {
            return trace.part(choice).firstIpi();
        }
    }
}
