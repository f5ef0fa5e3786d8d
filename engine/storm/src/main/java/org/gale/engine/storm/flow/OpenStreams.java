package org.gale.engine.storm.flow;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.gale.engine.storm.model.Bursts;
import org.gale.engine.storm.scenario.OpenStream;

/**
 * Open streams of a storm, merged by the intended times of their next events; of equal times the stream of the lower
 * number is first. A stream counts in events: evenly spaced ones come at 0, 1, 2 and so on, those of a Poisson process
 * after exponential steps. Bursts have their lengths at the rate without phases. The rates by phase turn that count
 * into time, so that a stream which pauses goes on afterwards where it stopped. Times are ns since the first phase
 * began. Owned by the generator's thread.
 * <pre>
 *   rate       1 a second      paused        2 a second
 *   time       0      1      2         4         5         6
 *   arrivals   0      1      2 (not offered)
 *                                      2    3    4    5    6
 * </pre>
 */
final class OpenStreams
{
    /** Time of an event that does not come in the phase in hand. */
    static final long NEVER = Long.MAX_VALUE;

    private static final double LONGEST_NS = 1e18;

    private final StreamNumbers numbers;
    private final StreamDraws draws;
    private final SplittableRandom[] randoms;                       // by stream; null where events are evenly spaced
    private final Bursts[] bursts;                                  // by stream, or null
    private final double[] arrivals;                                // by stream, of the next event
    private final double[] passed;                                  // by kind, up to the begin of the phase
    private final double[] meansNs;                                 // by kind; 0 if no event comes in the phase
    private final int[] streams;                                    // a heap by the times of the next events
    private final long[] times;
    private long phaseNs;

    /** Creates the streams, before the begin of the first phase. */
    OpenStreams(final StreamNumbers numbers, final StreamDraws draws)
    {
        this.numbers = numbers;
        this.draws = draws;
        randoms = new SplittableRandom[numbers.count()];
        bursts = new Bursts[numbers.count()];
        arrivals = new double[numbers.count()];
        passed = new double[numbers.kinds()];
        meansNs = new double[numbers.kinds()];
        final int[] open = new int[numbers.count()];
        int count = 0;
        for (int stream = 0; stream < open.length; stream++)
        {
            if (numbers.devices(numbers.kind(stream)).stream().isClocked())
            {
                open[count++] = stream;
            }
        }
        streams = Arrays.copyOf(open, count);
        times = new long[count];
        Arrays.fill(times, NEVER);
        for (final int stream : streams)
        {
            draw(stream, 0);
        }
    }

    /**
     * Continues a stream behind the events of an earlier part of the storm.
     *
     * @param offered events of that part
     */
    void draw(final int stream, final long offered)
    {
        if (numbers.devices(numbers.kind(stream)).stream() instanceof OpenStream open &&
            (open.spacing().isPoisson() || open.spacing().bursts() != null))
        {
            randoms[stream] = draws.times(stream, offered);
            bursts[stream] = open.spacing().bursts() == null ? null :
                new Bursts(open.spacing().bursts(), 1, open.meanNs(1), randoms[stream]);
            arrivals[stream] = passed[numbers.kind(stream)] + step(stream);
        }
    }

    /** Returns whether there are open streams. */
    boolean isAny()
    {
        return streams.length > 0;
    }

    /** Begins a phase at its boundary. Events that were due before, and were not taken, are left out. */
    void begin(final long boundaryNs, final StreamRates rates)
    {
        for (int kind = 0; kind < passed.length; kind++)
        {
            passed[kind] = passed(kind, boundaryNs);
        }
        for (int i = 0; i < streams.length; i++)
        {
            if (times[i] < boundaryNs)
            {
                arrivals[streams[i]] = firstFrom(streams[i], passed[numbers.kind(streams[i])]);
            }
        }
        for (int kind = 0; kind < meansNs.length; kind++)
        {
            meansNs[kind] = rates.meanNs(kind);
        }
        phaseNs = boundaryNs;
        for (int i = streams.length - 1; i >= 0; i--)               // backwards: what is below is a heap by then
        {
            sink(i, streams[i], timeNs(streams[i]));
        }
    }

    /**
     * Skips events that are due, while the limit of events in flight is reached.
     *
     * @param limit most events that are skipped
     * @return their number
     */
    int skip(final long lastNs, final int limit)
    {
        int skipped = 0;
        while (skipped < limit && nextNs() <= lastNs)
        {
            take();
            skipped++;
        }

        return skipped;
    }

    /** Leaves out the events that were due before a time. */
    void skipTo(final long ns)
    {
        while (nextNs() < ns)
        {
            final int stream = streams[0];
            arrivals[stream] = firstFrom(stream, passed(numbers.kind(stream), ns));
            sink(0, stream, Math.max(ns, timeNs(stream)));
        }
    }

    /** Returns the time of the next event, or {@link #NEVER}. */
    long nextNs()
    {
        return times.length == 0 ? NEVER : times[0];
    }

    /** Returns the stream of the next event. */
    int next()
    {
        return streams[0];
    }

    /** Passes on to the event behind the next one. */
    void take()
    {
        final int stream = streams[0];
        arrivals[stream] += step(stream);
        sink(0, stream, timeNs(stream));
    }

    /** Returns the number of events of a stream between two that follow one another, a random one of mean 1 or 1. */
    private double step(final int stream)
    {
        return randoms[stream] == null ? 1 :
            bursts[stream] == null ? StreamDraws.exponential(randoms[stream]) : bursts[stream].next();
    }

    /** Returns the first arrival of a stream from a count on. */
    private double firstFrom(final int stream, final double from)
    {
        return randoms[stream] == null ? Math.ceil(from) : from + step(stream);
    }

    private double passed(final int kind, final long ns)
    {
        return meansNs[kind] == 0 ? passed[kind] : passed[kind] + (ns - phaseNs) / meansNs[kind];
    }

    private long timeNs(final int stream)
    {
        final int kind = numbers.kind(stream);
        final double meanNs = meansNs[kind];

        return meanNs == 0 ? NEVER :
            phaseNs + (long)Math.max(0, Math.min(LONGEST_NS, (arrivals[stream] - passed[kind]) * meanNs));
    }

    /** Places a stream in the heap at an index or below it. */
    private void sink(final int index, final int stream, final long ns)
    {
        int at = index;
        int below = firstBelow(at);
        while (below < streams.length && isBefore(times[below], streams[below], ns, stream))
        {
            times[at] = times[below];
            streams[at] = streams[below];
            at = below;
            below = firstBelow(at);
        }
        times[at] = ns;
        streams[at] = stream;
    }

    /** Returns the index of the earlier one of the two below an index of the heap; the heap's length if none is. */
    private int firstBelow(final int index)
    {
        final int left = 2 * index + 1;
        final int right = left + 1;
        if (right >= streams.length)
        {
            return Math.min(left, streams.length);
        }

        return isBefore(times[right], streams[right], times[left], streams[left]) ? right : left;
    }

    private static boolean isBefore(final long ns, final int stream, final long otherNs, final int other)
    {
        return ns < otherNs || (ns == otherNs && stream < other);
    }
}
