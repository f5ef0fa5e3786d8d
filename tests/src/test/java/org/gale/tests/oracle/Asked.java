package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Configuration of a report: what its job asked for. Pure functions. */
final class Asked
{
    private static final Map<String, String> PROFILES =
        Map.of("gicv5", "default", "kvm", "overcommit", "gicv4", "direct", "msix", "msix");
    /** Keys of a machine that reports show elsewhere. */
    private static final Set<String> OWN = Set.of("kind", "pes", "partitions", "kernel", "irsen", "scheduler",
        "injection", "functions", "migrations", "moves");

    private Asked()
    {
    }

    /** Writes {@code config} of the report of a job. */
    static void write(final ObjectNode report, final StormJob job)
    {
        final ObjectNode config = report.putObject("config");
        config.put("job", job.root.get("job").asText());
        config.put("profile", PROFILES.get(job.kind));
        sizes(config, job);
        loop(config, job);
        config.put("duration_ns", job.durationNs == Numbers.NEVER ? null : job.durationNs);
        config.put("count", job.countLimit == Numbers.NEVER ? null : job.countLimit);
        config.put("clock", "virtual");
        machine(config, job);
        config.put("latency", job.root.get("latency").asText());
        config.put("warmup", job.warmupNs == 0 ? "0" : job.root.get("warmup").asText());
        config.putNull("stop_if");
        config.put("outliers", job.root.get("outliers").asInt());
        config.set("costs", job.root.get("costs"));
        if (job.isOfHost)
        {
            return;
        }
        config.put("order", "group");
        final ArrayNode groups = config.putArray("groups");
        job.groups.forEach(group -> group(groups.addObject(), group));
        final ArrayNode phases = config.putArray("phases");
        job.phases.forEach(phase -> phase(phases.addObject(), phase));
    }

    private static void sizes(final ObjectNode config, final StormJob job)
    {
        config.put("vms", job.vms.size());
        config.put("pes", job.pes);
        common(config, "vpes", job, StormJob.Group::vpes);
        common(config, "lpis", job, group -> group.node().get("lpis").asInt());
        common(config, "devices", job, group ->
        {
            int count = 0;
            for (final JsonNode device : group.node().get("devices"))
            {
                count += StormJob.count(device);
            }

            return count;
        });
        final Set<Integer> events = job.streams.stream().map(StormJob.Stream::events).collect(Collectors.toSet());
        config.put("events", events.size() == 1 ? events.iterator().next() : null);
    }

    /** Writes a size that all groups have, or null. */
    private static void common(
        final ObjectNode config, final String name, final StormJob job, final ToIntFunction<StormJob.Group> size)
    {
        final Set<Integer> sizes = job.groups.stream().map(size::applyAsInt).collect(Collectors.toSet());
        config.put(name, sizes.size() == 1 ? sizes.iterator().next() : null);
    }

    /** Writes the kind of all streams, and their rates and windows together. */
    private static void loop(final ObjectNode config, final StormJob job)
    {
        final long open = job.streams.stream().filter(stream -> stream.kind().equals("open")).count();
        final long closed = job.streams.stream().filter(stream -> stream.kind().equals("closed")).count();
        final double rate = streams(job).filter(stream -> stream.kind().equals("open"))
            .mapToDouble(stream -> stream.traffic().get("rate").asDouble()).sum();
        final long window = streams(job).filter(stream -> stream.kind().equals("closed"))
            .mapToLong(stream -> stream.traffic().get("window").asLong()).sum();
        final boolean isPoisson = job.streams.stream().anyMatch(
            stream -> stream.kind().equals("open") && stream.traffic().get("arrivals").asText().equals("poisson"));
        final boolean isClosed = closed == job.streams.size();
        config.put("loop", isClosed ? "closed" : open == job.streams.size() ? "open" : "mixed");
        config.put("rate_per_s", open == 0 ? null : Math.round(rate));
        config.put("arrivals", isClosed ? null : isPoisson || open == 0 ? "poisson" : "constant");
        config.put("window", window == 0 ? null : window);
    }

    /** Returns the streams of a job: those of the first VM where one of them is that of the host. */
    private static Stream<StormJob.Stream> streams(final StormJob job)
    {
        return job.streams.stream().filter(stream -> !job.isOfHost || stream.index() == 0);
    }

    private static void machine(final ObjectNode config, final StormJob job)
    {
        final JsonNode machine = job.root.get("machine");
        machine.properties().forEach(key ->
        {
            if (!OWN.contains(key.getKey()))
            {
                config.withObject("/machine").put(key.getKey(), key.getValue().asText());
            }
        });
        if (job.kind.equals("kvm"))
        {
            config.put("slice_ns", job.sliceNs);
            config.put("kvm", machine.get("kernel").asText());
            config.put("irsen", machine.get("irsen").asInt());
        }
        if (job.isOfFunctions())
        {
            machine.get("functions").properties().stream().filter(key -> !key.getKey().equals("order"))
                .forEach(key -> config.put(key.getKey(), key.getValue().asText()));
        }
        if (job.kind.equals("gicv4"))
        {
            final JsonNode injection = machine.get("injection");
            for (final String actions : new String[]{"toggles", "moves"})
            {
                final String rate = injection.get(actions).asText();
                config.put(actions, rate);
            }
            config.put("policy", injection.get("policy").asText());
            config.put("vpeid_bits", injection.get("vpeid-bits").asInt());
            config.put("version", injection.get("version").asText());
            config.put("legacy", injection.get("legacy").asText().equals("on"));
            if (injection.has("vpeids"))
            {
                config.put("vpeids", injection.get("vpeids").asInt());
            }
        }
    }

    private static void group(final ObjectNode node, final StormJob.Group group)
    {
        node.put("name", group.name());
        node.put("vms", group.vms());
        node.put("vpes", group.vpes());
        final ObjectNode guest = node.putObject("guest");
        guest.put("handler", group.handler());
        guest.put("mask", group.mask());
        guest.put("work", group.isWorking());
        if (group.drops())
        {
            guest.put("drops", true);
        }
        if (group.node().at("/guest").has("wfi"))
        {
            guest.put("wfi", group.node().at("/guest/wfi").asText());
        }
        later(group.node().get("guest"), guest);
        if (group.node().get("guest").has("affinity"))
        {
            guest.set("affinity", group.node().at("/guest/affinity"));
        }
        final ArrayNode devices = node.putArray("devices");
        for (final JsonNode device : group.node().get("devices"))
        {
            final JsonNode traffic = device.get("traffic");
            final String kind = traffic.get("kind").asText();
            final boolean isOpen = kind.equals("open");
            final ObjectNode of = devices.addObject();
            of.put("name", device.get("name").asText());
            of.put("count", StormJob.count(device));
            of.put("events", device.get("events").asInt());
            of.put("target", device.get("target").asText());
            of.put("priority", device.get("priority").asText().equals("spread") ? null :
                device.get("priority").asInt());
            of.put("loop", kind);
            of.put("rate_per_s", isOpen ? new BigDecimal(traffic.get("rate").asText()) : null);
            of.put("arrivals", isOpen ? traffic.get("arrivals").asText() : null);
            of.put("window", kind.equals("closed") ? traffic.get("window").asLong() : null);
            ofDevices(device, group.node().get("guest"), of);
        }
    }

    /** Writes what handlers of devices leave where their guest does not say so: work and wake also if it is his. */
    private static void ofDevices(final JsonNode devices, final JsonNode guest, final ObjectNode to)
    {
        later(devices, to);
        if (devices.has("leaves"))
        {
            to.put("leaves", "none");
        }
        if (devices.has("softirq"))
        {
            ((ObjectNode)to.get("softirq")).setAll(whole(devices, guest, "softirq", "work", ""));
        }
        if (devices.has("threaded"))
        {
            ((ObjectNode)to.get("threaded")).setAll(whole(devices, guest, "threaded", "work", ""));
            ((ObjectNode)to.get("threaded")).setAll(whole(devices, guest, "threaded", "wake", "5us"));
        }
    }

    private static ObjectNode whole(
        final JsonNode devices, final JsonNode guest, final String key, final String name, final String otherwise)
    {
        final JsonNode own = devices.get(key).path(name);
        final JsonNode all = own.isMissingNode() ? guest.path(key).path(name) : own;

        return all.isMissingNode() ? JsonNodeFactory.instance.objectNode().put(name, otherwise) :
            JsonNodeFactory.instance.objectNode().set(name, all);
    }

    /** Writes what handlers of a guest, or of devices, leave. */
    private static void later(final JsonNode of, final ObjectNode to)
    {
        for (final String key : new String[]{"softirq", "threaded"})
        {
            if (of.has(key))
            {
                to.set(key, of.get(key).deepCopy());
            }
        }
    }

    private static void phase(final ObjectNode node, final StormJob.Phase phase)
    {
        node.put("name", phase.name());
        node.put("duration_ns", phase.lengthNs());
        final ArrayNode changes = node.putArray("changes");
        phase.change().properties().forEach(change ->
        {
            final String[] names = change.getKey().split("/", -1);
            final ObjectNode of = changes.addObject();
            of.put("group", names[0]);
            of.put("device", names.length == 1 ? null : names[1]);
            of.put("rate_per_s", change.getValue().has("rate") ? change.getValue().get("rate").asDouble() : null);
            of.put("window", change.getValue().has("window") ? change.getValue().get("window").asLong() : null);
            of.put("scale", new BigDecimal(change.getValue().path("scale").asText("1")));
            of.put("pause", change.getValue().path("pause").asText().equals("on"));
        });
    }
}
