package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SplittableRandom;

/** Threads of the guests of a drawn job, by random numbers of their own. Pure functions. */
final class DrawnThreads
{
    private static final List<String> WAKES = List.of("0", "700ns", "5us", "{exponential: 3us}");
    private static final List<String> WORKS =
        List.of("0", "900ns", "11us", "{uniform: {from: 1us, to: 9us}}", "{exponential: 6us}");

    private DrawnThreads()
    {
    }

    /** Draws the threads of some groups of VMs, on machines whose interrupts have an active state. */
    static void draw(final String kind, final ObjectNode job)
    {
        final SplittableRandom random = new SplittableRandom(job.get("seed").asLong() ^ 0x746872656164L);
        if (!kind.equals("gicv5") && !kind.equals("kvm"))
        {
            return;
        }
        for (final JsonNode group : job.get("vms"))
        {
            if (random.nextInt(3) == 0)
            {
                final ObjectNode threaded = ((ObjectNode)group.get("guest")).putObject("threaded");
                threaded.put("wake", WAKES.get(random.nextInt(WAKES.size())));
                threaded.put("work", WORKS.get(random.nextInt(WORKS.size())));
            }
        }
    }
}
