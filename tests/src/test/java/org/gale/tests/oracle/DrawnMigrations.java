package org.gale.tests.oracle;

import java.util.List;
import java.util.SplittableRandom;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Jobs whose VMs migrate: drawn ones, all of whose devices send messages alone. Pure functions. */
final class DrawnMigrations
{
    private static final List<String> RATES = List.of("1/10", "1/25", "1/60", "2/90", "3000", "20000");
    private static final List<String> ENTRIES = List.of("0", "1ns", "3ns", "{uniform: {from: 0, to: 4ns}}");
    private static final List<String> TIMES =
        List.of("0", "300ns", "5us", "{uniform: {from: 1us, to: 9us}}", "{exponential: 3us}");
    private static final List<String> MESSAGES = List.of("open", "closed", "io", "packets", "virtio", "trace");
    private static final String[] NONE = {"toggles", "moves"};
    private static final List<String> STEPS = List.of("stop", "quiet", "save", "destroy", "restore", "resume");
    /** Failures of steps that roll back, and of later ones, of which two in a row end the storm. */
    private static final List<String> FAILURES = List.of("1/2", "1/3", "2/5", "2/3");
    private static final List<String> LATE_FAILURES = List.of("1/2", "1/3");
    private static final int LATE = 3;
    private static final List<String> DOWNTIMES = List.of("1us", "40us", "300us");
    private static final int MANY_EVENTS = 1_200;
    private static final String SELDOM = "1/300";

    private DrawnMigrations()
    {
    }

    /** Returns the job of a seed. */
    static ObjectNode of(final String kind, final long seed)
    {
        final ObjectNode job = DrawnJob.of(kind, seed);
        final SplittableRandom random = new SplittableRandom(seed ^ 0x6d6967L);
        final ObjectNode machine = (ObjectNode)job.get("machine");
        if (machine.has("functions"))
        {
            ((ObjectNode)machine.get("functions")).remove("plugs");             // they do not go together
        }
        machine.putObject("migrations").put("every", of(RATES, random));
        final ObjectNode costs = (ObjectNode)job.get("costs");
        if (random.nextInt(5) > 0)
        {
            costs.put("migrate-vm", of(TIMES, random));
            costs.put("migrate-entry", of(ENTRIES, random));
            costs.put("migrate-route", of(TIMES, random));
        }
        for (final String actions : machine.has("injection") ? NONE : new String[0])
        {
            ((ObjectNode)machine.get("injection")).put(actions, "0");
        }
        for (final JsonNode group : job.get("vms"))
        {
            ((ObjectNode)group.get("guest")).remove(List.of("threaded", "softirq", "drops"));
            for (final JsonNode device : group.get("devices"))
            {
                device((ObjectNode)device, random);
            }
        }
        further(job, new SplittableRandom(seed ^ 0x6b657973L));

        return job;
    }

    /** Draws further keys, each for some jobs, by random numbers of their own. */
    private static void further(final ObjectNode job, final SplittableRandom random)
    {
        final ObjectNode keys = (ObjectNode)job.at("/machine/migrations");
        if (random.nextInt(3) == 0)
        {
            final int step = random.nextInt(STEPS.size());
            keys.put("fail", STEPS.get(step) + ' ' + of(step < LATE ? FAILURES : LATE_FAILURES, random));
        }
        if (random.nextInt(3) == 0)
        {
            keys.put("least-downtime", of(DOWNTIMES, random));
        }
        final boolean isUpdate = random.nextInt(4) == 0;
        if (isUpdate)
        {
            keys.put("kind", "update");
        }
        if (isUpdate || job.path("duration").asText().equals("2100ms"))
        {
            keys.put("every", SELDOM);
        }
        final JsonNode groups = job.get("vms");
        if (random.nextInt(4) == 0 && !job.get("machine").has("partitions"))
        {
            keys.putArray("groups").add(groups.get(random.nextInt(groups.size())).get("name").asText());
        }
        if (random.nextInt(2) == 0)
        {
            ((ObjectNode)job.get("costs")).put("migrate-page", of(TIMES, random));
        }
        final ObjectNode device = (ObjectNode)groups.get(0).get("devices").get(0);
        if (random.nextInt(3) == 0 && !isUpdate)
        {
            keys.put("precopy", 1 + random.nextInt(4));
            if (random.nextInt(3) == 0 && device.at("/traffic/kind").asText().equals("open"))
            {
                device.put("events", MANY_EVENTS);                  // entries in more than one page
            }
        }
    }

    private static void device(final ObjectNode device, final SplittableRandom random)
    {
        device.remove(List.of("threaded", "softirq"));
        final ObjectNode traffic = (ObjectNode)device.get("traffic");
        if (!MESSAGES.contains(traffic.get("kind").asText()))
        {
            device.put("count", 1 + random.nextInt(2));
            device.put("events", 1 + random.nextInt(4));
            device.put("target", "spread");
            traffic.removeAll();
            traffic.put("kind", "open");
            traffic.put("rate", "20k");
            traffic.put("arrivals", "poisson");
        }
        if (traffic.has("timers"))
        {
            traffic.put("timers", "off");
            traffic.put("ipis", "off");
        }
    }

    private static String of(final List<String> all, final SplittableRandom random)
    {
        return all.get(random.nextInt(all.size()));
    }
}
