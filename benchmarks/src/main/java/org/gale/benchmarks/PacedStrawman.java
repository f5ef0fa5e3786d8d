package org.gale.benchmarks;

import java.io.IOException;
import java.util.Locale;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.FrameLog;
import org.gale.ringbuf.AgentIdle;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneProducer;

/**
 * Strawman of a paced storm: the response times of two threads that do nothing specific to interrupts.
 *
 * <p>One thread follows a Poisson process and puts MSIs into a ring, each with its intended time. The other thread
 * drains as many into a frame as the engine does, appends the frame by the journal's recipe, sets the interrupts in the
 * {@link BareLoop}, and takes them. A response counts from the intended time to the time at which the bits of the frame
 * are taken, for one interrupt of 16, as {@code gale storm} does; the warm-up is left out.
 *
 * <p>Runs one measurement in its JVM and prints it as one line of JSON.
 */
public final class PacedStrawman
{
    private static final int BATCH = 256;
    private static final int SAMPLED_EVERY = 16;
    private static final int EVENT_SHIFT = 24;
    private static final int DIGITS = 3;
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final long BASE_MASK = -1L >>> 4;

    private final long durationNs;
    private final long warmupNs;
    private final double meanNs;
    private final FrameLog log;
    private final int heldFrames;
    private final Lane lane = Lane.allocate(Lane.CAPACITY_WORDS_DEFAULT);
    private final BareLoop loop = new BareLoop();
    private final Histogram response = new Histogram(HIGHEST_NS, DIGITS);
    private final UnsafeBuffer time = new UnsafeBuffer(new byte[CommandWord.TIME_WORDS * Long.BYTES]);
    private volatile long firstOfferNs;
    private long offered;
    private RuntimeException generatorFailure;
    private volatile boolean finished;

    private PacedStrawman(final long durationNs, final long warmupNs, final double ratePerS, final FrameLog log)
    {
        this.durationNs = durationNs;
        this.warmupNs = warmupNs;
        this.meanNs = 1e9 / ratePerS;
        this.log = log;
        this.heldFrames = log.heldFrames();
    }

    /**
     * Runs for {@code --seconds N} at {@code --rate R}, of which {@code --warmup S} seconds are left out, with the log
     * that {@link StrawmanLog} makes from the other words.
     */
    public static void main(final String[] args) throws InterruptedException, IOException
    {
        final Words words = new Words(args);
        final long durationNs = (long)(words.number("--seconds", 20) * 1e9);
        final long warmupNs = (long)(words.number("--warmup", 5) * 1e9);
        final double ratePerS = words.number("--rate", 1e6);
        try (StrawmanLog log = StrawmanLog.of(words))
        {
            words.checkAllRead();
            System.out.println(
                new PacedStrawman(durationNs, warmupNs, ratePerS, log.frames()).run(log.label()));
        }
        catch (final IllegalArgumentException ex)
        {
            System.err.println("paced strawman: " + ex.getMessage());
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
            final int words =
                consumer.drain(log.frame(), log.payloadOffset(), DrainLimit.WORDS);
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
        loop.check(offered);
        lane.close();

        return String.format(Locale.ROOT,
            "{\"schema\":\"gale.strawman/1\",\"jdk\":\"%s\",\"cores\":%d,\"journal\":\"%s\",\"delivered\":%d," +
            "\"elapsed_s\":%.3f,\"rate_per_s\":%.0f,\"bytes\":%d,\"latency_ns\":{\"response\":{\"count\":%d," +
            "\"p50\":%d,\"p90\":%d,\"p99\":%d,\"p99_9\":%d,\"max\":%d}}}",
            Runtime.version(), Runtime.getRuntime().availableProcessors(), journal, loop.delivered(),
            elapsedNs / 1e9, loop.delivered() * 1e9 / elapsedNs, log.bytes(), response.getTotalCount(),
            response.getValueAtPercentile(50), response.getValueAtPercentile(90), response.getValueAtPercentile(99),
            response.getValueAtPercentile(99.9), response.getMaxValue());
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
        for (int at = offset; at < end; at += CommandWord.length(frame.getLong(at)) << 3)
        {
            final long word = frame.getLong(at);
            if (CommandWord.opcode(word) == CommandWord.MSI)
            {
                loop.set(BareLoop.idOf(word));
            }
        }
        loop.takeAll();
        record(frame, offset, end, System.nanoTime());
    }

    private void record(final UnsafeBuffer frame, final int offset, final int end, final long nowNs)
    {
        final long fromNs = firstOfferNs + warmupNs;
        long baseNs = 0;
        for (int at = offset; at < end; at += CommandWord.length(frame.getLong(at)) << 3)
        {
            final long word = frame.getLong(at);
            if (CommandWord.opcode(word) == CommandWord.TIME)
            {
                baseNs = word & BASE_MASK;
            }
            else if (((word >>> EVENT_SHIFT) & (SAMPLED_EVERY - 1)) == 0 && baseNs - fromNs >= 0)
            {
                response.recordValue(Math.min(
                    HIGHEST_NS, Math.max(0, nowNs - baseNs - (word & Commands.TIME_MASK))));
            }
        }
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
        final SplittableRandom random = new SplittableRandom(1);
        final long[] events = new long[BareLoop.INTERRUPTS];
        int count = 0;
        for (final int event : Permutation.of(events.length, 1))
        {
            events[count++] = Commands.msi(StormMachine.deviceOf(event), StormMachine.eventIdOf(event), 0);
        }
        final long beginNs = System.nanoTime();
        firstOfferNs = beginNs;
        double intendedNs = 0;
        int next = 0;
        while (intendedNs < durationNs)
        {
            final long nowNs = System.nanoTime();
            final long baseNs = beginNs + (long)intendedNs;
            int batch = 0;
            if (baseNs - nowNs <= 0)
            {
                Commands.time(time, 0, baseNs, nowNs);
                boolean isTaken = producer.offer(time, 0, CommandWord.TIME_WORDS);
                long sinceBaseNs = 0;
                while (isTaken && batch < BATCH && baseNs + sinceBaseNs - nowNs <= 0 &&
                    sinceBaseNs <= Commands.TIME_MASK)
                {
                    isTaken = producer.offer(events[next] | sinceBaseNs);
                    if (isTaken)
                    {
                        next = next + 1 == events.length ? 0 : next + 1;
                        batch++;
                        intendedNs += meanNs * random.nextExponential();
                        sinceBaseNs = beginNs + (long)intendedNs - baseNs;
                    }
                }
                producer.publish();
            }
            offered += batch;
            idle.idle(batch);
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
