package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the queue of events. */
class EventQueueTest
{
    private static final Comparator<Event> ORDER = Comparator.comparingLong(Event::ns).thenComparing(Event::kind)
        .thenComparing(Event::vm).thenComparing(Event::vpe).thenComparing(Event::device).thenComparing(Event::number);
    private static final int LARGEST = (1 << 20) - 1;

    private final EventQueue queue = new EventQueue();

    private record Event(long ns, int kind, int vm, int vpe, int device, long number)
    {
    }

    private Event add(final long ns, final int kind, final int vm, final int vpe, final int device)
    {
        return new Event(ns, kind, vm, vpe, device, queue.add(ns, EventQueue.order(kind, vm, vpe, device)));
    }

    private long take()
    {
        final long number = queue.number();
        queue.remove();

        return number;
    }

    private void assertInOrder(final List<Event> events)
    {
        for (final Event event : events)
        {
            assertEquals(event.ns, queue.nextNs());
            assertEquals(event.kind, EventQueue.kind(queue.order()));
            assertEquals(event.vm, EventQueue.vm(queue.order()));
            assertEquals(event.vpe, EventQueue.vpe(queue.order()));
            assertEquals(event.number, take());
        }
        assertEquals(Long.MAX_VALUE, queue.nextNs());
    }

    @Test
    void shouldOrderByTimeThenKindThenVmThenVpeThenDeviceThenInsertion()
    {
        final Event last = add(2, QueuedKind.HANDLED, 0, 0, 0);
        final Event laterKind = add(1, QueuedKind.POLLED, 0, 0, 0);
        final Event secondVm = add(1, QueuedKind.VCPU, 1, 0, 0);
        final Event secondVpe = add(1, QueuedKind.VCPU, 0, 1, 0);
        final Event secondDevice = add(1, QueuedKind.VCPU, 0, 0, 1);
        final Event first = add(1, QueuedKind.VCPU, 0, 0, 0);
        final Event behindIt = add(1, QueuedKind.VCPU, 0, 0, 0);

        assertInOrder(List.of(first, behindIt, secondDevice, secondVpe, secondVm, laterKind, last));
    }

    @Test
    void shouldHoldTheLargestNumbers()
    {
        final Event largest = add(Long.MAX_VALUE - 1, QueuedKind.POLLED, LARGEST, LARGEST, LARGEST);

        assertInOrder(List.of(largest));
    }

    @Test
    void shouldKeepTheMessageOfAnEvent()
    {
        queue.add(5, EventQueue.order(QueuedKind.INJECTED, 3, 2, 1), 77, 4);
        queue.add(4, EventQueue.order(QueuedKind.INJECTED, 3, 2, 1), 66, 3);

        assertEquals(66, queue.word());
        assertEquals(3, queue.fromNs());
        queue.remove();
        assertEquals(77, queue.word());
        assertEquals(4, queue.fromNs());
    }

    @Test
    void shouldTakeWhatASortedListTakes()
    {
        final SplittableRandom random = new SplittableRandom(1);
        final List<Event> sorted = new ArrayList<>();
        for (int step = 0; step < 20_000; step++)
        {
            if (sorted.isEmpty() || random.nextInt(100) < (step < 10_000 ? 60 : 45))
            {
                sorted.add(add(random.nextInt(20), random.nextInt(8), random.nextInt(3), random.nextInt(3),
                    random.nextInt(3)));
            }
            else
            {
                final Event first = sorted.stream().min(ORDER).orElseThrow();
                sorted.remove(first);
                assertEquals(first.number, take());
            }
        }
        sorted.sort(ORDER);

        assertInOrder(sorted);
    }

    @Test
    void shouldGrow()
    {
        final List<Event> sorted = new ArrayList<>();
        for (int i = 0; i < 100_000; i++)
        {
            sorted.add(add(Integer.toUnsignedLong(i * 0x9e3779b9), QueuedKind.VCPU, 0, 0, 0));
        }
        sorted.sort(ORDER);

        assertInOrder(sorted);
    }

    @Test
    void shouldKeepTheLawOfTimesWithEventsThatAreLeft()
    {
        add(1, QueuedKind.VCPU, 0, 0, 0);
        add(3, QueuedKind.VCPU, 0, 0, 0);
        add(2, QueuedKind.VCPU, 0, 0, 0);
        queue.happens(1);
        take();

        assertNull(queue.broken());
        assertNull(queue.end());
        assertEquals(Long.MAX_VALUE, queue.nextNs());
    }

    @Test
    void shouldFindAnEventThatHappensBehindItsTime()
    {
        add(1, QueuedKind.VCPU, 0, 0, 0);
        queue.happens(2);

        assertEquals("what was due at 1 ns happens at 2 ns", queue.broken());
        assertEquals(queue.broken(), queue.end());
    }
}
