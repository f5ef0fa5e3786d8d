package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;

/** Queues of the PEs of a drawn host, by random numbers of their own. */
final class DrawnQueues
{
    private static final int CHOICES = 4;

    private DrawnQueues()
    {
    }

    /** Draws the queues of a scheduler, which some jobs leave out. */
    static ObjectNode draw(final ObjectNode scheduler, final long seed)
    {
        final int choice = new SplittableRandom(seed ^ 0x717565756573L).nextInt(CHOICES);
        if (choice > 0)
        {
            scheduler.put("queues", choice == 1 ? "one" : "pe");
        }

        return scheduler;
    }
}
