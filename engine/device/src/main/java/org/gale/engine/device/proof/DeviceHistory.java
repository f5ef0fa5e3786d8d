package org.gale.engine.device.proof;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.result.HeatGrid;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.StormHistory;
import org.gale.engine.storm.result.StormLatencies.Explained;
import org.gale.engine.storm.result.SummedHistogram;

/**
 * History of the messages of a run, of all its devices: latencies, counts and latencies of each second, and the slowest
 * responses. Times are since the begin of the session, and those of results since the first message. Owner: the
 * answering thread.
 */
public final class DeviceHistory
{
    private static final long SECOND_NS = 1_000_000_000;
    private static final long LONGEST_NS = 3_600 * SECOND_NS;
    private static final int DIGITS = 3;
    private static final int INTERVALS = 3_600;
    private static final int OUTLIERS = 16;

    private final LatencyHistogram response = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
    private final LatencyHistogram service = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
    private final Histogram lag = new Histogram(LONGEST_NS, DIGITS);
    private final LatencyHistogram responseNow = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
    private final LatencyHistogram serviceNow = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
    private final HeatGrid heat = new HeatGrid();
    private final List<Interval> intervals = new ArrayList<>();
    private final PriorityQueue<Outlier> slowest = new PriorityQueue<>(Comparator.comparingLong(Outlier::responseNs));
    private ByteBuffer encoding;
    private long firstNs = -1;
    private long startNs;
    private long lastNs;
    private long sent;
    private long looked;                                            // or gone
    private long sentNow;
    private long lookedNow;
    private long completedNow;
    private long deliveredNow;                                      // of them, those that are no merged ones
    private long dropped;

    /** Notes a message that is written. */
    public void sent(final long intendedNs, final long nowNs)
    {
        if (firstNs < 0)
        {
            firstNs = nowNs;
            startNs = nowNs;
            heat.begin(nowNs);
        }
        at(nowNs);
        sentNow++;
        lag.recordValue(within(nowNs - intendedNs));
    }

    /** Notes a piece of work that the device has completed. */
    public void completed()
    {
        completedNow++;
    }

    /**
     * Notes that messages were looked at.
     *
     * @param covered    their number
     * @param number     of the oldest one
     * @param intendedNs time for which it was meant, ns
     * @param writtenNs  time at which it was written, ns
     */
    public void looked(final int covered, final int vector, final long number, final long intendedNs,
        final long writtenNs, final long nowNs)
    {
        at(nowNs);
        lookedNow += covered;
        deliveredNow++;
        final long ns = within(nowNs - intendedNs);
        responseNow.recordTime(ns, 1);
        serviceNow.recordTime(within(nowNs - writtenNs), 1);
        if (heat.isOver(nowNs))
        {
            heat.move(nowNs);
        }
        heat.add(ns, 1);
        if (slowest.size() < OUTLIERS || ns > slowest.peek().responseNs())
        {
            slowest.add(new Outlier(number, 0, vector, intendedNs,
                new Outlier.Batch(writtenNs, writtenNs, writtenNs, writtenNs), writtenNs, nowNs));
        }
        if (slowest.size() > OUTLIERS)
        {
            slowest.remove();
        }
    }

    /** Notes messages that wait no more and were not looked at: covered by an earlier one, dropped, or lost. */
    public void gone(final long messages)
    {
        lookedNow += messages;
    }

    private static long within(final long ns)
    {
        return Math.max(0, Math.min(LONGEST_NS, ns));
    }

    private void at(final long nowNs)
    {
        lastNs = nowNs;
        if (nowNs - startNs >= SECOND_NS)
        {
            endInterval(nowNs);
        }
    }

    private void endInterval(final long nowNs)
    {
        if (nowNs > startNs && sentNow + lookedNow > 0)
        {
            sent += sentNow;
            looked += lookedNow;
            final Map<String, LatencySummary> latencies = new LinkedHashMap<>();
            latencies.put("response", LatencySummary.of(responseNow));
            latencies.put("service", LatencySummary.of(serviceNow));
            intervals.add(new Interval(startNs - firstNs, nowNs - startNs, false,
                new Interval.Counts(sentNow, deliveredNow, Math.max(0, sent - looked), 0, 0,
                completedNow), latencies,
                List.of(encoded(responseNow), encoded(serviceNow))));
            if (intervals.size() > INTERVALS)
            {
                intervals.remove(0);
                dropped++;
            }
            response.add(responseNow);
            service.add(serviceNow);
            responseNow.reset();
            serviceNow.reset();
            sentNow = 0;
            lookedNow = 0;
            deliveredNow = 0;
            completedNow = 0;
        }
        startNs = nowNs;
    }

    private byte[] encoded(final Histogram histogram)
    {
        if (encoding == null)
        {
            encoding = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        }
        encoding.clear();
        final byte[] bytes = new byte[histogram.encodeIntoCompressedByteBuffer(encoding)];
        encoding.flip().get(bytes);

        return bytes;
    }

    /** Returns the intervals and the heat map, the one in hand included. */
    public StormHistory history()
    {
        endInterval(lastNs);

        return new StormHistory(List.copyOf(intervals), heat.heat(), dropped);
    }

    /** Returns the time from the first message to the last event of the run, at least 1 ns. */
    public long elapsedNs()
    {
        return Math.max(1, lastNs - Math.max(0, firstNs));
    }

    /** Returns the times from when a message was meant to be sent until the guest read it, after {@link #history}. */
    public Histogram response()
    {
        return response;
    }

    /** Returns the times from the write of a message until the guest read it, after {@link #history}. */
    public Histogram service()
    {
        return service;
    }

    /** Returns the times from when a message was meant to be sent until it was written. */
    public Histogram lag()
    {
        return lag;
    }

    /** Returns the slowest responses, the slowest first. */
    public List<Explained> outliers()
    {
        return slowest.stream().sorted(Comparator.comparingLong(Outlier::responseNs).reversed())
            .map(outlier -> new Explained(outlier, OutlierCause.UNKNOWN, outlier.nowNs() - firstNs)).toList();
    }
}
