package org.gale.engine.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.gale.engine.report.document.Config;
import org.gale.engine.report.document.Configured;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.LaterKind;
import org.gale.engine.storm.scenario.LaterWork;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.storm.scenario.VmShape;

/** Configuration of a report: the values of settings, and the shape of the host. Pure functions. */
final class ConfigSection
{
    private static final double SMALL_RATE = 10;
    /** Settings of a measurement that have a meaning on the virtual clock. */
    private static final List<Setting<?>> VIRTUAL_MEASURES =
        List.of(MeasureSettings.WARMUP, MeasureSettings.STOP_IF, MeasureSettings.OUTLIERS);
    /** Sizes of a host, and those that each group has: null where groups differ. */
    private static final Map<Setting<Long>, ToLongFunction<VmShape>> SIZES = sizes();

    private ConfigSection()
    {
    }

    private static Map<Setting<Long>, ToLongFunction<VmShape>> sizes()
    {
        final Map<Setting<Long>, ToLongFunction<VmShape>> sizes = new LinkedHashMap<>();
        sizes.put(StormSettings.VMS, null);
        sizes.put(StormSettings.VPES, VmShape::vpes);
        sizes.put(StormSettings.PES, null);
        sizes.put(StormSettings.LPIS, VmShape::lpis);
        sizes.put(StormSettings.DEVICES, VmShape::deviceCount);

        return sizes;
    }

    /**
     * Returns the configuration of a storm.
     *
     * @param isOfModel true for a storm whose times are those of a model
     */
    static Config of(final StormDescription description, final boolean isOfModel)
    {
        final StormConfig config = description.config();
        final HostShape shape = config.shape();
        final SettingValues settings = description.settings();
        final Map<String, Object> values = new LinkedHashMap<>();
        values.put("job", description.name());
        put(values, StormSettings.PROFILE, description.profile());
        SIZES.forEach((size, ofGroup) -> put(values, size, ofGroup == null ? config.value(size) :
            common(shape.groups().stream().mapToLong(ofGroup))));
        put(values, StormSettings.EVENTS, common(
            shape.groups().stream().flatMap(group -> group.devices().stream()).mapToLong(DeviceShape::events)));
        values.put("loop", shape.isClosedLoop() ? "closed" : shape.isOpenLoop() ? "open" : "mixed");
        put(values, StormSettings.RATE, config.value(StormSettings.RATE));
        put(values, StormSettings.ARRIVALS, config.isClosedLoop() ? null : config.value(StormSettings.ARRIVALS));
        List.of(StormSettings.WINDOW, StormSettings.DURATION, StormSettings.COUNT)
            .forEach(setting -> put(values, setting, config.value(setting)));
        values.put(StormSettings.CLOCK.jsonKey(), isOfModel ? StormSettings.VIRTUAL : StormSettings.WALL);
        if (!isOfModel)
        {
            put(values, StormSettings.DURABILITY, settings);
        }
        description.own().stream().filter(own -> settings.has(own) || own.defaultValue() != null)
            .forEach(own -> put(values, own, settings));
        if (MachineSettings.ALL.stream().anyMatch(settings::has))
        {
            values.put("machine", machine(settings));
        }
        values.put(StormSettings.LATENCY.jsonKey(), description.sampling());
        (isOfModel ? VIRTUAL_MEASURES : MeasureSettings.ALL).forEach(measure -> measure(values, measure, settings));
        final boolean isOfHost = shape.order() == HostShape.Order.HOST;

        return new Config(values, isOfModel ? costs(VirtualSettings.costs(settings)) : null,
            isOfHost ? null : shape.order().label(),
            isOfHost ? null : shape.groups().stream().map(group -> group(group, isOfModel)).toList(),
            isOfHost ? null : shape.phases().stream().map(phase -> new Configured.Phase(phase.name(),
                phase.durationNs(), phase.changes().stream().map(change -> change(change, shape.groups().get(
                change.group()))).toList())).toList());
    }

    /** Returns the keys of the machine that were given, as a user writes them. */
    private static Map<String, Object> machine(final SettingValues chosen)
    {
        final Map<String, Object> machine = new LinkedHashMap<>();
        MachineSettings.ALL.stream().filter(chosen::has).forEach(key -> machine.put(key.name(), chosen.shown(key)));

        return machine;
    }

    /** Adds a setting of the measurement: as a user writes it if that is no number. */
    private static void measure(
        final Map<String, Object> values, final Setting<?> setting, final SettingValues chosen)
    {
        if (setting == MeasureSettings.WARMUP || (chosen.has(setting) && setting == MeasureSettings.STOP_IF))
        {
            values.put(setting.name().replace('-', '_'), chosen.shown(setting));
        }
        else
        {
            put(values, setting, chosen);
        }
    }

    /** Returns the base of costs and each cost, as a job has them. */
    private static Map<String, String> costs(final CostModel costs)
    {
        final Map<String, String> all = new LinkedHashMap<>();
        all.put("base", costs.base());
        for (final Cost cost : Cost.values())
        {
            if (costs.has(cost))
            {
                all.put(cost.label(), costs.text(cost));
            }
        }

        return all;
    }

    private static Configured.Group group(final VmShape group, final boolean hasGuest)
    {
        return new Configured.Group(group.name(), (long)group.count(), (long)group.vpes(), hasGuest ?
            new Configured.Guest(group.guest().handler().text(), (long)group.guest().mask(),
            group.guest().isWorking(), group.guest().drops() ? true : null,
            VirtualSettings.values(group.guest()).text(VirtualSettings.WFI),
            softirq(group.guest()), threaded(group.guest().later()), affinity(group.guest())) : null,
            group.devices().stream().map(ConfigSection::device).toList());
    }

    private static Configured.Affinity affinity(final GuestShape guest)
    {
        final SettingValues values = VirtualSettings.values(guest);

        return guest.affinity().isNone() ? null : new Configured.Affinity(values.text(VirtualSettings.AFFINITY_EVERY),
            values.text(VirtualSettings.AFFINITY_POLICY), values.text(VirtualSettings.AFFINITY_ORDER),
            values.text(VirtualSettings.AFFINITY_BY),
            guest.affinity().hasOffline() ? new Configured.Offline(values.text(VirtualSettings.OFFLINE_EVERY),
            values.text(VirtualSettings.OFFLINE_FOR), values.text(VirtualSettings.OFFLINE_MANAGED)) : null);
    }

    private static Configured.Softirq softirq(final GuestShape guest)
    {
        final SettingValues values = VirtualSettings.values(guest);

        return !values.has(VirtualSettings.SOFTIRQ_BUDGET) ? null : new Configured.Softirq(
            guest.later().kind() == LaterKind.SOFTIRQ ? guest.later().work().text() : null,
            guest.softirqs().budget(), values.text(VirtualSettings.SOFTIRQ_LIMIT), guest.softirqs().restarts(),
            guest.softirqs().wake().text(),
            values.has(VirtualSettings.SOFTIRQ_SLICE) ? values.text(VirtualSettings.SOFTIRQ_SLICE) : null,
            values.has(VirtualSettings.SOFTIRQ_DEFER) ? guest.softirqs().defer() : null,
            values.has(VirtualSettings.SOFTIRQ_FLUSH) ? values.text(VirtualSettings.SOFTIRQ_FLUSH) : null);
    }

    private static Configured.SoftirqWork softirq(final DeviceShape device)
    {
        final SettingValues values = device.values();

        return device.later() != null && device.later().kind() == LaterKind.SOFTIRQ ?
            new Configured.SoftirqWork(device.later().work().text(), values.get(VirtualSettings.SOFTIRQ_DEFER),
            values.has(VirtualSettings.SOFTIRQ_FLUSH) ? values.text(VirtualSettings.SOFTIRQ_FLUSH) : null) : null;
    }

    private static Configured.Threaded threaded(final LaterWork later)
    {
        return later != null && later.kind() == LaterKind.THREAD ?
            new Configured.Threaded(later.wake().text(), later.work().text()) : null;
    }

    private static Configured.Device device(final DeviceShape device)
    {
        final SettingValues values =
            device.stream().model() == null ? device.stream().values() : SettingValues.NONE;

        return new Configured.Device(device.name(), (long)device.count(), (long)device.events(),
            device.target().label(), device.priority() == DeviceShape.SPREAD ? null : (long)device.priority(),
            device.stream().kind(), new Configured.Pace(number(StormSettings.RATE, values),
            value(StormSettings.ARRIVALS, values) == null ? null : values.shown(StormSettings.ARRIVALS),
            value(StormSettings.WINDOW, values)), new Configured.Later(softirq(device),
            threaded(device.later()),
            device.values().has(VirtualSettings.LEAVES) ? device.values().text(VirtualSettings.LEAVES) : null));
    }

    private static Configured.ConfiguredChange change(final PhaseShape.PhaseChange change, final VmShape group)
    {
        return new Configured.ConfiguredChange(group.name(), change.device() == PhaseShape.PhaseChange.ALL ? null :
            group.devices().get(change.device()).name(), number(StormSettings.RATE, change.values()),
            number(StormSettings.WINDOW, change.values()), number(PhaseShape.SCALE, change.values()),
            value(PhaseShape.PAUSE, change.values()));
    }

    private static Number number(final Setting<? extends Number> key, final SettingValues values)
    {
        final Number number = value(key, values);

        return number != null && number.doubleValue() == Math.rint(number.doubleValue()) ? number.longValue() : number;
    }

    /** {@return the value of a setting; null of one that is not there, or limits nothing} */
    private static <T> T value(final Setting<T> key, final SettingValues values)
    {
        return Objects.equals(values.get(key), key.unlimitedValue()) ? null : values.get(key);
    }

    private static <T> void put(final Map<String, Object> values, final Setting<T> setting, final SettingValues chosen)
    {
        put(values, setting, chosen.valueOrDefault(setting));
    }

    /** Adds the value of a setting, or null for none. */
    private static <T> void put(final Map<String, Object> values, final Setting<T> setting, final T value)
    {
        values.put(setting.jsonKey(), value == null || value.equals(setting.unlimitedValue()) ? null :
            value instanceof Boolean ? value : value instanceof Number number ? shown(number) :
            value instanceof ActionRate actions && !actions.isByEvents() ? (Object)actions.count() :
            setting.type().shown().apply(value));
    }

    /** Returns a number, which has a fraction only if its value is below 10. */
    private static Number shown(final Number number)
    {
        final boolean isSmall = number instanceof Double fraction && fraction < SMALL_RATE &&
            fraction != Math.rint(fraction);

        return isSmall || number instanceof Long ? number : Math.round(number.doubleValue());
    }

    /** {@return the value that all have, or null if they differ} */
    private static Long common(final LongStream values)
    {
        final long[] distinct = values.distinct().toArray();

        return distinct.length == 1 ? distinct[0] : null;
    }
}
