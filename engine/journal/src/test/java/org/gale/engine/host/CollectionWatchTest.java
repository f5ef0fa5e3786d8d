package org.gale.engine.host;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.Notification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class CollectionWatchTest
{
    /** Difference of the two clocks: the JVM tells times in milliseconds since its start, which takes a while. */
    private static final long CLOCKS_NS = TimeUnit.SECONDS.toNanos(1);

    private final BlockingQueue<long[]> collections = new LinkedBlockingQueue<>();

    @Test
    void shouldTellACollectionWithItsTimesOnTheClockOfTheHost() throws InterruptedException
    {
        final long beforeNs = HostClock.nanoTime();
        try (CollectionWatch watch = new CollectionWatch((fromNs, toNs) -> collections.add(new long[]{fromNs, toNs})))
        {
            watch.handleNotification(new Notification("another", this, 1), null);
            assertNull(collections.poll());
            System.gc();
            final long[] first = collections.take();

            assertTrue(first[0] >= beforeNs - CLOCKS_NS, () -> beforeNs + " then " + first[0]);
            assertTrue(first[0] <= first[1], () -> first[0] + " to " + first[1]);
            assertTrue(first[1] <= HostClock.nanoTime() + CLOCKS_NS);
        }
    }

    @Test
    void shouldWatchNoLongerOnceItIsClosed()
    {
        final CollectionWatch watch = new CollectionWatch((fromNs, toNs) -> { });
        watch.close();

        assertEquals("a listener went by itself", assertThrows(IllegalStateException.class, watch::close).getMessage());
    }
}
