package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.JobForms;
import org.gale.engine.storm.scenario.JobPaths;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;

/**
 * Property of guests and devices that is changed for all groups at once: times and rates by a factor, depths to a
 * number.
 */
enum IoKnob
{
    /** Times of handlers, and of each packet that one takes. */
    HANDLER("handler"),
    /** Service times of drives and virtio devices. */
    SERVICE("service"),
    /** Rates of open streams, and of packets. */
    RATE(Answer.IoBreakEven.RATE),
    /** Requests in flight of each queue. */
    DEPTH(Answer.IoBreakEven.DEPTH);

    private static final String PER_PACKET = "per-packet";
    private static final List<Double> FACTORS = List.of(1.0 / 16, 1.0 / 4, 1.0, 4.0, 16.0);
    private static final List<Double> DEPTHS = List.of(1.0, 4.0, 16.0, 64.0, 256.0, 1024.0);

    private final String label;

    IoKnob(final String label)
    {
        this.label = label;
    }

    /** Returns the name in answers. */
    String label()
    {
        return label;
    }

    /** Returns the places that are tried first. */
    List<Double> grid()
    {
        return this == DEPTH ? DEPTHS : FACTORS;
    }

    /** Returns the place of a host as it is: its largest depth, or a factor of 1. */
    double place(final List<Double> now)
    {
        return this == DEPTH ? now.get(now.size() - 1) : 1;
    }

    /** Returns the function that finds a place between two others. */
    DoubleBinaryOperator middle()
    {
        return this == DEPTH ? (low, high) -> Math.rint(Math.sqrt(low * high)) :
            (low, high) -> Math.sqrt(low * high);
    }

    /** Returns the different values of a host in ascending order: means of times, ns, rates a second, or depths. */
    List<Double> now(final HostShape shape)
    {
        final List<Double> now = new ArrayList<>();
        for (final VmShape group : shape.groups())
        {
            now.add(this == HANDLER ? group.guest().handler().meanNs() : 0);
            for (final DeviceShape device : group.devices())
            {
                now.add(this == RATE && device.stream().isClocked() ? device.stream().events(1) : 0);
                final ModelShape model = device.stream().model();
                settings(model).stream().filter(this::isOf).filter(setting -> !setting.name().equals(PER_PACKET))
                    .forEach(setting -> now.add(value(model, setting)));
            }
        }

        return now.stream().filter(value -> value > 0).distinct().sorted().toList();
    }

    /** Returns the values of a job at a place, by their paths; none at the place of a host as it is. */
    Map<String, String> values(final HostShape shape, final double at)
    {
        final Map<String, String> values = new LinkedHashMap<>();
        for (final VmShape group : at == 1 && this != DEPTH ? List.<VmShape>of() : shape.groups())
        {
            if (this == HANDLER && group.guest().handler().meanNs() > 0)
            {
                values.put(JobPaths.path(group) + ".guest.handler", Scaled.times(group.guest().handler(), at).text());
            }
            for (final DeviceShape device : group.devices())
            {
                final String traffic = JobPaths.path(group, device) + '.' + JobForms.TRAFFIC;
                if (this == RATE && device.stream() instanceof OpenStream open && open.isClocked())
                {
                    values.putAll(open.scaled(at).assignments(traffic));
                }
                final ModelShape model = device.stream().model();
                settings(model).stream().filter(this::isOf).filter(setting -> value(model, setting) > 0)
                    .forEach(setting -> values.put(traffic + '.' + setting.name(), text(model, setting, at)));
            }
        }

        return values;
    }

    private static List<Setting<?>> settings(final ModelShape model)
    {
        return model == null ? List.of() : model.values().settings();
    }

    private boolean isOf(final Setting<?> setting)
    {
        return switch (this)
        {
            case HANDLER -> setting.name().equals(PER_PACKET);
            case SERVICE -> setting.name().equals(label) || setting.name().startsWith(label + '.');
            case RATE -> setting.equals(StormSettings.RATE);
            case DEPTH -> setting.name().equals(label);
        };
    }

    private static double value(final ModelShape model, final Setting<?> setting)
    {
        final Object value = model.values().get(setting);

        return value instanceof Distribution time ? time.meanNs() : ((Number)value).doubleValue();
    }

    private String text(final ModelShape model, final Setting<?> setting, final double at)
    {
        final Object value = model.values().get(setting);
        final double number = this == DEPTH ? at : at * value(model, setting);

        return value instanceof Distribution time ? Scaled.times(time, at).text() :
            String.format(Locale.ROOT, "%.0f", number) + (setting.name().equals(PER_PACKET) ? "ns" : "");
    }
}
