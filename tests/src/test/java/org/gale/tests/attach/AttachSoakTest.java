package org.gale.tests.attach;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.agrona.concurrent.SystemNanoClock;
import org.gale.engine.command.Commands;
import org.gale.engine.lanes.AttachPoint;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.lanes.LaneEnd;
import org.gale.engine.lanes.Attachment;
import org.gale.ringbuf.LaneProducer;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Test in which more threads than lanes attach, offer, detach, or die meanwhile, beside a generator with a separate
 * lane.
 */
class AttachSoakTest
{
    private static final long SEED = 20_260_417;
    private static final int THREADS = 6;
    private static final int LANES = 4;
    private static final int CAPACITY = 512;
    private static final int BATCH_LIMIT = 64;
    private static final int LIFE_LIMIT = 50;

    private final AttachPoint point = new AttachPoint(LANES, CAPACITY, SystemNanoClock.INSTANCE);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong detached = new AtomicLong();
    private final AtomicLong killed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    @Test
    void shouldLoseNothingWhenProducersAttachAndDetach() throws Exception
    {
        soak(Duration.ofMillis(1_500));
    }

    @Test
    @Tag("slow")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldLoseNothingWhenProducersAttachAndDetachForMinutes() throws Exception
    {
        soak(Duration.ofMinutes(3));
    }

    private void soak(final Duration duration) throws Exception
    {
        try (AttachedStorm storm = new AttachedStorm(point))
        {
            final List<Thread> spawners = new ArrayList<>();
            for (int i = 0; i < THREADS; i++)
            {
                final SplittableRandom random = new SplittableRandom(SEED + i);
                final Thread spawner = new Thread(() -> spawn(random));
                spawners.add(spawner);
                spawner.start();
            }
            final long endNs = System.nanoTime() + duration.toNanos();
            while (System.nanoTime() < endNs)
            {
                storm.awaitDelivered(1);                                   // the others make progress, even if one died
            }
            Await.until(() -> killed.get() > 0 && detached.get() > 0 && point.refusedCount() > 0 &&
                point.attachedCount() > LANES, AttachedStorm.PATIENCE, "every kind of end, and a refusal");
            stopping.set(true);
            for (final Thread spawner : spawners)
            {
                spawner.join();
            }
            Await.until(() -> point.givenBackCount() == point.attachedCount(),
                AttachedStorm.PATIENCE, "every lane goes back to the pool");

            final AttachTotals totals = storm.end(published.get()).totals().attached();

            assertEquals(0, failed.get(), "seed " + SEED);
            assertEquals(published.get(), totals.events());
            assertEquals(Map.of(LaneEnd.LEFT.label(), point.attachedCount()), totals.closed());
            assertEquals(point.attachedCount(), detached.get() + killed.get());
        }
    }

    /** Runs one life after the other, each on a separate thread, because only a thread can die. */
    private void spawn(final SplittableRandom random)
    {
        while (!stopping.get())
        {
            final Thread life = new Thread(() -> live(random));
            life.setUncaughtExceptionHandler((thread, ex) -> failed.incrementAndGet());
            life.start();
            try
            {
                life.join();
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void live(final SplittableRandom random)
    {
        final Attachment attachment = point.attach();
        if (attachment == null)
        {
            return;
        }
        final int batches = (int)Long.remainderUnsigned(random.nextLong(), LIFE_LIMIT);
        for (int i = 0; i < batches; i++)
        {
            final int taken = offerBatch(attachment.producer(), random);
            attachment.producer().publish();
            published.addAndGet(taken);
        }
        if ((random.nextLong() & 1) == 0)
        {
            attachment.detach();
            detached.incrementAndGet();
            assertTrue(!attachment.producer().offer(msi(random)), "the lane is another's");
        }
        else
        {
            offerBatch(attachment.producer(), random);                          // and dies before it publishes
            killed.incrementAndGet();
        }
    }

    private static int offerBatch(final LaneProducer lane, final SplittableRandom random)
    {
        final long now = System.nanoTime();
        final int batch = (int)Long.remainderUnsigned(random.nextLong(), BATCH_LIMIT);
        int taken = 0;
        if ((random.nextLong() & 3) == 0 || lane.offer(Commands.timeWord(now), now))    // a TIME, or forgotten
        {
            for (int i = 0; i < batch; i++)
            {
                taken += lane.offer(msi(random)) ? 1 : 0;
            }
        }

        return taken;
    }

    private static long msi(final SplittableRandom random)
    {
        final long bits = random.nextLong();

        return Commands.msi((int)Long.remainderUnsigned(bits, AttachedStorm.VMS * AttachedStorm.DEVICES),
            (int)(bits >>> 32) & (AttachedStorm.EVENTS - 1), 0);
    }
}
