package org.gale.benchmarks;

import java.io.IOException;
import java.util.Locale;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.ringbuf.AgentIdle;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneProducer;

/**
 * Strawman of the default storm: the rate of two threads that do nothing specific to interrupts.
 *
 * <p>One thread generates MSIs in a seeded order into a ring, each again only after it was delivered. The other thread
 * drains as many into a frame as the engine does. It appends the frame by the journal's recipe, with CRC and chain, and
 * then sets and clears the interrupts in the {@link BareLoop}. Both sides of the comparison use our lane and our
 * journal, so that these do not make the difference.
 *
 * <p>Runs one measurement in its JVM and prints it as one line of JSON. The rate is interrupts delivered by the time
 * from the first offer to the last one applied, as in {@code gale storm}.
 */
public final class Strawman
{
    private static final int DRAIN_WORDS = DrainLimit.WORDS;
    private static final int BATCH = 256;
    /** Default limit of events in flight, equal to the storm's. */
    private static final int WINDOW = StormConfig.DEFAULT.windowOrDefault();

    private final long durationNs;
    private final FrameLog log;
    private final int heldFrames;
    private final Lane lane = Lane.allocate(Lane.CAPACITY_WORDS_DEFAULT);
    private final BareLoop loop = new BareLoop();
    private long firstOfferNs;
    private RuntimeException generatorFailure;
    private volatile boolean finished;

    private Strawman(final long durationNs, final FrameLog log)
    {
        this.durationNs = durationNs;
        this.log = log;
        this.heldFrames = log.heldFrames();
    }

    /** Runs for {@code --seconds N}, with the log that {@link StrawmanLog} makes from the other words. */
    public static void main(final String[] args) throws InterruptedException, IOException
    {
        final Words words = new Words(args);
        final long durationNs = (long)(words.number("--seconds", 5) * 1e9);
        try (StrawmanLog log = StrawmanLog.of(words))
        {
            words.checkAllRead();
            System.out.println(new Strawman(durationNs, log.frames()).run(log.label()));
        }
        catch (final IllegalArgumentException ex)
        {
            System.err.println("strawman: " + ex.getMessage());
            System.exit(2);
        }
    }

    private String run(final String journal) throws InterruptedException
    {
        final Thread generator = new Thread(this::generate, "strawman-generator");
        final long[] positions = new long[heldFrames];
        final int[] counts = new int[heldFrames];
        final LaneConsumer consumer = lane.consumer();
        final IdleStrategy idle = AgentIdle.newStrategy();
        long appliedFrames = log.appendedFrames();
        boolean draining = true;
        generator.start();
        while (draining)
        {
            final boolean last = finished;
            final int words = consumer.drain(log.frame(), log.payloadOffset(), DRAIN_WORDS);
            if (words > 0)
            {
                final int slot = (int)(log.appendedFrames() % heldFrames);
                positions[slot] = consumer.position();
                counts[slot] = words;
                check(append(words, idle));
            }
            else
            {
                check(log.flush(true, System.nanoTime()));                      // as the engine does
                log.reserveAhead(true);
            }
            while (appliedFrames < log.acknowledgedFrames())
            {
                final int slot = (int)(appliedFrames % heldFrames);
                apply(log.frame(appliedFrames), log.payloadOffset(), counts[slot]);
                consumer.complete(positions[slot]);
                appliedFrames++;
            }
            draining = words > 0 || !last || appliedFrames < log.appendedFrames();
            idle.idle(words);
        }
        final long elapsedNs = System.nanoTime() - firstOfferNs;
        generator.join();
        if (generatorFailure != null)
        {
            throw generatorFailure;
        }
        loop.check(consumer.position());
        lane.close();

        return String.format(Locale.ROOT,
            "{\"schema\":\"gale.strawman/1\",\"jdk\":\"%s\",\"cores\":%d,\"journal\":\"%s\",\"delivered\":%d," +
            "\"elapsed_s\":%.3f,\"rate_per_s\":%.0f,\"bytes\":%d}",
            Runtime.version(), Runtime.getRuntime().availableProcessors(), journal, loop.delivered(),
            elapsedNs / 1e9, loop.delivered() * 1e9 / elapsedNs, log.bytes());
    }

    /** Offers a frame until the log has space, and returns true if it was appended. */
    private boolean append(final int words, final IdleStrategy idle)
    {
        AppendResult result = log.appendCommands(words, words << 3);
        while (result == AppendResult.NOT_READY)
        {
            idle.idle();
            result = log.appendCommands(words, words << 3);
        }

        return result == AppendResult.APPENDED;
    }

    private void apply(final UnsafeBuffer frame, final int offset, final int words)
    {
        final int end = offset + (words << 3);
        for (int at = offset; at < end; at += Long.BYTES)
        {
            loop.set(BareLoop.idOf(frame.getLong(at)));
        }
        loop.takeAll();
    }

    private void generate()
    {
        try
        {
            offerUntilTheEnd();
        }
        catch (final RuntimeException ex)
        {
            generatorFailure = ex;
        }
        finally
        {
            finished = true;
        }
    }

    private void offerUntilTheEnd()
    {
        final LaneProducer producer = lane.producer();
        final IdleStrategy idle = AgentIdle.newStrategy();
        final long[] words = new long[BareLoop.INTERRUPTS];
        int next = 0;
        for (final int event : Permutation.of(words.length, 1))
        {
            words[next++] = Commands.msi(StormMachine.deviceOf(event), StormMachine.eventIdOf(event), 0);
        }
        firstOfferNs = System.nanoTime();
        while (System.nanoTime() - firstOfferNs < durationNs)
        {
            if (producer.position() - producer.completed() > WINDOW - BATCH)
            {
                idle.idle();
                continue;
            }
            idle.reset();
            for (int i = 0; i < BATCH; i++)
            {
                next = next == words.length ? 0 : next;
                if (!producer.offer(words[next++]))
                {
                    throw new IllegalStateException("the lane is as long as the window, and yet full");
                }
            }
            producer.publish();
        }
    }

    private void check(final boolean isAccepted)
    {
        if (!isAccepted)
        {
            throw new IllegalStateException(log.failure().message());
        }
    }
}
