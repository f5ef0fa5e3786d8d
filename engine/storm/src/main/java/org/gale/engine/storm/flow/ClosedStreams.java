package org.gale.engine.storm.flow;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.agrona.BitUtil;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;

/**
 * Closed streams of a storm with their windows. A stream has room while it has fewer events in flight than its window
 * allows; streams with room take turns. Events in flight are counted by the batches that the engine completed. Owned by
 * the generator's thread.
 */
final class ClosedStreams
{
    /** The most events of a stream in a row. */
    static final int RUN = 32;
    /** Limit of the events in flight of all closed streams together. */
    static final int LIMIT = Lane.CAPACITY_WORDS_DEFAULT - Traffic.BATCH - CommandWord.TIME_WORDS;

    /** Part of a window that is refilled at a time: a stream has events in flight meanwhile. */
    private static final int PARTS = 4;
    private static final int COUNT_BITS = 8;

    static
    {
        assert RUN < 1 << COUNT_BITS;
    }

    private final StreamNumbers numbers;
    private final StreamRates rates;
    private final boolean[] isClosed;
    private final int[] inFlight;                                   // by stream
    private final IntUnaryOperator ofDevices;                       // events in flight of the stream of a device
    private final boolean[] isReady;
    private final long[] left;                                      // events that each stream may still offer
    private final int[] ready;                                      // a ring of the streams that have room
    private final long[] ends;                                      // rings of the batches in flight
    private final int[] endRuns;
    private final int[] runs;                                       // a ring of their runs: stream, number of events
    private int readyHead;
    private int readyTail;
    private int oldestBatch;
    private int nextBatch;
    private int oldestRun;
    private int nextRun;
    private int sum;

    ClosedStreams(final StreamNumbers numbers, final StreamRates rates)
    {
        this.numbers = numbers;
        this.rates = rates;
        final int count = numbers.count();
        final int slots = rates.closedStreams() == 0 ? 1 : BitUtil.findNextPositivePowerOfTwo(LIMIT);
        isClosed = new boolean[count];
        for (int stream = 0; stream < count; stream++)
        {
            isClosed[stream] = numbers.devices(numbers.kind(stream)).stream() instanceof ClosedStream;
        }
        inFlight = new int[count];
        final int[] streamsOfDevices = numbers.streamsOfDevices();
        ofDevices = device -> inFlight[streamsOfDevices[device]];
        isReady = new boolean[count];
        left = new long[count];
        Arrays.fill(left, Long.MAX_VALUE);
        ready = new int[BitUtil.findNextPositivePowerOfTwo(count)];
        ends = new long[slots];
        endRuns = new int[slots];
        runs = new int[slots];
    }

    /**
     * Limits each stream to whole rounds of its events, where a storm of closed streams alone has a count of some.
     * Called before the first phase.
     *
     * @param lpis number of the events of all streams
     */
    void limit(final StormConfig config, final long lpis, final StreamEvents events)
    {
        final long count = config.value(StormSettings.COUNT);
        final boolean isByRounds = config.shape().isClosedLoop() && config.shape().phases().isEmpty() &&
            count != StormSettings.COUNT_UNLIMITED && count % lpis == 0 && count > 0;
        for (int stream = 0; isByRounds && stream < left.length; stream++)
        {
            left[stream] = count / lpis * events.length(stream);
        }
    }

    /** Notes what a stream offered before its storm was resumed. */
    void resume(final int stream, final long offered)
    {
        left[stream] -= left[stream] == Long.MAX_VALUE ? 0 : offered;
    }

    /** Begins a phase: streams take their turns in the order of their numbers, and those that pause take none. */
    void begin()
    {
        Arrays.fill(isReady, false);
        readyHead = readyTail;
        for (int stream = 0; stream < isClosed.length; stream++)
        {
            if (isClosed[stream])
            {
                queueIfRoom(stream, 1);
            }
        }
    }

    /** Counts the events of completed batches as delivered, and lets the law of closed streams compare. */
    void settle(final LaneProducer lane, final Laws laws, final long nowNs)
    {
        if (rates.closedStreams() > 0)
        {
            final long completedPosition = lane.completed();
            settle(completedPosition);
            laws.settled(completedPosition, lane.position(), ofDevices, nowNs);
        }
    }

    /** Counts the events of completed batches as delivered. */
    void settle(final long completedPosition)
    {
        while (oldestBatch != nextBatch && ends[oldestBatch & (ends.length - 1)] - completedPosition <= 0)
        {
            final int end = endRuns[oldestBatch & (ends.length - 1)];
            while (oldestRun != end)
            {
                final int run = runs[oldestRun & (runs.length - 1)];
                final int stream = run >>> COUNT_BITS;
                final int count = run & ((1 << COUNT_BITS) - 1);
                inFlight[stream] -= count;
                sum -= count;
                queueIfRoom(stream, Math.min(RUN, rates.window(numbers.kind(stream)) / PARTS));
                oldestRun++;
            }
            oldestBatch++;
        }
    }

    /** Returns whether a stream has room. */
    boolean isReady()
    {
        return readyHead != readyTail && sum + Traffic.BATCH <= LIMIT;
    }

    /** Returns the stream whose turn it is. */
    int next()
    {
        return ready[readyHead & (ready.length - 1)];
    }

    /** Returns how many events that stream may offer in its turn. */
    int room()
    {
        final int stream = next();

        return (int)Math.min(left[stream], Math.min(RUN, rates.window(numbers.kind(stream)) - inFlight[stream]));
    }

    /** Notes the events that the stream offered in its turn. The turn is the next stream's, unless there are none. */
    void took(final int count)
    {
        if (count > 0)
        {
            final int stream = next();
            inFlight[stream] += count;
            left[stream] -= count;
            sum += count;
            runs[nextRun & (runs.length - 1)] = stream << COUNT_BITS | count;
            nextRun++;
            readyHead++;
            isReady[stream] = false;
            queueIfRoom(stream, 1);
        }
    }

    /** Notes that the batch in hand was published. */
    void published(final long position)
    {
        ends[nextBatch & (ends.length - 1)] = position;
        endRuns[nextBatch & (ends.length - 1)] = nextRun;
        nextBatch++;
    }

    /** Lets a stream have a turn if it has room for so many events, at least one. */
    private void queueIfRoom(final int stream, final int least)
    {
        final int room = rates.window(numbers.kind(stream)) - inFlight[stream];
        if (!isReady[stream] && room > 0 && room >= least && left[stream] > 0)
        {
            isReady[stream] = true;
            ready[readyTail & (ready.length - 1)] = stream;
            readyTail++;
        }
    }
}
