package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Jobs whose guests move vectors: drawn ones, by random numbers of their own. Pure functions. */
final class DrawnAffinity
{
    private static final List<String> PERIODS = List.of("100us", "130us", "270us", "700us");
    private static final List<String> SLOW_PERIODS = List.of("20ms", "90ms");
    private static final List<String> RATES = List.of("1/1", "1/3", "2/7", "1/25", "3000", "20000");
    private static final List<String> TIMES = List.of("400ns", "3us", "{uniform: {from: 0, to: 2us}}");
    private static final List<String> LENGTHS = List.of("100us", "170us", "390us");
    private static final Set<String> NO_VECTORS = Set.of("timer", "line", "ipi");

    private DrawnAffinity()
    {
    }

    /** Returns the job of a seed, in which a group at least moves its vectors. */
    static ObjectNode of(final String kind, final long seed)
    {
        final ObjectNode job = DrawnJob.of(kind, seed);
        final SplittableRandom random = new SplittableRandom(seed ^ 0x616666696e697479L);
        final boolean isDrawn = random.nextInt(2) == 0;
        boolean isMoving = false;
        int vcpus = 0;
        for (final JsonNode group : job.get("vms"))
        {
            final boolean hasBalancer = (!isDrawn && !isMoving) || random.nextInt(2) == 0;
            if (hasBalancer || isDrawn)
            {
                ((ObjectNode)group).put("vpes", Math.max(group.get("vpes").asInt(), 2 + random.nextInt(3)));
                vectors((ObjectNode)group);
            }
            if (hasBalancer)
            {
                isMoving = true;
                balance((ObjectNode)group.get("guest"), job.path("duration").asText().equals("2100ms"), random);
            }
            vcpus += group.get("count").asInt() * group.get("vpes").asInt();
        }
        final ObjectNode machine = (ObjectNode)job.get("machine");
        if (isDrawn)
        {
            machine.put("moves", RATES.get(random.nextInt(RATES.size())));
        }
        if (DrawnFunctions.areResident(kind) && machine.has("pes"))
        {
            machine.put("pes", vcpus);
        }
        if (random.nextInt(3) > 0)
        {
            ((ObjectNode)job.get("costs")).put("move", TIMES.get(random.nextInt(TIMES.size())));
        }

        return job;
    }

    /** Returns the job of a seed in which vCPUs go offline, of groups with messages alone. */
    static ObjectNode offline(final String kind, final long seed)
    {
        final ObjectNode job = of(kind, seed);
        final SplittableRandom random = new SplittableRandom(~seed);
        final boolean isSlow = job.path("duration").asText().equals("2100ms");
        boolean isAny = false;
        for (final JsonNode group : job.get("vms"))
        {
            final ObjectNode guest = (ObjectNode)group.get("guest");
            if (group.get("vpes").asInt() > 1 && (!isAny || random.nextInt(2) == 0))
            {
                isAny = true;
                guest.put("work", "off");
                if (guest.get("softirq") instanceof ObjectNode softirq)
                {
                    softirq.remove("slice");
                }
                guest.putObject("affinity").putObject("offline").put("every", isSlow ? "60ms" : "400us")
                    .put("for", isSlow ? "20ms" : LENGTHS.get(random.nextInt(LENGTHS.size())));
                group.get("devices").forEach(device -> messages((ObjectNode)device));
            }
        }

        return job;
    }

    /** Returns the job of a seed in which vCPUs go offline whose vectors are managed; or also others. */
    static ObjectNode managed(final String kind, final long seed)
    {
        final ObjectNode job = offline(kind, seed);
        final SplittableRandom random = new SplittableRandom(seed ^ 0x6d616e61676564L);
        boolean isAny = false;
        for (final JsonNode group : job.get("vms"))
        {
            final ObjectNode guest = (ObjectNode)group.get("guest");
            if (guest.at("/affinity").has("offline") && (!isAny || random.nextInt(2) == 0))
            {
                isAny = true;
                guest.withObject("/affinity/offline").put("managed", "on");
                if (guest.at("/softirq").has("defer"))
                {
                    guest.withObject("/softirq").remove(List.of("defer", "flush"));
                }
                group.get("devices").forEach(device -> queues((ObjectNode)device, random));
            }
        }

        return job;
    }

    /** Gives a device that plays a trace a drive, as a trace does not go with managed vectors. */
    private static void queues(final ObjectNode device, final SplittableRandom random)
    {
        if (device.at("/traffic/kind").asText().equals("trace"))
        {
            device.put("events", 1 + random.nextInt(4));
            device.put("count", 1);
            device.put("target", "spread");
            device.putObject("traffic").put("kind", random.nextInt(2) == 0 ? "io" : "virtio")
                .put("depth", 1 + random.nextInt(8));
        }
    }

    /** Returns the job of a seed whose vectors move by translation entry; or also as vCPUs go offline. */
    static ObjectNode byEntry(final String kind, final long seed)
    {
        final ObjectNode job = seed % 2 == 0 ? of(kind, seed) : offline(kind, seed);
        final boolean isDrawn = job.get("machine").has("moves");
        boolean isAny = false;
        for (final JsonNode group : job.get("vms"))
        {
            final ObjectNode guest = (ObjectNode)group.get("guest");
            if (guest.has("affinity") || (isDrawn && !isAny && group.get("vpes").asInt() > 1))
            {
                isAny = true;
                guest.withObject("/affinity").put("by", "entry");
            }
        }
        ((ObjectNode)job.get("costs")).put("move-entry", TIMES.get((int)(seed / 2 % TIMES.size())));

        return job;
    }

    private static void messages(final ObjectNode device)
    {
        final ObjectNode traffic = (ObjectNode)device.get("traffic");
        if (NO_VECTORS.contains(traffic.get("kind").asText()))
        {
            device.put("events", 3);
            device.put("count", 1);
            device.put("target", "spread");
            device.putObject("traffic").put("kind", "open").put("rate", "25k").put("arrivals", "poisson");
        }
        else if (traffic.has("timers"))
        {
            traffic.put("timers", "off").put("ipis", "off");
        }
    }

    private static void balance(final ObjectNode guest, final boolean isSlow, final SplittableRandom random)
    {
        final List<String> periods = isSlow ? SLOW_PERIODS : PERIODS;
        guest.putObject("affinity").put("every", periods.get(random.nextInt(periods.size())))
            .put("policy", random.nextInt(2) == 0 ? "round" : "load");
    }

    /** Gives a group a device with vectors, if it has none. */
    private static void vectors(final ObjectNode group)
    {
        for (final JsonNode device : group.get("devices"))
        {
            if (!NO_VECTORS.contains(device.at("/traffic/kind").asText()))
            {
                return;
            }
        }
        final ObjectNode device = (ObjectNode)group.get("devices").get(0);
        device.remove(List.of("count", "threaded", "softirq"));
        device.put("events", 3);
        device.put("target", "spread");
        device.putObject("traffic").put("kind", "open").put("rate", "25k").put("arrivals", "poisson");
    }
}
