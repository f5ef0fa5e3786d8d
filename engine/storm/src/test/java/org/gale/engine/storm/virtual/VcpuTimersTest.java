package org.gale.engine.storm.virtual;

import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the events of vCPUs and PEs. */
class VcpuTimersTest
{
    /** VMs 0 and 1 have vCPUs 0 to 3, VM 2 has vCPUs 4 to 7. */
    private final Topology topology = Topology.of(HostShapes.quietAndLoud());
    private final EventQueue queue = new EventQueue();
    private final VirtualClock clock = new VirtualClock();
    private final VcpuTimers timers = new VcpuTimers(topology, queue, clock);

    private boolean takeFirst()
    {
        final boolean isValid = timers.take();
        queue.remove();

        return isValid;
    }

    @Test
    void shouldFindTheVcpuOfAnEvent()
    {
        timers.set(6, QueuedKind.VCPU, 10);

        assertEquals(2, EventQueue.vm(queue.order()));
        assertEquals(6, timers.vcpu());
        assertEquals(10, queue.nextNs());
    }

    @Test
    void shouldNotTakeAnEventThatWasCancelled()
    {
        timers.set(1, QueuedKind.HANDLED, 10);
        clock.jump(4);

        assertEquals(6, timers.cancel(1));

        assertFalse(takeFirst());
    }

    @Test
    void shouldTakeTheEventThatStandsInPlaceOfACancelledOne()
    {
        timers.set(1, QueuedKind.HANDLED, 10);
        timers.cancel(1);
        timers.set(1, QueuedKind.HANDLED, 20);

        assertFalse(takeFirst());
        assertTrue(takeFirst());
    }

    @Test
    void shouldTakeAnEventOnce()
    {
        timers.set(1, QueuedKind.VCPU, 10);

        assertTrue(timers.take());
        assertFalse(timers.take());
    }

    @Test
    void shouldKickOnceAtATime()
    {
        assertTrue(timers.kick(3, 5));
        assertFalse(timers.kick(3, 1));
        assertTrue(timers.isKicked(3));
        assertEquals(5, queue.nextNs());

        assertTrue(takeFirst());

        assertFalse(timers.isKicked(3));
        assertTrue(timers.kick(3, 5));
    }

    @Test
    void shouldKeepKickAndEventOfAVcpuApart()
    {
        timers.set(3, QueuedKind.HANDLED, 5);
        timers.kick(3, 2);
        timers.cancel(3);

        assertTrue(takeFirst());
        assertFalse(takeFirst());
    }

    @Test
    void shouldNotTakeASliceThatWasEnded()
    {
        timers.slice(2, 10);
        timers.endSlice(2);
        timers.slice(2, 20);

        assertFalse(takeFirst());
        assertEquals(2, timers.pe());
        assertTrue(takeFirst());
    }

    @Test
    void shouldNotTakeAPollThatWasEnded()
    {
        timers.poll(1, 10);
        timers.endPoll(1);

        assertFalse(takeFirst());
    }

    @Test
    void shouldTakeAKickOnce()
    {
        timers.kick(3, 5);

        assertTrue(timers.take());
        assertFalse(timers.take());
    }
}
