package org.gale.engine.storm.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VirtualSettings;

/** Kind of traffic of virtio devices, with a queue for each event. Pure functions. */
final class VirtioModel
{
    private static final String NAME = "virtio";
    private static final int DEPTH_LIMIT = 1 << 16;
    private static final int THRESHOLD_LIMIT = 1 << 16;
    private static final long TIME_UNIT_NS = 1_000;
    private static final long TIME_LIMIT_NS = 1_000_000_000;
    private static final String BATCH = "batch";

    private static final Setting<Long> DEPTH = Setting.of("depth", Setting.Group.PROFILE, SettingType.COUNT)
        .between(1, DEPTH_LIMIT).defaultValue(32L).help("");
    private static final Setting<Distribution> FIXED =
        Setting.of("service.fixed", Setting.Group.PROFILE, VirtualSettings.time("T|DIST", "a service"))
        .defaultValue(new Distribution.Lognormal(53_000, 0.21)).help("");
    private static final Setting<Distribution> EACH =
        Setting.of("service.each", Setting.Group.PROFILE, VirtualSettings.time("T|DIST", "a service"))
        .defaultValue(Distribution.ZERO).help("");
    private static final Setting<Boolean> EVENT_INDEX =
        Setting.of("event-index", Setting.Group.PROFILE, SettingType.SWITCH).defaultValue(true).help("");
    private static final Setting<String> BACKEND = Setting.of("backend", Setting.Group.PROFILE,
        SettingType.words("batch|each", List.of(BATCH, "each"))).defaultValue(BATCH).help("");
    private static final Setting<Long> THRESHOLD =
        Setting.of("coalesce.threshold", Setting.Group.PROFILE, SettingType.COUNT)
        .between(1, THRESHOLD_LIMIT).help("");
    private static final Setting<Long> TIME =
        Setting.of("coalesce.time", Setting.Group.PROFILE, SettingType.DURATION.readBy(VirtioModel::time))
        .between(0, TIME_LIMIT_NS).help("");

    /** Kind of traffic of virtio devices. */
    static final ModelKind KIND = new ModelKind(new TrafficKind(
        NAME, List.of(DEPTH, FIXED, EACH, EVENT_INDEX, BACKEND, THRESHOLD, TIME,
        Mistake.setting(NAME, Mistake.DRIVER), Mistake.setting(NAME, Mistake.DEVICE)), VirtioModel::check),
        VirtioModel::make);

    private VirtioModel()
    {
    }

    private static long time(final String text)
    {
        final long ns = Quantity.durationOrZeroNs(text);
        if (ns % TIME_UNIT_NS != 0)
        {
            throw new IllegalArgumentException("'" + text + "' is no multiple of 1us (try 10us, or 0 for none)");
        }
        if (ns > TIME_LIMIT_NS)
        {
            throw new IllegalArgumentException("'" + text + "' is longer than 1s (try 10us, or 0 for none)");
        }

        return ns;
    }

    private static void check(final SettingValues values, final int events, final long durationNs)
    {
        final Mistake mistake = Mistake.checked(NAME, values);
        if (EnumSet.of(Mistake.INDEX_STALE, Mistake.INDEX_MORE, Mistake.INDEX_LESS).contains(mistake) &&
            !values.get(EVENT_INDEX))
        {
            throw mistake.refused(" needs an ", EVENT_INDEX, " (try ", EVENT_INDEX, " on)");
        }
        if (mistake != null && (values.has(THRESHOLD) || values.has(TIME)))
        {
            throw mistake.refused(" needs a device that does not coalesce (leave coalesce out)");
        }
        checkTime(FIXED, values, durationNs);
        checkTime(EACH, values, durationNs);
        if (values.valueOr(THRESHOLD, 1L) > 1 && values.valueOr(TIME, 0L) == 0)
        {
            throw new SettingException(THRESHOLD, values.get(THRESHOLD), " needs a ", TIME,
                " since the last interrupt, from which on the device sends for fewer (try 200us)");
        }
    }

    private static void checkTime(
        final Setting<Distribution> service, final SettingValues values, final long durationNs)
    {
        if (values.get(service).largestNs() > durationNs)
        {
            throw new SettingException(service, values.get(service).text(), " is longer than the storm, whose ",
                StormSettings.DURATION, " is ", Quantity.durationText(durationNs), " (try 50us)");
        }
    }

    private static TrafficModel make(final SettingValues values, final DevicePlace place)
    {
        final VirtioShape shape = new VirtioShape(values.get(DEPTH).intValue(), values.get(FIXED), values.get(EACH),
            values.get(EVENT_INDEX), values.get(BACKEND).equals(BATCH),
            values.valueOr(THRESHOLD, (long)VirtioShape.NO_THRESHOLD).intValue(), values.valueOr(TIME, 0L));
        final List<VectorModel> queues = new ArrayList<>();
        for (int event = 0; event < place.events(); event++)
        {
            final Draw fixed = Draws.of(shape.fixed(), new SplittableRandom(place.random().nextLong()));
            final Draw each = Draws.of(shape.each(), new SplittableRandom(place.random().nextLong()));
            queues.add(WrongVirtio.of(Mistake.of(NAME, values),
                new WrongVirtio.Parts(shape, fixed, each, place.requests(), place.seam().queue(event))));
        }

        return new VectorModels(queues);
    }
}
