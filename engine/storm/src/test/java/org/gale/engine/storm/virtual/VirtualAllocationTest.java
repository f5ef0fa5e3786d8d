package org.gale.engine.storm.virtual;

import java.lang.management.ManagementFactory;
import com.sun.management.ThreadMXBean;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.StormConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.storm.virtual.PathCosts.HANDLER;
import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.gale.engine.storm.virtual.VirtualStorms.guest;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests that the loop of a run allocates nothing: a longer run allocates what a shorter one does. */
class VirtualAllocationTest
{
    private static final int TURNS = 5;
    private static final int FEW = 10_000;
    private static final int MORE = 60_000;
    /** Least that an object of each interrupt would take. */
    private static final long OBJECT_BYTES = 16;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAllocateNothingForAnInterrupt(final boolean isScheduled)
    {
        final long bytes = least(MORE, isScheduled) - least(FEW, isScheduled);

        // Digests and intervals allocate now and then.
        assertTrue(Math.abs(bytes) < (MORE - FEW) * OBJECT_BYTES / 10,
            () -> bytes + " bytes for " + (MORE - FEW) + " interrupts");
    }

    /** Returns what a run allocates without what compilation and class loading do on its thread in other turns. */
    private static long least(final int count, final boolean isScheduled)
    {
        long least = Long.MAX_VALUE;
        for (int turn = 0; turn < TURNS; turn++)
        {
            least = Math.min(least, allocated(count, isScheduled));
        }

        return least;
    }

    private static long allocated(final int count, final boolean isScheduled)
    {
        final StormConfig config = config(count, 4, vms("vm", 4, 8, 50_000, guest(HANDLER, false)));
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        final StormResult result = isScheduled ? VirtualStorms.kvm(config, PathCosts.ALL, 70_000) :
            VirtualStorms.resident(config, PathCosts.ALL);
        final long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());

        return bytes;
    }
}
