package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;

/** Pool of vPEIDs of a drawn job, and the vCPUs that have some. Pure functions. */
final class DrawnPool
{
    private DrawnPool()
    {
    }

    /** Returns the number of vPEIDs of a host. */
    static int size(final JsonNode injection)
    {
        return injection.path("vpeids").asInt(1 << injection.get("vpeid-bits").asInt());
    }

    /** Limits the pool of some jobs to any number, and lists the direct vCPUs of some. */
    static void draw(
        final ObjectNode injection, final JsonNode groups, final SplittableRandom random, final int vcpus)
    {
        if (random.nextInt(3) == 0)
        {
            injection.put("vpeids", 1 + random.nextInt(Math.min(vcpus, size(injection))));
        }
        if (!injection.get("policy").asText().equals("per-vcpu") || random.nextInt(2) == 0)
        {
            return;
        }
        final int limit = random.nextInt(1 + Math.min(vcpus, size(injection)));
        final ArrayNode names = injection.putArray("vcpus");
        for (final JsonNode group : groups)
        {
            for (int vm = 0; vm < group.get("count").asInt(); vm++)
            {
                for (int vcpu = 0; vcpu < group.get("vpes").asInt(); vcpu++)
                {
                    if (names.size() < limit && random.nextInt(2) == 0)
                    {
                        names.add(group.get("name").asText() + vm + '.' + vcpu);
                    }
                }
            }
        }
    }
}
