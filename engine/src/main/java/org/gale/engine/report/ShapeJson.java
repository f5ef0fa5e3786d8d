package org.gale.engine.report;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.JobForms;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;

/** JSON of the shape of a host. Pure functions. */
final class ShapeJson
{
    private static final List<Setting<?>> OF_STREAMS = List.of(
        StormSettings.RATE, StormSettings.ARRIVALS, StormSettings.WINDOW);
    private static final List<Setting<?>> OF_CHANGES = List.of(
        StormSettings.RATE, StormSettings.WINDOW, JobForms.SCALE, JobForms.PAUSE);

    private ShapeJson()
    {
    }

    /**
     * Returns the value of a setting that counts VMs, VPEs, PEs, devices, events or LPIs.
     *
     * @return null where the groups differ in it
     */
    static Long size(final Setting<Long> setting, final StormConfig config)
    {
        final HostShape shape = config.shape();
        if (setting == StormSettings.VPES)
        {
            return common(shape.groups().stream().mapToLong(VmShape::vpes));
        }
        if (setting == StormSettings.DEVICES)
        {
            return common(shape.groups().stream().mapToLong(VmShape::deviceCount));
        }
        if (setting == StormSettings.EVENTS)
        {
            return common(shape.groups().stream().flatMap(group -> group.devices().stream())
                .mapToLong(DeviceShape::events));
        }

        if (setting == StormSettings.LPIS)
        {
            return common(shape.groups().stream().mapToLong(VmShape::lpis));
        }

        return config.value(setting);
    }

    /** Returns the kind of the streams. */
    static String loop(final HostShape shape)
    {
        return shape.isClosedLoop() ? "closed" : shape.isOpenLoop() ? "open" : "mixed";
    }

    /** Writes {@code costs}: the base and each cost, as a job has them. */
    static void costs(final JsonGenerator json, final CostModel costs) throws IOException
    {
        json.writeObjectFieldStart("costs");
        json.writeStringField("base", costs.base());
        for (final Cost cost : Cost.values())
        {
            json.writeStringField(cost.label(), costs.text(cost));
        }
        json.writeEndObject();
    }

    /**
     * Writes {@code order}, {@code groups} and {@code phases} of a host with a stream for each group of devices.
     *
     * @param isModelled true for a storm on the virtual clock, whose groups have guests
     */
    static void write(final JsonGenerator json, final HostShape shape, final boolean isModelled) throws IOException
    {
        if (shape.order() == HostShape.Order.HOST)
        {
            return;
        }
        json.writeStringField("order", shape.order().label());
        json.writeArrayFieldStart("groups");
        for (final VmShape group : shape.groups())
        {
            group(json, group, isModelled);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("phases");
        for (final PhaseShape phase : shape.phases())
        {
            json.writeStartObject();
            json.writeStringField("name", phase.name());
            json.writeNumberField("duration_ns", phase.durationNs());
            json.writeArrayFieldStart("changes");
            for (final PhaseShape.Change change : phase.changes())
            {
                change(json, change, shape.groups().get(change.group()));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void group(final JsonGenerator json, final VmShape group, final boolean isModelled)
        throws IOException
    {
        json.writeStartObject();
        json.writeStringField("name", group.name());
        json.writeNumberField("vms", group.count());
        json.writeNumberField("vpes", group.vpes());
        if (isModelled)
        {
            json.writeObjectFieldStart("guest");
            json.writeStringField("handler", group.guest().handler().text());
            json.writeNumberField("mask", group.guest().mask());
            json.writeBooleanField("work", group.guest().isWorking());
            if (group.guest().drops())
            {
                json.writeBooleanField("drops", true);
            }
            json.writeEndObject();
        }
        json.writeArrayFieldStart("devices");
        for (final DeviceShape device : group.devices())
        {
            json.writeStartObject();
            json.writeStringField("name", device.name());
            json.writeNumberField("count", device.count());
            json.writeNumberField("events", device.events());
            json.writeStringField("target", device.target().label());
            json.writeFieldName("priority");
            number(json, device.priority() == DeviceShape.SPREAD ? null : device.priority());
            stream(json, device.stream());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void stream(final JsonGenerator json, final StreamShape stream) throws IOException
    {
        final SettingValues values = stream.model() == null ? stream.values() : SettingValues.NONE;
        json.writeStringField("loop", stream.kind());
        for (final Setting<?> key : OF_STREAMS)
        {
            value(json, key, values);
        }
    }

    private static void change(final JsonGenerator json, final PhaseShape.Change change, final VmShape group)
        throws IOException
    {
        json.writeStartObject();
        json.writeStringField("group", group.name());
        json.writeStringField("device", change.device() == PhaseShape.Change.ALL ? null :
            group.devices().get(change.device()).name());
        for (final Setting<?> key : OF_CHANGES)
        {
            value(json, key, change.values());
        }
        json.writeEndObject();
    }

    private static void value(final JsonGenerator json, final Setting<?> key, final SettingValues values)
        throws IOException
    {
        final Object value = Objects.equals(values.get(key), key.unlimitedValue()) ? null : values.get(key);
        json.writeFieldName(key.jsonKey());
        if (value == null || value instanceof Number)
        {
            number(json, (Number)value);
        }
        else
        {
            json.writeObject(value instanceof Boolean ? value : values.shown(key));
        }
    }

    private static void number(final JsonGenerator json, final Number number) throws IOException
    {
        if (number == null)
        {
            json.writeNull();
        }
        else if (number.doubleValue() == Math.rint(number.doubleValue()))
        {
            json.writeNumber(number.longValue());
        }
        else
        {
            json.writeNumber(number.doubleValue());
        }
    }

    /** {@return the value that all have, or null if they differ} */
    private static Long common(final LongStream values)
    {
        final long[] distinct = values.distinct().toArray();

        return distinct.length == 1 ? distinct[0] : null;
    }
}
