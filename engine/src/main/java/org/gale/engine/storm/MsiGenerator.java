package org.gale.engine.storm;

import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.AgentIdle;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;

/**
 * One producer: sets the machine up, then offers MSIs until the duration or the count is reached or it is stopped.
 *
 * <p>Closed loop: an event is offered again only after its last instance was delivered. Open loop: events follow a
 * clock; each carries the time at which it was intended, and how far the generator lags behind is recorded, never made
 * good by shifting intended times. Runs on a thread of its own.
 */
final class MsiGenerator implements Runnable
{
    private static final int BATCH = 256;
    private static final int TIME_WORDS = 2;
    private static final long LAG_LIMIT_NS = 60_000_000_000L;

    private final StormConfig config;
    private final StormLayout layout;
    private final EventSequence events;
    private final LaneProducer lane;
    private final NanoClock clock;
    private final IdleStrategy idle = AgentIdle.newStrategy();
    private final UnsafeBuffer time = new UnsafeBuffer(new byte[TIME_WORDS * Long.BYTES]);
    private final Histogram lag = new Histogram(LAG_LIMIT_NS, 3);
    private int next;
    private StormBefore before = StormBefore.NONE;
    private long skipped;
    private volatile boolean held;
    private long refusedBefore;
    private volatile long firstOfferNs;
    private volatile long endedNs;
    private volatile long offered;
    private boolean silent;
    private volatile boolean stopping;
    private volatile boolean finished;
    private volatile Throwable failure;

    MsiGenerator(
        final StormConfig config, final StormLayout layout, final LaneProducer lane, final NanoClock clock)
    {
        this.config = config;
        this.layout = layout;
        this.events = new EventSequence(config, 0);
        this.lane = lane;
        this.clock = clock;
    }

    /** Before it starts: it sets the machine up, and then waits for its end. */
    void silence()
    {
        silent = true;
    }

    /**
     * Before it starts: the machine has a part of this storm behind it. Of the commands that set it up those are left
     * out that it had, the events go on where they ended, and the first waits for {@link #goOn}.
     */
    void resume(final StormBefore behind)
    {
        before = behind;
        next = (int)(behind.offered() % events.length());
        held = true;
    }

    /** From any thread: what was pending before is delivered. */
    void goOn()
    {
        held = false;
    }

    /** From any thread: end after the batch in hand. */
    void stop()
    {
        stopping = true;
    }

    /** Has the last command been published? From any thread. */
    boolean isFinished()
    {
        return finished;
    }

    /** MSIs published, without those of before. From any thread. */
    long offered()
    {
        return offered;
    }

    /** When the first MSI was offered, ns; 0 while the machine is set up. From any thread. */
    long firstOfferNs()
    {
        return firstOfferNs;
    }

    /** When the last MSI had been offered, ns; 0 before. From any thread. */
    long endedNs()
    {
        return endedNs;
    }

    /** Offers of MSIs that a full lane refused; each was offered again. After the end. */
    long refused()
    {
        return Math.max(0, lane.refusedCount() - refusedBefore);
    }

    /** What ended the generator other than its work, or null. From any thread. */
    Throwable failure()
    {
        return failure;
    }

    /** How far behind its clock, or without a rate behind the room it had, the generator sent, ns. After the end. */
    Histogram lag()
    {
        return lag;
    }

    @Override
    public void run()
    {
        try
        {
            new StormSetup(layout, layout.machine(), this::offerSetup).run();
            lane.publish();
            awaitCompletion();
            awaitRelease();
            refusedBefore = lane.refusedCount();
            firstOfferNs = clock.nanoTime();
            if (silent)
            {
                awaitEnd();
            }
            else if (config.isClosedLoop())
            {
                closedLoop();
            }
            else
            {
                openLoop();
            }
        }
        catch (final RuntimeException | Error ex)                               // its storm rethrows it
        {
            failure = ex;
        }
        finally
        {
            endedNs = clock.nanoTime();
            finished = true;
        }
    }

    private void closedLoop()
    {
        final long window = Math.min(config.windowOrDefault(), Lane.CAPACITY_WORDS_DEFAULT - BATCH - TIME_WORDS);
        final long endNs = firstOfferNs + config.durationNs();
        long sent = before.offered();
        while (isOpen() && sent < config.countLimit())
        {
            final long now = clock.nanoTime();
            if (now - endNs >= 0)
            {
                return;
            }
            final int batch = (int)Math.min(Math.min(BATCH, window), config.countLimit() - sent);
            final long inFlight = lane.position() - lane.completed();
            if (inFlight > 0 && inFlight + batch > window)
            {
                idle.idle();
                continue;
            }
            idle.reset();
            Commands.time(time, 0, now, now);
            offerCommand(time, 0, TIME_WORDS);
            for (int i = 0; i < batch; i++)
            {
                offer(nextWord());
            }
            lane.publish();
            sent += batch;
            offered = sent - before.offered();
            lag.recordValueWithCount(Math.min(LAG_LIMIT_NS, clock.nanoTime() - now), batch);
        }
    }

    private void openLoop()
    {
        final SplittableRandom random = new SplittableRandom(config.seed() ^ 0x5bf03635L);
        final double meanNs = 1e9 / config.ratePerS();
        final long endNs = firstOfferNs + config.durationNs();
        double intended = 0;
        long sent = before.offered();
        for (long i = 0; i < sent && config.poisson(); i++)
        {
            random.nextLong();
        }
        while (isOpen() && sent < config.countLimit() && firstOfferNs + (long)intended - endNs < 0)
        {
            final long now = clock.nanoTime();
            if (now - endNs >= 0)
            {
                return;                                                         // what it is behind with is not offered
            }
            if (firstOfferNs + (long)intended - now > 0)
            {
                idle.idle();
                continue;
            }
            idle.reset();
            final long base = firstOfferNs + (long)intended;
            Commands.time(time, 0, base, now);
            offerCommand(time, 0, TIME_WORDS);
            int batch = 0;
            long at = base;
            while (batch < BATCH && at - now <= 0 && at - base <= Commands.TIME_MASK && sent < config.countLimit())
            {
                offer(nextWord() | (at - base));
                lag.recordValue(Math.min(LAG_LIMIT_NS, Math.max(0, now - at)));
                sent++;
                batch++;
                intended += config.poisson() ?
                    -meanNs * StrictMath.log((random.nextLong() >>> 11) * 0x1.0p-53 + 0x1.0p-54) : meanNs;
                at = firstOfferNs + (long)intended;
            }
            lane.publish();
            offered = sent - before.offered();
        }
    }

    private long nextWord()
    {
        final long word = events.word(next);
        next = next + 1 == events.length() ? 0 : next + 1;

        return word;
    }

    /** A refusal is counted by the lane; the word is offered again until the lane takes it or is closed. */
    private void offer(final long word)
    {
        while (!lane.offer(word) && isOpen())
        {
            lane.publish();
            idle.idle();
        }
    }

    private void offerCommand(final DirectBuffer buffer, final int offset, final int words)
    {
        while (!lane.offer(buffer, offset, words) && !lane.isClosed())
        {
            lane.publish();
            idle.idle();
        }
    }

    /** Nothing but the commands that set it up, in this order, reaches a machine before the first event. */
    private void offerSetup(final DirectBuffer buffer, final int offset, final int words)
    {
        if (skipped < before.commands())
        {
            skipped++;
        }
        else
        {
            offerCommand(buffer, offset, words);
        }
    }

    private void awaitRelease()
    {
        while (held && isOpen())
        {
            idle.idle();
        }
        idle.reset();
    }

    private void awaitCompletion()
    {
        while (lane.completed() < lane.position() && isOpen())
        {
            idle.idle();
        }
        idle.reset();
    }

    private void awaitEnd()
    {
        while (isOpen() && clock.nanoTime() - firstOfferNs < config.durationNs())
        {
            idle.idle();
        }
    }

    private boolean isOpen()
    {
        return !stopping && !lane.isClosed();
    }
}
