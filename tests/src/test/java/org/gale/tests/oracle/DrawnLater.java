package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SplittableRandom;

/** Threads and softirqs of the guests of a drawn job, by random numbers of their own. Pure functions. */
final class DrawnLater
{
    private static final List<String> WAKES = List.of("0", "700ns", "5us", "{exponential: 3us}");
    private static final List<String> LIMITS = List.of("1us", "20us", "2ms");
    private static final List<String> FLUSHES = List.of("1us", "17us", "60us", "200us");
    private static final List<String> SLICES = List.of("1us", "8us", "35us", "3ms");
    private static final List<String> EARLY = List.of("9us", "21us", "{uniform: {from: 1us, to: 40us}}");
    private static final List<String> WORKS =
        List.of("0", "900ns", "11us", "{uniform: {from: 1us, to: 9us}}", "{exponential: 6us}");

    private DrawnLater()
    {
    }

    /** Draws what handlers of some groups of VMs leave. */
    static void draw(final ObjectNode job)
    {
        final SplittableRandom random = new SplittableRandom(job.get("seed").asLong() ^ 0x746872656164L);
        final SplittableRandom ofSlices = new SplittableRandom(job.get("seed").asLong() ^ 0x736c696365L);
        final SplittableRandom ofPolls = new SplittableRandom(job.get("seed").asLong() ^ 0x6e617069L);
        for (final JsonNode group : job.get("vms"))
        {
            final int choice = random.nextInt(4);
            if (choice == 0)
            {
                threaded(((ObjectNode)group.get("guest")).putObject("threaded"), random);
            }
            else if (choice == 1)
            {
                softirq(((ObjectNode)group.get("guest")).putObject("softirq"), random);
                slice((ObjectNode)group.get("guest"), SLICES.get(ofSlices.nextInt(SLICES.size())));
            }
            for (final JsonNode device : group.get("devices"))
            {
                device((ObjectNode)device, random.nextInt(8), random);
            }
            deferred(group, ofPolls);
        }
    }

    /**
     * Returns the job of a seed whose guests have work of their own beside ksoftirqd, which takes over early. Groups of
     * devices leave other work, or none.
     */
    static ObjectNode shared(final String kind, final long seed)
    {
        final ObjectNode job = DrawnJob.of(kind, seed);
        final SplittableRandom random = new SplittableRandom(~seed);
        final boolean hasThreads = kind.equals("gicv5") || kind.equals("kvm");
        for (final JsonNode group : job.get("vms"))
        {
            final ObjectNode guest = (ObjectNode)group.get("guest");
            guest.remove(List.of("threaded", "softirq", "wfi", "drops"));
            guest.put("work", "on");
            final boolean isThreaded = hasThreads && random.nextInt(5) == 0;
            if (isThreaded)
            {
                threaded(guest.putObject("threaded"), random);
            }
            else
            {
                softirq(guest.putObject("softirq"), random);
                ((ObjectNode)guest.get("softirq")).put("work", EARLY.get(random.nextInt(EARLY.size())))
                    .put("budget", 1 + random.nextInt(2)).put("restarts", 1 + random.nextInt(2));
                slice(guest, SLICES.get(random.nextInt(SLICES.size() - 1)));
            }
            for (final JsonNode device : group.get("devices"))
            {
                overridden((ObjectNode)device, isThreaded, hasThreads, random);
            }
        }

        return job;
    }

    /** Gives a group of devices some keys of its own, and leaves others to its guest. */
    private static void overridden(final ObjectNode device, final boolean isThreaded, final boolean hasThreads,
        final SplittableRandom random)
    {
        final String traffic = device.at("/traffic/kind").asText();
        device.remove(List.of("threaded", "softirq"));
        final int choice = random.nextInt(8);
        if (traffic.equals("timer") || traffic.equals("ipi") || choice > 3)
        {
            return;
        }
        if (choice == 0)
        {
            device.put("leaves", "none");
        }
        else if (choice == 1 && hasThreads)
        {
            threaded(device.putObject("threaded"), random);
            ((ObjectNode)device.get("threaded")).remove(isThreaded && random.nextBoolean() ? "work" : "wake");
        }
        else if (!isThreaded && traffic.equals("packets"))
        {
            device.putObject("softirq").put("defer", random.nextInt(4))
                .put("flush", FLUSHES.get(random.nextInt(FLUSHES.size())));
            ((ObjectNode)device.get("softirq")).remove(
                device.at("/softirq/defer").asInt() == 0 ? List.of("flush") : List.of());
        }
        else
        {
            device.putObject("softirq").put("work", WORKS.get(random.nextInt(WORKS.size())));
        }
    }

    /** Draws whether drivers of NICs of a group of VMs defer interrupts, where softirqs poll. */
    private static void deferred(final JsonNode group, final SplittableRandom random)
    {
        final boolean isDrawn = random.nextBoolean();
        final int polls = 1 + random.nextInt(4);
        final String flush = FLUSHES.get(random.nextInt(FLUSHES.size()));
        boolean isPolled = false;
        for (final JsonNode device : group.get("devices"))
        {
            isPolled |= device.at("/traffic/kind").asText().equals("packets") && !device.has("threaded");
        }
        if (isDrawn && isPolled && group.get("guest").has("softirq"))
        {
            ((ObjectNode)group.at("/guest/softirq")).put("defer", polls).put("flush", flush);
        }
    }

    /** Draws what handlers of some groups of devices leave, whatever others do. */
    private static void device(final ObjectNode device, final int choice, final SplittableRandom random)
    {
        final String traffic = device.at("/traffic/kind").asText();
        if (traffic.equals("timer") || traffic.equals("ipi"))
        {
            return;
        }
        if (choice == 0)
        {
            threaded(device.putObject("threaded"), random);
        }
        else if (choice == 1)
        {
            device.putObject("softirq").put("work", WORKS.get(random.nextInt(WORKS.size())));
        }
    }

    /** Gives the slice of ksoftirqd where the guest has work of its own. */
    private static void slice(final ObjectNode guest, final String slice)
    {
        if (guest.get("work").asText().equals("on"))
        {
            ((ObjectNode)guest.get("softirq")).put("slice", slice);
        }
    }

    private static void threaded(final ObjectNode threaded, final SplittableRandom random)
    {
        threaded.put("wake", WAKES.get(random.nextInt(WAKES.size())));
        threaded.put("work", WORKS.get(random.nextInt(WORKS.size())));
    }

    private static void softirq(final ObjectNode softirq, final SplittableRandom random)
    {
        softirq.put("work", WORKS.get(random.nextInt(WORKS.size())));
        softirq.put("budget", 1 + random.nextInt(6));
        softirq.put("limit", LIMITS.get(random.nextInt(LIMITS.size())));
        softirq.put("restarts", 1 + random.nextInt(4));
        softirq.put("wake", WAKES.get(random.nextInt(WAKES.size())));
    }
}
