package org.gale.engine.storm.flow;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import org.gale.engine.storm.model.Mistake;
import org.gale.engine.storm.model.TrafficModel;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.topology.Topology;

/** Books of the models of a storm's devices: what they have sent, and whether each keeps its own law. */
final class ModelBooks
{
    private final Topology topology;
    private final StreamNumbers numbers;
    private final int[] streams;                                    // by device
    private final TrafficModel[] models;                            // by device; null without a model

    ModelBooks(
        final Topology topology, final StreamNumbers numbers, final int[] streams, final TrafficModel[] models)
    {
        this.topology = topology;
        this.numbers = numbers;
        this.streams = streams;
        this.models = models;
    }

    /** Returns the sum of what the devices of a group of VMs have that have models. */
    long sum(final int group, final IntToLongFunction ofDevice)
    {
        long sum = 0;
        for (int device = 0; device < models.length; device++)
        {
            sum += models[device] != null && groupOf(device) == group ? ofDevice.applyAsLong(device) : 0;
        }

        return sum;
    }

    /** {@return how the first model that does so breaks its own law; null if all keep theirs} */
    String brokenLaw()
    {
        String broken = null;
        for (int device = 0; device < models.length && broken == null; device++)
        {
            final String law = models[device] == null ? null : models[device].brokenLaw();
            broken = law == null ? null : named(device) + ": " + law;
        }

        return broken;
    }

    /**
     * Returns the first device with work that only a handler can bring on, where none is to come.
     *
     * @return the device and its event, or null
     */
    String stalled(final GuestHandlers handlers)
    {
        String stalled = null;
        for (int device = 0; device < models.length && stalled == null; device++)
        {
            final int events = models[device] == null ? 0 : topology.events(device);
            for (int event = 0; event < events && stalled == null; event++)
            {
                final boolean isStalled = models[device].needsHandler(event) && !handlers.isToCome(device, event);
                stalled = isStalled ? named(device) + " event " + event : null;
            }
        }

        return stalled;
    }

    /** Returns the deliberate mistakes of the models, and how often each acted. */
    List<StormControl> controls()
    {
        final Map<Mistake, Map<String, Long>> acted = new EnumMap<>(Mistake.class);
        for (int device = 0; device < models.length; device++)
        {
            final Mistake mistake = models[device] == null ? null :
                Mistake.of(numbers.devices(numbers.kind(streams[device])).stream().model());
            if (mistake != null)
            {
                acted.computeIfAbsent(mistake, each -> new TreeMap<>())
                    .merge(place(device), models[device].acted(), Long::sum);
            }
        }

        return acted.entrySet().stream().map(each -> each.getKey().control(each.getValue())).toList();
    }

    private String place(final int device)
    {
        final int kind = numbers.kind(streams[device]);

        return topology.groups().get(numbers.vmGroup(kind)).name() + '/' + numbers.devices(kind).name();
    }

    private String named(final int device)
    {
        return "VM " + numbers.vm(streams[device]) + " device " + device + " (" + place(device) + ')';
    }

    /** Returns the group of VMs of a device. */
    int groupOf(final int device)
    {
        return numbers.vmGroup(numbers.kind(streams[device]));
    }
}
